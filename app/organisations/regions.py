"""The regions of the world as the sections of UCLG divide it, and the countries in each. Pure.

A country stands in one region, where its local governments mostly meet; territories stand where they lie.
"""

from collections.abc import Mapping
from enum import StrEnum


class Region(StrEnum):
    """A region of the world."""

    AFRICA = "africa"
    ASIA_PACIFIC = "asia_pacific"
    EURASIA = "eurasia"
    EUROPE = "europe"
    LATIN_AMERICA = "latin_america"
    MIDDLE_EAST_AND_WEST_ASIA = "middle_east_and_west_asia"
    NORTH_AMERICA = "north_america"


COUNTRIES: Mapping[Region, tuple[str, ...]] = {
    region: tuple(codes.split())
    for region, codes in {
        Region.AFRICA: """AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML
            MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW""",
        Region.ASIA_PACIFIC: """AS AU BD BN BT CC CK CN CX FJ FM GU HK ID IN IO JP KH KI KP KR LA LK MH MM MN MO MP MV MY
            NC NF NP NR NU NZ PF PG PH PK PN PW SB SG TH TK TL TO TV TW UM VN VU WF WS""",
        Region.EURASIA: "AM AZ BY KG KZ RU TJ TM UZ",
        Region.EUROPE: """AD AL AT AX BA BE BG CH CY CZ DE DK EE ES FI FO FR GB GE GG GI GL GR HR HU IE IM IS IT JE LI LT
            LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SJ SK SM TF UA VA XK""",
        Region.LATIN_AMERICA: """AG AI AR AW BB BL BO BQ BR BS BZ CL CO CR CU CW DM DO EC FK GD GF GP GS GT GY HN HT JM KN
            KY LC MF MQ MS MX NI PA PE PR PY SR SV SX TC TT UY VC VE VG VI""",
        Region.MIDDLE_EAST_AND_WEST_ASIA: "AE AF BH IL IQ IR JO KW LB OM PS QA SA SY TR YE",
        Region.NORTH_AMERICA: "BM CA PM US",
    }.items()
}
_REGIONS = {country: region for region, countries in COUNTRIES.items() for country in countries}


def region_of(country: str) -> Region | None:
    """The region a country lies in; None for an empty or unknown code."""
    return _REGIONS.get(country)
