"""Settings: read once from the environment, typed, and every bad name told at once."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PREFIX = "LEARNING_FORUM_"


class BadSettings(Exception):
    """The environment holds settings that cannot be used; the message lists all of them."""


@dataclass(frozen=True, slots=True)
class OrganisationSignIn:
    """An organisation whose people sign in with what they use there (OpenID Connect)."""

    key: str
    name: str
    issuer: str
    client_id: str
    client_secret: str
    # Further sites that its tokens and keys come from, where it has more than one.
    hosts: tuple[str, ...]


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
    address: str
    mail: str
    mail_from: str
    # Where answers by mail go, as replies@example.org; empty where nobody takes any.
    replies: str
    works: bool
    organisations: tuple[OrganisationSignIn, ...]
    # After so many years an account that nobody uses goes; 0 keeps it for ever.
    unused_years: int
    # The names that the environment gave, without their prefix; the others have their defaults.
    given: frozenset[str] = frozenset()


KNOWN = (
    "INSTANCE",
    "COURSES",
    "DATABASE_URL",
    "SECRET_KEY",
    "DEVELOPMENT",
    "HTTPS",
    "PROXIES",
    "SITE_NAME",
    "CONTACT",
    "ADDRESS",
    "MAIL",
    "MAIL_FROM",
    "REPLIES",
    "JOBS",
    "OIDC",
    "UNUSED_YEARS",
)
# Of each organisation: LEARNING_FORUM_OIDC_RIVERTON_NAME and so on; HOSTS alone may be left out.
_OF_AN_ORGANISATION = ("NAME", "ISSUER", "CLIENT_ID", "CLIENT_SECRET", "HOSTS")
_ORGANISATION = re.compile(r"[a-z][a-z0-9]{0,29}")
_REPLIES = re.compile(r"[A-Za-z0-9][A-Za-z0-9.]{0,9}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
# Read by the test runner and the server's own configuration, not by the application.
ELSEWHERE = ("TEST_POSTGRES", "TEST_CHROMIUM", "WORKERS")
_SHORTEST_SECRET = 32
_UNUSED_YEARS = 3


def settings_from(environment: Mapping[str, str], root: Path, testing: bool = False) -> Settings:
    """Read the variables that begin with `LEARNING_FORUM_`; raises BadSettings naming every fault at once."""
    given = {name.removeprefix(PREFIX): value.strip() for name, value in environment.items() if name.startswith(PREFIX)}
    keys = given.get("OIDC", "").lower().split()
    of_organisations = {_of(key, name) for key in keys for name in _OF_AN_ORGANISATION}
    known = {*KNOWN, *ELSEWHERE, *of_organisations}
    faults = [_unknown(name, (*KNOWN, *sorted(of_organisations))) for name in sorted(given) if name not in known]
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
    address = _site_address(given.get("ADDRESS", ""), faults)
    mail = _mail_server(given.get("MAIL", ""), address, faults)
    replies = _replies(given.get("REPLIES", ""), faults)
    organisations = tuple(_organisation(key, given, faults) for key in keys)
    works = given.get("JOBS") or "here"
    if works not in {"here", "elsewhere"}:
        faults.append(f"{PREFIX}JOBS is either here or elsewhere; here it says {works!r}.")
    unused_years = given.get("UNUSED_YEARS") or str(_UNUSED_YEARS)
    if not unused_years.isdecimal() or int(unused_years) > 100:
        faults.append(
            f"{PREFIX}UNUSED_YEARS is a number of years, or 0 to keep every account; here it says {unused_years!r}."
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
        address=address,
        mail=mail,
        mail_from=given.get("MAIL_FROM") or f"noreply@{urlsplit(address).hostname or 'localhost'}",
        replies=replies,
        works=works == "here",
        organisations=organisations,
        unused_years=int(unused_years),
        given=frozenset(name for name, value in given.items() if value),
    )


def _site_address(address: str, faults: list[str]) -> str:
    parts = urlsplit(address)
    if address and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment):
        faults.append(
            f"{PREFIX}ADDRESS is where people find the site, as https://learning.example.org; not {address!r}."
        )
    return address.rstrip("/")


def _mail_server(url: str, address: str, faults: list[str]) -> str:
    """A server that takes the site's mail; its password is never shown."""
    parts = urlsplit(url)
    if url and (parts.scheme not in {"smtp", "smtps"} or not parts.hostname):
        faults.append(f"{PREFIX}MAIL is a mail server, as smtp://name:password@mail.example.org:587 or smtps://….")
    if url and not address:
        # Otherwise whoever sends a request could choose where the links in other people's mail lead.
        faults.append(f"{PREFIX}ADDRESS is needed where {PREFIX}MAIL is set: links in mail lead there.")
    return url


def _replies(address: str, faults: list[str]) -> str:
    """An address whose first part is short: with what it says of each answer it has 64 signs at most."""
    if address and not _REPLIES.fullmatch(address):
        faults.append(
            f"{PREFIX}REPLIES is an address for answers, as replies@example.org, with at most 10 letters, digits or dots"
            f" before the @; not {address!r}."
        )
    return address.lower()


def _of(key: str, name: str) -> str:
    return f"OIDC_{key.upper()}_{name}"


def _organisation(key: str, given: Mapping[str, str], faults: list[str]) -> OrganisationSignIn:
    """What is set for the sign-in of an organisation; its secret is never shown."""
    told = {name: given.get(_of(key, name), "") for name in _OF_AN_ORGANISATION}
    if not _ORGANISATION.fullmatch(key):
        faults.append(f"{PREFIX}OIDC lists short names of small letters and digits, as riverton; not {key!r}.")
    faults.extend(
        f"{PREFIX}{_of(key, name)} is needed, because {PREFIX}OIDC names {key}."
        for name in _OF_AN_ORGANISATION
        if not told[name] and name != "HOSTS"
    )
    hosts = tuple(told["HOSTS"].split())
    for name, address in (("ISSUER", told["ISSUER"]), *(("HOSTS", host) for host in hosts)):
        if address and not _is_asked_safely(address):
            faults.append(f"{PREFIX}{_of(key, name)} is an address as https://login.example.org; not {address!r}.")
    return OrganisationSignIn(key, told["NAME"], told["ISSUER"], told["CLIENT_ID"], told["CLIENT_SECRET"], hosts)


def _is_asked_safely(address: str) -> bool:
    """Whether it is asked by https, or on this machine, where somebody tries it out."""
    try:
        parts = urlsplit(address)
        is_whole = bool(parts.hostname) and not (parts.query or parts.fragment or parts.username) and parts.port != 0
    except ValueError:
        return False
    return is_whole and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK))


def _unknown(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
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
