"""A site of its own, with somebody in every situation a page can show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize
from sqlalchemy import update

from app.accounts.consents import give_consent
from app.accounts.links import make_link
from app.accounts.models import ConsentPurpose, PendingRegistration, Purpose, User
from app.accounts.queries import get_user
from app.accounts.registering import GOOD_FOR
from app.accounts.roles import Role
from app.accounts.second_steps import set_second_step
from app.accounts.sessions import digest_of
from app.accounts.ways_in import OutsideIdentity, Passkey
from app.certificates.queries import codes_of
from app.content.course import Course
from app.content.madefrom import record_path, write_record
from app.content.worklist import marked
from app.directory.actions import block, report, save_profile
from app.invitations import links as join_links
from app.invitations.batches import keep_batch, make_invitations, send_batch, sift
from app.invitations.letters import token_for, write_letters
from app.invitations.models import Invitation
from app.invitations.policy import Target
from app.invitations.queries import find_batch, find_link
from app.invitations.table import read_table
from app.library.queries import get_edition
from app.mailroom.models import Outcome, ReceivedMail
from app.notifications import unsubscribing
from app.organisations.handing_over import hand_over
from app.organisations.inviting import invite
from app.organisations.kinds import Kind, TitleKind
from app.organisations.queries import facts_of
from app.peerreview.actions import open_for_review
from app.peerreview.exchange_models import MentorRequest, ReviewPlace
from app.peerreview.handing_out import Asker, take
from app.peerreview.pools import place_of_author
from app.peerreview.queries import find_work
from app.peerreview.reviewing import Written, hand_in_review, save_review
from app.peerreview.roles import ReaderRole
from app.peerreview.tasks import tasks_of_course
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.jobs import Job
from app.platform.unreached import note_failure
from app.progress.queries import studies_of
from tests.accessibility.axe import AXE
from tests.accessibility.calls import publish_calls
from tests.accessibility.caring import look_after
from tests.accessibility.dialogue import talk, talk_about_lessons
from tests.accessibility.facilitating import reviewed_twice
from tests.accessibility.opinions import say_opinions
from tests.accessibility.reviewing import publish_exchange
from tests.accessibility.reviews import receive_reviews
from tests.accessibility.ring import sit_around
from tests.accessibility.scenes import (
    ADMINISTRATOR,
    ASKED,
    FIRST,
    FOLDER,
    GRADUATE,
    LAST_QUIZ,
    LEARNER,
    LEFT,
    MIRRORED,
    NEWCOMER,
    OUTDATED,
    PEOPLE,
    QUIZ,
    SECURED,
    SECURED_ADDRESS,
    SHEET,
    STAFF,
    UNDRAWN,
    Scene,
)
from tests.accessibility.syntheses import tell_of_water
from tests.browsing import OUTSIDE_ISSUER, PATIENCE, SLUG, Site, served_site
from tests.builders import IN_FRENCH, PASSWORD, PASSWORD_HASH, course_files, person, published, send, sign_in_by_form
from tests.directory.profiles import sent, told
from tests.files.samples import docx, pdf, picture
from tests.journeys.walking import post, quizzes_of, right_answers, study_quickly, wrong_answers
from tests.organisations.towns import LONG_AGO, joined, on, titled, town
from tests.peerreview.assignments import WITH_FIELDS, WITH_FILES

WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 320, "height": 780}
FAULTY = {"1-why-local/1-lesson-1.md": "---\ntitle: Lesson 1\n---\n\nSee [the list](../media/no-such-list.csv).\n"}


@pytest.fixture(scope="session")
def site(
    browser_type_launch_args: dict[str, Any], migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The bundled courses, three small ones, one of them in Arabic, and a draft with faults."""
    with served_site(tmp_path_factory.mktemp("accessibility"), migrated_sqlite) as site:
        site.app.add_url_rule("/broken", view_func=lambda: str(1 // 0), endpoint="broken")
        with site.database():
            tasks = {"1-why-local/95-sheet.md": WITH_FIELDS, "1-why-local/96-folder.md": WITH_FILES}
            published(course_files(title="A first step", lessons=1, with_quiz=False, more=tasks), slug=FIRST)
            published(course_files(title="Left behind"), slug=LEFT)
            mirrored = course_files(title="خطوة أولى")
            mirrored["course.md"] = mirrored["course.md"].replace(b"language: en", b"language: ar")
            published(mirrored, slug=MIRRORED)
            _publish_outdated()
        for path, content in course_files(title="With faults", lessons=1, more=FAULTY).items():
            file = site.courses / "with-faults" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        yield site


@dataclass(frozen=True)
class Stage:
    """Browsers by person, signed in, the codes of certificates by what they show, and what the keyboard knows."""

    site: Site
    browsers: Mapping[str, Page]
    codes: Mapping[str, str]
    frames: set[str] = field(default_factory=set)

    def show(
        self, scene: Scene, language: str = "en", size: ViewportSize = WIDE, light: Literal["light", "dark"] = "light"
    ) -> Page:
        """The page of a scene in the browser of its person, on a screen of this size, in this light."""
        page = self.browsers[scene.who]
        if page.viewport_size != size:
            page.set_viewport_size(size)
        # What scrolls smoothly would be asked where it is on its way there; nothing else differs by this wish.
        page.emulate_media(media="screen", color_scheme=light, reduced_motion="reduce", forced_colors="none")
        address = scene.address.format(**self.codes)
        scene.arrive(page, f"{address}{'&' if '?' in address else '?'}{ASKED}={language}", self.site.app)
        assert page.evaluate("document.documentElement.lang") == language
        return page


@pytest.fixture(scope="session")
def stage(site: Site, browser: Browser, course: Course) -> Iterator[Stage]:
    """Everybody where the scenes need them to be."""
    contexts = {who: browser.new_context(base_url=site.address) for who in PEOPLE}
    browsers = {}
    for who, context in contexts.items():
        context.set_default_timeout(PATIENCE)
        context.add_init_script(AXE)
        browsers[who] = context.new_page()
    people = {
        LEARNER: site.person(enrolled_in=SLUG, country="SN"),
        GRADUATE: site.person(name="Wilhelmina Featherstonehaugh-Cholmondeley", enrolled_in=SLUG),
        NEWCOMER: site.person(name="Jonas Berg"),
        STAFF: site.person(Role.UCLG_LEARNING, name="Marta Pons"),
        UNDRAWN: site.person(name="林小明", enrolled_in=FIRST),
        ADMINISTRATOR: site.person(Role.ADMINISTRATOR, name="Ada Admin", organisation="Municipality of Riverton"),
        SECURED: site.person(name="Ngozi Adeyemi", email=SECURED_ADDRESS),
    }
    with site.database():
        # Before anybody looks, since a page may show ratings that are a minute old.
        say_opinions()
    for who, somebody in people.items():
        post(browsers[who], "/sign-in", {"email": somebody.email, "password": PASSWORD})
    with site.database():
        publish_exchange(people[UNDRAWN], people[SECURED])
    _begin(browsers[LEARNER], course)
    _complete(browsers[GRADUATE], course)
    _read_first(browsers[UNDRAWN])
    _write(site, browsers, people[GRADUATE])
    _look_after(browsers[ADMINISTRATOR], people)
    with site.database():
        _give_up_a_job()
    codes = {
        **_codes(site, people),
        **_review(site, people),
        **_in_touch(site, people),
        **_organise(site, people),
        "registration": _register(site),
        "new_address": _secure(site, people[SECURED]),
    }
    with site.database():
        codes |= publish_calls(people[LEARNER], people[GRADUATE])
    with site.database():
        codes |= receive_reviews(people[LEARNER])
        codes |= talk(people[LEARNER], people[GRADUATE], people[STAFF])
        codes |= talk_about_lessons(SLUG, people[LEARNER], people[STAFF])
        codes |= tell_of_water(people[LEARNER], people[GRADUATE], people[STAFF])
        codes |= look_after(people[LEARNER], people[GRADUATE], people[ADMINISTRATOR])
        codes |= sit_around(people[LEARNER], people[GRADUATE], people[STAFF])
        codes |= reviewed_twice(people[GRADUATE].id, people[ADMINISTRATOR].id)
    codes |= {"withdrawn": _withdraw(site), "reported": _fill_organisation(site)}
    post(browsers[GRADUATE], "/account/erase", {"understood": "y"})
    codes |= _invite(site, people[STAFF].id)
    with site.database():
        _mail_comes_back(people[UNDRAWN].email)
    exit_code, told = site.run("certificates", "revoke", codes["revoked"], "--reason", "Issued by mistake.")
    assert exit_code == 0, told
    yield Stage(site, browsers, codes)
    for context in contexts.values():
        context.close()


def _mail_comes_back(email: str) -> None:
    """Letters to somebody come back, and messages of every kind came."""
    with transaction():
        note_failure(email, "550 5.1.1 No such user", is_reported=False)
        db.session.add_all(
            ReceivedMail(digest=outcome.value, outcome=outcome, received_at=clock.now()) for outcome in Outcome
        )


def _organise(site: Site, people: Mapping[str, User]) -> dict[str, str]:
    """A section with two cities, the learner in one of them, and somebody who left without a successor."""
    with site.database():
        section = town("Section of Africa", kind=Kind.SECTION, country="")
        dakar = town("Dakar", within=section)
        town("Ville de Dakar", within=section)
        membership = joined(people[LEARNER], dakar, function="Head of the planning department", is_contact=True)
        joined(people[NEWCOMER], dakar, is_deputy=True)
        titled(people[LEARNER], TitleKind.FOCAL_POINT)
        titled(people[LEARNER], TitleKind.HOST, on(dakar))
        titled(people[NEWCOMER], TitleKind.COACH)
        joined(leaver := person(name="Wanjiru Kamau"), section, is_contact=True)
        titled(leaver, TitleKind.EXPERT)
        with transaction():
            hand_over(leaver.id, None, facts_of(section), everything=False, by=leaver.id, language="en")
            invite(
                section,
                get_user(people[LEARNER].id).email,
                function="Speaker",
                since=LONG_AGO,
                is_contact=True,
                is_deputy=False,
                by=leaver.id,
                root=site.address,
                language="en",
            )
    return {"section": str(section), "organisation": str(dakar), "membership": str(membership)}


def _withdraw(site: Site) -> str:
    """The code of a certificate whose holder was erased since."""
    somebody = site.person(email="gone@example.org", enrolled_in=FIRST)
    client = site.app.test_client()
    sign_in_by_form(client, somebody)
    send(client, f"/learn/{FIRST}/lesson-1", to=f"/learn/{FIRST}/lesson-1/completion")
    with site.database():
        (code,) = codes_of(somebody.id).values()
    exit_code, told = site.run("privacy", "erase", somebody.email, "--yes", "--now")
    assert exit_code == 0, told
    return code


def _fill_organisation(site: Site) -> str:
    """The number of an organisation with seven people in a course, two of them by name."""
    numbers = []
    for name in ("Ada", "Ben", "Carmen", "Dina", "Efe", "Fatou", "Gil"):
        somebody = site.person(name=f"{name} Riverton", enrolled_in=SLUG, organisation="Municipality of Riverton")
        numbers.append(somebody.id)
    with site.database():
        with transaction():
            for number in numbers[:2]:
                give_consent(number, ConsentPurpose.ORGANISATION_PROGRESS)
        return str(get_user(numbers[0]).organisation_id)


def _in_touch(site: Site, people: Mapping[str, User]) -> dict[str, str]:
    """Two people of the who-is-who who wrote to each other; one message was reported."""
    with site.database():
        words = told(themes=("climate", "data"), sdgs=("11", "13"), needs=("finance",), offers=("planning",))
        other = told(languages=("fr", "ar"), sdgs=("11",), offers=("finance",), needs=("planning",), need_words="Time")
        learner, graduate = people[LEARNER].id, people[GRADUATE].id
        with transaction():
            own, number = save_profile(learner, words).id, save_profile(graduate, other).id
        message = sent(learner, number, "Could we talk about budgets?\n\nBest wishes")
        reported = sent(graduate, own, "Buy this!")
        with transaction():
            report(reported, learner, "It sells something.")
            block(learner, people[UNDRAWN].id)
    return {"graduate": str(number), "message": str(message), "reported": str(reported)}


def _register(site: Site) -> str:
    """What stands at the end of the link of somebody who registered and did not confirm yet."""
    secret = "stands-in-a-letter"
    with site.database(), transaction():
        db.session.add(
            PendingRegistration(
                secret_digest=digest_of(secret),
                email="tala@example.org",
                email_key="tala@example.org",
                name="Tala Haddad",
                password_hash=PASSWORD_HASH,
                organisation="",
                country="",
                language="",
                way_on="",
                expires_at=clock.now() + GOOD_FOR,
            )
        )
    return secret


def _invite(site: Site, by: int) -> dict[str, str]:
    """A table with faults, one that was sent, a link to join, and what stands at the end of the links in a letter."""
    secret, target = "stands-in-an-invitation", Target(SLUG)
    # The server made one of its own, with which it signs.
    site.app.secret_key = (site.courses.parent / "secret-key").read_text("ascii").strip()
    read = read_table("email,name,phone\njonas@,Jonas\nana@quito.ec,Ana\nANA@quito.ec,Ana again\n")
    with site.database():
        sifted = sift(read, target, by=by, is_staff=True)
        with transaction():
            prepared = keep_batch(sifted, target, by=by, language="en", file_name="people.csv")
            sent = keep_batch(sifted, target, by=by, language="en", file_name="people.csv")
            link = join_links.make_link(target, by=by, ends_at=clock.now() + GOOD_FOR, most_uses=50)
        batch = find_batch(sent)
        assert batch is not None
        with transaction():
            send_batch(batch, target, by=by, is_staff=True, root=site.address)
        make_invitations(sent, site.address, None)
        write_letters(sent, site.address)
        with transaction():
            # Another letter than the one that is on its way.
            db.session.execute(update(Invitation).values(secret_digest=digest_of(secret)))
        joining = find_link(link_id=link)
        assert joining is not None
        no_more, unsubscribe = token_for("ana@quito.ec"), unsubscribing.token_for(by, ["courses", "account"])
    return {
        "prepared": str(prepared),
        "sent": str(sent),
        "joining": joining.code,
        "invitation": secret,
        "no_more": no_more,
        "unsubscribing": unsubscribe,
    }


def _secure(site: Site, user: User) -> str:
    """Give somebody who is signed in every way in; what stands at the end of their link to a new address."""
    now = clock.now()
    with site.database(), transaction():
        set_second_step(get_user(user.id), "JBSWY3DPEHPK3PXP", 1, language="en")
        db.session.add(
            Passkey(user_id=user.id, credential_id="x", public_key="x", sign_count=0, name="My phone", made_at=now)
        )
        db.session.add(OutsideIdentity(user_id=user.id, issuer=OUTSIDE_ISSUER, subject="1", linked_at=now))
        return make_link(user.id, Purpose.NEW_ADDRESS, new_email="new@example.org")


def _publish_outdated() -> None:
    """A course in French whose English text has changed since in two places, and has grown by a third."""
    files = course_files(title="Outdated", more=IN_FRENCH)
    record, _reasons = marked(files, "fr", [])
    files[record_path("fr")] = write_record(record)
    first = published(files, slug=OUTDATED)
    name = "1-why-local/1-lesson-1.md"
    changed = (
        files[name].replace(b"The text of", b"The new text of").replace(b"More of it.", b"Less of it.\n\nAnd more.")
    )
    published(files | {name: changed}, slug=OUTDATED, based_on=first.digest)


def _begin(page: Page, course: Course) -> None:
    """One lesson done, one quiz handed in half right and open again."""
    first = next(iter(course.units()))
    post(page, f"/learn/{SLUG}/{first.key}", {}, f"/learn/{SLUG}/{first.key}/completion")
    quiz = quizzes_of(course)[QUIZ]
    address = f"/learn/{SLUG}/{QUIZ}"
    attempt = post(page, address, {}, f"{address}/attempts")
    right, wrong = right_answers(quiz), wrong_answers(quiz)
    half = {name: (right if place % 2 else wrong)[name] for place, name in enumerate(sorted(right)[:-1])}
    post(page, attempt, {**half, "step": "hand-in"})
    post(page, address, {}, f"{address}/attempts")
    last = f"/learn/{SLUG}/{LAST_QUIZ}"
    post(page, last, {}, f"{last}/attempts")


def _write(site: Site, browsers: Mapping[str, Page], opened: User) -> None:
    """Work in two versions by somebody who names themselves; work that a reviewer opened; fields half filled."""
    for text in (
        "# Our town\n\nBy Amina Diallo.",
        "# Our town\n\nBy Amina.\n\n| Target | Why |\n| - | - |\n| 11.6 | waste |",
    ):
        post(browsers[LEARNER], f"{SHEET}/work", {"source": text, "step": "save"})
    post(browsers[GRADUATE], f"{SHEET}/work", {"source": "Waste is collected here. " * 150, "step": "save"})
    post(browsers[GRADUATE], f"{SHEET}/work/handing-in", {})
    filled = {"source": "Floods.", "field-hazard": "Floods", "field-actions-0-action": "Dig", "link": "example.org"}
    post(browsers[UNDRAWN], f"/learn/{FIRST}/sheet/work", {**filled, "step": "save"})
    _attach(browsers[UNDRAWN])
    with site.database():
        (part,) = [study.part for study in studies_of(opened.id) if study.part.course_slug == SLUG]
        work = find_work(part.enrolment_id, ("priority-sheet",))
        assert work is not None
        with transaction():
            open_for_review(work.submission_id)


def _attach(page: Page) -> None:
    """A file that came and went, and two that stayed; one of them has a long name."""
    page.goto(FOLDER)
    long_name = f"{'heat-in-the-narrow-streets-of-the-harbour' * 2}.docx"
    for name, content in (("first.pdf", pdf()), (long_name, docx()), ("市場.png", picture())):
        page.locator("#files-field").set_input_files({"name": name, "mimeType": "", "buffer": content})
        page.locator("button[data-sends-files]").click()
        page.get_by_role("link", name=name).wait_for()
    page.locator("button[name=taken-out]").first.click()
    page.get_by_text("The file is taken out").wait_for()


def _review(site: Site, people: Mapping[str, User]) -> dict[str, str]:
    """A review begun, one handed in and thanked for, and the same work waiting for one more mentor, who was asked."""
    with site.database():
        edition = get_edition(SLUG)
        (task,) = (one for one in tasks_of_course(SLUG) if one.assignment.key == "priority-sheet")
        place = place_of_author(task.pool_id, people[GRADUATE].id)
        assert place is not None
        submission_id = place.submission_id
        with transaction():
            place = db.session.get_one(ReviewPlace, submission_id)
            place.needed, place.granted_at = 4, clock.now()
            begun, done = (
                take(task, Asker(people[who].id, "", edition), submission_id, ReaderRole.MENTOR)
                for who in (STAFF, NEWCOMER)
            )
            keys = [one.key for one in task.assignment.rubric]
            save_review(task, begun, Written({keys[0]: 0, keys[1]: 2}, {keys[1]: "Great job!"}, "", "en"))
            save_review(task, done, Written(dict.fromkeys(keys, 1), {keys[0]: "حسنا. Say why."}, "Go on.", "en"))
            hand_in_review(task, done, task.assignment)
            done.thanked_at, done.helpful, done.answer = clock.now(), 2, "شكرا. I will."
            asked = {"pool_id": task.pool_id, "submission_id": submission_id, "asked_at": clock.now()}
            db.session.add_all(MentorRequest(mentor_id=people[who].id, **asked) for who in (ADMINISTRATOR, LEARNER))
        return {"review": str(begun.id), "reviewed": str(done.id)}


def _complete(page: Page, course: Course) -> None:
    """Two courses completed, one begun, one left."""
    study_quickly(page, course)
    for slug in (FIRST, MIRRORED, LEFT, OUTDATED):
        post(page, f"/learn/{slug}/enrol", {"expectation": "To see."})
    _read_first(page)
    post(page, f"/learn/{LEFT}/leave", {})
    lesson = f"/learn/{OUTDATED}/lesson-1"
    post(page, lesson, {"language": "fr"}, f"{lesson}/language")


def _read_first(page: Page) -> None:
    post(page, f"/learn/{FIRST}/lesson-1", {}, f"/learn/{FIRST}/lesson-1/completion")


def _look_after(page: Page, people: Mapping[str, User]) -> None:
    """A role given to two people at once, and one more to one of them."""
    told = f"what=give_role&which=facilitator&course={SLUG}&organisation="
    ticked = "".join(f"&person={people[who].id}" for who in (NEWCOMER, GRADUATE))
    post(page, f"/staff/people/change?{told}{ticked}", {})
    theirs = f"/staff/people/{people[NEWCOMER].id}"
    post(page, theirs, {"which": "uclg_learning", "course": "", "organisation": ""}, f"{theirs}/roles")


def _give_up_a_job() -> None:
    now = clock.now()
    with transaction():
        db.session.add(
            Job(
                kind="send-mail",
                arguments={},
                created_at=now,
                due_at=now,
                tries=7,
                given_up_at=now,
                failure="ConnectionRefusedError: [Errno 111] Connection refused",
            )
        )
        db.session.flush()


def _codes(site: Site, people: Mapping[str, User]) -> dict[str, str]:
    with site.database():
        slugs = {study.part.enrolment_id: study.part.course_slug for study in studies_of(people[GRADUATE].id)}
        earned = {slugs[enrolment]: code for enrolment, code in codes_of(people[GRADUATE].id).items()}
        (undrawn,) = codes_of(people[UNDRAWN].id).values()
    return {"valid": earned[SLUG], "revoked": earned[FIRST], "undrawn": undrawn}
