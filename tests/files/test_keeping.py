"""Each content is kept once, whole, for one account alone, while somebody needs it, and out of reach of the web."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.files.actions import MOST_ROOM, drop_file, forget_dropped_files, keep_file
from app.files.cleaning import CleanFile, clean_file
from app.files.keeping import content_with, folder, forget_contents, keep_content, path_of
from app.files.kinds import Kind, Rule
from app.files.models import StoredFile
from app.files.queries import files_of, files_without_content, find_file, get_file, room_used_by
from app.platform import clock
from app.platform.database import transaction
from app.platform.errors import CannotBe, NotFound
from tests.builders import later, person
from tests.files.samples import docx

TEXT = CleanFile("plan.txt", Kind.TXT, b"We listened first.")


def kept(owner_id: int, file: CleanFile = TEXT) -> StoredFile:
    with transaction():
        return keep_file(owner_id, file)


def contents() -> list[Path]:
    return sorted(folder().glob("??/??/*"))


def test_a_file_is_kept_with_its_facts_and_its_content(each_app: Flask) -> None:
    somebody = person()
    file = kept(somebody.id, clean_file(docx(), "Plan of Riverton.docx", Rule()))
    found = get_file(file.id)
    assert (found.name, found.kind, found.owner_id) == ("Plan of Riverton.docx", Kind.DOCX, somebody.id)
    assert len(content_with(found.digest)) == found.size
    assert find_file(file.id + 1) is None
    with pytest.raises(NotFound):
        get_file(file.id + 1)


def test_content_lies_outside_the_web_root_for_one_account_and_cannot_be_run(app: Flask) -> None:
    path = path_of(kept(person().id).digest)
    assert path.is_relative_to(app.instance_path)
    assert path.parts[-3:-1] == (path.name[:2], path.name[2:4])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_same_content_is_kept_once_whoever_hands_it_in(each_app: Flask) -> None:
    one, other = kept(person().id), kept(person().id)
    assert one.id != other.id
    assert len(contents()) == 1


def test_many_who_hand_in_the_same_at_once_keep_it_whole(app: Flask) -> None:
    content = os.urandom(300_000)

    def keep(_number: int) -> str:
        with app.app_context():
            return keep_content(content)

    with ThreadPoolExecutor(8) as threads:
        [digest] = set(threads.map(keep, range(16)))
    assert content_with(digest) == content
    assert len(contents()) == 1


def test_what_was_dropped_goes_after_a_day_with_its_content(each_app: Flask) -> None:
    file_id = kept(person().id).id
    with transaction():
        assert drop_file(file_id)
    assert find_file(file_id) is None
    later(days=0.9)
    assert len(contents()) == 1
    later(days=2)
    assert contents() == []
    with transaction():
        assert not drop_file(file_id)


def test_content_that_another_still_needs_stays(each_app: Flask) -> None:
    one, other = kept(person().id), kept(person().id)
    with transaction():
        drop_file(one.id)
    later(days=2)
    assert content_with(get_file(other.id).digest) == TEXT.content


def test_content_of_work_that_was_rolled_back_goes_but_not_while_it_may_be_committed(each_app: Flask) -> None:
    somebody = person()
    with pytest.raises(RuntimeError), transaction():
        keep_file(somebody.id, TEXT)
        raise RuntimeError
    forget_dropped_files()
    assert len(contents()) == 1
    with clock.stopped_at(clock.now() + timedelta(hours=2)):
        forget_dropped_files()
    assert contents() == []


def test_content_that_is_handed_in_again_is_left_alone_although_it_is_old(app: Flask) -> None:
    digest = keep_content(b"old")
    os.utime(path_of(digest), (0, 0))
    keep_content(b"old")
    assert forget_contents(set()) == 0
    assert content_with(digest) == b"old"


def test_what_was_left_half_written_goes(app: Flask) -> None:
    half = path_of(keep_content(b"whole")).with_name("0" * 64 + ".12345678")
    half.write_bytes(b"ha")
    os.utime(half, (0, 0))
    assert forget_contents(set()) == 1
    assert not half.exists()


def test_nobody_fills_the_disk(each_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.files.actions.MOST_ROOM", len(TEXT.content) * 2)
    somebody, other = person(), person()
    first = kept(somebody.id)
    kept(somebody.id)
    with pytest.raises(CannotBe, match="Take back"):
        kept(somebody.id)
    kept(other.id)
    with transaction():
        drop_file(first.id)
    kept(somebody.id)
    assert room_used_by(somebody.id) == len(TEXT.content) * 2
    assert len(files_of(somebody.id)) == 2
    assert 10 * Rule().largest <= MOST_ROOM


def test_content_that_is_lost_is_noticed(each_app: Flask) -> None:
    whole, lost, short = (kept(person().id, CleanFile("a.txt", Kind.TXT, text)) for text in (b"one", b"two", b"three"))
    path_of(lost.digest).unlink()
    path_of(short.digest).write_bytes(b"thr")
    assert list(files_without_content()) == [lost.id, short.id]
    assert whole.id not in files_without_content()
