"""Links: where they lead, and what is said when they lead nowhere."""

import pytest

from tests.content.folder import (
    GLOSSARY,
    LESSON_PATH,
    MODULE,
    SHEET,
    address,
    faults_of,
    lesson_faults,
    lesson_html,
    lesson_text,
)


def test_links_lead_to_units_files_and_the_web() -> None:
    files: dict[str, str | bytes | None] = {
        "2-second/module.md": MODULE,
        "2-second/1-next.md": lesson_text("## Who decides {#who}\n\nYou."),
        "media/sheet.csv": SHEET,
    }
    html = lesson_html(
        "[a](../2-second/1-next.md#who) [b](../media/sheet.csv) [c](https://sdgs.un.org/a?b&c) [d](mailto:a@b.org)",
        files,
    )
    assert '<a href="/learn/a-course/next#who">a</a>' in html
    assert (
        f'<a href="{address(SHEET, "sheet.csv")}" class="download" download="">b <span class="file-facts">(CSV, 12 KB)</span></a>'
        in html
    )
    assert '<a href="https://sdgs.un.org/a?b&amp;c" rel="noopener">c</a>' in html
    assert '<a href="mailto:a@b.org">d</a>' in html


def test_links_lead_to_headings_of_the_same_page_to_the_course_and_to_the_glossary() -> None:
    text = "## Who decides\n\n[a](#who-decides) [b](../course.md) [c](../glossary.md) [d](../glossary.md#aim)"
    html = lesson_html(text, {"glossary.md": GLOSSARY})
    assert '<a href="#who-decides">a</a>' in html
    assert '<a href="/courses/a-course">b</a>' in html
    assert '<a href="/courses/a-course/glossary">c</a>' in html
    assert '<a href="/courses/a-course/glossary#term-aim">d</a>' in html


def test_an_address_used_many_times_does_not_fill_the_memory() -> None:
    text = f"[a]: https://example.org/{'y' * 8_000}\n\n" + ("[a] " * 40 + "\n\n") * 400
    faults = faults_of({LESSON_PATH: lesson_text(text)})
    assert all("longer than 2,000 characters" in fault for fault in faults)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Some\ntext [a](nowhere.md).", "5: This link leads nowhere: there is no `nowhere.md`."),
        (
            "[a](1-opening.md#nowhere)",
            "4: This link leads nowhere: `1-first/1-opening.md` has no heading with the anchor `nowhere`.",
        ),
        ("[a](../../outside.md)", "4: This link leads nowhere: there is no `../../outside.md`."),
        ("[a](module.md)", "4: A link cannot lead to `1-first/module.md`; link to a unit of the module instead."),
        ("[a](/learn/x)", "4: This link leads nowhere: there is no `/learn/x`."),
        (
            "[a](ftp://example.org)",
            "4: A link must lead to a file of the course, to a web address (`https://…`) or to an e-mail address (`mailto:…`); this one says ftp://example.org",
        ),
        ("[a]()", "4: This link has no address."),
        ("[a](https://)", "4: This web address cannot be read: https://"),
        (f"[a](https://example.org/{'a' * 3_000})", "4: This address is longer than 2,000 characters."),
    ],
)
def test_a_fault_in_a_link_names_its_line(text: str, fault: str) -> None:
    assert lesson_faults(text) == [fault]
