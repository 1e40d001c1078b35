"""The shape of what is told when work is shown to others, and when somebody looks at it."""

from typing import Any

from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.accounts.countries import countries
from app.content.sdgs import GOALS, SDG_LABELS
from app.peerreview.sharing import LICENCES, MOST_TARGETS, Licence, targets_in
from app.peerreview.sharing_actions import Offer
from app.platform.forms import Form, tidy
from app.platform.i18n import _, lazy, locale

_TOO_LONG = lazy("Please keep to %(max)s characters; your text is still here.")
_NOT_OFFERED = lazy("Please choose from the list.")
_NO_TITLE = lazy("Give it a title.")
_NO_PLACE = lazy("Say which place it is about.")


class TargetsField(SelectMultipleField):
    """Goals and targets to tick."""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is no goal or target."""
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(_NOT_OFFERED) from None


class ShareForm(Form):
    """What an author tells of the work they show, and that they agree."""

    title = StringField(
        lazy("Title of the example"),
        filters=[tidy],
        validators=[InputRequired(_NO_TITLE), Length(max=120, message=_TOO_LONG)],
        description=lazy("What it is about, in the language of the work. Others choose by it."),
    )
    place = StringField(
        lazy("Place"),
        filters=[tidy],
        validators=[InputRequired(_NO_PLACE), Length(max=120, message=_TOO_LONG)],
        description=lazy("A town or region, as exactly as you want it to be public."),
    )
    country = SelectField(lazy("Country"), validators=[Optional()], choices=[], invalid_choice_message=_NOT_OFFERED)
    sdgs = TargetsField(lazy("Goals and targets it serves"), choices=[SelectChoice(key, key) for key in SDG_LABELS])
    licence = RadioField(
        lazy("What may others do with it?"),
        choices=[SelectChoice(key.value, text.meaning) for key, text in LICENCES.items()],
        validators=[InputRequired(lazy("Choose a licence."))],
        invalid_choice_message=lazy("Choose a licence."),
    )
    shows_name = BooleanField(lazy("Show my name with it"))
    agrees = BooleanField(
        lazy("I agree to all of this"), validators=[InputRequired(lazy("Nothing is published unless you agree."))]
    )

    def __init__(self, *positional: Any, **named: Any) -> None:
        super().__init__(*positional, **named)
        self.country.choices = [("", _("Choose a country")), *countries(locale())]

    def validate_title(self, field: Field) -> None:
        """Space is no title."""
        if not field.data:
            raise ValidationError(_NO_TITLE)

    def validate_place(self, field: Field) -> None:
        """Space is no place."""
        if not field.data:
            raise ValidationError(_NO_PLACE)

    def validate_sdgs(self, field: Field) -> None:
        """Whatever serves everything says nothing."""
        if len(field.data or ()) > MOST_TARGETS:
            raise ValidationError(_("At most %(most)s.", most=MOST_TARGETS))

    @property
    def goals(self) -> list[tuple[str, list[str], int]]:
        """Each goal with what may be ticked of it, and how much of that is."""
        chosen = set(self.sdgs.data or ())
        keys = [(str(goal.number), [str(goal.number), *goal.targets]) for goal in GOALS]
        return [(number, offered, len(chosen.intersection(offered))) for number, offered in keys]

    @property
    def offer(self) -> Offer:
        """What they tell."""
        return Offer(
            title=self.title.data or "",
            licence=Licence(self.licence.data),
            place=self.place.data or "",
            country=self.country.data or "",
            sdgs=targets_in(self.sdgs.data or []),
            shows_name=bool(self.shows_name.data),
        )


class LookForm(Form):
    """Whether work may be public, and a word to its author, without which nothing is declined."""

    words = TextAreaField(
        lazy("A word to its author"),
        filters=[tidy],
        validators=[Length(max=2000, message=_TOO_LONG)],
        description=lazy("Needed if you decline it: say what has to change, for example who is named."),
    )
    step = StringField()

    @property
    def declines(self) -> bool:
        """Whether the button that declines was pressed; no other answer makes anything public but `accept`."""
        return bool(self.step.data != "accept")

    def validate_words(self, field: Field) -> None:
        """Whoever declines says why."""
        if self.declines and not field.data:
            raise ValidationError(_("Say why, so that its author can do something about it."))
