"""Threads about a lesson or one of its paragraphs, on the pages of forum and classroom."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.roles import Role
from app.content.paragraphs import paragraphs_of
from app.forum.anchor_models import ThreadAnchor
from app.forum.models import Category, Thread
from app.library.actions import Publication
from app.platform import clock
from app.platform.database import db, transaction
from tests.builders import (
    browser_of,
    counted_statements,
    course_files,
    enrolled,
    fields_of,
    person,
    published,
    send,
    statements_of,
)

SLUG = "localizing-the-sdgs"
UNIT = "lesson-1"
LESSON = f"/learn/{SLUG}/{UNIT}"
CATEGORY = f"/forum/categories/{SLUG}"
ABOUT = f"{CATEGORY}/about/{UNIT}"
FIRST = "Begin with the river, because everybody in the town knows it and it floods every year."
SECOND = "Ask the driver of the waste truck, who knows streets that the planner has never seen."
THIRD = "Write down who pays for the drains and who pays for the dike."
FILE = "1-why-local/1-lesson-1.md"


def lesson(*paragraphs: str, front: str = "") -> dict[str, str]:
    body = "\n\n".join(paragraphs)
    return {FILE: f"---\ntitle: Lesson 1\n{front}---\n\n{body}\n"}


def course(*paragraphs: str, based_on: Publication | None = None, **more: str) -> Publication:
    files = course_files(more=lesson(*paragraphs, **more))
    return published(files, based_on=based_on.digest if based_on else None)


def learner(app: Flask, name: str = "Amina Diallo") -> FlaskClient:
    somebody = person(name=name)
    enrolled(somebody)
    return browser_of(app, somebody)


def asked(client: FlaskClient, paragraph: int | None = None, title: str = "Which river?", **more: str) -> str:
    """The address of a thread opened about a lesson or a paragraph."""
    form = f"{CATEGORY}/new?unit={UNIT}" + (f"&paragraph={paragraph}" if paragraph else "")
    answer = send(
        client,
        form,
        {"title": title, "source": "Ours is dry.", "kind": "question", "language": "en", "conduct": "y", **more},
    )
    assert answer.status_code == 303, answer.text
    return str(answer.location)


@pytest.fixture
def first(each_app: Flask) -> Publication:
    return course(FIRST, SECOND, THIRD)


def test_a_thread_about_a_paragraph_quotes_it_and_leads_to_its_place(each_app: Flask, first: Publication) -> None:
    client = learner(each_app)
    thread = client.get(asked(client, 2)).text
    assert f'<blockquote class="text" lang="en" dir="ltr"><p>{SECOND}</p></blockquote>' in thread
    place = re.search(rf'href="{LESSON}#([^"]+)"', thread)
    assert place is not None
    assert f'<p id="{place[1]}">{SECOND}' in client.get(LESSON).text


def test_the_quote_stands_before_the_first_post(each_app: Flask, first: Publication) -> None:
    client = learner(each_app)
    thread = client.get(asked(client, 2)).text
    assert thread.index(SECOND) < thread.index('id="post-1"')


def test_the_lesson_shows_how_many_threads_there_are_about_a_paragraph_and_in_all(
    each_app: Flask, first: Publication
) -> None:
    client = learner(each_app)
    asked(client, 2, "One")
    asked(client, 2, "Two")
    asked(client, title="Three")
    page = client.get(LESSON).text
    mark = re.search(rf'{re.escape(SECOND)} <a class="small" href="([^"]+)"[^>]*>2 threads', page)
    assert mark is not None
    assert f'<a href="{ABOUT}">3 threads</a>' in page
    there = client.get(mark[1]).text
    assert "One" in there
    assert "Two" in there
    assert "Three" not in there


def test_a_lesson_nobody_asked_about_offers_to_ask_and_is_otherwise_as_it_was(
    each_app: Flask, first: Publication
) -> None:
    page = learner(each_app).get(LESSON).text
    assert f'<p id="p.2">{SECOND}</p>' in page
    assert "0 threads" not in page
    assert f"{CATEGORY}/new?unit={UNIT}" in page
    assert f"{ABOUT}#paragraphs" in page


def test_each_paragraph_can_be_chosen_without_a_script(each_app: Flask, first: Publication) -> None:
    client = learner(each_app)
    page = client.get(ABOUT).text
    for number, words in enumerate((FIRST, SECOND, THIRD), start=1):
        assert f'<a href="{ABOUT}?paragraph={number}">{words}' in page
    chosen = client.get(f"{ABOUT}?paragraph=3").text
    assert THIRD in chosen
    assert f"{CATEGORY}/new?unit={UNIT}&amp;paragraph=3" in chosen


def test_a_reworded_and_moved_paragraph_keeps_its_threads(each_app: Flask, first: Publication) -> None:
    client = learner(each_app)
    thread = asked(client, 2)
    reworded = "Ask the driver of the waste truck first, who knows the streets that no planner has ever seen."
    second = course(THIRD, FIRST, reworded, based_on=first)
    assert second.number == first.number + 1
    page = client.get(thread).text
    assert f"<p>{SECOND}</p>" in page
    assert f"{LESSON}#p.3" in page
    assert re.search(rf"{re.escape(reworded)} <a [^>]*>1 thread<", client.get(LESSON).text)


def test_where_the_paragraph_is_gone_the_lesson_is_shown_with_a_sentence_that_says_so(
    each_app: Flask, first: Publication
) -> None:
    client = learner(each_app)
    thread = asked(client, 2)
    course(FIRST, THIRD, based_on=first)
    page = client.get(thread).text
    assert f"<p>{SECOND}</p>" in page
    assert "This paragraph is no longer in the lesson" in page
    assert f'href="{LESSON}"' in page
    assert "#p." not in page
    shown = client.get(LESSON).text
    assert "about this paragraph" not in shown
    assert f'<a href="{ABOUT}">1 thread</a>' in shown


def test_a_paragraph_that_comes_back_has_its_threads_again(each_app: Flask, first: Publication) -> None:
    client = learner(each_app)
    thread = asked(client, 2)
    gone = course(FIRST, THIRD, based_on=first)
    course(FIRST, THIRD, SECOND, based_on=gone)
    assert f"{LESSON}#p.3" in client.get(thread).text


def test_a_renamed_lesson_keeps_its_threads(each_app: Flask, first: Publication) -> None:
    client = learner(each_app)
    thread = asked(client, 2)
    files = course_files(more=lesson(FIRST, SECOND, THIRD, front=f"was: {UNIT}\n"))
    files["1-why-local/1-the-river.md"] = files.pop(FILE)
    published(files, based_on=first.digest)
    assert f"/learn/{SLUG}/the-river#p.2" in client.get(thread).text
    assert re.search(r"1 thread<", client.get(f"/learn/{SLUG}/the-river").text)


def test_what_was_said_about_a_lesson_that_is_gone_stays(each_app: Flask, first: Publication) -> None:
    client = learner(each_app)
    thread = asked(client, 2)
    files = course_files(more=lesson(FIRST, SECOND, THIRD))
    del files[FILE]
    published(files, based_on=first.digest)
    page = client.get(thread)
    assert page.status_code == 200
    assert "The course no longer has this lesson." in page.text
    assert SECOND in page.text


def test_a_paragraph_edited_while_somebody_writes_is_shown_again_and_nothing_is_lost(
    each_app: Flask, first: Publication
) -> None:
    client = learner(each_app)
    form = f"{CATEGORY}/new?unit={UNIT}&paragraph=2"
    fields = fields_of(client.get(form).text)
    course(FIRST, "Something quite different.", THIRD, based_on=first)
    typed = {
        **fields,
        "title": "Which streets?",
        "source": "Ours are steep.",
        "kind": "question",
        "language": "en",
        "conduct": "y",
    }
    answer = client.post(form, data=typed)
    assert answer.status_code == 422
    assert "The lesson was changed meanwhile" in answer.text
    assert "Something quite different." in answer.text
    assert "Ours are steep." in answer.text
    mark = re.search(r'name="passage" value="([^"]+)"', answer.text)
    assert mark is not None
    again = client.post(form, data={**typed, **fields_of(answer.text), "passage": mark[1]})
    assert "Something quite different." in client.get(str(again.location)).text


def test_a_paragraph_that_moved_while_somebody_writes_is_still_the_one_they_chose(
    each_app: Flask, first: Publication
) -> None:
    client = learner(each_app)
    form = f"{CATEGORY}/new?unit={UNIT}&paragraph=2"
    fields = fields_of(client.get(form).text)
    course(SECOND, FIRST, THIRD, based_on=first)
    answer = client.post(
        form,
        data={**fields, "title": "Streets", "source": "Steep.", "kind": "question", "language": "en", "conduct": "y"},
    )
    assert f"{LESSON}#p.1" in client.get(str(answer.location)).text


def test_a_preview_and_a_mistake_keep_what_the_thread_is_about(each_app: Flask, first: Publication) -> None:
    client = learner(each_app)
    form = f"{CATEGORY}/new?unit={UNIT}&paragraph=2"
    assert (
        SECOND
        in send(client, form, {"title": "", "source": "", "kind": "question", "language": "en", "conduct": "y"}).text
    )
    typed = {"title": "T", "source": "S", "kind": "question", "language": "en", "conduct": "y", "step": "preview"}
    assert SECOND in send(client, form, typed).text


@pytest.mark.parametrize(("unit", "status"), [("no-such-unit", 404), ("check", 200)])
def test_a_thread_is_about_a_unit_there_is(each_app: Flask, first: Publication, unit: str, status: int) -> None:
    assert learner(each_app).get(f"{CATEGORY}/new?unit={unit}").status_code == status


@pytest.mark.parametrize("paragraph", ["0", "99", "-1", "two", "9" * 400])
def test_a_paragraph_there_is_not_is_the_lesson_as_a_whole(each_app: Flask, first: Publication, paragraph: str) -> None:
    page = learner(each_app).get(f"{CATEGORY}/new?unit={UNIT}&paragraph={paragraph}")
    assert page.status_code == 200
    assert "Your thread is about" in page.text
    assert "<blockquote" not in page.text


def test_who_takes_no_part_in_the_course_finds_nothing_of_it(each_app: Flask, first: Publication) -> None:
    thread = asked(learner(each_app), 2)
    stranger = browser_of(each_app, person(name="Lucía"))
    for address in (thread, ABOUT, f"{ABOUT}?paragraph=2", f"{CATEGORY}/new?unit={UNIT}"):
        answer = stranger.get(address)
        assert answer.status_code == 404
        assert SECOND not in answer.text
    assert "Talk about this lesson" not in stranger.get(f"/courses/{SLUG}").text


def test_a_removed_thread_is_counted_no_more(each_app: Flask, first: Publication) -> None:
    client = learner(each_app)
    asked(client, 2)
    with transaction():
        db.session.query(Thread).update({"removed_at": clock.now()})
    with clock.stopped_at(clock.now() + timedelta(minutes=1)):
        assert "1 thread" not in client.get(LESSON).text
        assert "Which river?" not in client.get(f"{ABOUT}?paragraph=2").text


def test_an_archived_category_shows_threads_and_offers_no_new_ones(each_app: Flask, first: Publication) -> None:
    client = learner(each_app)
    asked(client, 2)
    with transaction():
        db.session.query(Category).filter_by(course_slug=SLUG).update({"archived_at": clock.now()})
    with clock.stopped_at(clock.now() + timedelta(minutes=1)):
        page = client.get(LESSON).text
        assert f'<a href="{ABOUT}">1 thread</a>' in page
        assert f"{CATEGORY}/new" not in page
        assert f"{CATEGORY}/new" not in client.get(ABOUT).text


def test_lessons_with_threads_cost_no_statement_more_while_the_count_is_fresh(
    each_app: Flask, first: Publication
) -> None:
    client = learner(each_app)
    before = statements_of(each_app, client, LESSON)
    for number in range(3):
        asked(client, 2, f"Question {number}")
    with counted_statements(each_app) as seen:
        client.get(LESSON)
    assert len(seen) == before + 1
    assert statements_of(each_app, client, LESSON) == before


def test_readers_of_a_translation_see_the_marks_at_the_same_paragraphs(each_app: Flask) -> None:
    files = course_files(more=lesson(FIRST, SECOND, THIRD))
    files["course.fr.md"] = (
        b"---\ntitle: Localiser\nsummary: R\noutcomes: [Expliquer]\naudience: [Agents]\nscope:\n  in: [A]\n  out: [B]\n---\n\nUn cours.\n"
    )
    files[FILE.replace(".md", ".fr.md")] = "---\ntitle: Leçon 1\n---\n\nUn.\n\nDeux.\n\nTrois.\n".encode()
    published(files)
    client = learner(each_app)
    thread = asked(client, 2)
    send(client, LESSON, {"language": "fr"}, to=f"{LESSON}/language")
    assert re.search(r'<p id="p.2">Deux. <a class="small"[^>]*>1 thread', client.get(LESSON).text)
    french = client.get(asked(client, 3, "Fleuve")).text
    assert '<blockquote class="text" lang="fr" dir="ltr"><p>Trois.</p></blockquote>' in french
    assert f"<p>{SECOND}</p>" in client.get(thread).text


def test_staff_who_read_the_category_ask_too(each_app: Flask, first: Publication) -> None:
    client = browser_of(each_app, person(Role.FACILITATOR, scope=SLUG))
    asked(client, 1)
    assert db.session.query(ThreadAnchor).count() == 1


def test_the_text_shown_is_the_text_published(each_app: Flask, first: Publication) -> None:
    client = learner(each_app)
    asked(client, 2)
    assert paragraphs_of(client.get(LESSON).text)[0] == FIRST
