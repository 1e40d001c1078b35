"""Whose voices are heard, counted."""

from app.forum.voices import UNKNOWN, Said, Share, by_language, by_region, unheard
from app.organisations.regions import Region

SAID = [
    Said(1, "SN", "fr", 2),
    Said(1, "SN", "en", 1),
    Said(2, "KE", "en", 1),
    Said(3, "BR", "pt", 3),
    Said(4, "", "en", 1),
]


def test_people_and_messages_are_counted_by_region_the_unknown_last() -> None:
    assert by_region(SAID) == [
        Share("africa", speakers=2, messages=4, percent=50),
        Share("latin_america", speakers=1, messages=3, percent=38),
        Share(UNKNOWN, speakers=1, messages=1, percent=12),
    ]


def test_who_writes_in_two_languages_counts_in_both() -> None:
    assert [(share.key, share.speakers, share.messages) for share in by_language(SAID)] == [
        ("en", 3, 3),
        ("pt", 1, 3),
        ("fr", 1, 2),
    ]


def test_regions_that_are_missing_come_first_where_somebody_from_there_waits() -> None:
    missing = unheard(SAID, ["DK", "SE", "WS", "SN", ""])
    assert [(one.region, one.waiting) for one in missing[:3]] == [
        (Region.EUROPE, 2),
        (Region.ASIA_PACIFIC, 1),
        (Region.EURASIA, 0),
    ]
    assert Region.AFRICA not in {one.region for one in missing}


def test_where_nobody_spoke_there_are_no_shares() -> None:
    assert by_region([]) == by_language([]) == []
