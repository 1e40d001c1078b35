"""The shape of what one may ask a report for."""

from collections.abc import Sequence

from wtforms import Field, SearchField, SelectChoice, SelectField, StringField
from wtforms.validators import Length, Optional

from app.platform.forms import AskingForm, DayField, choices_with, refuse_backwards, tidy
from app.platform.i18n import lazy
from app.reporting.filters import Filters, Order, Status

_LONGEST = 200
_TOO_LONG = lazy("This is too long to look for. Use at most 200 characters.")
_NOT_OFFERED = lazy("Please choose from the list.")
_STATUSES = [
    SelectChoice("", lazy("Any status")),
    SelectChoice(Status.IN_PROGRESS.value, lazy("In progress")),
    SelectChoice(Status.COMPLETED.value, lazy("Completed")),
    SelectChoice(Status.LEFT.value, lazy("Left before completing")),
]
_ORDERS = [
    SelectChoice(Order.ENROLLED.value, lazy("Latest enrolment")),
    SelectChoice(Order.COMPLETED.value, lazy("Latest completion")),
    SelectChoice(Order.NAME.value, lazy("Name, from A")),
]


class FilterForm(AskingForm):
    """What to report. It changes nothing, so it carries no protection and can be kept as an address."""

    words = SearchField(lazy("Name or e-mail"), filters=[tidy], validators=[Length(max=_LONGEST, message=_TOO_LONG)])
    course = SelectField(lazy("Course"), choices=[], validate_choice=False, filters=[tidy])
    country = SelectField(lazy("Country"), choices=[], validate_choice=False, filters=[tidy])
    organisation = StringField(
        lazy("Organisation"), filters=[tidy], validators=[Length(max=_LONGEST, message=_TOO_LONG)]
    )
    status = SelectField(lazy("Status"), choices=_STATUSES, default="", invalid_choice_message=_NOT_OFFERED)
    enrolled_from = DayField(lazy("Enrolled from"), validators=[Optional()])
    enrolled_to = DayField(lazy("Enrolled until"), validators=[Optional()])
    completed_from = DayField(lazy("Completed from"), validators=[Optional()])
    completed_to = DayField(lazy("Completed until"), validators=[Optional()])
    order = SelectField(
        lazy("Begin with"), choices=_ORDERS, default=Order.ENROLLED.value, invalid_choice_message=_NOT_OFFERED
    )

    def validate_enrolled_to(self, field: Field) -> None:
        """Refuse a period that ends before it begins."""
        refuse_backwards(self.enrolled_from, field)

    def validate_completed_to(self, field: Field) -> None:
        """Refuse a period that ends before it begins."""
        refuse_backwards(self.completed_from, field)

    def offer(self, courses: Sequence[tuple[str, str]], countries: Sequence[tuple[str, str]]) -> None:
        """Put the courses and countries there are into the lists, and whatever else was asked for with them."""
        self.course.choices = choices_with(lazy("All courses"), courses, self.course.data)
        self.country.choices = choices_with(lazy("All countries"), countries, self.country.data)

    def filters(self) -> Filters:
        """What was asked for, without the parts that cannot be understood."""
        status = self.understood("status")
        return Filters(
            words=self.understood("words") or "",
            course=self.understood("course") or "",
            country=self.understood("country") or "",
            organisation=self.understood("organisation") or "",
            status=Status(status) if status else None,
            enrolled_from=self.understood("enrolled_from"),
            enrolled_to=self.understood("enrolled_to"),
            completed_from=self.understood("completed_from"),
            completed_to=self.understood("completed_to"),
        )

    def chosen_order(self) -> Order:
        """The order asked for, or else the usual one."""
        return Order(self.understood("order") or Order.ENROLLED)
