"""Settings: read once from the environment, typed, and every bad name told at once."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PREFIX = "LEARNING_FORUM_"


class BadSettings(Exception):
    """The environment holds settings that cannot be used; the message lists all of them."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an administrator decides. With no environment at all, the defaults run a site on this machine."""

    instance: Path
    courses: Path
    database_url: str
    secret_key: str | None
    development: bool
    testing: bool
    https: bool
    proxies: int
    site_name: str
    contact: str


_KNOWN = (
    "INSTANCE",
    "COURSES",
    "DATABASE_URL",
    "SECRET_KEY",
    "DEVELOPMENT",
    "HTTPS",
    "PROXIES",
    "SITE_NAME",
    "CONTACT",
)
# Read by the test runner and the server's own configuration, not by the application.
_ELSEWHERE = ("TEST_POSTGRES", "TEST_CHROMIUM", "WORKERS")
_SHORTEST_SECRET = 32


def settings_from(environment: Mapping[str, str], root: Path, testing: bool = False) -> Settings:
    """Read the variables that begin with `LEARNING_FORUM_`; raises BadSettings naming every fault at once."""
    given = {name.removeprefix(PREFIX): value.strip() for name, value in environment.items() if name.startswith(PREFIX)}
    faults = [_unknown(name) for name in sorted(given) if name not in _KNOWN and name not in _ELSEWHERE]
    instance = Path(given.get("INSTANCE") or root / "instance").resolve()
    secret = given.get("SECRET_KEY") or None
    if secret is not None and len(secret) < _SHORTEST_SECRET:
        faults.append(f"{PREFIX}SECRET_KEY is too short: give at least {_SHORTEST_SECRET} random characters.")
    flags = {name: _flag(name, given.get(name, ""), faults) for name in ("DEVELOPMENT", "HTTPS")}
    proxies = given.get("PROXIES") or "0"
    if not proxies.isdecimal() or int(proxies) > 5:
        faults.append(
            f"{PREFIX}PROXIES is the number of proxies in front of the site, 0 to 5; here it says {proxies!r}."
        )
    if faults:
        raise BadSettings("\n".join(faults))
    return Settings(
        instance=instance,
        courses=Path(given.get("COURSES") or root / "courses").resolve(),
        database_url=_database_url(given.get("DATABASE_URL") or f"sqlite:///{instance / 'learning-forum.sqlite'}"),
        secret_key=secret,
        development=flags["DEVELOPMENT"],
        testing=testing,
        https=flags["HTTPS"],
        proxies=int(proxies),
        site_name=given.get("SITE_NAME") or "Learning Forum",
        contact=given.get("CONTACT", ""),
    )


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name, _KNOWN, n=1)
    return f"{PREFIX}{name} is not a setting." + (f" Did you mean {PREFIX}{near[0]}?" if near else "")


def _flag(name: str, text: str, faults: list[str]) -> bool:
    if text.lower() in {"", "0", "no", "false", "off"}:
        return False
    if text.lower() not in {"1", "yes", "true", "on"}:
        faults.append(f"{PREFIX}{name} is either 1 or 0; here it says {text!r}.")
    return True


def _database_url(url: str) -> str:
    """Name the driver, because `postgresql://` alone means different drivers to different versions of SQLAlchemy."""
    for short in ("postgresql://", "postgres://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url
