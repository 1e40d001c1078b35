"""What lies where in a course folder."""

import pytest

from app.content.faults import Faults
from app.content.layout import is_ignored, layout_of
from tests.content.folder import LESSON, LESSON_PATH, MODULE, course_of, faults_of


def test_numbers_give_the_order_and_names_give_the_keys() -> None:
    course = course_of(
        {
            "10-last/module.md": MODULE,
            "10-last/1-end.md": LESSON,
            "2-middle/module.md": MODULE,
            "2-middle/10-b.md": LESSON,
            "2-middle/9-a.md": LESSON,
        }
    )
    assert [module.key for module in course.modules] == ["first", "middle", "last"]
    assert [unit.key for unit in course.units()] == ["opening", "a", "b", "end"]
    assert [unit.source for unit in course.units()][1] == "2-middle/9-a.md"


@pytest.mark.parametrize(
    "path",
    [
        ".git/config",
        "1-first/.hidden.md",
        "1-first/1-opening.md~",
        ".1-opening.md.swp",
        "#1-opening.md#",
        "Thumbs.db",
        "a.bak",
    ],
)
def test_hidden_files_and_leftovers_are_no_part_of_the_course(path: str) -> None:
    assert is_ignored(path)
    course_of({path: b"\xff"})


@pytest.mark.parametrize(
    ("path", "begins"),
    [
        ("notes.md", "notes.md:1: `notes.md` does not belong here."),
        ("curse.md", "curse.md:1: `curse.md` does not belong here."),
        ("README.txt", "README.txt:1: `README.txt` does not belong here."),
        ("drafts/1-a.md", "drafts/1-a.md:1: `drafts` cannot be the name of a module folder"),
        ("1-First/1-a.md", "1-First/1-a.md:1: `1-First` cannot be the name of a module folder"),
        ("1-first/intro.md", "1-first/intro.md:1: `intro.md` cannot be the name of a unit"),
        ("1-first/2_next.md", "1-first/2_next.md:1: `2_next.md` cannot be the name of a unit"),
        ("1-first/map.png", "1-first/map.png:1: Only Markdown files"),
        ("1-first/more/1-a.md", "1-first/more/1-a.md:1: A module cannot have folders inside"),
        ("media/../x.png", "media/../x.png:1: The name of this file or folder cannot be used"),
        ("/etc/passwd", "/etc/passwd:1: The name of this file or folder cannot be used"),
        ("media\\x.png", "media\\x.png:1: The name of this file or folder cannot be used"),
    ],
)
def test_a_file_without_a_place_is_a_fault(path: str, begins: str) -> None:
    (fault,) = faults_of({path: b"x"})
    assert fault.startswith(begins)


def test_a_near_miss_comes_with_a_suggestion() -> None:
    (fault,) = faults_of({"glosary.md": b"x"})
    assert fault.endswith("Did you mean `glossary.md`?")


def test_a_course_without_course_file_or_module_is_a_fault() -> None:
    assert faults_of({"course.md": None})[0].startswith("course.md:1: A course needs a file `course.md`")
    assert faults_of({"1-first/module.md": None, LESSON_PATH: None})[0].startswith(
        "course.md:1: A course needs a module"
    )


def test_a_module_needs_its_file_and_a_unit() -> None:
    assert faults_of({"1-first/module.md": None}) == [
        "1-first/module.md:1: The module `1-first` needs a file `module.md` with its title."
    ]
    assert faults_of({"2-second/module.md": MODULE}) == [
        "2-second/module.md:1: The module `2-second` has no unit; add a lesson such as `1-first-lesson.md`."
    ]


def test_two_modules_with_one_key_are_a_fault() -> None:
    assert faults_of({"2-first/module.md": MODULE, "2-first/1-next.md": LESSON}) == [
        "2-first/module.md:1: Two module folders have the same name after the number, `first`: `1-first` and `2-first`."
    ]


def test_the_order_in_which_paths_are_told_does_not_matter() -> None:
    paths = ["course.md", "2-b/module.md", "2-b/1-x.md", "1-a/module.md", "1-a/1-y.md", "media/a.png"]
    assert layout_of(paths, Faults()) == layout_of(reversed(paths), Faults())
