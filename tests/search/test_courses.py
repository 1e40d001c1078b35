"""Courses, lessons and explained words are found as soon as they are published, each by whoever may read it."""

from datetime import UTC, datetime

from flask import Flask

from app.accounts.actors import VISITOR, Actor
from app.enrolment.actions import leave
from app.indexing.asked import Kind
from app.indexing.asking import read_question
from app.indexing.entries import Filters
from app.indexing.queries import find
from app.indexing.sources import sources
from app.platform.database import transaction
from app.search.course_entries import entries_of, text_of
from tests.builders import compiled, course_files, enrolled, person, published

SLUG = "localizing-the-sdgs"
FRENCH = {
    "course.fr.md": """
        ---
        title: Localiser les ODD
        summary: Des priorités pour la ville.
        ---

        Pour commencer.
        """,
    "1-why-local/1-lesson-1.fr.md": """
        ---
        title: Leçon une
        ---

        Le texte de la leçon avec un tournesol.

        ## Un titre

        Et la suite.
        """,
}


def found(words: str, actor: Actor = VISITOR, languages: tuple[str, ...] = ("en",)) -> set[tuple[str, str, str]]:
    kinds = [Kind(one.kind, frozenset(one.scopes(actor)), one.grows) for one in sources()]
    told = find(read_question(words), Filters(), kinds=kinds, languages=languages)
    return {(one.kind, one.reference, one.language) for one in told.page.rows}


def test_anybody_finds_a_course_by_its_lessons_and_learners_the_lesson_itself(each_app: Flask) -> None:
    published()
    learner = person()
    enrolled(learner)
    course, lesson = ("course", SLUG, "en"), ("lesson", f"{SLUG}/lesson-1", "en")
    assert found("kaleidoscope1") == {course}
    assert found("kaleidoscope1", Actor(person().id)) == {course}
    assert found("kaleidoscope1", Actor(learner.id)) == {course, lesson}
    with transaction():
        leave(learner.id, SLUG)
    assert found("kaleidoscope1", Actor(learner.id)) == {course}


def test_words_of_the_glossary_are_found_by_any_of_their_forms(each_app: Flask) -> None:
    published()
    assert ("term", f"{SLUG}/baseline", "en") in found("baselines start")


def test_no_text_of_a_lesson_is_in_what_anybody_is_shown(each_app: Flask) -> None:
    course = compiled(course_files())
    public = [one for one in entries_of(course, datetime(2027, 1, 1, tzinfo=UTC)) if one.scope == "public"]
    assert {one.kind for one in public} == {"course", "term"}
    assert not any("kaleidoscope" in f"{one.title} {one.text} {one.context}" for one in public)


def test_the_solutions_of_a_quiz_are_found_by_nobody(each_app: Flask) -> None:
    published()
    learner = person()
    enrolled(learner)
    assert found('"inside the town hall"', Actor(learner.id)) == set()


def test_each_language_is_found_and_shown_once(each_app: Flask) -> None:
    published(course_files(more=FRENCH))
    learner = person()
    enrolled(learner)
    lesson = ("lesson", f"{SLUG}/lesson-1", "fr")
    assert found("tournesols", Actor(learner.id)) == {("course", SLUG, "fr"), lesson}
    # What is not translated stands there in the language it was written in, and once.
    assert found("kaleidoscope2", Actor(learner.id), ("fr",)) == {
        ("course", SLUG, "fr"),
        ("lesson", f"{SLUG}/lesson-2", "en"),
    }


def test_a_new_edition_takes_the_place_of_the_one_before(each_app: Flask) -> None:
    first = published(course_files(lessons=3))
    learner = person()
    enrolled(learner)
    assert found("kaleidoscope3", Actor(learner.id))
    published(course_files(title="Another title"), based_on=first.digest)
    assert found("kaleidoscope3", Actor(learner.id)) == set()
    assert ("course", SLUG, "en") in found("another title")


def test_text_of_html_keeps_words_apart_where_readers_see_them_apart() -> None:
    assert text_of("<p>One &amp; <b>two</b>three</p><ul><li>four</li><li>five</li></ul>") == "One & twothree four five"
