"""The shape of what people choose about mails of notices."""

from collections.abc import Mapping, Sequence
from typing import Any

from babel.dates import get_day_names
from wtforms import BooleanField, SelectChoice, SelectField
from wtforms.validators import Optional

from app.notifications.digesting import Quiet
from app.notifications.kinds import groups_by_mail, kinds_by_mail
from app.notifications.zones import OFFSETS, is_zone, zone_name, zones_of
from app.platform.forms import Form
from app.platform.i18n import _, lazy, locale
from app.platform.telling import Cadence

_ABOUT = "about-"
_NOT_OFFERED = lazy("Please choose from the list.")
CADENCE_WORDS: Mapping[Cadence, str] = {
    Cadence.NOW: lazy("At once, gathered once an hour"),
    Cadence.DAILY: lazy("Once a day"),
    Cadence.WEEKLY: lazy("Once a week"),
    Cadence.NEVER: lazy("No mail; I look on the site"),
}
# Within a choice, which is one line on a phone.
_IN_SHORT: Mapping[Cadence, str] = {
    Cadence.NOW: lazy("at once"),
    Cadence.DAILY: lazy("every day"),
    Cadence.WEEKLY: lazy("every week"),
    Cadence.NEVER: lazy("no mail"),
}


class HabitsForm(Form):
    """When somebody wants mail; the questions about groups and kinds are added to it."""

    zone = SelectField(
        lazy("Where your clock is"),
        validators=[Optional()],
        invalid_choice_message=_NOT_OFFERED,
        description=lazy("If your city is not here, set your country in your account."),
    )
    quiet_from = SelectField(
        lazy("Quiet hours from"),
        invalid_choice_message=_NOT_OFFERED,
        description=lazy("What would come at night waits until the morning."),
    )
    quiet_until = SelectField(
        lazy("Quiet hours until"),
        invalid_choice_message=_NOT_OFFERED,
        description=lazy("The same hour twice: no quiet hours."),
    )
    weekday = SelectField(lazy("Day of weekly mails"), invalid_choice_message=_NOT_OFFERED)
    is_paused = BooleanField(lazy("Pause: no mails of notices at all"))

    @property
    def choices(self) -> dict[str, Cadence]:
        """What was chosen, by the key of a kind or of a group; what was left as proposed or is not offered is not."""
        offered = set(Cadence)
        return {
            field.name.removeprefix(_ABOUT): Cadence(field.data)
            for field in self
            if field.name.startswith(_ABOUT) and field.data in offered
        }

    @property
    def quiet(self) -> Quiet:
        """The quiet hours."""
        return Quiet(int(self.quiet_from.data), int(self.quiet_until.data))

    def about(self, key: str) -> Any:
        """The question about a group or a kind."""
        return self[_ABOUT + key]


def choices_form(country: str, chosen: Mapping[str, Cadence], habits: Mapping[str, Any]) -> HabitsForm:
    """The questions to somebody of this country, filled with what they chose; `habits` by the names of the fields."""
    fields: dict[str, Any] = {}
    for group in groups_by_mail():
        fields[_ABOUT + group.key] = _question(str(group.name), _("As proposed for each"))
        for kind in kinds_by_mail(group):
            proposed = _("As for all, or else %(cadence)s", cadence=_IN_SHORT[kind.cadence])
            fields[_ABOUT + kind.key] = _question(str(kind.name), proposed)
    made: type[HabitsForm] = type("ChoicesForm", (HabitsForm,), fields)
    form = made(data={**habits, **{_ABOUT + what: cadence.value for what, cadence in chosen.items()}})
    form.zone.choices = _zones(country, str(habits.get("zone", "")))
    hours = [SelectChoice(str(hour), f"{hour:02}:00") for hour in range(24)]
    form.quiet_from.choices = form.quiet_until.choices = hours
    names = get_day_names("wide", "stand-alone", locale=locale())
    form.weekday.choices = [SelectChoice(str(day), names[day]) for day in range(7)]
    return form


def _question(label: str, nothing: str) -> SelectField:
    offered = [SelectChoice(cadence.value, str(words)) for cadence, words in CADENCE_WORDS.items()]
    return SelectField(
        label,
        choices=[SelectChoice("", nothing), *offered],
        validators=[Optional()],
        invalid_choice_message=_NOT_OFFERED,
    )


def _zones(country: str, kept: str) -> Sequence[SelectChoice]:
    """The cities of the country first, then how far from Greenwich; and what was chosen before, wherever that is."""
    named = sorted(((name, zone_name(name, locale())) for name in zones_of(country)), key=lambda pair: pair[1])
    offsets = [(name, zone_name(name, locale())) for name in OFFSETS if is_zone(name)]
    known = {name for name, _words in (*named, *offsets)}
    before = [(kept, zone_name(kept, locale()))] if kept and kept not in known else []
    return [SelectChoice("", _("As my country says")), *(SelectChoice(*pair) for pair in (*before, *named, *offsets))]
