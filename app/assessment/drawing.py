"""Which questions an attempt asks and in which order. Pure: the same seed always draws the same."""

from random import Random

from app.content.course import ChoiceQuestion, Option, Question, Quiz

LARGEST_SEED = 2**31 - 1


def questions_drawn(quiz: Quiz, seed: int) -> tuple[Question, ...]:
    """The questions of one attempt. Without shuffling they stand in the order written, also when some are drawn."""
    questions = list(quiz.questions)
    chance = Random(seed)  # noqa: S311 - fairness, not secrecy
    if quiz.draw is not None:
        chosen = set(chance.sample(range(len(questions)), quiz.asked))
        questions = [question for place, question in enumerate(questions) if place in chosen]
    if quiz.shuffle_questions:
        chance.shuffle(questions)
    return tuple(questions)


def options_shown(quiz: Quiz, question: ChoiceQuestion, seed: int) -> tuple[Option, ...]:
    """The options in the order this attempt shows them."""
    if not quiz.shuffle_options:
        return question.options
    options = list(question.options)
    Random(f"{seed} {question.key}").shuffle(options)  # noqa: S311
    return tuple(options)
