"""Every setting: what it decides, what it is now, and where that comes from. Secrets are never shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import make_url

from app.config import ELSEWHERE, KNOWN, PREFIX, Settings
from app.platform.i18n import _, lazy

Shown = Callable[[Settings], str]
_OF_TESTS = "TEST_"


@dataclass(frozen=True, slots=True)
class SettingLine:
    """A setting; `value` is None where it is a secret, empty where there is none."""

    name: str
    purpose: str
    value: str | None
    is_given: bool


def settings_of_this_site() -> Settings:
    """The settings that this process was started with."""
    settings: Settings = current_app.extensions["settings"]
    return settings


def setting_lines() -> list[SettingLine]:
    """All settings, in the order in which the handbook explains them."""
    settings = settings_of_this_site()
    known = [name for name in (*KNOWN, *ELSEWHERE) if not name.startswith(_OF_TESTS)]
    # Those of each organisation that people sign in with have names of their own.
    names = [*known, *sorted(name for name in settings.given.difference(known) if not name.startswith(_OF_TESTS))]
    return [_line(name, settings) for name in names]


def without_password(url: str) -> str:
    """An address with stars where its password is."""
    return make_url(url).render_as_string(hide_password=True) if url else ""


def _line(name: str, settings: Settings) -> SettingLine:
    purpose, shown = EXPLAINED.get(name, ("", None))
    # What is not known to be harmless is a secret.
    value = None if shown is None else shown(settings)
    return SettingLine(PREFIX + name, str(purpose), value, name in settings.given)


def _yes_or_no(value: bool) -> str:
    return _("yes") if value else _("no")


EXPLAINED: Mapping[str, tuple[str, Shown | None]] = {
    "INSTANCE": (lazy("The folder for what the site writes."), lambda told: str(told.instance)),
    "COURSES": (lazy("The folder of course folders."), lambda told: str(told.courses)),
    "DATABASE_URL": (lazy("The database."), lambda told: without_password(told.database_url)),
    "SECRET_KEY": (lazy("The secret that signs sessions."), None),
    "DEVELOPMENT": (
        lazy("Whether changed courses are published on the next page."),
        lambda told: _yes_or_no(told.development),
    ),
    "HTTPS": (lazy("Whether cookies are sent over https only."), lambda told: _yes_or_no(told.https)),
    "PROXIES": (
        lazy("How many web servers stand in front, whose word about visitors is believed."),
        lambda told: str(told.proxies),
    ),
    "SITE_NAME": (lazy("The name at the top of every page."), lambda told: told.site_name),
    "CONTACT": (lazy("Whom people tell about a barrier or a fault."), lambda told: told.contact),
    "ADDRESS": (lazy("Where people find the site; links in mail lead there."), lambda told: told.address),
    "MAIL": (lazy("The server that takes the site's mail."), lambda told: without_password(told.mail)),
    "MAIL_FROM": (lazy("In whose name mail is sent."), lambda told: told.mail_from),
    "REPLIES": (lazy("The address for answers by mail; without it nobody can answer."), lambda told: told.replies),
    "JOBS": (
        lazy("Who does what waits: the processes that serve pages, or others."),
        lambda told: "here" if told.works else "elsewhere",
    ),
    "OIDC": (
        lazy("The organisations whose own accounts people sign in with, by their short names."),
        lambda told: " ".join(one.key for one in told.organisations),
    ),
    "UNUSED_YEARS": (
        lazy("After how many years without a visit an account is erased; 0 never."),
        lambda told: str(told.unused_years),
    ),
    "WORKERS": (
        lazy("How many processes serve; read by the server when it starts."),
        lambda told: _("read when the server starts"),
    ),
}
