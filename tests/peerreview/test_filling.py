"""Fields are read from a form, checked, and shown again."""

from app.content.assignments import Column, Field, GivenRow, QuestionField, TableField
from app.peerreview.filling import filled_fields, links_in, missing_in_fields, values_in

WHY = QuestionField("why", "Why?", least_words=2, most_words=3)
NOTE = QuestionField("note", "A note", is_required=False)
PARTS = TableField(
    "parts",
    "The parts",
    (Column("part", "Part"), Column("known", "What you know"), Column("source", "Source", "year")),
    rows=(GivenRow("hazard", "Hazard", ("how strong",)), GivenRow("people", "People")),
)
STEPS = TableField("steps", "Steps", (Column("what", "What"), Column("who", "Who")), least_rows=2, most_rows=5)
FIELDS: tuple[Field, ...] = (WHY, NOTE, PARTS, STEPS)
FORM = {
    "field-why": " two words\r\n",
    "field-parts-hazard-known": "floods",
    "field-parts-people-known": "  ",
    "field-steps-0-what": "dig",
    "field-steps-3-who": "she",
    "field-steps-9-who": "nobody",
    "field-else": "x",
}
VALUES = {"why": "two words", "parts": {"hazard": {"known": "floods"}}, "steps": [{"what": "dig"}, {"who": "she"}]}


def test_a_form_becomes_values_without_what_is_empty_or_unknown() -> None:
    assert values_in(FIELDS, FORM) == VALUES


def test_values_come_back_into_the_same_inputs() -> None:
    shown = filled_fields(FIELDS, VALUES)
    inputs = {cell.name: cell.text for filled in shown for row in filled.rows for cell in row.cells}
    inputs |= {filled.name: filled.text for filled in shown if not filled.rows}
    assert values_in(FIELDS, inputs) == VALUES
    parts, steps = shown[2], shown[3]
    assert [(row.name, [cell.hint for cell in row.cells]) for row in parts.rows] == [
        ("Hazard", ["how strong", "year"]),
        ("People", ["", "year"]),
    ]
    # Two filled and two to spare.
    assert len(steps.rows) == 4


def test_whoever_reads_sees_filled_rows_and_safe_html() -> None:
    why, _note, _parts, steps = filled_fields(FIELDS, {**VALUES, "why": "**Since** <b>"}, "en")
    assert why.html == "<p><strong>Since</strong> &lt;b&gt;</p>"
    assert len(steps.rows) == 2


def test_what_is_missing_in_fields() -> None:
    assert list(missing_in_fields(FIELDS, {})) == [
        "“Why?” is still empty.",
        "“The parts” is still empty.",
        "“Steps” is still empty.",
    ]
    values = {"why": "one", "parts": {"hazard": {"known": "x"}}, "steps": [{"what": "dig"}]}
    assert list(missing_in_fields(FIELDS, values)) == [
        "“Why?” needs at least 2 words; it has one.",
        "“The parts” has rows that are still empty: People.",
        "“Steps” needs at least 2 rows; it has one.",
    ]
    assert list(missing_in_fields((WHY,), {"why": "a b c d"})) == ["“Why?” takes at most 3 words; it has 4."]


def test_a_field_that_has_become_another_kind_forgets_what_cannot_be_shown() -> None:
    (filled,) = filled_fields((STEPS,), {"steps": "a text"})
    assert {cell.text for row in filled.rows for cell in row.cells} == {""}


def test_a_renamed_field_keeps_what_was_filled_in() -> None:
    renamed = QuestionField("reason", "Why?", was=("why",))
    assert filled_fields((renamed,), VALUES)[0].text == "two words"


def test_links_are_told_once_and_not_more_than_asked_for() -> None:
    typed = [" https://a.example ", "", "https://a.example", "https://b.example", "https://c.example"]
    assert links_in(typed, 2) == ("https://a.example", "https://b.example")
