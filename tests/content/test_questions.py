"""A translated quiz follows its original, question by question."""

from app.content.compiler import compile_course
from app.content.course import ChoiceQuestion, NumericQuestion
from tests.content.folder import QUIZ_PATH, quiz_text
from tests.content.translated import QUIZ_FR, french_quiz, recorded

ENGLISH = quiz_text(
    """\
    Before.

    ## One? {#one}

    - (x) Yes
      > Good.
    - ( ) No
    - ( ) Maybe

    ## How many? {#many}

    - = 5
      > Right.
    """
)
FRENCH = (
    ENGLISH.replace("Before", "Avant")
    .replace("One?", "Un ?")
    .replace("Yes", "Oui")
    .replace("Good", "Bien")
    .replace("No\n", "Non\n")
    .replace("Maybe", "Peut-être")
    .replace("How many?", "Combien ?")
    .replace("Right", "Juste")
)


def question_after(old: str, new: str) -> ChoiceQuestion:
    question = french_quiz(ENGLISH, FRENCH, ENGLISH.replace(old, new)).questions[0]
    assert isinstance(question, ChoiceQuestion)
    return question


def test_an_unchanged_quiz_is_asked_in_the_translation() -> None:
    quiz = french_quiz(ENGLISH, FRENCH, ENGLISH)
    assert quiz.html == "<p>Avant.</p>"
    assert [question.prompt_html for question in quiz.questions] == ["Un ?", "Combien ?"]
    assert [question.body_html for question in quiz.questions] == ["", ""]


def test_a_reworded_answer_is_noted_once_at_its_question() -> None:
    quiz = french_quiz(ENGLISH, FRENCH, ENGLISH.replace("Yes", "Yes, always").replace("Good", "Very good"))
    first, second = quiz.questions
    assert first.prompt_html == "Un ?"
    assert first.body_html.count('<div class="updated" role="note">') == 1
    assert "cette question a été mis à jour" in first.body_html
    assert (
        '<div lang="en" dir="ltr"><p>One?</p><ul><li>Yes, always</li><li>No</li><li>Maybe</li></ul></div>'
        in first.body_html
    )
    assert second.body_html == ""


def test_answers_that_moved_keep_their_words_and_take_the_letter_of_the_original() -> None:
    question = question_after("- ( ) No\n- ( ) Maybe", "- ( ) Maybe\n- ( ) No")
    assert [(option.key, option.html) for option in question.options] == [
        ("a", "Oui"),
        ("b", "Peut-être"),
        ("c", "Non"),
    ]
    assert question.body_html == ""


def test_a_question_with_another_right_answer_is_asked_in_the_language_of_the_original() -> None:
    question = question_after("(x) Yes\n  > Good.\n- ( ) No", "( ) Yes\n  > Good.\n- (x) No")
    assert question.prompt_html == '<span lang="en" dir="ltr">One?</span>'
    assert [option.is_right for option in question.options] == [False, True, False]
    assert question.options[1].html == '<span lang="en" dir="ltr">No</span>'
    assert "pas encore traduit" in question.body_html


def test_a_question_with_a_new_answer_is_asked_in_the_language_of_the_original() -> None:
    question = question_after("- ( ) Maybe", "- ( ) Maybe\n- ( ) Never")
    assert question.prompt_html == '<span lang="en" dir="ltr">One?</span>'
    assert len(question.options) == 4


def test_another_number_is_asked_for_in_the_language_of_the_original() -> None:
    question = french_quiz(ENGLISH, FRENCH, ENGLISH.replace("= 5", "= 6")).questions[1]
    assert isinstance(question, NumericQuestion)
    assert (question.lowest, question.right_feedback_html) == (6, '<div lang="en" dir="ltr"><p>Right.</p></div>')


def test_a_new_question_is_asked_in_the_language_of_the_original_and_a_removed_one_is_gone() -> None:
    new = ENGLISH.partition("## How many")[0] + "\n## New? {#new}\n\n- = true\n"
    quiz = french_quiz(ENGLISH, FRENCH, new)
    assert [question.prompt_html for question in quiz.questions] == ["Un ?", '<span lang="en" dir="ltr">New?</span>']


def test_questions_follow_the_order_of_the_original() -> None:
    before, one, many = (
        ENGLISH.partition("## One")[0],
        ENGLISH[ENGLISH.index("## One") : ENGLISH.index("## How")],
        ENGLISH[ENGLISH.index("## How") :],
    )
    quiz = french_quiz(ENGLISH, FRENCH, f"{before}{many}\n{one}")
    assert [question.key for question in quiz.questions] == ["many", "one"]
    assert [question.body_html for question in quiz.questions] == ["", ""]


def test_the_introduction_is_followed_as_a_text() -> None:
    html = french_quiz(ENGLISH, FRENCH, ENGLISH.replace("Before.", "Before all.")).html
    assert html.startswith('<p>Avant.</p>\n<div class="updated" role="note">')


def test_settings_are_those_of_the_original() -> None:
    quiz = french_quiz(ENGLISH, FRENCH, ENGLISH.replace("title: Check\n", "title: Check\npass: 50\nattempts: 3\n"))
    assert (quiz.pass_percent, quiz.attempts, quiz.title, quiz.language) == (50, 3, "Check", "fr")


def test_a_translated_question_that_differs_from_what_is_recorded_is_a_fault() -> None:
    files = recorded({QUIZ_PATH: ENGLISH, QUIZ_FR: FRENCH})
    wrong = FRENCH.replace("(x) Oui", "( ) Oui").replace("( ) Non", "(x) Non")
    (fault,) = compile_course("a-course", {**files, QUIZ_FR: wrong.encode()}).faults
    assert str(fault) == f"{QUIZ_FR}:7: The question `one` has other right answers than the original, which has a."
