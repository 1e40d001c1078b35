"""`flask courses …`: check, publish, pull, list, new."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app.authoring.folders import read_folder, remember_base, signature_of
from app.library.queries import find_edition
from tests.builders import course_files, published

SLUG = "localizing-the-sdgs"


def courses_of(app: Flask) -> Path:
    folder: Path = app.config["COURSES"]
    return folder


def write(app: Flask, files: dict[str, bytes] | None = None, slug: str = SLUG) -> Path:
    folder = courses_of(app) / slug
    for name, content in (course_files() if files is None else files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["courses", *words])


def title_now() -> str | None:
    edition = find_edition(SLUG)
    return edition.course.title if edition else None


def test_a_course_without_faults_is_told_so(app: Flask) -> None:
    write(app)
    told = run(app, "check")
    assert told.exit_code == 0
    assert f"{SLUG}: no faults." in told.output


def test_every_fault_is_told_with_file_and_line(app: Flask) -> None:
    files = course_files()
    files["1-why-local/1-lesson-1.md"] = b"---\ntitel: Lesson\n---\n\n[nowhere](gone.md)\n\n![](../media/no.png)\n"
    folder = write(app, files)
    told = run(app, "check", str(folder))
    assert told.exit_code == 1
    for line in (2, 5, 7):
        assert f"1-why-local/1-lesson-1.md:{line}: " in told.output
    assert "title" in told.output


def test_a_check_that_nobody_is_given_is_remarked_and_stands_in_nobodys_way(app: Flask) -> None:
    task = """---
kind: assignment
title: A plan
files: {number: [1, 2]}
---
Write it, and add your map.

::: rubric
| Criterion | 1 told | 0 missing |
| --- | --- | --- |
| Reasons | told | none |
:::
"""
    example = """---
title: The plan of Larkfield
use: check
---
Larkfield is small.

::: scores
| Criterion | Level | Reason |
| --- | --- | --- |
| Reasons | 0 | It says that, not why. |
:::
"""
    place = "1-why-local/95-plan"
    write(app, course_files(more={f"{place}.md": task, f"{place}.example-lark.md": example}))
    told = run(app, "check")
    assert told.exit_code == 0
    assert f"{place}.example-lark.md: remark: nobody is given this check" in told.output
    assert f"{SLUG}: no faults." in told.output


def test_an_authors_file_with_faults_never_changes_what_learners_see(app: Flask) -> None:
    write(app)
    assert run(app, "publish").exit_code == 0
    write(app, {"1-why-local/1-lesson-1.md": b"---\ntitle: Broken\n---\n\n[nowhere](gone.md)\n"})
    told = run(app, "publish")
    assert told.exit_code == 1
    assert "not published" in told.output
    edition = find_edition(SLUG)
    assert edition is not None
    assert edition.number == 1
    assert edition.places["lesson-1"].unit.title == "Lesson 1"


def test_an_edited_folder_publishes_the_next_revision(app: Flask) -> None:
    folder = write(app)
    run(app, "publish")
    write(app, course_files(title="Edited"))
    told = run(app, "publish", str(folder), "--note", "a better title")
    assert "published as revision 2" in told.output
    assert title_now() == "Edited"
    assert "a better title" in run(app, "list", SLUG).output


def test_a_folder_made_from_an_older_revision_overwrites_nothing(app: Flask) -> None:
    write(app)
    run(app, "publish")
    edition = find_edition(SLUG)
    assert edition is not None
    published(course_files(title="From elsewhere"), based_on=edition.digest)
    write(app, course_files(title="Mine"))
    told = run(app, "publish")
    assert told.exit_code == 1
    assert "Edition 2" in told.output
    assert title_now() == "From elsewhere"


def test_a_revision_that_may_go_is_replaced_when_it_is_named(app: Flask) -> None:
    published(course_files(title="From elsewhere"))
    folder = write(app, course_files(title="Mine"))
    assert run(app, "publish", str(folder)).exit_code == 1
    assert run(app, "publish", str(folder), "--replacing", "7").exit_code == 1
    assert run(app, "publish", str(folder), "--replacing", "1").exit_code == 0
    assert title_now() == "Mine"


def test_a_folder_that_serves_two_sites_is_known_to_both(app: Flask) -> None:
    folder = write(app)
    run(app, "publish")
    remember_base(folder, "published on another site")
    write(app, course_files(title="Edited"))
    assert run(app, "publish").exit_code == 0
    assert title_now() == "Edited"


def test_a_folder_found_in_step_may_be_edited_and_published(app: Flask) -> None:
    published()
    write(app)
    assert "nothing to do" in run(app, "publish").output
    write(app, course_files(title="Edited"))
    assert run(app, "publish").exit_code == 0


def test_a_pulled_folder_can_be_edited_and_published(app: Flask, tmp_path: Path) -> None:
    published()
    pulled = tmp_path / SLUG
    assert run(app, "pull", SLUG, str(pulled)).exit_code == 0
    course = pulled / "course.md"
    course.write_bytes(course.read_bytes().replace(b"title: Localizing the SDGs", b"title: Pulled and edited"))
    assert "revision 2" in run(app, "publish", str(pulled)).output
    assert title_now() == "Pulled and edited"


def test_pulling_writes_over_nothing(app: Flask) -> None:
    folder = write(app)
    published()
    told = run(app, "pull", SLUG)
    assert told.exit_code == 1
    assert "nothing was written" in told.output
    assert (folder / "course.md").read_bytes() == course_files()["course.md"]


def test_a_new_course_compiles_and_shows_how_it_is_done(app: Flask) -> None:
    assert run(app, "new", "my-course", "--title", 'Water: "ours"').exit_code == 0
    told = run(app, "check", str(courses_of(app) / "my-course"))
    assert told.exit_code == 0, told.output
    assert run(app, "new", "my-course").exit_code == 1


@pytest.mark.parametrize("name", ["My Course", "../outside/Über", "a--b", "-x"])
def test_a_name_that_cannot_be_an_address_is_refused(app: Flask, name: str) -> None:
    told = run(app, "new", "--", name)
    assert told.exit_code != 0
    assert list(courses_of(app).iterdir()) == []


def test_a_path_without_a_course_is_told(app: Flask, tmp_path: Path) -> None:
    told = run(app, "check", str(tmp_path / "nothing"))
    assert told.exit_code == 1
    assert "no folder with a course.md" in told.output


@pytest.mark.parametrize(
    "name", ["course.md~", "1-why-local/#1-lesson-1.md#", "1-why-local/.1-lesson-1.md.swp", "Thumbs.db"]
)
def test_an_editors_leftover_changes_nothing(app: Flask, name: str) -> None:
    folder = write(app)
    before = read_folder(folder), signature_of(folder)
    write(app, {name: b"An older text."})
    assert (read_folder(folder), signature_of(folder)) == before


def test_a_link_that_leads_outside_is_not_read(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("secret")
    folder = write(app)
    (folder / "media").mkdir()
    (folder / "media" / "secret.csv").symlink_to(tmp_path / "secret.csv")
    run(app, "publish")
    edition = find_edition(SLUG)
    assert edition is not None
    assert edition.course.media == ()


def test_a_title_in_the_list(app: Flask) -> None:
    published()
    assert "localizing-the-sdgs  revision 1" in run(app, "list").output
