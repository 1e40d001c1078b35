"""Revisions: added, never changed, and never written over by somebody who had not seen the last one."""

from hashlib import sha256

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.content.paragraphs import with_places
from app.library.actions import publish
from app.library.models import Revision, SourceFile
from app.library.queries import all_editions, files_of, find_current_revision, find_edition, revisions_of
from app.platform.database import db, transaction
from app.platform.errors import Conflict
from tests.builders import compiled, counted_statements, course_files, published

SLUG = "localizing-the-sdgs"


def test_the_first_revision_is_number_one_and_holds_the_files_as_written(each_app: Flask) -> None:
    files = course_files()
    publication = published(files)
    revision = find_current_revision(SLUG)
    assert (publication.number, publication.is_new) == (1, True)
    assert revision is not None
    assert files_of(revision) == files
    assert revision.parent_id is None


def test_publishing_the_same_again_adds_nothing(each_app: Flask) -> None:
    published()
    again = published()
    assert (again.number, again.is_new) == (1, False)
    assert db.session.scalar(select(func.count()).select_from(Revision)) == 1


def test_a_change_makes_a_new_revision_and_leaves_the_old_one_whole(each_app: Flask) -> None:
    first = published()
    second = published(course_files(title="Another title"), based_on=first.digest)
    edition = find_edition(SLUG)
    assert edition is not None
    assert (second.number, edition.number, edition.course.title) == (2, 2, "Another title")
    assert [row[0] for row in revisions_of(SLUG)] == [2, 1]


def test_a_file_that_did_not_change_is_kept_once(each_app: Flask) -> None:
    files = course_files()
    first = published(files)
    published(course_files(title="Another title"), based_on=first.digest)
    assert db.session.scalar(select(func.count()).select_from(SourceFile)) == len(files) + 1


@pytest.mark.parametrize("based_on", [None, sha256(b"something else").hexdigest()])
def test_a_revision_the_writer_had_not_seen_is_not_overwritten(each_app: Flask, based_on: str | None) -> None:
    published()
    with pytest.raises(Conflict, match="Edition 1"):
        published(course_files(title="Mine"), based_on=based_on)
    edition = find_edition(SLUG)
    assert edition is not None
    assert edition.course.title == "Localizing the SDGs"


def test_two_courses_number_their_revisions_apart(each_app: Flask) -> None:
    published()
    assert published(course_files(title="Sendai"), slug="sendai").number == 1
    assert [edition.course.slug for edition in all_editions()] == ["localizing-the-sdgs", "sendai"]


def test_a_course_comes_out_of_the_library_as_it_went_in(each_app: Flask) -> None:
    files = course_files()
    published(files)
    edition = find_edition(SLUG)
    assert edition is not None
    assert edition.course == with_places(compiled(files))


def test_a_page_asks_once_which_revision_is_current_and_reads_the_text_from_memory(each_app: Flask) -> None:
    published()
    find_edition(SLUG)
    with counted_statements(each_app) as statements:
        find_edition(SLUG)
    assert len(statements) == 1
    assert "compiled," not in statements.texts[0]


def test_nothing_of_a_failed_publication_remains(each_app: Flask) -> None:
    files = course_files()
    with pytest.raises(ZeroDivisionError), transaction():
        publish(compiled(files), files, based_on=set())
        raise ZeroDivisionError
    assert find_edition(SLUG) is None


def test_a_unit_knows_its_neighbours_and_its_earlier_names(app: Flask) -> None:
    renamed = "---\ntitle: Opening\nwas: [old-name, first]\n---\n\nText.\n"
    published(course_files(lessons=1, more={"1-why-local/1-lesson-1.md": renamed}))
    edition = find_edition(SLUG)
    assert edition is not None
    place = edition.places["lesson-1"]
    assert place.previous is None
    assert place.next is not None
    assert place.next.key == "check"
    assert edition.renamed == {"old-name": "lesson-1", "first": "lesson-1"}
