"""Where somebody's clock is: as chosen, or else as their country says. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global
from babel.dates import get_timezone_location

# East and west of Greenwich by whole hours. These names count the other way round: Etc/GMT-3 is three hours ahead.
OFFSETS = tuple(f"Etc/GMT{hours:+d}" if hours else "UTC" for hours in range(12, -15, -1))


def zone_of(chosen: str, country: str) -> tzinfo | None:
    """The zone that somebody chose, or the one of their country; None where it is unknown or the clocks there differ.

    `chosen` is a name as Africa/Dakar, `country` an ISO 3166-1 code; both may be empty.
    """
    if chosen:
        return _zone(chosen)
    zones = [zone for name in zones_of(country) if (zone := _zone(name)) is not None]
    hands = {tuple(datetime(2026, month, 1, tzinfo=zone).utcoffset() for month in (1, 7)) for zone in zones}
    return zones[0] if len(hands) == 1 else None


def zones_of(country: str) -> Sequence[str]:
    """The zones of a country, by the names that computers use; none for an unknown one."""
    zones: dict[str, list[str]] = get_global("territory_zones")  # type: ignore[assignment]
    return [name for name in zones.get(country, ()) if _zone(name) is not None] if country else []


def is_zone(name: str) -> bool:
    """Whether this machine knows a zone of this name."""
    return _zone(name) is not None


@lru_cache(maxsize=512)
def zone_name(name: str, language: str) -> str:
    """A zone as people call it: by a city, or by how far it is from Greenwich."""
    if name in OFFSETS:
        hours = 12 - OFFSETS.index(name)
        return f"UTC{-hours:+03d}:00" if hours else "UTC"
    return str(get_timezone_location(name, locale=language, return_city=True))


@lru_cache(maxsize=512)
def _zone(name: str) -> tzinfo | None:
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
