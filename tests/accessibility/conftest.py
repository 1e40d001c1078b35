"""A site of its own, with somebody in every situation a page can show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from app.accounts.models import Role, User
from app.certificates.queries import codes_of
from app.content.course import Course
from app.content.madefrom import record_path, write_record
from app.content.worklist import marked
from app.enrolment.queries import enrolments_of
from tests.accessibility.scenes import (
    ASKED,
    FIRST,
    GRADUATE,
    LAST_QUIZ,
    LEARNER,
    LEFT,
    MIRRORED,
    NEWCOMER,
    OUTDATED,
    PEOPLE,
    QUIZ,
    STAFF,
    UNDRAWN,
    Scene,
)
from tests.browsing import PATIENCE, SLUG, Site, served_site
from tests.builders import IN_FRENCH, PASSWORD, course_files, published
from tests.journeys.walking import post, quizzes_of, right_answers, study_quickly, wrong_answers

WIDE = {"width": 1280, "height": 900}
FAULTY = {"1-why-local/1-lesson-1.md": "---\ntitle: Lesson 1\n---\n\nSee [the list](../media/no-such-list.csv).\n"}


@pytest.fixture(scope="session")
def site(
    browser_type_launch_args: dict[str, Any], migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The bundled courses, three small ones, one of them in Arabic, and a draft with faults."""
    with served_site(tmp_path_factory.mktemp("accessibility"), migrated_sqlite) as site:
        site.app.add_url_rule("/broken", view_func=lambda: str(1 // 0), endpoint="broken")
        with site.database():
            published(course_files(title="A first step", lessons=1, with_quiz=False), slug=FIRST)
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
    """Browsers by person, signed in, and the codes of certificates by what they show."""

    site: Site
    browsers: Mapping[str, Page]
    codes: Mapping[str, str]

    def show(self, scene: Scene, language: str = "en") -> Page:
        """The page of a scene in the browser of its person, as wide and as light as most see it."""
        page = self.browsers[scene.who]
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        page.emulate_media(media="screen", color_scheme="light", reduced_motion="no-preference", forced_colors="none")
        address = scene.address.format(**self.codes)
        scene.arrive(page, f"{address}{'&' if '?' in address else '?'}{ASKED}={language}", self.site.app)
        assert page.locator("html").get_attribute("lang") == language
        return page


@pytest.fixture(scope="session")
def stage(site: Site, browser: Browser, course: Course) -> Iterator[Stage]:
    """Everybody where the scenes need them to be."""
    contexts = {who: browser.new_context(base_url=site.address) for who in PEOPLE}
    browsers = {}
    for who, context in contexts.items():
        context.set_default_timeout(PATIENCE)
        browsers[who] = context.new_page()
    people = {
        LEARNER: site.person(enrolled_in=SLUG, country="SN"),
        GRADUATE: site.person(name="Wilhelmina Featherstonehaugh-Cholmondeley", enrolled_in=SLUG),
        NEWCOMER: site.person(name="Jonas Berg"),
        STAFF: site.person(Role.UCLG_LEARNING, name="Marta Pons"),
        UNDRAWN: site.person(name="林小明", enrolled_in=FIRST),
    }
    for who, somebody in people.items():
        post(browsers[who], "/sign-in", {"email": somebody.email, "password": PASSWORD})
    _begin(browsers[LEARNER], course)
    _complete(browsers[GRADUATE], course)
    _read_first(browsers[UNDRAWN])
    codes = _codes(site, people)
    exit_code, told = site.run("certificates", "revoke", codes["revoked"], "--reason", "Issued by mistake.")
    assert exit_code == 0, told
    yield Stage(site, browsers, codes)
    for context in contexts.values():
        context.close()


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


def _codes(site: Site, people: Mapping[str, User]) -> dict[str, str]:
    with site.database():
        slugs = {one.id: one.course_slug for one in enrolments_of(people[GRADUATE].id)}
        earned = {slugs[enrolment]: code for enrolment, code in codes_of(people[GRADUATE].id).items()}
        (undrawn,) = codes_of(people[UNDRAWN].id).values()
    return {"valid": earned[SLUG], "revoked": earned[FIRST], "undrawn": undrawn}
