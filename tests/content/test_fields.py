"""Fields of an assignment: short questions, and tables to fill."""

import pytest

from app.content.assignments import Column, GivenRow, QuestionField, TableField
from tests.content.folder import ASSIGNMENT, ASSIGNMENT_PATH, LESSON_PATH, assignment_of, faults_of, lesson_text

TABLE = """\
::: table-to-fill Your actions {#actions rows=1..3}
One action in each row.

| Action | Owner {#who} |
| --- | --- |
| what will be different | *office*, no names |
:::
"""


def faults(text: str) -> list[str]:
    """The faults of an assignment whose fields begin on line 14."""
    return [
        fault.removeprefix(f"{ASSIGNMENT_PATH}:") for fault in faults_of({ASSIGNMENT_PATH: f"{ASSIGNMENT}\n\n{text}"})
    ]


def test_a_field_asks_a_short_question() -> None:
    text = "::: field What is the next step? {#next-step words=10..60 was=step}\nWho does *what*?\n:::\n"
    assignment = assignment_of(f"{ASSIGNMENT}\n{text}")
    assert assignment.fields == (
        QuestionField("next-step", "What is the next step?", "<p>Who does <em>what</em>?</p>", 10, 60, was=("step",)),
    )
    assert assignment.html == "<p>Write it.</p>"
    assert assignment.plain == "Write it."


def test_a_field_may_be_left_empty_and_say_no_more_than_its_name() -> None:
    (field,) = assignment_of(f"{ASSIGNMENT}\n::: field And then? {{#then words=20 optional}}\n:::\n").fields
    assert field == QuestionField("then", "And then?", "", 0, 20, is_required=False)


def test_one_row_under_the_head_holds_hints() -> None:
    (field,) = assignment_of(f"{ASSIGNMENT}\n{TABLE}").fields
    assert field == TableField(
        key="actions",
        name="Your actions",
        columns=(Column("action", "Action", "what will be different"), Column("who", "Owner", "office, no names")),
        html="<p>One action in each row.</p>",
        least_rows=1,
        most_rows=3,
    )
    assert isinstance(field, TableField)
    assert field.columns_to_fill == field.columns


def test_several_rows_are_the_rows_to_fill() -> None:
    text = "::: table-to-fill Elements {#elements}\n| Element | What | Source |\n| --- | --- | --- |\n| Hazard | how often | |\n| Who is there {#exposure} | | |\n:::\n"
    (field,) = assignment_of(f"{ASSIGNMENT}\n{text}").fields
    assert isinstance(field, TableField)
    assert field.rows == (
        GivenRow("hazard", "Hazard", ("how often", "")),
        GivenRow("exposure", "Who is there", ("", "")),
    )
    assert (field.least_rows, field.most_rows) == (2, 2)
    assert [column.key for column in field.columns_to_fill] == ["what", "source"]


def test_fields_keep_the_order_of_the_text() -> None:
    text = f"::: field A? {{#a}}\n:::\n\n{TABLE}\nBetween.\n\n::: field B? {{#b}}\n:::\n"
    assignment = assignment_of(f"{ASSIGNMENT}\n{text}")
    assert [field.key for field in assignment.fields] == ["a", "actions", "b"]
    assert assignment.html == "<p>Write it.</p>\n<p>Between.</p>"


def test_a_form_alone_can_be_handed_in() -> None:
    text = ASSIGNMENT.replace("title: Hand in\n", "title: Hand in\ntext: no\n")
    assert assignment_of(f"{text}\n{TABLE}").text == "no"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("::: field\n:::\n", "14: This field has no name; write it in the same line, as in `::: field What is the next step? {#its-key}`."),
        ("::: field Why?\n:::\n", "14: This field has no key of its own; add one at the end of the line, as in `::: field What is the next step? {#its-key}`."),
        ("::: field Why? {#Why}\n:::\n", "14: `Why` cannot be the key of a field; use small letters a–z, digits and hyphens."),
        ("::: field Why? {#why rows=3}\n:::\n", "14: `rows=3` is not understood here; after the key of a field can stand `words`, `optional`, `was`."),
        ("::: field Why? {#why words=60..10}\n:::\n", "14: `words` must be the most words, as in `words=60`, or the least and the most, as in `words=10..60`, up to 5,000."),
        ("::: field Why? {#why words=٣}\n:::\n", "14: `words` must be the most words, as in `words=60`, or the least and the most, as in `words=10..60`, up to 5,000."),
        (f"::: field {'why ' * 60}{{#why}}\n:::\n", "14: The name of a field has at most 200 characters; put the rest into the text."),
        ("::: field A? {#a}\n:::\n\n::: field B? {#a}\n:::\n", "17: Two fields have the key `a`; the first is on line 14."),
        ("::: field A? {#a was=b}\n:::\n\n::: field B? {#b}\n:::\n", "14: `was=b` names a key that line 17 has now."),
        ("::: field Why? {#why}\n", "14: This `::: field` is never closed; put a line `:::` at its end."),
        ("::: field Why? {#why}\n## More\n:::\n", "15: A field has no headings; its name stands in the line that opens it."),
        ("::: field Why? {#why}\n[[gone]]\n:::\n", "15: The glossary does not explain `gone`."),
        ("> ::: field Why? {#why}\n> :::\n", "14: `::: field` can only be used in an assignment, and not inside another block."),
        ("::: table-to-fill A {#a rows=2}\nWords.\n:::\n", "14: `::: table-to-fill` needs one table: in its first row the heads of the columns, under it the hints."),
        (TABLE.replace(" rows=1..3", ""), "14: Say how many rows can be filled, as in `{#its-key rows=7}` or `{#its-key rows=3..7}`."),
        (TABLE.replace("1..3", "51"), "14: `rows` must be the most rows, as in `rows=7`, or the least and the most, as in `rows=3..7`, up to 50."),
        (TABLE.replace("no names |\n", "no names |\n| more | |\n"), "14: The rows are written in the table already; delete `rows` here, or all rows but one."),
        (TABLE.replace("{#who}", "{#action}"), "17: Two columns have the key `action`; the first is on line 17."),
        (TABLE.replace("| Owner {#who} |", "| |"), "17: A column of this table has no head."),
        (TABLE.replace("what will", "what " * 80), "19: A hint has at most 300 characters; put the rest above the table."),
        (
            "::: table-to-fill A {#a rows=2}\n| One |\n| --- |\n| b |\n:::\n",
            "15: A table to fill has from 2 to 8 columns; ask for less at once with `::: field`, or make two tables of it.",
        ),
        (
            "::: table-to-fill A {#a}\n| One | Two |\n| --- | --- |\n| b | |\n| | c |\n:::\n",
            "18: This row has no name in its first column. Write one, or leave a single row with hints and say how many rows there are, as in `{#its-key rows=3..7}`.",
        ),
        (
            "".join(f"::: field A? {{#a{number}}}\n:::\n\n" for number in range(32)),
            "104: An assignment has at most 30 fields.",
        ),
    ],
)  # fmt: skip
def test_a_fault_in_a_field_names_its_line(text: str, fault: str) -> None:
    assert faults(text) == [fault]


def test_pictures_and_footnotes_stay_in_the_text() -> None:
    found = faults("::: field Why? {#why}\n![a](../media/a.svg)\n\nA claim.[^a]\n:::\n\n[^a]: A source.\n")
    assert "15: A field has no pictures; put the picture into the text above it." in found
    assert "17: A field has no footnotes; put the source into the text above it." in found


def test_a_lesson_has_no_fields() -> None:
    assert faults_of({LESSON_PATH: lesson_text("::: field Why? {#why}\nText.\n:::\n")}) == [
        f"{LESSON_PATH}:4: `::: field` can only be used in an assignment, and not inside another block."
    ]
