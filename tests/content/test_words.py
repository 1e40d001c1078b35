"""Words in double brackets, the list they make, and the labels of goals and Sendai marks."""

import pytest

from tests.content.folder import (
    GLOSSARY,
    QUIZ_PATH,
    course_of,
    lesson_faults,
    lesson_html,
    lesson_of,
    quiz_of,
    quiz_text,
)


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


def test_a_label_may_show_other_words_so_that_it_fits_a_sentence() -> None:
    html = lesson_html("[[Target 17.18|SDG 17.18]] asks for data, and [[<E>|Sendai E]] for plans.")
    assert '<span class="chip sdg sdg-17"><span class="chip-number">Target 17.18</span></span> asks' in html
    assert '<span class="chip sendai"><span class="chip-number">&lt;E&gt;</span></span> for' in html


def test_a_label_may_show_the_words_it_is_found_by() -> None:
    html = lesson_html("[[SDG 11|SDG 11]]")
    assert '<span class="chip sdg sdg-11"><span class="chip-number">SDG 11</span></span>' in html


def test_in_a_table_the_line_between_two_words_has_a_backslash() -> None:
    html = lesson_html("| Who |\n| --- |\n| [[we\\|SDG 11]] |")
    assert '<td><span class="chip sdg sdg-11"><span class="chip-number">we</span></span></td>' in html


def test_the_search_finds_a_label_by_the_words_it_shows() -> None:
    assert lesson_of("[[Target 17.18|SDG 17.18]] asks.").plain == "Target 17.18 asks."


def test_a_quiz_has_labels() -> None:
    html = quiz_of("Before [[SDG 11]].\n\n## One? {#one}\n\n- (x) a\n- ( ) b\n").html
    assert 'class="chip sdg sdg-11"' in html


def test_words_of_a_quiz_lead_to_the_glossary() -> None:
    quiz = quiz_text("A [[baseline]].\n\n## One? {#one}\n\n- (x) a\n- ( ) b\n")
    _, unit = course_of({QUIZ_PATH: quiz, "glossary.md": GLOSSARY}).units()
    assert unit.html == ('<p>A <a class="term" href="/courses/a-course/glossary#term-baseline">baseline</a>.</p>')


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[[Basline]]", "4: The glossary does not explain `Basline`. Did you mean `baseline`?"),
        ("[[we|SDG 18]]", "4: There is no SDG `18`; goals are written as 11, targets as 11.3 or 11.b."),
        ("[[SDG 18]]", "4: There is no SDG `18`; goals are written as 11, targets as 11.3 or 11.b."),
        ("[[Sendai H]]", "4: There is no Sendai mark `H`; the marks are A, B, C, D, E, F, G, P1, P2, P3, P4."),
    ],
)
def test_a_fault_in_a_word_names_its_line(text: str, fault: str) -> None:
    assert lesson_faults(text, {"glossary.md": GLOSSARY}) == [fault]
