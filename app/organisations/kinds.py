"""What organisations are, how large, and which titles people hold; with the words for them."""

from collections.abc import Mapping
from enum import StrEnum

from app.organisations.regions import Region
from app.organisations.tree import LinkKind
from app.platform.i18n import _, lazy


class Kind(StrEnum):
    """What an organisation is."""

    MUNICIPALITY = "municipality"
    REGION = "region"
    ASSOCIATION = "association"
    SECTION = "section"
    COMMITTEE = "committee"
    PARTNER = "partner"
    FUNDER = "funder"
    OTHER = "other"


class Population(StrEnum):
    """How many people live where an organisation governs."""

    UNTOLD = ""
    UNDER_20_000 = "under_20_000"
    UNDER_100_000 = "under_100_000"
    UNDER_500_000 = "under_500_000"
    UNDER_1_000_000 = "under_1_000_000"
    UNDER_5_000_000 = "under_5_000_000"
    MORE = "more"


class TitleKind(StrEnum):
    """What somebody is to a course, an organisation or the platform. No permission follows from it."""

    FOCAL_POINT = "focal_point"
    FACILITATOR = "facilitator"
    COACH = "coach"
    EXPERT = "expert"
    MENTOR = "mentor"
    HOST = "host"
    COORDINATOR = "coordinator"
    CHAMPION = "champion"


class ThingKind(StrEnum):
    """What a title is held on."""

    COURSE = "course"
    ORGANISATION = "organisation"
    PLATFORM = "platform"


KIND_WORDS: Mapping[Kind, str] = {
    Kind.MUNICIPALITY: lazy("City or municipality"),
    Kind.REGION: lazy("Region"),
    Kind.ASSOCIATION: lazy("Association of local governments"),
    Kind.SECTION: lazy("Section of UCLG"),
    Kind.COMMITTEE: lazy("Committee or working group"),
    Kind.PARTNER: lazy("Partner"),
    Kind.FUNDER: lazy("Funder"),
    Kind.OTHER: lazy("Other organisation"),
}

POPULATION_WORDS: Mapping[Population, str] = {
    Population.UNTOLD: lazy("Not told"),
    Population.UNDER_20_000: lazy("Fewer than 20,000"),
    Population.UNDER_100_000: lazy("20,000 to 100,000"),
    Population.UNDER_500_000: lazy("100,000 to 500,000"),
    Population.UNDER_1_000_000: lazy("500,000 to 1 million"),
    Population.UNDER_5_000_000: lazy("1 to 5 million"),
    Population.MORE: lazy("More than 5 million"),
}

REGION_WORDS: Mapping[Region, str] = {
    Region.AFRICA: lazy("Africa"),
    Region.ASIA_PACIFIC: lazy("Asia-Pacific"),
    Region.EURASIA: lazy("Eurasia"),
    Region.EUROPE: lazy("Europe"),
    Region.LATIN_AMERICA: lazy("Latin America and the Caribbean"),
    Region.MIDDLE_EAST_AND_WEST_ASIA: lazy("Middle East and West Asia"),
    Region.NORTH_AMERICA: lazy("North America"),
}

TITLE_WORDS: Mapping[TitleKind, str] = {
    TitleKind.FOCAL_POINT: lazy("Focal point"),
    TitleKind.FACILITATOR: lazy("Facilitator"),
    TitleKind.COACH: lazy("Coach"),
    TitleKind.EXPERT: lazy("Expert"),
    TitleKind.MENTOR: lazy("Mentor"),
    TitleKind.HOST: lazy("Host"),
    TitleKind.COORDINATOR: lazy("Coordinator"),
    TitleKind.CHAMPION: lazy("Champion"),
}

LINK_WORDS: Mapping[LinkKind, str] = {
    LinkKind.PART_OF: lazy("Part of"),
    LinkKind.MEMBER_OF: lazy("Member of"),
}


def title_in_words(kind: TitleKind, thing_kind: ThingKind, thing_name: str) -> str:
    """A title with what it is held on."""
    title = str(TITLE_WORDS[kind])
    if thing_kind is ThingKind.PLATFORM:
        return _("%(title)s for the whole site", title=title)
    return _("%(title)s: %(thing)s", title=title, thing=thing_name)
