"""The shape of what authors send about the reviews of their work."""

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from app.peerreview.counting import count_words
from app.peerreview.objections import Problem
from app.peerreview.receiving_policy import LEAST_WORDS
from app.platform.forms import Form, tidy
from app.platform.i18n import lazy, ngettext

LONGEST = 2_000
RATING = "helpful-"

_PROBLEMS = {
    Problem.EMPTY: lazy("It says nothing about my work"),
    Problem.OFFENSIVE: lazy("It offends or threatens somebody, or tells what should stay private"),
    Problem.WRONG_LANGUAGE: lazy("It is written in another language than it says"),
    Problem.COPIED: lazy("It is copied from somewhere else"),
    Problem.CONFLICT: lazy("I can guess who wrote it, and we should not review each other"),
    Problem.OTHER: lazy("Something else"),
}
_TOO_LONG = lazy("Please keep to %(max)s characters; your text is still here.")


class AnswerForm(Form):
    """A few words to whoever wrote a review."""

    words = TextAreaField(
        lazy("Your answer"),
        filters=[tidy],
        validators=[InputRequired(lazy("Write a few words.")), Length(max=LONGEST, message=_TOO_LONG)],
        description=lazy("Plain text, up to 2,000 characters. Write nothing by which they could tell who you are."),
    )

    def validate_words(self, field: Field) -> None:
        """Space is no answer."""
        if not field.data:
            raise ValidationError(lazy("Write a few words."))


class ReviewReportForm(Form):
    """What is wrong with a review of one's work."""

    problem = RadioField(
        lazy("What is wrong?"),
        choices=[SelectChoice(problem.value, words) for problem, words in _PROBLEMS.items()],
        validators=[InputRequired(lazy("Choose what fits best."))],
        invalid_choice_message=lazy("Choose what fits best."),
    )
    words = TextAreaField(
        lazy("What should those who look at it know?"),
        filters=[tidy],
        validators=[Length(max=LONGEST, message=_TOO_LONG)],
        description=lazy("The facilitators of the course read this. Whoever wrote the review does not."),
    )


class LookAgainForm(Form):
    """Why somebody uninvolved should look at a score."""

    words = TextAreaField(
        lazy("What should they look at?"),
        filters=[tidy],
        validators=[Length(max=LONGEST, message=_TOO_LONG)],
        description=lazy(
            "Name the criterion or the comment, and say why you see it differently. Up to 2,000 characters."
        ),
    )

    def validate_words(self, field: Field) -> None:
        """With fewer words nobody knows what to look at."""
        if count_words(field.data) < LEAST_WORDS:
            raise ValidationError(
                ngettext("Please write at least one word.", "Please write at least %(num)s words.", LEAST_WORDS)
            )


def ratings_in(form: MultiDict[str, Any]) -> dict[int, int]:
    """How helpful reviews were, from 3 (very) to 1 (not), by the number of the review."""
    found = {}
    for name, told in form.items():
        number = name.removeprefix(RATING)
        is_number = number.isascii() and number.isdigit() and len(number) < 19
        if name.startswith(RATING) and is_number and told in ("3", "2", "1"):
            found[int(number)] = int(told)
    return found
