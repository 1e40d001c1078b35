"""The forms of the classroom."""

from wtforms import TextAreaField
from wtforms.validators import Length, Optional

from app.platform.forms import Form, tidy
from app.platform.i18n import lazy


class EnrolForm(Form):
    """Enrolling, with what the learner hopes for."""

    expectation = TextAreaField(
        lazy("What do you hope to take home from this course?"),
        filters=[tidy],
        validators=[
            Optional(),
            Length(max=2000, message=lazy("Please keep to %(max)s characters; your text is still here.")),
        ],
        description=lazy(
            "One or two sentences are enough. We show them to you again at the end. You may leave this empty."
        ),
    )


class StepForm(Form):
    """A button that does one thing: mark as done, leave, begin."""
