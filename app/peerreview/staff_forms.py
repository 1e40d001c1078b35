"""The shape of what staff say about reviews, reports and appeals."""

from typing import Any

from wtforms import DecimalField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.content.assignments import Scoring
from app.content.course import Assignment
from app.peerreview.reviewing import scales_of
from app.peerreview.rubric_points import score_of_points
from app.platform.forms import DayField, Form, tidy
from app.platform.i18n import _, language_name, lazy

LONGEST_REASON = 2_000
CRITERION = "c-"
_TOO_LONG = lazy("Please keep to %(max)s characters; your text is still here.")
_NOT_OFFERED = lazy("Please choose from the list.")


class ReasonForm(Form):
    """Why staff do something about a review; whoever looks at it later reads it."""

    reason = TextAreaField(
        lazy("Why?"),
        description=lazy("It is kept with the work. Staff who look at it later read it."),
        filters=[tidy],
        validators=[
            DataRequired(lazy("Say in a few words why.")),
            Length(max=LONGEST_REASON, message=_TOO_LONG),
        ],
    )


class SettleForm(Form):
    """What staff found when they looked at a report."""

    is_upheld = SelectField(
        lazy("What did you find?"),
        choices=[
            SelectChoice("", lazy("Choose an answer")),
            SelectChoice("yes", lazy("The report is right")),
            SelectChoice("no", lazy("There is nothing wrong")),
        ],
        validators=[InputRequired(lazy("Say what you found."))],
        invalid_choice_message=_NOT_OFFERED,
    )
    answer = TextAreaField(
        lazy("A word to whoever reported it"),
        filters=[tidy],
        validators=[
            DataRequired(lazy("Write a word, so that they know that somebody looked.")),
            Length(max=LONGEST_REASON, message=_TOO_LONG),
        ],
    )


class LanguageForm(Form):
    """The language that a work is really in."""

    language = SelectField(
        lazy("Language of this work"),
        validators=[InputRequired(_NOT_OFFERED)],
        invalid_choice_message=_NOT_OFFERED,
    )


class MethodForm(Form):
    """How scores are made."""

    scoring = SelectField(lazy("How are scores made?"), invalid_choice_message=_NOT_OFFERED)

    def offer(self, as_published: Scoring) -> None:
        """The ways there are."""
        names = scoring_names()
        self.scoring.choices = [
            SelectChoice("", _("As the assignment says: %(way)s", way=names[as_published])),
            *(SelectChoice(way.value, names[way]) for way in Scoring),
        ]


class ResultsForm(Form):
    """The day by which everybody has a result."""

    results_by = DayField(
        lazy("All results are there by"),
        description=lazy(
            "For a course that ends on a day. Mentors step in early enough. Empty where the course goes on."
        ),
        validators=[Optional()],
    )


def scoring_names() -> dict[Scoring, str]:
    """What the ways of scoring are called."""
    return {Scoring.MODEL: _("by the model, which knows how each reader scores"), Scoring.MEAN: _("by the plain mean")}


def language_form(languages: tuple[str, ...], current: str) -> LanguageForm:
    """The languages that work can be in."""
    form = LanguageForm(language=current)
    codes = dict.fromkeys((*languages, current))
    form.language.choices = [SelectChoice(code, language_name(code)) for code in codes]
    return form


class _DecisionForm(Form):
    """A score or levels, and the reasons."""

    assignment: Assignment

    def validate(self, *positional: Any, **named: Any) -> bool:
        """One of the two is needed."""
        is_valid = super().validate(*positional, **named)
        if is_valid and self.decision() is None:
            self["score"].errors = [_("Give a score, or choose a level in every criterion.")]
            return False
        return bool(is_valid)

    def points(self) -> dict[str, int]:
        """The levels chosen, by criterion; empty unless one is chosen in every criterion."""
        chosen = {one.key: self[CRITERION + one.key].data for one in self.assignment.rubric}
        return {key: int(points) for key, points in chosen.items()} if all(chosen.values()) else {}

    def decision(self) -> float | None:
        """The score: as given, or else as the levels make it."""
        given = self["score"].data
        if given is not None:
            return float(given)
        points = self.points()
        return score_of_points(scales_of(self.assignment), points) if points else None


def decision_form(assignment: Assignment) -> _DecisionForm:
    """The form on which an appeal is decided."""
    fields: dict[str, Any] = {"assignment": assignment}
    for criterion in assignment.rubric:
        fields[CRITERION + criterion.key] = SelectField(
            criterion.name,
            choices=[
                SelectChoice("", _("No level chosen")),
                *(SelectChoice(str(level.points), f"{level.points} · {level.name}") for level in criterion.levels),
            ],
            validators=[Optional()],
            invalid_choice_message=_NOT_OFFERED,
        )
    fields["score"] = DecimalField(
        _("Score from 0 to 100"),
        description=_("Leave it empty, and it follows from the levels."),
        validators=[Optional(), NumberRange(0, 100, _("A score lies between 0 and 100."))],
    )
    fields["reasons"] = TextAreaField(
        _("Your reasons"),
        description=_("The author reads them, without your name."),
        filters=[tidy],
        validators=[
            DataRequired(_("Say why. A decision without reasons helps nobody.")),
            Length(max=2 * LONGEST_REASON, message=_TOO_LONG),
        ],
    )
    made: type[_DecisionForm] = type("DecisionForm", (_DecisionForm,), fields)
    return made()
