"""The shape of a review and of a report as they arrive from forms."""

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length

from app.content.course import Assignment
from app.peerreview.objections import Problem
from app.peerreview.reviewing import Written
from app.platform.forms import Form, tidy
from app.platform.i18n import _, lazy, show_number

MOST_IN_A_COMMENT = 4_000
MOST_ON_THE_WHOLE = 8_000
LONGEST_REPORT = 1_000
LEVEL, COMMENT = "level-", "comment-"


class ReviewForm(Form):
    """The form on which a review is written; what is in it is read by `written_from`."""


def written_from(form: MultiDict[str, Any], assignment: Assignment, kept: Written) -> Written:
    """The review a form holds; `kept` is what there was, and its language stays where the form names none."""
    points = {
        criterion.key: level.points
        for criterion in assignment.rubric
        for level in criterion.levels
        if str(level.points) == form.get(LEVEL + criterion.key, "")
    }
    return Written(
        points=points,
        comments={one.key: text for one in assignment.rubric if (text := _text(form, COMMENT + one.key)).strip()},
        overall=_text(form, "overall"),
        language=form.get("language", "") or kept.language,
    )


def values_of(written: Written) -> Mapping[str, str]:
    """A review as the values of its form."""
    return {
        **{LEVEL + key: str(points) for key, points in written.points.items()},
        **{COMMENT + key: text for key, text in written.comments.items()},
        "overall": written.overall,
        "language": written.language,
    }


def wrong_in_review(written: Written, languages: Sequence[str]) -> str:
    """Why a review cannot even be kept, as a sentence; empty when it can."""
    for text, most in (
        *((comment, MOST_IN_A_COMMENT) for comment in written.comments.values()),
        (written.overall, MOST_ON_THE_WHOLE),
    ):
        if len(text) > most:
            return _(
                "One text has %(has)s characters; %(most)s are the most we can keep. Nothing was saved yet.",
                has=show_number(len(text)),
                most=show_number(most),
            )
    if written.language not in languages:
        return _("A review cannot be written in that language. Choose one of the list; nothing was saved yet.")
    return ""


def _text(form: MultiDict[str, Any], name: str) -> str:
    text: str = form.get(name, "")
    return text.replace("\r\n", "\n").replace("\x00", "")


_PROBLEMS = {
    Problem.WRONG_LANGUAGE: lazy("It is written in another language than it says"),
    Problem.COPIED: lazy("It is copied from somewhere else"),
    Problem.EMPTY: lazy("It is empty, or has nothing to do with the task"),
    Problem.OFFENSIVE: lazy("It offends or threatens somebody, or tells what should stay private"),
    Problem.CONFLICT: lazy("I can guess whose work it is, or gain or lose by its score"),
    Problem.OTHER: lazy("Something else"),
}


class WorkReportForm(Form):
    """What is wrong with the work in one's hands."""

    problem = RadioField(
        lazy("What is wrong?"),
        choices=[SelectChoice(problem.value, words) for problem, words in _PROBLEMS.items()],
        validators=[InputRequired(lazy("Choose what fits best."))],
        invalid_choice_message=lazy("Choose what fits best."),
    )
    words = TextAreaField(
        lazy("Where is it, and what did you see?"),
        filters=[tidy],
        validators=[
            Length(max=LONGEST_REPORT, message=lazy("Please keep to %(max)s characters; your text is still here."))
        ],
        description=lazy("The facilitators of the course read this. The author does not."),
    )
