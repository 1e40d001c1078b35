"""The shape of what those who run the site ask for."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import request
from wtforms import EmailField, Field, SearchField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.operations.audit_filters import AuditFilters
from app.operations.job_queries import JobState
from app.platform.forms import AskingForm, DayField, refuse_backwards, tidy
from app.platform.i18n import lazy

_LONGEST = 200
_LONGEST_ADDRESS = 1000
_TOO_LONG = lazy("This is too long to look for. Use at most 200 characters.")
_NOT_OFFERED = lazy("Please choose from the list.")
_STATES = [
    SelectChoice(JobState.FAILED.value, lazy("Given up")),
    SelectChoice(JobState.WAITING.value, lazy("Waiting")),
    SelectChoice(JobState.DONE.value, lazy("Done")),
]


class JobsForm(AskingForm):
    """Which jobs to show."""

    state = SelectField(
        lazy("State"), choices=_STATES, default=JobState.FAILED.value, invalid_choice_message=_NOT_OFFERED
    )
    kind = SelectField(lazy("Kind"), choices=[], validate_choice=False, filters=[tidy])

    def offer(self, kinds: Iterable[str]) -> None:
        """Put the kinds there are into the list."""
        self.kind.choices = [SelectChoice("", lazy("All kinds")), *(SelectChoice(one, one) for one in kinds)]

    def chosen(self) -> tuple[JobState, str]:
        """What was asked for, or else what needs somebody."""
        self.validate()
        return JobState.FAILED if self.state.errors else JobState(self.state.data), str(self.kind.data or "")


class AuditForm(AskingForm):
    """Which lines of the audit log to show. It changes nothing, so it can be kept as an address."""

    person = SearchField(
        lazy("E-mail address of a person"),
        filters=[tidy],
        validators=[Length(max=254, message=_TOO_LONG)],
        description=lazy("What they did, and what was done to them."),
    )
    action = SelectField(lazy("Action"), choices=[], validate_choice=False, filters=[tidy])
    subject = StringField(
        lazy("Subject"),
        filters=[tidy],
        validators=[Length(max=_LONGEST, message=_TOO_LONG)],
        description=lazy("For example course, or course:localizing-the-sdgs."),
    )
    done_from = DayField(lazy("From"), validators=[Optional()])
    done_to = DayField(lazy("Until"), validators=[Optional()])

    def validate_done_to(self, field: Field) -> None:
        """Refuse a period that ends before it begins."""
        refuse_backwards(self.done_from, field)

    def offer(self, actions: Iterable[str]) -> None:
        """Put the actions there are into the list."""
        self.action.choices = [SelectChoice("", lazy("All actions")), *(SelectChoice(one, one) for one in actions)]

    def filters(self) -> AuditFilters:
        """What was asked for, without the parts that cannot be understood."""
        asked = {field.name: field.data for field in self if field.data and not field.errors}
        return AuditFilters(**asked)


class AccessForm(AskingForm):
    """Whose access to which page is asked about."""

    person = EmailField(
        lazy("E-mail address of the person"),
        filters=[tidy],
        validators=[Length(max=254, message=_TOO_LONG)],
        description=lazy("Leave this empty to ask about a visitor without an account."),
    )
    page = StringField(
        lazy("Address of the page"),
        filters=[tidy],
        validators=[
            InputRequired(lazy("Paste the address of the page.")),
            Length(max=_LONGEST_ADDRESS, message=lazy("This address is too long.")),
        ],
        description=lazy("As it stands in the browser, for example /courses."),
    )

    def validate_page(self, field: Field) -> None:
        """Refuse addresses of other sites."""
        try:
            parts = urlsplit(field.data)
        except ValueError:
            raise ValidationError(lazy("This is not an address.")) from None
        if parts.netloc and parts.netloc != request.host:
            raise ValidationError(lazy("This address is of another site."))
        if not parts.path.startswith("/"):
            raise ValidationError(lazy("This is not an address of a page. It begins with a slash, as /courses."))

    @property
    def path(self) -> str:
        """The address within this site, with what is asked for in it."""
        parts = urlsplit(self.page.data)
        path = "/" + parts.path.lstrip("/")
        return f"{path}?{parts.query}" if parts.query else path
