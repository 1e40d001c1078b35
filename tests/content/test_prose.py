"""Course texts: what an author writes, and what stands on the page."""

import pytest

from app.content.prose import NO_LINK
from tests.content.folder import COURSE, GLOSSARY, PNG, lesson_faults, lesson_html, lesson_of


@pytest.mark.parametrize(
    ("kind", "title"), [("note", "Note"), ("example", "Example"), ("try", "Try it"), ("case", "Case")]
)
def test_callouts_have_a_title(kind: str, title: str) -> None:
    html = lesson_html(f"::: {kind}\nText.\n:::")
    assert html.startswith(f'<div class="callout callout-{kind}" role="note"><p class="callout-title">{title}</p>')
    assert "<p>Text.</p>" in html
    assert "Our <b>" not in html


def test_a_callout_may_have_a_title_of_its_own() -> None:
    assert '<p class="callout-title">How &lt;we&gt; did it</p>' in lesson_html("::: note How <we> did it\nText.\n:::")


def test_titles_come_in_the_language_of_the_course() -> None:
    course = {"course.md": COURSE.replace("language: en", "language: fr")}
    assert '<p class="callout-title">Exemple</p>' in lesson_html("::: example\nTexte.\n:::", course)


def test_an_answer_is_hidden_until_asked_for() -> None:
    html = lesson_html("::: answer What the team did\nThey asked.\n:::")
    assert html.startswith('<details class="answer"><summary>What the team did</summary>')


def test_tables_can_be_scrolled_with_the_keyboard() -> None:
    html = lesson_html("| Level | Who |\n| --- | --: |\n| Local | you |")
    assert html.startswith(
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Table: Level, Who"><table>'
    )
    assert '<td class="end">you</td>' in html


def test_tasks_say_whether_they_are_done() -> None:
    html = lesson_html("- [ ] Ask\n- [x] Find")
    assert '<li class="task"><input type="checkbox" disabled="" aria-label="To do"> Ask</li>' in html
    assert '<li class="task"><input type="checkbox" disabled="" checked="" aria-label="Done"> Find</li>' in html


def test_the_text_for_the_search_holds_no_markup() -> None:
    lesson = lesson_of(
        "## Begin\n\nA *word* [here](https://example.org), `code`.\n\n- [x] Done\n\n::: note A title\nInside.\n:::"
    )
    assert lesson.plain == "Begin\nA word here, code.\nDone\nA title\nInside."


@pytest.mark.parametrize(("words", "minutes"), [(1, 1), (130, 1), (131, 2), (700, 6)])
def test_reading_time_is_reckoned_from_the_words(words: int, minutes: int) -> None:
    assert lesson_of("word " * words).minutes == minutes


def test_a_footnote_shows_faults_on_its_own_line() -> None:
    assert lesson_faults("Claim.[^a]\n\n[^a]: See [x](gone.md).") == [
        "6: This link leads nowhere: there is no `gone.md`."
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "Text\n![x](../media/map.png)",
            "5: A picture must stand alone; put an empty line before and after it.",
        ),
        ("[an [[aim]]](https://example.org)", f"4: {NO_LINK}"),
        ("[the sheet](../media/the sheet.csv)", f"4: {NO_LINK}"),
        ("Some\n[words](javascript:alert(1))", f"5: {NO_LINK}"),
        ("See [that][gone].", "4: This link has no address; write it as `[words](address)`."),
        ("A claim.[^gone]", "4: This footnote has no text; write it below, as in `[^oecd]: OECD, 2020.`"),
        ("See [[aim].", "4: These brackets are not closed; a word of the glossary is written as `[[word]]`."),
        (
            "::: nota\nText\n:::",
            "4: There is no block `::: nota`; the blocks are note, example, try, case, answer, video, audio. Did you mean `note`?",
        ),
        ("::: note\nText", "4: This `::: note` is never closed; put a line `:::` at its end."),
        ("Text\n\n:::", "6: This `:::` closes nothing; write a kind after it to open a block, as in `::: note`."),
        ("::: note\n:::", "4: This `::: note` is empty."),
        ("::: rubric\nText\n:::", "4: `::: rubric` can only be used in an assignment, and not inside another block."),
        (
            "::: explanation\nText\n:::",
            "4: `::: explanation` can only be used in a quiz, and not inside another block.",
        ),
        ("> " * 40 + "deep", "4: Too many lists or quotes lie inside one another here."),
        (
            "word " * 3_000,
            "4: More than 10,000 characters without an empty line; divide the text into paragraphs.",
        ),
        ("a\x07b", "4: There is an invisible control character on this line; delete it."),
        ("", "1: This lesson has no text."),
    ],
)
def test_a_fault_in_a_text_names_its_line(text: str, fault: str) -> None:
    files: dict[str, str | bytes | None] = {"media/map.png": PNG, "glossary.md": GLOSSARY}
    # Written as it is: taking indentation away would move nothing here, but strip what some faults are about.
    assert lesson_faults(text, files) == [fault]
