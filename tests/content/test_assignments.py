"""Assignments and their rubrics."""

import pytest

from tests.content.folder import ASSIGNMENT, ASSIGNMENT_PATH, assignment_of, faults_of

FRONT = "---\nkind: assignment\ntitle: Hand in\n{}---\nWrite it.\n\n"
RUBRIC = "::: rubric\n| Criterion | 3 strong | 0 missing |\n| --- | --- | --- |\n| Reasons | *told* | none |\n:::\n"


def faults(text: str) -> list[str]:
    return [fault.removeprefix(f"{ASSIGNMENT_PATH}:") for fault in faults_of({ASSIGNMENT_PATH: text})]


def test_the_task_and_the_rubric_are_kept_apart() -> None:
    assignment = assignment_of(FRONT.format("") + RUBRIC + "\nGood luck.\n")
    assert assignment.html == "<p>Write it.</p>\n<p>Good luck.</p>"
    (criterion,) = assignment.rubric
    assert criterion.name == "Reasons"
    assert [(level.points, level.name, level.html) for level in criterion.levels] == [
        (3, "strong", "<em>told</em>"),
        (0, "missing", "none"),
    ]
    assert assignment.most_points == 3


def test_the_worst_level_may_come_first() -> None:
    table = "::: rubric\n| | 0 | 1 some | 2 all |\n| --- | --- | --- | --- |\n| A | x | y | z |\n:::\n"
    (criterion,) = assignment_of(FRONT.format("") + table).rubric
    assert [(level.points, level.name, level.html) for level in criterion.levels] == [
        (2, "all", "z"),
        (1, "some", "y"),
        (0, "0", "x"),
    ]


def test_what_the_front_matter_says_of_an_assignment() -> None:
    front = "minutes: 120\nwords: [500, 900]\nreviews: {needed: 2, owed: 4}\npass: 2\nfloor: 1\nrequired: yes\n"
    assignment = assignment_of(FRONT.format(front) + RUBRIC)
    assert (assignment.minutes, assignment.least_words, assignment.most_words) == (120, 500, 900)
    assert (assignment.reviews_needed, assignment.reviews_owed) == (2, 4)
    assert (assignment.pass_points, assignment.floor_points, assignment.required) == (2, 1, True)


def test_what_is_left_out_has_its_usual_value() -> None:
    assignment = assignment_of(ASSIGNMENT)
    assert (assignment.minutes, assignment.least_words, assignment.reviews_needed, assignment.required) == (
        60,
        None,
        3,
        False,
    )


@pytest.mark.parametrize(
    ("front", "fault"),
    [
        ("words: 500\n", "4: `words` must be the least and the most words, as in `[500, 900]`."),
        ("words: [900, 500]\n", "4: `words` must be the least and the most words, as in `[500, 900]`."),
        ("reviews: 3\n", "4: `reviews` needs names with values under it, as in the example of the guide."),
        ("reviews: {need: 3}\n", "4: `need` is not a known name in `reviews`. Did you mean `needed`?"),
        ("pass: 4\n", "4: `pass` asks for 4 points; the rubric gives at most 3."),
        ("floor: 4\n", "4: `floor` asks for 4 points in every criterion; the rubric gives at most 3."),
    ],
)
def test_a_fault_in_the_front_matter_of_an_assignment(front: str, fault: str) -> None:
    assert faults(FRONT.format(front) + RUBRIC) == [fault]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "1: An assignment needs a rubric: a table inside `::: rubric`."),
        (RUBRIC + "\n" + RUBRIC, "13: An assignment has one rubric; here is a second one."),
        ("::: rubric\nWords.\n:::", "7: A rubric must be one table and nothing else."),
        (RUBRIC.removesuffix(":::\n"), "7: This `::: rubric` is never closed; put a line `:::` at its end."),
        (
            RUBRIC.replace("3 strong", "strong"),
            "8: The first row must give each level its points and a name, as in `3 strong`; here it says strong.",
        ),
        (
            RUBRIC.replace("3 strong", "0 strong"),
            "8: From column to column, the points of the levels must always fall or always rise.",
        ),
        (RUBRIC.replace("| none |", "| |"), "10: The criterion `Reasons` does not say what 0 points look like."),
        (RUBRIC.replace("| Reasons |", "| |"), "10: This criterion has no name."),
        (
            RUBRIC.replace("| Reasons | *told* | none |\n", ""),
            "7: This rubric has no criterion; write one in each row under the first.",
        ),
        (
            RUBRIC.replace(":::\n", "", 0).replace("none |\n", "none |\n| Reasons | a | b |\n"),
            "7: Two criteria are called `Reasons`.",
        ),
        (
            "::: rubric\n| C | 1 a |\n| --- | --- |\n| A | b |\n:::\n",
            "8: A rubric needs at least two levels, each in a column of its own.",
        ),
    ],
)
def test_a_fault_in_a_rubric_names_its_line(text: str, fault: str) -> None:
    assert faults(FRONT.format("") + text) == [fault]
