"""Every country lies in one region of the world."""

from collections import Counter

from app.accounts.countries import countries
from app.organisations.regions import COUNTRIES, Region, region_of


def test_every_country_people_can_choose_lies_in_a_region() -> None:
    assert [code for code, _name in countries("en") if region_of(code) is None] == []


def test_no_country_lies_in_two() -> None:
    counted = Counter(code for codes in COUNTRIES.values() for code in codes)
    assert [code for code, number in counted.items() if number > 1] == []
    assert {code for code, _name in countries("en")} == set(counted)


def test_regions_follow_the_sections_of_uclg() -> None:
    assert region_of("SN") is Region.AFRICA
    assert region_of("TR") is Region.MIDDLE_EAST_AND_WEST_ASIA
    assert region_of("KZ") is Region.EURASIA
    assert region_of("MX") is Region.LATIN_AMERICA
    assert region_of("") is None
