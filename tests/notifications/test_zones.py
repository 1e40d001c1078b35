"""Where somebody's clock is follows from what they chose, or else from their country."""

import pytest

from app.notifications.zones import OFFSETS, is_zone, zone_name, zone_of, zones_of


@pytest.mark.parametrize(
    ("chosen", "country", "zone"),
    [
        ("", "SN", "Africa/Dakar"),
        ("", "DE", "Europe/Berlin"),
        ("America/Bogota", "SN", "America/Bogota"),
        # The clocks of Brazil differ.
        ("", "BR", None),
        ("", "", None),
        ("", "XX", None),
        ("Mars/Olympus", "SN", None),
    ],
)
def test_a_zone_is_known_where_there_is_one(chosen: str, country: str, zone: str | None) -> None:
    found = zone_of(chosen, country)
    assert (None if found is None else str(found)) == zone


def test_zones_are_named_by_cities_or_by_hours() -> None:
    assert zone_name("America/Sao_Paulo", "fr") == "São Paulo"
    assert [zone_name(name, "en") for name in (OFFSETS[0], OFFSETS[12], OFFSETS[15], OFFSETS[-1])] == [
        "UTC-12:00",
        "UTC",
        "UTC+03:00",
        "UTC+14:00",
    ]
    assert all(is_zone(name) for name in (*OFFSETS, *zones_of("BR")))
