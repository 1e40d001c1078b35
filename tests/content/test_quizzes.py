"""Quizzes: the four kinds of question, and what is said when one cannot be asked."""

import pytest

from app.content.course import (
    ChoiceQuestion,
    NumberCatch,
    NumericQuestion,
    Option,
    TextCatch,
    TextQuestion,
    TrueFalseQuestion,
)
from tests.content.folder import QUIZ_PATH, faults_of, quiz_faults, quiz_of

ONE = "## One? {#one}\n\n- (x) Yes\n- ( ) No\n"


def test_one_right_answer() -> None:
    quiz = quiz_of(
        """\
        Before you begin.

        ## Where *first*? {#where}

        A text that belongs to it.

        - ( ) With schools
          > Schools come later.
        - (x) Inside

        ::: explanation
        Telling begins at home.
        :::
        """
    )
    assert quiz.html == "<p>Before you begin.</p>"
    assert quiz.questions == (
        ChoiceQuestion(
            key="where",
            prompt_html="Where <em>first</em>?",
            options=(
                Option(key="a", html="With schools", is_right=False, feedback_html="<p>Schools come later.</p>"),
                Option(key="b", html="Inside", is_right=True),
            ),
            several=False,
            body_html="<p>A text that belongs to it.</p>",
            explanation_html="<p>Telling begins at home.</p>",
        ),
    )


def test_several_right_answers_and_points() -> None:
    (question,) = quiz_of("## Which? {#which points=2}\n\n- [x] A\n- [ ] B\n- [X] C\n").questions
    assert isinstance(question, ChoiceQuestion)
    assert question.several
    assert question.points == 2
    assert [(option.key, option.is_right) for option in question.options] == [("a", True), ("b", False), ("c", True)]


def test_true_or_false() -> None:
    assert quiz_of("## So. {#so}\n\n- = false\n  > Right.\n- != true\n  > Look.\n").questions == (
        TrueFalseQuestion(
            key="so",
            prompt_html="So.",
            is_true=False,
            right_feedback_html="<p>Right.</p>",
            wrong_feedback_html="<p>Look.</p>",
        ),
    )


def test_a_number() -> None:
    assert quiz_of("## How many? {#n}\n\n- = 169\n  > Yes.\n- != 17\n  > Goals.\n- else\n  > More.\n").questions == (
        NumericQuestion(
            key="n",
            prompt_html="How many?",
            lowest=169,
            highest=169,
            shown="169",
            right_feedback_html="<p>Yes.</p>",
            catches=(NumberCatch(17, "<p>Goals.</p>"),),
            otherwise_html="<p>More.</p>",
        ),
    )


@pytest.mark.parametrize(
    ("answer", "lowest", "highest"),
    [
        ("62 ± 1", 61, 63),
        ("62 +/- 1,5", 60.5, 63.5),
        ("60..65", 60, 65),
        ("-5..-1.5", -5, -1.5),
        ("0.3 ± 0.1", 0.2, 0.4),
        ("1 000 000", 1_000_000, 1_000_000),
        ("1,5", 1.5, 1.5),
    ],
)
def test_tolerances_and_ranges(answer: str, lowest: float, highest: float) -> None:
    (question,) = quiz_of(f"## How many? {{#n}}\n\n- = {answer}\n").questions
    assert isinstance(question, NumericQuestion)
    assert (question.lowest, question.highest, question.shown) == (lowest, highest, answer)


def test_a_short_text() -> None:
    text = '## Which word? {#word}\n\n- = "baseline"\n- = “base  line”\n- != "target"\n  > Later.\n- else\n  > Think.\n'
    assert quiz_of(text).questions == (
        TextQuestion(
            key="word",
            prompt_html="Which word?",
            accepted=("baseline", "base line"),
            catches=(TextCatch("target", "<p>Later.</p>"),),
            otherwise_html="<p>Think.</p>",
        ),
    )


def test_a_list_without_marks_belongs_to_the_question() -> None:
    (question,) = quiz_of("## Which? {#which}\n\n- a thing\n- a place\n\nNow choose.\n\n- (x) A\n- ( ) B\n").questions
    assert question.body_html.startswith("<ul>")
    assert question.body_html.endswith("<p>Now choose.</p>")


def test_what_the_front_matter_says_of_a_quiz() -> None:
    two = ONE + "\n" + ONE.replace("#one", "#two")
    quiz = quiz_of(two, "pass: 80\nattempts: 3\nshuffle: [questions, options]\ndraw: 1\nrequired: no\n")
    assert (quiz.pass_percent, quiz.attempts, quiz.draw, quiz.required) == (80, 3, 1, False)
    assert (quiz.shuffle_questions, quiz.shuffle_options, quiz.asked, quiz.minutes) == (True, True, 1, 1)


def test_what_is_left_out_has_its_usual_value() -> None:
    quiz = quiz_of(ONE + "\n" + ONE.replace("#one", "#two"))
    assert (quiz.pass_percent, quiz.attempts, quiz.draw, quiz.required, quiz.minutes) == (70, None, None, True, 2)
    assert quiz_of(ONE, "attempts: unlimited\n").attempts is None


def test_a_draw_larger_than_the_quiz_asks_all_of_it() -> None:
    quiz = quiz_of(ONE, "draw: 5\n")
    assert (quiz.draw, quiz.asked, quiz.minutes) == (5, 1, 1)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "## One?\n\n- (x) a\n- ( ) b",
            "5: This question has no key; add one at the end of the heading, as in `{#begin-inside}`.",
        ),
        (
            "## One? {#One!}\n\n- (x) a\n- ( ) b",
            "5: `One!` cannot be the key of a question; use small letters a–z, digits and hyphens.",
        ),
        (ONE + ONE, "9: Two questions have the key `one`; the first is on line 5."),
        (
            "## One? {#one size=2}\n\n- (x) a\n- ( ) b",
            "5: `size=2` is not understood here; after the key only `points=2` may stand, from 1 to 100.",
        ),
        (
            "## One? {#one}\n\nText.",
            "5: The question `one` has no answers; begin each answer with a mark, as in `- ( ) …`, `- [ ] …` or `- = …`.",
        ),
        (
            "## One? {#one}\n\n- ( ) a\n- ( ) b",
            "5: The question `one` has no right answer; mark one with an x, as in `(x)` or `[x]`.",
        ),
        (
            "## One? {#one}\n\n- [ ] a\n- [ ] b",
            "5: The question `one` has no right answer; mark one with an x, as in `(x)` or `[x]`.",
        ),
        ("## One? {#one}\n\n- != 5", "5: The question `one` has no right answer; write one as `- = …`."),
        ("## One? {#one}\n\n- (x) a", "5: The question `one` has only right answers; add a wrong one."),
        ("## One? {#one}\n\n- [x] a\n- [x] b", "5: The question `one` has only right answers; add a wrong one."),
        (
            "## One? {#one}\n\n- (x) a\n- (x) b\n- ( ) c",
            "8: Two answers are marked as right with `(x)`; if several are right, use `[x]` and `[ ]` for all.",
        ),
        (
            "## One? {#one}\n\n- [x] a\n- ( ) b",
            "8: `( )` cannot be mixed with the other marks; use either `( )` or `[ ]` for all answers.",
        ),
        (
            "## One? {#one}\n\n- (x) a\n- b",
            "8: This answer has no mark; begin it with `( )`, `[ ]`, `=` or `!=` like the others.",
        ),
        (
            "## One? {#one}\n\n- (x) a\n- ( ) b\n\n  More.",
            "10: Only feedback can stand under an answer; begin each line of it with `>`.",
        ),
        ("## One? {#one}\n\n- (x) a\n- ( )", "8: This answer has no words."),
        (
            "## One? {#one}\n\n- (x) a\n- ( ) b\n\nMore.",
            "10: Text cannot follow the answers; put it above them, or into `::: explanation`.",
        ),
        (
            "## One? {#one}\n\n- = true\n- = false",
            "8: A statement is either true or false; this is a second right answer.",
        ),
        ("## One? {#one}\n\n- = true\n- != true", "8: After `= true` only `!= false` can follow."),
        (
            "## One? {#one}\n\n- = many",
            "7: `= many` cannot be read; write true, false, a number, a range such as `60..65`, or a text in quotation marks.",
        ),
        (
            "## One? {#one}\n\n- = 65..60",
            "7: `= 65..60` cannot be read; write true, false, a number, a range such as `60..65`, or a text in quotation marks.",
        ),
        (
            "## One? {#one}\n\n- = 1\n- = 2",
            "8: A number has one right answer; write a range as `= 60..65` or a tolerance as `= 62 ± 1`.",
        ),
        ("## One? {#one}\n\n- = 1\n- != many", "8: `!= many` is not a number."),
        ("## One? {#one}\n\n- = 1..5\n- != 3", "8: `!= 3` says that this is wrong, but the right answer includes it."),
        (
            '## One? {#one}\n\n- = "a"\n- = b',
            '8: An accepted text needs quotation marks, as in `= "baseline"`; this one says b.',
        ),
        ('## One? {#one}\n\n- = "a"\n- != "a"', "8: `a` stands here a second time; delete it."),
        ("## One? {#one}\n\n- = 1\n- else\n- else", "9: `else` stands here a second time; delete it."),
        (
            ONE + "\n::: explanation\na\n:::\n\n::: explanation\nb\n:::",
            "14: This question has two explanations; put them together into one.",
        ),
        (ONE + "\n::: explanation\na", "10: This `::: explanation` is never closed; put a line `:::` at its end."),
        (
            "Only an introduction.",
            "1: This quiz has no question; a question begins with `## The question? {#its-key}`.",
        ),
        ("", "1: This quiz has no question; a question begins with `## The question? {#its-key}`."),
        (
            ONE + "\n::: explanation\nSee.[^a]\n:::\n\n[^a]: b",
            "11: Footnotes cannot be used in a quiz; name the source in the explanation.",
        ),
        ("## One? {#one}\n\n" + "- ( ) a\n" * 26 + "- (x) b", "33: A question has at most 26 answers."),
    ],
)
def test_a_fault_in_a_quiz_names_its_line(text: str, fault: str) -> None:
    assert quiz_faults(text) == [fault]


@pytest.mark.parametrize(
    ("front", "fault"),
    [
        ("pass: 700\n", "4: `pass` must be a number in per cent (without the sign %) from 0 to 100; here it says 700."),
        ("attempts: 0\n", "4: `attempts` must be unlimited or a number from 1 to 1,000; here it says 0."),
        ("draw: 0\n", "4: `draw` must be the number of questions to ask, from 1 to 1,000; here it says 0."),
        (
            "shuffle: [question]\n",
            "4: `shuffle` must be questions, options or both; here it says question. Did you mean `questions`?",
        ),
        ("sdgs: [11]\n", "4: `sdgs` is not a known name in this file."),
    ],
)
def test_a_fault_in_the_front_matter_of_a_quiz(front: str, fault: str) -> None:
    assert quiz_faults(ONE, front) == [fault]


def test_all_faults_of_a_quiz_are_told_at_once() -> None:
    text = "---\nkind: quiz\npass: 700\n---\n## One?\n\n- (x) a\n\n## Two? {#two}\n\n- ( ) a\n- ( ) b\n"
    assert [fault.removeprefix(QUIZ_PATH)[:3] for fault in faults_of({QUIZ_PATH: text})] == [":1:", ":3:", ":5:", ":9:"]
