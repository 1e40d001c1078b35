"""The shape of what somebody says about a course."""

from collections.abc import Mapping

from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length

from app.peerreview.course_rubric import COURSE_RUBRIC
from app.platform.forms import Form, tidy
from app.platform.i18n import lazy

MOST_WORDS = 4_000
_TOO_LONG = lazy("Please keep to %(max)s characters; your text is still here.")
_CHOOSE = lazy("Choose what fits best.")


class CourseReviewForm(Form):
    """A level for each criterion of the rubric, which is added below, and two texts."""

    first = tuple(criterion.key for criterion in COURSE_RUBRIC)
    helped = TextAreaField(
        lazy("What helped most?"), filters=[tidy], validators=[Length(max=MOST_WORDS, message=_TOO_LONG)]
    )
    change = TextAreaField(
        lazy("What should change?"), filters=[tidy], validators=[Length(max=MOST_WORDS, message=_TOO_LONG)]
    )

    def points(self) -> Mapping[str, int]:
        """The points of the levels chosen, by criterion."""
        return {criterion.key: int(self[criterion.key].data) for criterion in COURSE_RUBRIC}


for _criterion in COURSE_RUBRIC:
    setattr(
        CourseReviewForm,
        _criterion.key,
        RadioField(
            _criterion.name,
            choices=[SelectChoice(str(level.points), level.name) for level in _criterion.levels],
            validators=[InputRequired(_CHOOSE)],
            invalid_choice_message=_CHOOSE,
        ),
    )
