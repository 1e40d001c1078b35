"""Every type of page: who looks at it, at which address, and what they do there first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Page

from app.accounts.languages import CHOICE as ASKED
from app.accounts.signing_in import LINKING
from app.platform import throttle
from tests.browsing import SLUG
from tests.builders import PASSWORD
from tests.files.samples import docx

__all__ = ["ASKED", "SCENES", "Scene"]

VISITOR, NEWCOMER, LEARNER, GRADUATE, UNDRAWN, STAFF = "visitor", "newcomer", "learner", "graduate", "undrawn", "staff"
ADMINISTRATOR = "administrator"
# Has every way in there is.
SECURED = "secured"
PEOPLE = (VISITOR, NEWCOMER, LEARNER, GRADUATE, UNDRAWN, STAFF, SECURED, ADMINISTRATOR)
SECURED_ADDRESS = "secured@example.org"
FIRST, LEFT, MIRRORED, OUTDATED = "a-first-step", "left-behind", "mirrored", "outdated"
# A course whose learners are chosen, and its calls: open, being read, read, with its offers made.
CHOSEN, OPEN_CALL, READ_CALL, JUDGED_CALL, GIVEN_CALL = "chosen", "open", "read", "judged", "given"
CALLS = f"/calls/{CHOSEN}"
QUIZ, LAST_QUIZ = "check-why-local", "final-quiz"
# A course whose learners review each other.
EXCHANGE = "reading-each-other"
READ = f"/learn/{EXCHANGE}/sheet"
COURSE = f"/learn/{SLUG}"
SHEET = f"{COURSE}/priority-sheet"
FOLDER = f"/learn/{FIRST}/folder/work"
# Where the learner's work was read by others, or will be.
REVIEWED = "reviewed"
RECEIVED = f"/learn/{REVIEWED}/{{}}/work/reviews"
POOL = f"/facilitating/{SLUG}/priority-sheet"
TOO_MUCH = 2 * 1024 * 1024 + 1


@dataclass(frozen=True)
class Scene:
    """A page at its address; `act` is what is done there before one looks."""

    who: str
    address: str
    act: Callable[[Page], object] | None = None

    def arrive(self, page: Page, address: str, _app: Flask) -> None:
        """Go there, in the language that the address asks for."""
        page.goto(address)
        if self.act is not None:
            self.act(page)


@dataclass(frozen=True)
class Proved(Scene):
    """A page for who has proved a short while ago who they are."""

    def arrive(self, page: Page, address: str, app: Flask) -> None:
        """Go there, by way of the password when that was long ago."""
        page.goto(address)
        if "/account/prove" in page.url:
            send({"proof": PASSWORD})(page)
        super().arrive(page, address, app)


@dataclass(frozen=True)
class Linking(Scene):
    """What one sees who comes back from an organisation; the browser is given what it would remember."""

    def arrive(self, page: Page, address: str, app: Flask) -> None:
        """Add it to what the browser remembers."""
        page.goto("/")
        site = Flask("the site as served")
        site.secret_key = (Path(app.instance_path) / "secret-key").read_text("ascii").strip()
        signed = SecureCookieSessionInterface().get_signing_serializer(site)
        assert signed is not None
        kept = {one["name"]: one["value"] for one in page.context.cookies()}
        remembered = signed.loads(kept["session"]) if "session" in kept else {}
        remembered[LINKING] = {
            "key": "riverton",
            "subject": "1",
            "called": "tala@riverton.example",
            "next": "",
            "until": 2**40,
        }
        root = f"{urlsplit(page.url).scheme}://{urlsplit(page.url).netloc}"
        page.context.add_cookies([{"name": "session", "value": str(signed.dumps(remembered)), "url": root}])
        super().arrive(page, address, app)


@dataclass(frozen=True)
class Kept(Scene):
    """A page that takes long to come: asked for once, and shown from what came."""

    def arrive(self, page: Page, address: str, app: Flask) -> None:
        """Show what came, in the browser's place for it."""
        if address not in _kept:
            _kept[address] = self.ask(page, address, app)
        answer = _kept[address]
        shown_at = f"**/kept/{answer.status}"
        page.route(
            shown_at, lambda route: route.fulfill(status=answer.status, headers=answer.headers, body=answer.text)
        )
        page.goto(f"/kept/{answer.status}")
        page.unroute(shown_at)

    def ask(self, page: Page, address: str, _app: Flask) -> "Answer":
        """As the browser asks, with its cookies."""
        came = page.request.get(address)
        return Answer(came.status, came.text(), came.headers["content-security-policy"])


@dataclass(frozen=True)
class Unlinked(Kept):
    """What no link asks for: the application is asked without a browser, perhaps many times."""

    how: Mapping[str, Any] = field(default_factory=dict)
    times: int = 1

    def ask(self, _page: Page, address: str, app: Flask) -> "Answer":
        """Ask in this process, and keep the last answer."""
        throttle.forget_all()
        for _time in range(self.times):
            came = app.test_client().open(address, **self.how)
        throttle.forget_all()
        return Answer(came.status_code, came.text, came.headers["Content-Security-Policy"])


@dataclass(frozen=True)
class Answer:
    """A page as it came."""

    status: int
    text: str
    policy: str

    @property
    def headers(self) -> dict[str, str]:
        """What a browser must know to show it."""
        return {"content-type": "text/html; charset=utf-8", "content-security-policy": self.policy}


_kept: dict[str, Answer] = {}


def send(values: Mapping[str, str] | None = None, form: str = "main form", action: str = "") -> Callable[[Page], None]:
    """Fill a form with these values and send it past the browser's own checks, perhaps to another address."""

    def act(page: Page) -> None:
        with page.expect_navigation():
            page.locator(form).first.evaluate(
                """(form, [values, action]) => {
                    for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
                    if (action) form.action = action;
                    form.submit();
                }""",
                [values or {}, action],
            )

    return act


def save(page: Page) -> None:
    """Answer one question of an attempt, whichever was drawn first that has choices, and save it."""
    page.locator("fieldset.question").locator("[type=radio], [type=checkbox]").first.check()
    with page.expect_navigation():
        page.locator('button.button[value="save"]').click()


def hand_in(page: Page) -> None:
    """Hand a form in as it is."""
    with page.expect_navigation():
        page.locator('button.button[value="hand-in"]').click()


def add_macros(page: Page) -> None:
    """Choose a file that is not taken, and send it."""
    macros = docx(more={"word/vbaProject.bin": b"x"})
    page.locator("#files-field").set_input_files({"name": "sheet.docm", "mimeType": "", "buffer": macros})
    with page.expect_navigation():
        page.locator("button[data-sends-files]").click()


def open_all(page: Page) -> None:
    """Open every disclosure."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def choose_what_is_not_offered(page: Page) -> None:
    """Send an hour that no day has."""
    page.evaluate("document.querySelector('[name=quiet_from]').selectedOptions[0].value = '25'")
    send()(page)


def begin_a_name(page: Page) -> None:
    """Type the beginning of a name, and wait for those that are offered."""
    page.locator("#answer textarea").fill("@Mar")
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")


def preview(page: Page) -> None:
    """Look at one's profile before it is saved."""
    with page.expect_navigation():
        page.locator('button[value="preview"]').click()


SCENES: dict[str, Scene] = {
    "home": Scene(VISITOR, "/"),
    "home with a course to go on with": Scene(LEARNER, "/"),
    "menu open": Scene(STAFF, "/", open_all),
    "courses": Scene(VISITOR, "/courses"),
    "courses found": Scene(VISITOR, "/courses?q=localizing&level=introductory"),
    "no course found": Scene(VISITOR, "/courses?q=xylophone"),
    "search before anything is asked": Scene(VISITOR, "/search"),
    "search with results": Scene(LEARNER, "/search?q=goals&since=year"),
    "search of one kind": Scene(LEARNER, "/search?q=local&kind=lesson&page=2"),
    "search that finds a translation": Scene(LEARNER, "/search?q=began+meetings"),
    "search without results": Scene(VISITOR, "/search?q=xylophone&since=week"),
    "course": Scene(VISITOR, f"/courses/{SLUG}"),
    "course of mine": Scene(LEARNER, f"/courses/{SLUG}"),
    "course in the other direction": Scene(NEWCOMER, f"/courses/{MIRRORED}"),
    "course in another language": Scene(VISITOR, f"/courses/{SLUG}?in=ar"),
    "glossary": Scene(VISITOR, f"/courses/{SLUG}/glossary"),
    "register": Scene(VISITOR, "/register"),
    "register with errors": Scene(VISITOR, "/register", send({"email": "nobody", "password": "short"})),
    "registered, look into your mail": Scene(VISITOR, "/register/sent"),
    "confirm the address": Scene(VISITOR, "/register/confirm/{registration}"),
    "confirm the address with errors": Scene(VISITOR, "/register/confirm/{registration}", send({"password": "wrong"})),
    "sessions": Scene(LEARNER, "/account/sessions"),
    "sign in": Scene(VISITOR, "/sign-in"),
    "sign in by mail": Scene(VISITOR, "/sign-in/mail"),
    "sign in by mail with errors": Scene(VISITOR, "/sign-in/mail", send()),
    "mail is on its way": Scene(VISITOR, "/sign-in/mail/sent"),
    "sign in with errors": Scene(VISITOR, "/sign-in", send()),
    "sign in, organisation down": Kept(VISITOR, "/sign-in/with/riverton"),
    "sign in, one more step": Scene(VISITOR, "/sign-in", send({"email": SECURED_ADDRESS, "password": PASSWORD})),
    "link with an organisation, not signed in": Linking(VISITOR, "/sign-in/linking"),
    "link with an organisation": Linking(STAFF, "/sign-in/linking"),
    "how you sign in": Scene(STAFF, "/account/security"),
    "how you sign in, in every way": Scene(SECURED, "/account/security"),
    "is it still you": Scene(SECURED, "/account/prove"),
    "is it still you, with errors": Scene(SECURED, "/account/prove", send()),
    "change the password": Scene(LEARNER, "/account/security/password"),
    "change the password with errors": Scene(LEARNER, "/account/security/password", send({"password": "short"})),
    "change the address": Proved(LEARNER, "/account/security/address"),
    "change the address with errors": Proved(LEARNER, "/account/security/address", send({"email": "nobody"})),
    "look into your mail at the new address": Scene(LEARNER, "/account/security/address/asked"),
    "use the new address": Scene(SECURED, "/links/{new_address}"),
    "set up a second step": Proved(LEARNER, "/account/security/second-step"),
    "set up a second step with errors": Proved(LEARNER, "/account/security/second-step", send({"code": "1"})),
    "recovery codes": Proved(SECURED, "/account/security", send(form='form[action$="recovery-codes"]')),
    "turn off the second step": Scene(SECURED, "/account/security/second-step/off"),
    "turn off the second step with errors": Scene(SECURED, "/account/security/second-step/off", send()),
    "make a passkey": Proved(LEARNER, "/account/security/passkeys/new"),
    "account": Scene(LEARNER, "/account"),
    "account whose mail comes back": Scene(UNDRAWN, "/account"),
    "what one gets by mail, which comes back": Scene(UNDRAWN, "/account/notices"),
    "account with errors": Scene(LEARNER, "/account", send({"name": ""})),
    "notices": Scene(STAFF, "/notices"),
    "notices, none": Scene(NEWCOMER, "/notices"),
    "what one gets by mail": Scene(LEARNER, "/account/notices", open_all),
    "what one gets by mail with errors": Scene(LEARNER, "/account/notices", choose_what_is_not_offered),
    "no more mails": Scene(VISITOR, "/notices/no-more/{unsubscribing}"),
    "no more mails, done": Scene(VISITOR, "/notices/no-more/{unsubscribing}", send()),
    "my learning, empty": Scene(NEWCOMER, "/learn"),
    "my learning": Scene(LEARNER, "/learn"),
    "my learning, full": Scene(GRADUATE, "/learn"),
    "enrol": Scene(NEWCOMER, f"{COURSE}/enrol"),
    "come back": Scene(GRADUATE, f"/learn/{LEFT}/enrol"),
    "lesson": Scene(LEARNER, f"{COURSE}/seven-not-seventeen"),
    "lesson with figures": Scene(LEARNER, f"{COURSE}/how-much-is-local"),
    "lesson, all open": Scene(LEARNER, f"{COURSE}/a-global-agenda", open_all),
    "lesson in the other direction": Scene(GRADUATE, f"/learn/{MIRRORED}/lesson-1"),
    "lesson translated and outdated": Scene(GRADUATE, f"/learn/{OUTDATED}/lesson-1", open_all),
    "quiz": Scene(GRADUATE, f"/learn/{MIRRORED}/check"),
    "quiz with attempts": Scene(LEARNER, f"{COURSE}/{QUIZ}"),
    "quiz passed": Scene(GRADUATE, f"{COURSE}/{QUIZ}"),
    "attempt": Scene(LEARNER, f"{COURSE}/{QUIZ}/attempts/2"),
    "attempt saved": Scene(LEARNER, f"{COURSE}/{LAST_QUIZ}/attempts/1", save),
    "result, failed": Scene(LEARNER, f"{COURSE}/{QUIZ}/attempts/1"),
    "result, passed": Scene(GRADUATE, f"{COURSE}/{LAST_QUIZ}/attempts/1"),
    "assignment": Scene(LEARNER, SHEET),
    "assignment, opened by a reviewer": Scene(GRADUATE, SHEET),
    "work": Scene(LEARNER, f"{SHEET}/work", open_all),
    "work with fields": Scene(UNDRAWN, f"/learn/{FIRST}/sheet/work", open_all),
    "work with files": Scene(UNDRAWN, FOLDER, open_all),
    "work with files that were not taken": Scene(UNDRAWN, FOLDER, add_macros),
    "versions of work with files": Scene(UNDRAWN, f"{FOLDER}/versions"),
    "version of work with files": Scene(UNDRAWN, f"{FOLDER}/versions/2"),
    "handing in files": Scene(UNDRAWN, f"{FOLDER}/handing-in"),
    "versions of work": Scene(LEARNER, f"{SHEET}/work/versions"),
    "version of work": Scene(LEARNER, f"{SHEET}/work/versions/1"),
    "two texts, saved at once": Scene(LEARNER, f"{SHEET}/work/versions/1?met=&with=2"),
    "handing in": Scene(LEARNER, f"{SHEET}/work/handing-in"),
    "handing in fields": Scene(UNDRAWN, f"/learn/{FIRST}/sheet/work/handing-in"),
    "work handed in": Scene(GRADUATE, f"{SHEET}/work/handed-in"),
    "withdrawing work": Scene(GRADUATE, f"{SHEET}/work/withdrawal"),
    "review": Scene(STAFF, "/reviews/{review}", open_all),
    "review, not kept": Scene(STAFF, "/reviews/{review}", send({"overall": "x" * 8001}, form="form.review")),
    "review looked over": Scene(STAFF, "/reviews/{review}/handing-in"),
    "giving a work back": Scene(STAFF, "/reviews/{review}/giving-back"),
    "reporting a work": Scene(STAFF, "/reviews/{review}/report"),
    "reporting a work with errors": Scene(STAFF, "/reviews/{review}/report", send()),
    "review handed in": Scene(NEWCOMER, "/reviews/{reviewed}", open_all),
    "mentoring": Scene(ADMINISTRATOR, "/mentoring"),
    "mentoring, nothing waits": Scene(STAFF, "/mentoring"),
    "assignment, being reviewed": Scene(UNDRAWN, READ),
    "assignment, reviews on hold": Scene(SECURED, READ),
    "reviews, before handing in": Scene(LEARNER, f"{SHEET}/reviews"),
    "reviews, examples first": Scene(GRADUATE, f"{SHEET}/reviews"),
    "reviews": Scene(UNDRAWN, f"{READ}/reviews"),
    "reviews, on hold": Scene(SECURED, f"{READ}/reviews"),
    "examples": Scene(GRADUATE, f"{SHEET}/reviews/examples"),
    "examples, scored": Scene(UNDRAWN, f"{READ}/reviews/examples"),
    "example to score": Scene(GRADUATE, f"{SHEET}/reviews/examples/next"),
    "example with levels missing": Scene(GRADUATE, f"{SHEET}/reviews/examples/next", send()),
    "examples beside the staff\u2019s": Scene(UNDRAWN, f"{READ}/reviews/examples/1", open_all),
    "assignment with reviews": Scene(LEARNER, f"/learn/{REVIEWED}/comments"),
    "reviews, none yet": Scene(LEARNER, RECEIVED.format("waiting")),
    "reviews, comments only": Scene(LEARNER, RECEIVED.format("comments"), open_all),
    "reviews, own reviews first": Scene(LEARNER, RECEIVED.format("hidden")),
    "reviews, how helpful were they": Scene(LEARNER, RECEIVED.format("unrated")),
    "reviews, provisional score": Scene(LEARNER, RECEIVED.format("provisional")),
    "reviews, final score": Scene(LEARNER, RECEIVED.format("final"), open_all),
    "reviews far apart": Scene(LEARNER, RECEIVED.format("apart")),
    "reviews, asked to look again": Scene(LEARNER, RECEIVED.format("asked")),
    "reviews, decided": Scene(LEARNER, RECEIVED.format("decided")),
    "reviews of an earlier round": Scene(LEARNER, f"{RECEIVED.format('revised')}?round=1"),
    "reviews of a further round": Scene(LEARNER, RECEIVED.format("revised")),
    "showing work to others": Scene(LEARNER, f"/learn/{REVIEWED}/passed/work/sharing", open_all),
    "showing work to others with errors": Scene(
        LEARNER, f"/learn/{REVIEWED}/passed/work/sharing", send(form="form.form")
    ),
    "reviews, work to be shown": Scene(LEARNER, RECEIVED.format("passed")),
    "reviews, work shown": Scene(LEARNER, RECEIVED.format("shown")),
    "assignment with examples": Scene(LEARNER, f"/learn/{REVIEWED}/shown"),
    "example from a colleague": Scene(VISITOR, f"/courses/{REVIEWED}/examples/{{shown}}"),
    "withdrawing an example": Scene(LEARNER, f"/courses/{REVIEWED}/examples/{{shown}}/withdrawal"),
    "work to show": Scene(STAFF, "/shown-work"),
    "work to look at": Scene(STAFF, "/shown-work/{offered}"),
    "work to look at with errors": Scene(STAFF, "/shown-work/{offered}", send()),
    "answer a reviewer": Scene(LEARNER, f"{RECEIVED.format('final')}/{{review_received}}/answer"),
    "answer a reviewer with errors": Scene(LEARNER, f"{RECEIVED.format('final')}/{{review_received}}/answer", send()),
    "report a review": Scene(LEARNER, f"{RECEIVED.format('final')}/{{review_received}}/report"),
    "report a review with errors": Scene(LEARNER, f"{RECEIVED.format('final')}/{{review_received}}/report", send()),
    "ask to look again": Scene(LEARNER, f"{RECEIVED.format('final')}/again"),
    "ask to look again with errors": Scene(LEARNER, f"{RECEIVED.format('final')}/again", send({"words": "Too low"})),
    "what is missing": Scene(LEARNER, f"{COURSE}/completed"),
    "completed": Scene(GRADUATE, f"{COURSE}/completed"),
    "what do you think of a course": Scene(GRADUATE, f"/courses/{SLUG}/review"),
    "what do you think of a course, with errors": Scene(
        GRADUATE, f"/courses/{SLUG}/review", send({"helped": "x" * 4001, "use": "3"})
    ),
    "what people think of a course": Scene(STAFF, f"/courses/{MIRRORED}/reviews"),
    "what nobody said yet of a course": Scene(STAFF, f"/courses/{LEFT}/reviews"),
    "course with a rating": Scene(VISITOR, f"/courses/{MIRRORED}"),
    "leave": Scene(LEARNER, f"{COURSE}/leave"),
    "certificate": Scene(GRADUATE, "/certificates/{valid}"),
    "certificate revoked": Scene(GRADUATE, "/certificates/{revoked}"),
    "certificate that cannot be drawn": Kept(UNDRAWN, "/certificates/{undrawn}.pdf"),
    "accessibility": Scene(VISITOR, "/accessibility"),
    "privacy": Scene(VISITOR, "/privacy"),
    "your data": Scene(LEARNER, "/account/data"),
    "your data, to be erased": Scene(GRADUATE, "/account/data"),
    "erase the account": Scene(LEARNER, "/account/erase"),
    "erase the account with errors": Scene(LEARNER, "/account/erase", send()),
    "erased accounts": Scene(STAFF, "/privacy/erasures", open_all),
    "verify": Scene(VISITOR, "/verify"),
    "verify, not a code": Scene(VISITOR, "/verify?code=abc"),
    "verified": Scene(VISITOR, "/verify/{valid}"),
    "verified as revoked": Scene(VISITOR, "/verify/{revoked}"),
    "verified as unknown": Scene(VISITOR, "/verify/00000-00000-00000-00000"),
    "people": Scene(NEWCOMER, "/people"),
    "people found": Scene(LEARNER, "/people?words=wilhelmina&sdg=11&language=fr"),
    "nobody found": Scene(LEARNER, "/people?words=xylophone"),
    "people, behind the last one": Scene(LEARNER, "/people?before=1"),
    "person": Scene(LEARNER, "/people/{graduate}"),
    "person one may not write to": Scene(NEWCOMER, "/people/{graduate}"),
    "write to a person": Scene(LEARNER, "/people/{graduate}/write"),
    "write to a person with errors": Scene(LEARNER, "/people/{graduate}/write", send()),
    "write to a person, refused": Scene(NEWCOMER, "/people/{graduate}/write"),
    "message": Scene(GRADUATE, "/people/messages/{message}"),
    "message with errors": Scene(GRADUATE, "/people/messages/{message}", send(form='main form[action$="report"]')),
    "message, reported": Scene(LEARNER, "/people/messages/{reported}"),
    "own profile, empty": Scene(NEWCOMER, "/account/profile"),
    "own profile": Scene(LEARNER, "/account/profile"),
    "change profile": Scene(NEWCOMER, "/account/profile/change", open_all),
    "change profile with errors": Scene(
        LEARNER, "/account/profile/change", send({"answer": "", "need_words": "x" * 201})
    ),
    "preview of a profile": Scene(LEARNER, "/account/profile/change", preview),
    "reported messages": Scene(STAFF, "/people/reports"),
    "reporting": Scene(STAFF, "/reporting/completions"),
    "reporting, filtered": Scene(STAFF, "/reporting/completions?words=nobody&enrolled_from=never"),
    "peer reviews": Scene(STAFF, "/facilitating"),
    "reviews of an assignment": Scene(STAFF, POOL),
    "work that waits": Scene(STAFF, f"{POOL}/work?show=all"),
    "no work in doubt": Scene(STAFF, f"{POOL}/work?show=late"),
    "one piece of work": Scene(STAFF, f"{POOL}/work/{{work_read}}", open_all),
    "ask for a review": Scene(STAFF, f"{POOL}/work/{{work_read}}/asking?words=r"),
    "take a review out": Scene(STAFF, f"{POOL}/reviews/{{review_seen}}/exclusion"),
    "take a review out, with errors": Scene(STAFF, f"{POOL}/reviews/{{review_seen}}/exclusion", send()),
    "reports of reviews": Scene(STAFF, f"{POOL}/reports"),
    "report of a review": Scene(STAFF, f"{POOL}/reports/{{report}}", open_all),
    "report of a review with errors": Scene(STAFF, f"{POOL}/reports/{{report}}", send()),
    "appeals": Scene(STAFF, f"{POOL}/appeals"),
    "appeal": Scene(ADMINISTRATOR, f"{POOL}/appeals/{{appeal}}"),
    "appeal with errors": Scene(ADMINISTRATOR, f"{POOL}/appeals/{{appeal}}", send()),
    "readers": Scene(STAFF, f"{POOL}/readers"),
    "examples as staff see them": Scene(STAFF, f"{POOL}/examples"),
    "signs": Scene(STAFF, f"{POOL}/signs"),
    "way of scoring": Scene(STAFF, f"{POOL}/method"),
    "administration": Scene(ADMINISTRATOR, "/staff"),
    "people and roles": Scene(ADMINISTRATOR, "/staff/people", open_all),
    "people and roles, nobody found": Scene(ADMINISTRATOR, "/staff/people?words=xylophone"),
    "person with roles": Scene(ADMINISTRATOR, "/staff/people/3", open_all),
    "change to many": Scene(ADMINISTRATOR, "/staff/people/change?what=block&whom=found"),
    "change to many that cannot be": Scene(ADMINISTRATOR, "/staff/people/change?what=block"),
    "changes to many": Scene(ADMINISTRATOR, "/staff/people/changes"),
    "change made": Scene(ADMINISTRATOR, "/staff/people/changes/1"),
    "jobs": Scene(ADMINISTRATOR, "/staff/jobs"),
    "mail": Scene(ADMINISTRATOR, "/staff/mail"),
    "audit": Scene(ADMINISTRATOR, "/staff/audit"),
    "audit with errors": Scene(ADMINISTRATOR, "/staff/audit?done_from=never"),
    "storage": Scene(ADMINISTRATOR, "/staff/storage"),
    "settings": Scene(ADMINISTRATOR, "/staff/settings"),
    "why": Scene(ADMINISTRATOR, "/staff/access?page=/reporting/completions"),
    "why with errors": Scene(ADMINISTRATOR, "/staff/access?page=courses"),
    "invitations": Scene(STAFF, "/invitations"),
    "invite": Scene(STAFF, "/invitations/new"),
    "invite with errors": Scene(STAFF, "/invitations/new", send({"people": "", "organisation": "Nowhere"})),
    "invitations before they are sent": Scene(STAFF, "/invitations/{prepared}"),
    "invitations sent": Scene(STAFF, "/invitations/{sent}"),
    "links to join": Scene(STAFF, "/invitations/links"),
    "make a link": Scene(STAFF, "/invitations/links/new"),
    "join by a link": Scene(VISITOR, "/join/{joining}"),
    "join by a link, signed in": Scene(NEWCOMER, "/join/{joining}"),
    "accept an invitation": Scene(VISITOR, "/invitations/accept/{invitation}"),
    "accept with errors": Scene(VISITOR, "/invitations/accept/{invitation}", send({"name": "", "password": "short"})),
    "accept, signed in": Scene(NEWCOMER, "/invitations/accept/{invitation}"),
    "no more invitations": Scene(VISITOR, "/invitations/no-more/{no_more}"),
    "no more invitations, done": Scene(VISITOR, "/invitations/no-more"),
    "organisations": Scene(VISITOR, "/organisations"),
    "organisations, none found": Scene(STAFF, "/organisations?q=xylophone&listed=no", open_all),
    "organisation": Scene(LEARNER, "/organisations/{section}"),
    "organisation, managed": Scene(STAFF, "/organisations/{organisation}"),
    "organisation, edited": Scene(STAFF, "/organisations/{organisation}/edit"),
    "organisation, edited with errors": Scene(
        STAFF, "/organisations/{organisation}/edit", send({"name": "", "website": "dakar"})
    ),
    "what it belongs to": Scene(STAFF, "/organisations/{organisation}/links"),
    "people of an organisation": Scene(STAFF, "/organisations/{organisation}/people"),
    "place of somebody": Scene(STAFF, "/organisations/{organisation}/people/{membership}"),
    "hand-over shown before": Scene(STAFF, "/organisations/{organisation}/people/{membership}/hand-over", send()),
    "merge shown before": Scene(STAFF, "/organisations/{organisation}/merge", send({"other": "Ville de Dakar"})),
    "what needs an owner": Scene(STAFF, "/organisations/without-owner"),
    "finding an owner": Scene(STAFF, "/organisations/without-owner/1"),
    "titles on a course": Scene(STAFF, f"/courses/{SLUG}/titles"),
    "organisations of mine": Scene(LEARNER, "/account/organisations"),
    "place of mine": Scene(LEARNER, "/account/organisations/{membership}"),
    "report of organisations": Scene(STAFF, "/reporting/organisations"),
    "report of an organisation": Scene(STAFF, "/reporting/organisations/{reported}", open_all),
    "verified as withdrawn": Scene(VISITOR, "/verify/{withdrawn}"),
    "drafts": Scene(STAFF, "/drafts"),
    "draft": Scene(STAFF, f"/drafts/{SLUG}"),
    "draft with faults": Scene(STAFF, "/drafts/with-faults"),
    "draft lesson": Scene(STAFF, f"/drafts/{SLUG}/seven-not-seventeen"),
    "draft quiz": Scene(STAFF, f"/drafts/{SLUG}/{QUIZ}"),
    "draft assignment": Scene(STAFF, f"/drafts/{SLUG}/priority-sheet"),
    "applications": Scene(STAFF, "/calls"),
    "applications, mine": Scene(LEARNER, "/calls"),
    "course whose learners are chosen": Scene(NEWCOMER, f"/courses/{CHOSEN}"),
    "call": Scene(VISITOR, f"{CALLS}/{OPEN_CALL}"),
    "application form": Scene(NEWCOMER, f"{CALLS}/{OPEN_CALL}/form"),
    "application form with errors": Scene(NEWCOMER, f"{CALLS}/{OPEN_CALL}/form", hand_in),
    "my application, offered": Scene(LEARNER, f"{CALLS}/{GIVEN_CALL}/mine", open_all),
    "my application, being read": Scene(LEARNER, f"{CALLS}/{READ_CALL}/mine"),
    "to read": Scene(GRADUATE, "/readings"),
    "reading": Scene(GRADUATE, "/readings/{reading}", open_all),
    "reading with errors": Scene(GRADUATE, "/readings/{reading}", hand_in),
    "selection": Scene(STAFF, f"{CALLS}/{READ_CALL}/selection"),
    "offers before they are made": Scene(STAFF, f"{CALLS}/{JUDGED_CALL}/offers"),
    "application with its readings": Scene(STAFF, f"{CALLS}/{GIVEN_CALL}/applications/{{application}}"),
    "balance": Scene(STAFF, f"{CALLS}/{GIVEN_CALL}/balance"),
    "forum": Scene(LEARNER, "/forum"),
    "forum, nothing fits": Scene(NEWCOMER, "/forum?show=followed"),
    "category": Scene(LEARNER, "/forum/categories/water"),
    "category of a course": Scene(LEARNER, f"/forum/categories/{SLUG}"),
    "lesson with threads": Scene(LEARNER, f"{COURSE}/start-inside"),
    "talk about a lesson": Scene(LEARNER, f"/forum/categories/{SLUG}/about/start-inside"),
    "talk about a paragraph": Scene(LEARNER, f"/forum/categories/{SLUG}/about/start-inside?paragraph=2"),
    "paragraph nobody asked about": Scene(LEARNER, f"/forum/categories/{SLUG}/about/start-inside?paragraph=5"),
    "new thread about a paragraph": Scene(LEARNER, f"/forum/categories/{SLUG}/new?unit=start-inside&paragraph=5"),
    "thread about a paragraph": Scene(LEARNER, "/forum/threads/{about}"),
    "thread whose paragraph is gone": Scene(LEARNER, "/forum/threads/{gone}"),
    "question": Scene(LEARNER, "/forum/threads/{asked}"),
    "question, answering one": Scene(LEARNER, "/forum/threads/{asked}?answer={changed_post}"),
    "answer with errors": Scene(LEARNER, "/forum/threads/{asked}", send(form="#answer form")),
    "long thread": Scene(STAFF, "/forum/threads/{idea}?page=2"),
    "closed thread": Scene(NEWCOMER, "/forum/threads/{closed}"),
    "new thread": Scene(STAFF, "/forum/categories/water/new"),
    "new thread with errors": Scene(LEARNER, "/forum/categories/water/new", send()),
    "change of a post": Scene(LEARNER, "/forum/posts/{asked_first}/change"),
    "history of a post": Scene(LEARNER, "/forum/posts/{changed_post}/history"),
    "translation of a post": Scene(LEARNER, "/forum/posts/{translated}/translation"),
    "translation of a post with errors": Scene(STAFF, "/forum/posts/{asked_first}/translation", send()),
    "thread with a translation": Scene(LEARNER, "/forum/threads/{idea}"),
    "forum in all languages": Scene(LEARNER, "/forum?language=all"),
    "removal of one's post": Scene(LEARNER, "/forum/posts/{asked_first}/removal"),
    "removal of a post": Scene(STAFF, "/forum/posts/{asked_first}/removal"),
    "idea": Scene(STAFF, "/forum/threads/{idea}"),
    "answer that quotes": Scene(LEARNER, "/forum/threads/{asked}?quote={changed_post}"),
    "names offered": Scene(NEWCOMER, "/forum/threads/{asked}", begin_a_name),
    "new thread with topics": Scene(LEARNER, "/forum/categories/water/new", open_all),
    "topic": Scene(LEARNER, "/forum/topics/sdg-6"),
    "topic without threads": Scene(LEARNER, "/forum/topics/sdg-1"),
    "what one follows": Scene(LEARNER, "/forum/following"),
    "what one follows, nothing": Scene(NEWCOMER, "/forum/following"),
    "somebody of the forum": Scene(LEARNER, "/forum/people/{member}"),
    "draft of a closed thread": Scene(LEARNER, "/forum/drafts/{draft}"),
    "categories": Scene(STAFF, "/forum/categories"),
    "new category with errors": Scene(STAFF, "/forum/categories/add", send()),
    "change of a category": Scene(STAFF, "/forum/categories/water/change"),
    "code of conduct": Scene(VISITOR, "/forum/conduct"),
    "report of a post": Scene(LEARNER, "/forum/posts/{unkind}/report"),
    "report of a post with errors": Scene(NEWCOMER, "/forum/posts/{unkind}/report", send()),
    "reports in the forum": Scene(STAFF, "/forum/reports"),
    "reports in the forum, decided": Scene(STAFF, "/forum/reports?show=decided"),
    "post to look at": Scene(STAFF, "/forum/reports/{waiting_case}"),
    "post to look at with errors": Scene(STAFF, "/forum/reports/{waiting_case}", send(form="section form")),
    "appeal in the forum": Scene(STAFF, "/forum/reports/{appealed_case}"),
    "decision about one's post": Scene(LEARNER, "/forum/decisions/{appealed_case}"),
    "answer to one's report": Scene(LEARNER, "/forum/reported/{waiting_case}"),
    "who may not write": Scene(STAFF, "/forum/silences"),
    "not writing for a time": Scene(LEARNER, "/forum/silences/{silence}"),
    "keeping somebody from writing": Scene(STAFF, "/forum/posts/{unkind}/silence"),
    "keeping somebody from writing with errors": Scene(STAFF, "/forum/posts/{unkind}/silence", send()),
    "thread that is looked after": Scene(STAFF, "/forum/threads/{tended}"),
    "looking after a thread": Scene(STAFF, "/forum/threads/{tended}/tending"),
    "splitting a thread": Scene(STAFF, "/forum/threads/{tended}/split"),
    "splitting a thread with errors": Scene(STAFF, "/forum/threads/{tended}/split", send()),
    "removal of a thread": Scene(STAFF, "/forum/threads/{tended}/removal"),
    "fishbowl": Scene(LEARNER, "/forum/threads/{full}", open_all),
    "fishbowl, speaking": Scene(GRADUATE, "/forum/threads/{full}", open_all),
    "fishbowl, note with errors": Scene(LEARNER, "/forum/threads/{full}", send(form="#notes form.form")),
    "fishbowl, a seat is offered": Scene(LEARNER, "/forum/threads/{offered_seat}"),
    "fishbowl, closing round": Scene(LEARNER, "/forum/threads/{closing}", open_all),
    "fishbowl, summed up": Scene(NEWCOMER, "/forum/threads/{summed_up}", open_all),
    "new fishbowl": Scene(STAFF, "/forum/categories/water/fishbowls/new", open_all),
    "new fishbowl with errors": Scene(STAFF, "/forum/categories/water/fishbowls/new", send()),
    "facilitating a fishbowl": Scene(STAFF, "/forum/fishbowls/{full}/facilitation"),
    "calling forward with errors": Scene(
        STAFF, "/forum/fishbowls/{full}/facilitation", send(form='form[action$="calls"]')
    ),
    "facilitating, closed": Scene(STAFF, "/forum/fishbowls/{summed_up}/facilitation"),
    "freeing a seat": Scene(STAFF, "/forum/fishbowls/{full}/seats/1/freeing"),
    "freeing a seat with errors": Scene(STAFF, "/forum/fishbowls/{full}/seats/1/freeing", send()),
    "summing up": Scene(STAFF, "/forum/fishbowls/{full}/summary"),
    "summing up with errors": Scene(STAFF, "/forum/fishbowls/{full}/summary", send()),
    "changing a summary": Scene(STAFF, "/forum/fishbowls/{summed_up}/summary"),
    "removal of a note": Scene(STAFF, "/forum/notes/{note}/removal"),
    "removal of a note with errors": Scene(STAFF, "/forum/notes/{note}/removal", send()),
    "syntheses": Scene(LEARNER, "/syntheses"),
    "syntheses for everybody": Scene(VISITOR, "/syntheses"),
    "syntheses of a category": Scene(LEARNER, "/forum/categories/water/syntheses"),
    "syntheses one writes": Scene(STAFF, "/forum/categories/water/syntheses"),
    "synthesis": Scene(VISITOR, "/syntheses/{synthesis}"),
    "synthesis as a member": Scene(LEARNER, "/syntheses/{synthesis}"),
    "synthesis in Arabic": Scene(LEARNER, "/syntheses/{arabic_synthesis}"),
    "earlier version of a synthesis": Scene(STAFF, "/syntheses/{synthesis}/versions/1"),
    "writing a synthesis": Scene(STAFF, "/syntheses/{synthesis}/edit"),
    "new section with errors": Scene(STAFF, "/syntheses/{synthesis}/edit", send(form="form.aside")),
    "preview of a synthesis": Scene(STAFF, "/syntheses/{synthesis}/preview"),
    "frame of a synthesis": Scene(STAFF, "/syntheses/{synthesis}/frame"),
    "frame of a synthesis with errors": Scene(
        STAFF, "/syntheses/{synthesis}/frame", send({"title": "", "last_day": "2020-01-01"})
    ),
    "section of a synthesis": Scene(STAFF, "/syntheses/sections/{synthesis_section}"),
    "section that somebody else saved": Scene(STAFF, "/syntheses/sections/{synthesis_section}", send({"saves": "7"})),
    "what is proposed": Scene(STAFF, "/syntheses/{synthesis}/candidates"),
    "which synthesis": Scene(STAFF, "/forum/posts/{synthesis_post}/synthesis"),
    "post for a synthesis": Scene(STAFF, "/syntheses/{synthesis}/picks?post={synthesis_post}"),
    "post for a synthesis with errors": Scene(
        STAFF, "/syntheses/{synthesis}/picks?post={synthesis_post}", send({"passage": "Words of nobody"})
    ),
    "post in a synthesis": Scene(STAFF, "/syntheses/items/{synthesis_item}"),
    "publishing a synthesis": Scene(STAFF, "/syntheses/{synthesis}/publication"),
    "taking a synthesis back": Scene(STAFF, "/syntheses/{synthesis}/withdrawal"),
    "quotations of one's words": Scene(LEARNER, "/quotations"),
    "quotations, none": Scene(NEWCOMER, "/quotations"),
    "question to an author": Scene(LEARNER, "/quotations/{asked_quotation}"),
    "question to an author with errors": Scene(LEARNER, "/quotations/{asked_quotation}", send()),
    "answer of an author": Scene(GRADUATE, "/quotations/{answered_quotation}"),
    "how the forum does": Scene(STAFF, "/forum/health"),
    "error 400": Scene(LEARNER, f"{COURSE}/leave", send({"csrf_token": "not the right one"})),
    "error 400 with what was typed": Scene(
        LEARNER,
        "/people/{graduate}/write",
        send({"csrf_token": "not the right one", "text": "Could we talk about budgets, and who signs them?"}),
    ),
    "error 403": Scene(LEARNER, "/drafts"),
    "error 404": Scene(VISITOR, "/no-such-page"),
    "error 405": Unlinked(VISITOR, "/courses", how={"method": "DELETE"}),
    "error 413": Unlinked(VISITOR, "/sign-in", how={"method": "POST", "data": {"email": "x" * TOO_MUCH}}),
    "error 422": Scene(LEARNER, f"{COURSE}/leave", send(action=f"{COURSE}/{QUIZ}/completion")),
    "error 429": Unlinked(VISITOR, "/verify/00000-00000-00000-00000", times=61),
    "error 500": Unlinked(VISITOR, "/broken"),
}
