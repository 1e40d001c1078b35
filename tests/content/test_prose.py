"""Course texts: what an author writes, and what stands on the page."""

import hashlib

import pytest

from app.content.prose import NO_LINK
from tests.content.folder import (
    COURSE,
    DRAWING,
    LESSON_PATH,
    MODULE,
    course_of,
    faults_of,
    lesson_faults,
    lesson_html,
    lesson_of,
    lesson_text,
    quiz_of,
)

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10\x00\x00\x00\x08"
SHEET = b"a,b\n" * 3_000
GLOSSARY = "---\ntitle: Words\n---\n\nBaseline | start value\n: The value at the start.\n\nAim\n: The other end of a [[baseline]].\n"


def address(content: bytes, name: str) -> str:
    return f"/media/{hashlib.sha256(content).hexdigest()[:32]}/{name}"


def test_a_picture_becomes_a_figure_with_its_size() -> None:
    html = lesson_html('![A map](../media/map.png "The town.")', {"media/map.png": PNG})
    assert html == (
        f'<figure class="figure"><img src="{address(PNG, "map.png")}" alt="A map" width="16" height="8" loading="lazy"'
        ' decoding="async"><figcaption>The town.</figcaption></figure>'
    )


def test_a_drawing_becomes_part_of_the_page_with_its_words() -> None:
    html = lesson_html("![Seven & more](../media/seven.svg)", {"media/seven.svg": DRAWING})
    assert html.startswith('<figure class="figure"><svg viewBox="0 0 10 10" role="img" aria-label="Seven &amp; more"')
    assert '<text x="1" y="5" class="ink">Seven</text>' in html


def test_two_drawings_on_one_page_share_no_id() -> None:
    drawing = DRAWING.replace("<text", '<path id="a" d="M0 0"/><use href="#a"/><text')
    html = lesson_html("![x](../media/a.svg)\n\n![y](../media/a.svg)", {"media/a.svg": drawing})
    assert html.count('id="opening-1-a"') == html.count('href="#opening-1-a"') == 1
    assert html.count('id="opening-2-a"') == html.count('href="#opening-2-a"') == 1


def test_an_author_cannot_write_the_place_of_a_drawing() -> None:
    text = '<span class="drawing" id="drawing-0"></span>\n\n![x](../media/a.svg)'
    assert lesson_html(text, {"media/a.svg": DRAWING}).count("<svg") == 1


@pytest.mark.parametrize(
    ("kind", "title"), [("note", "Note"), ("example", "Example"), ("try", "Try it"), ("case", "Case")]
)
def test_callouts_have_a_title(kind: str, title: str) -> None:
    html = lesson_html(f"::: {kind}\nText.\n:::")
    assert html.startswith(f'<aside class="callout callout-{kind}"><p class="callout-title">{title}</p>')
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


def test_a_film_is_a_link_with_its_poster_and_its_transcript() -> None:
    text = "::: video https://www.example.org/watch?a=1&b=2 A mayor explains\n![A table](../media/p.png)\n\n**Mayor:** We began.\n:::"
    html = lesson_html(text, {"media/p.png": PNG})
    assert html.startswith(
        '<figure class="media-link media-video"><a href="https://www.example.org/watch?a=1&amp;b=2" rel="noopener noreferrer"><img '
    )
    assert (
        '<span class="media-title">A mayor explains</span> <span class="media-host">opens example.org</span></a></figure>'
        in html
    )
    assert '<details class="transcript"><summary>Transcript</summary><p><strong>Mayor:</strong> We began.</p>' in html


def test_a_recording_needs_no_poster() -> None:
    html = lesson_html("::: audio https://example.org/a A talk\nWords.\n:::")
    assert html.startswith('<figure class="media-link media-audio">')


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


def test_words_of_the_glossary_open_at_the_end_of_the_lesson() -> None:
    html = lesson_html("See [[baseline]] and [[where we began|Start  Value]].", {"glossary.md": GLOSSARY})
    assert '<a class="term" href="#term-baseline">baseline</a>' in html
    assert '<a class="term" href="#term-baseline">where we began</a>' in html
    assert html.endswith(
        '<section class="words"><h2 id="words-used-here">Words used here</h2><dl><dt id="term-baseline">Baseline</dt>'
        "<dd>The value at the start.</dd></dl></section>"
    )


def test_a_lesson_without_words_lists_none() -> None:
    assert "words" not in lesson_html("Text.", {"glossary.md": GLOSSARY})


def test_words_in_definitions_lead_to_the_glossary() -> None:
    terms = {term.key: term for term in course_of({"glossary.md": GLOSSARY}).glossary}
    assert terms["aim"].definition_html == (
        'The other end of a <a class="term" href="/courses/a-course/glossary#term-baseline">baseline</a>.'
    )
    assert terms["baseline"].forms == ("start value",)


def test_goals_and_sendai_marks_become_labels() -> None:
    html = lesson_html("[[SDG 11.3]] [[SDG 4]] [[Sendai E]] [[Sendai P1]]")
    assert (
        '<span class="chip sdg sdg-11"><span class="chip-number">11.3</span> Sustainable cities and communities</span>'
        in html
    )
    assert '<span class="chip sdg sdg-4"><span class="chip-number">4</span> Quality education</span>' in html
    assert '<span class="chip sendai"><span class="chip-number">P1</span> Understanding disaster risk</span>' in html


def test_a_word_that_begins_with_sdg_is_a_word() -> None:
    glossary = "---\ntitle: Words\n---\n\nSDG Summit\n: A meeting.\n\nSendai Framework\n: An agreement.\n"
    html = lesson_html("[[SDG Summit]] [[Sendai Framework]]", {"glossary.md": glossary})
    assert html.count('class="term"') == 2


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


def test_headings_have_anchors_and_make_the_outline() -> None:
    lesson = lesson_of("## Who decides?\n\n### Here {#at-home}\n\n## Who decides?\n\nYou.")
    assert [(heading.level, heading.anchor, heading.text) for heading in lesson.headings] == [
        (2, "who-decides", "Who decides?"),
        (3, "at-home", "Here"),
        (2, "who-decides-2", "Who decides?"),
    ]
    assert '<h3 id="at-home">Here</h3>' in lesson.html


def test_the_text_for_the_search_holds_no_markup() -> None:
    lesson = lesson_of(
        "## Begin\n\nA *word* [here](https://example.org), `code`.\n\n- [x] Done\n\n::: note A title\nInside.\n:::"
    )
    assert lesson.plain == "Begin\nA word here, code.\nDone\nA title\nInside."


@pytest.mark.parametrize(("words", "minutes"), [(1, 1), (130, 1), (131, 2), (700, 6)])
def test_reading_time_is_reckoned_from_the_words(words: int, minutes: int) -> None:
    assert lesson_of("word " * words).minutes == minutes


def test_words_of_a_quiz_lead_to_the_glossary() -> None:
    html = quiz_of("Before [[SDG 11]].\n\n## One? {#one}\n\n- (x) a\n- ( ) b\n").html
    assert 'class="chip sdg sdg-11"' in html


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Some\ntext [a](nowhere.md).", "5: This link leads nowhere: there is no `nowhere.md`."),
        (
            "[a](1-opening.md#nowhere)",
            "4: This link leads nowhere: `1-first/1-opening.md` has no heading with the anchor `nowhere`.",
        ),
        ("[a](../../outside.md)", "4: This link leads nowhere: there is no `../../outside.md`."),
        ("[a](module.md)", "4: Nobody can be sent to `1-first/module.md`; link to a unit of the module instead."),
        ("[a](/learn/x)", "4: This link leads nowhere: there is no `/learn/x`."),
        (
            "[a](ftp://example.org)",
            "4: Links go to files of the course, to web addresses or to `mailto:`; this one says ftp://example.org",
        ),
        ("[a]()", "4: This link has no address."),
        ("[a](https://)", "4: This web address cannot be read: https://"),
        (
            "![](../media/map.png)",
            "4: This picture has no description; write between the brackets what it shows, for those who cannot see it.",
        ),
        ("\n![x](../media/mop.png)", "5: There is no picture `../media/mop.png`. Did you mean `../media/map.png`?"),
        (
            "![x](https://example.org/a.png)",
            "4: Pictures from elsewhere are not loaded; copy the picture into `media/`.",
        ),
        ("![x](../media/sheet.csv)", "4: `../media/sheet.csv` is not a picture; link to it instead."),
        (
            "Text\n![x](../media/map.png)",
            "5: A picture stands alone in its paragraph: put an empty line before and after it.",
        ),
        ("[[Basline]]", "4: The glossary does not explain `Basline`. Did you mean `baseline`?"),
        ("[an [[aim]]](https://example.org)", f"4: {NO_LINK}"),
        ("[the sheet](../media/the sheet.csv)", f"4: {NO_LINK}"),
        ("Some\n[words](javascript:alert(1))", f"5: {NO_LINK}"),
        ("See [that][gone].", "4: This link has no address; write it as `[words](address)`."),
        ("A claim.[^gone]", "4: This footnote is not explained; write it below, as in `[^oecd]: OECD, 2020.`"),
        ("See [[aim].", "4: These brackets are not closed; a word of the glossary is written as `[[word]]`."),
        ("[[SDG 18]]", "4: There is no SDG `18`; goals are written as 11, targets as 11.3 or 11.b."),
        ("[[Sendai H]]", "4: There is no Sendai mark `H`; there are A, B, C, D, E, F, G, P1, P2, P3, P4."),
        ("# Title\n", "4: Begin headings at `##`; the one `#` of the page is the title."),
        ("## A\n\n#### B", "6: This heading skips a level: write ### instead of ####."),
        ("### A", "4: This heading skips a level: write ## instead of ###."),
        ("## A {#x}\n\n## B {#x}", "6: Two headings have the anchor `x`; the first is on line 4."),
        ("## A {#words-used-here}", "4: The anchor `words-used-here` is taken by the platform."),
        (
            "## A {#Not Good}",
            "4: `{#Not Good}` cannot be an anchor; write it as `{#who-decides}`, with letters a–z, digits and hyphens.",
        ),
        ("##\n\nText", "4: This heading has no words."),
        (
            "::: nota\nText\n:::",
            "4: `::: nota` is no kind of block; there are note, example, try, case, answer, video, audio. Did you mean `note`?",
        ),
        ("::: note\nText", "4: This `::: note` is never closed; put a line `:::` at its end."),
        ("Text\n\n:::", "6: This `:::` closes nothing; write a kind after it to open a block, as in `::: note`."),
        ("::: note\n:::", "4: This `::: note` is empty."),
        ("::: rubric\nText\n:::", "4: `::: rubric` belongs into an assignment, and there not inside another block."),
        ("::: explanation\nText\n:::", "4: `::: explanation` belongs into a quiz, and there not inside another block."),
        (
            "::: audio example.org Talk\nText\n:::",
            "4: `::: audio` needs a full address and a title, as in `::: audio https://example.org/watch/12 A mayor explains`.",
        ),
        ("::: audio https://example.org\nText\n:::", "4: This audio has no title; write it after the address."),
        (
            "::: video https://example.org A talk\nText\n:::",
            "4: A video needs a poster: a picture alone in the first paragraph under it.",
        ),
        (
            "::: video https://example.org A talk\n![x](../media/map.png)\n:::",
            "4: This video has no transcript; write under it what is said and shown.",
        ),
        ("> " * 40 + "deep", "4: This is nested too deeply: lists in lists, or quotes in quotes."),
        (
            "word " * 3_000,
            "4: More than 10,000 characters without an empty line; make paragraphs.",
        ),
        ("a\x07b", "4: There is an invisible control character on this line; delete it."),
        ("", "1: This lesson has no text."),
        (f"[a](https://example.org/{'a' * 3_000})", "4: This address is longer than 2,000 characters."),
    ],
)
def test_a_fault_in_a_text_names_its_line(text: str, fault: str) -> None:
    files: dict[str, str | bytes | None] = {"media/map.png": PNG, "media/sheet.csv": SHEET, "glossary.md": GLOSSARY}
    # Written as it is: taking indentation away would move nothing here, but strip what some faults are about.
    assert lesson_faults(text, files) == [fault]


def test_a_footnote_shows_faults_on_its_own_line() -> None:
    assert lesson_faults("Claim.[^a]\n\n[^a]: See [x](gone.md).") == [
        "6: This link leads nowhere: there is no `gone.md`."
    ]


def test_many_drawings_in_one_text_are_refused() -> None:
    drawing = DRAWING.replace("Seven", "Seven " * 30_000)
    faults = lesson_faults("![x](../media/a.svg)\n\n" * 20, {"media/a.svg": drawing})
    assert faults[0] == "36: The drawings of this text are too large taken together."


def test_an_address_used_many_times_does_not_fill_the_memory() -> None:
    text = f"[a]: https://example.org/{'y' * 8_000}\n\n" + ("[a] " * 40 + "\n\n") * 400
    faults = faults_of({LESSON_PATH: lesson_text(text)})
    assert all("longer than 2,000 characters" in fault for fault in faults)
