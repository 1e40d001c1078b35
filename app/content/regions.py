"""The regions of the world as the United Nations count them (M49), each with its countries by ISO 3166-1 code."""

_COUNTRIES = {
    "northern-africa": "DZ EG EH LY MA SD TN",
    "sub-saharan-africa": """
        AO BF BI BJ BW CD CF CG CI CM CV DJ ER ET GA GH GM GN GQ GW IO KE KM LR LS MG ML MR MU MW MZ NA NE NG RE RW SC SH
        SL SN SO SS ST SZ TD TF TG TZ UG YT ZA ZM ZW
        """,
    "latin-america-and-the-caribbean": """
        AG AI AR AW BB BL BO BQ BR BS BZ CL CO CR CU CW DM DO EC FK GD GF GP GS GT GY HN HT JM KN KY LC MF MQ MS MX NI PA
        PE PR PY SR SV SX TC TT UY VC VE VG VI
        """,
    "northern-america": "BM CA GL PM US",
    "central-asia": "KG KZ TJ TM UZ",
    "eastern-asia": "CN HK JP KP KR MN MO TW",
    "south-eastern-asia": "BN ID KH LA MM MY PH SG TH TL VN",
    "southern-asia": "AF BD BT IN IR LK MV NP PK",
    "western-asia": "AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE",
    "europe": """
        AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL
        NO PL PT RO RS RU SE SI SJ SK SM UA VA XK
        """,
    "oceania": "AS AU CC CK CX FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS",
}
COUNTRIES: dict[str, frozenset[str]] = {region: frozenset(codes.split()) for region, codes in _COUNTRIES.items()}
"""The countries of each region."""

ALL_COUNTRIES = frozenset().union(*COUNTRIES.values())
"""Every country that lies in a region."""

_REGIONS = {code: region for region, codes in COUNTRIES.items() for code in codes}


def region_of(country: str) -> str:
    """The region a country lies in; empty for a code that is none."""
    return _REGIONS.get(country, "")
