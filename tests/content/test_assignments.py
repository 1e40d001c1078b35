"""Assignments and their rubrics."""

import pytest

from app.content.assignments import FileKind, FilesWanted, Scoring, TextWanted
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


def test_what_can_be_handed_in() -> None:
    front = "text: optional\nfiles: {number: [1, 2], kinds: [pdf, images, PDF], largest: 500 KB}\nlinks: 3\n"
    assignment = assignment_of(FRONT.format(front) + RUBRIC)
    assert assignment.text is TextWanted.OPTIONAL
    assert assignment.files == FilesWanted(1, 2, (FileKind.PDF, FileKind.IMAGES), 500 * 1024)
    assert (assignment.least_links, assignment.most_links) == (0, 3)


def test_a_number_alone_is_the_most_files_of_any_kind() -> None:
    assert assignment_of(FRONT.format("files: 2\n") + RUBRIC).files == FilesWanted(0, 2)
    assert assignment_of(FRONT.format("files: [1, 2]\n") + RUBRIC).files == FilesWanted(1, 2)
    assert assignment_of(FRONT.format("files: {largest: 1 MB}\n") + RUBRIC).files == FilesWanted(largest=1024 * 1024)


def test_how_reviews_are_given() -> None:
    front = "reviews: {needed: 1, owed: 0, languages: [en, fr, en], drafts: yes, scoring: mean}\n"
    assignment = assignment_of(FRONT.format(front) + RUBRIC)
    assert (assignment.reviews_needed, assignment.reviews_owed, assignment.languages) == (1, 0, ("en", "fr"))
    assert (assignment.may_show_drafts, assignment.scoring) == (True, Scoring.MEAN)


WEIGHTED = """\
::: rubric
| Criterion | {} | 3 strong | 0 missing |
| --- | --- | --- | --- |
| Data {{#data was=figures,facts}} | {} | all | none |
| Équité et voix | {} | all | none |
:::
"""


@pytest.mark.parametrize("head", ["Weight", "Poids", "×", "Wie oft"])
def test_a_column_of_numbers_before_the_levels_holds_weights(head: str) -> None:
    assignment = assignment_of(FRONT.format("pass: 9\n") + WEIGHTED.format(head, 2, 1))
    data, fairness = assignment.rubric
    assert (data.name, data.key, data.weight, data.was) == ("Data", "data", 2, ("figures", "facts"))
    assert (fairness.name, fairness.key, fairness.weight) == ("Équité et voix", "équité-et-voix", 1)
    assert (assignment.most_points, assignment.pass_score) == (9, 100)
    assert assignment.points_for({"data": 3, "équité-et-voix": 0}) == 6


def test_an_empty_weight_is_one() -> None:
    assert [one.weight for one in assignment_of(FRONT.format("") + WEIGHTED.format("Weight", "", 3)).rubric] == [1, 3]


@pytest.mark.parametrize("weight", ["0", "101", "2.5", "double"])
def test_a_weight_is_a_whole_number(weight: str) -> None:
    assert faults(FRONT.format("") + WEIGHTED.format("Weight", weight, 1)) == [
        f"10: A weight must be a whole number from 1 to 100, or nothing for 1; here it says {weight}."
    ]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("| A {#a} | x | y |\n| B {#a} | x | y |\n", "11: Two criteria have the key `a`; the first is on line 10."),
        ("| A {#Big} | x | y |\n", "10: `Big` cannot be the key of a criterion; use small letters a–z, digits and hyphens."),
        ("| A {#a weight=2} | x | y |\n", "10: `weight=2` is not understood here; after the key of a criterion can stand `was`."),
        ("| A {#a was=a} | x | y |\n", "10: `was=a` names the key that it has now; delete it."),
        ("| A {#a was=b} | x | y |\n| B {#b} | x | y |\n", "10: `was=b` names a key that line 11 has now."),
        ("| A {#a was=c} | x | y |\n| B {#b was=c} | x | y |\n", "11: `was=c` stands on line 10 too; only one can have had this key."),
        ("| A {#a was=B!} | x | y |\n", "10: `was=B!` must name the key it had before, as in `was=old-key`."),
        ("| ? | x | y |\n", "10: No key can be made from `?`; write one after it, as in `{#its-key}`."),
        ("".join(f"| C{n} | x | y |\n" for n in range(13)), "7: A rubric has at most 12 criteria; with more, nobody tells them apart."),
    ],
)  # fmt: skip
def test_a_fault_in_the_keys_of_a_rubric_names_its_line(rows: str, fault: str) -> None:
    assert faults(FRONT.format("") + RUBRIC.replace("| Reasons | *told* | none |\n", rows)) == [fault]


def test_what_is_left_out_has_its_usual_value() -> None:
    assignment = assignment_of(ASSIGNMENT)
    assert (assignment.minutes, assignment.least_words, assignment.required) == (60, None, False)
    assert (assignment.reviews_needed, assignment.reviews_owed, assignment.scoring) == (2, 3, "model")
    assert (assignment.text, assignment.files, assignment.most_links, assignment.fields) == ("yes", None, 0, ())
    assert (assignment.languages, assignment.may_show_drafts, assignment.examples) == ((), False, ())


@pytest.mark.parametrize(
    ("front", "fault"),
    [
        ("words: 500\n", "4: `words` must be the least and the most words, as in `[500, 900]`."),
        ("words: [900, 500]\n", "4: `words` must be the least and the most words, as in `[500, 900]`."),
        ("reviews: 3\n", "4: `reviews` needs names with values under it, as in the example of the guide."),
        ("reviews: {need: 3}\n", "4: `need` is not a known name in `reviews`. Did you mean `needed`?"),
        (
            "reviews: {needed: 3, owed: 2}\n",
            "4: Each submission needs 3 reviews and each learner gives 2, so more and more work would wait; write `owed: 3` or more, or `owed: 0` when only mentors review.",
        ),
        (
            "reviews: {languages: [en, english]}\n",
            "4: `english` is not the two-letter code of a language, such as en, fr or es.",
        ),
        ("reviews: {drafts: perhaps}\n", "4: `drafts` must be yes or no; here it says perhaps."),
        ("reviews: {scoring: plain}\n", "4: `scoring` must be model or mean; here it says plain."),
        ("text: maybe\n", "4: `text` must be yes, optional or no; here it says maybe."),
        (
            "text: no\n",
            "4: Nothing can be handed in: write `files`, `links` or a `::: field`, or delete `text: no`.",
        ),
        (
            "text: optional\n",
            "4: `text: optional` leaves nothing to hand in instead; add `files` or `links`, or delete it.",
        ),
        (
            "text: no\nfiles: 1\nwords: [1, 9]\n",
            "6: `words` limits a text, and `text: no` asks for none; delete one of the two lines.",
        ),
        (
            "links: many\n",
            "4: `links` must be the most, as in `3`, or the least and the most, as in `[1, 3]`; at most 20.",
        ),
        (
            "links: [3, 1]\n",
            "4: `links` must be the most, as in `3`, or the least and the most, as in `[1, 3]`; at most 20.",
        ),
        (
            "files: 11\n",
            "4: `files` must be the most, as in `3`, or the least and the most, as in `[1, 3]`; at most 10.",
        ),
        (
            "files: {number: 2, kinds: [pdf, doc]}\n",
            "4: Files of the kind `doc` cannot be handed in; the kinds are pdf, docx, xlsx, pptx, odt, ods, odp, images, csv, txt. Did you mean `docx`?",
        ),
        ("files: {kinds: [jpg]}\n", "4: Pictures of all kinds are called `images`; write it instead of `jpg`."),
        (
            "files: {largest: 50 MB}\n",
            "4: `largest` must be a size such as 5 MB, at most 20 MB; here it says 50 MB.",
        ),
        (
            "files: {largest: big}\n",
            "4: `largest` must be a size such as 5 MB, at most 20 MB; here it says big.",
        ),
        ("files: {count: 2}\n", "4: `count` is not a known name in `files`."),
        (
            "files: [{number: 1}, {number: 2}]\n",
            "4: `files` is a number, as in `2`, or a group, as in `{number: [1, 2], kinds: [pdf, docx]}`.",
        ),
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
