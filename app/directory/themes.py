"""What people in local government learn about: a fixed list, so that who offers and who needs use the same words."""

from collections.abc import Mapping

from app.platform.i18n import lazy

THEMES: Mapping[str, str] = {
    "sdg-localization": lazy("Localizing the SDGs"),
    "local-reviews": lazy("Voluntary local and subnational reviews"),
    "data": lazy("Data, indicators and monitoring"),
    "planning": lazy("Planning and budgeting"),
    "finance": lazy("Local finance"),
    "participation": lazy("Participation of residents"),
    "decentralization": lazy("Decentralization and good governance"),
    "cooperation": lazy("Decentralized cooperation and partnerships"),
    "resilience": lazy("Disaster risk and resilience"),
    "climate": lazy("Climate and energy"),
    "housing": lazy("Housing and basic services"),
    "mobility": lazy("Mobility and public space"),
    "health-care": lazy("Health, care and food"),
    "equality": lazy("Gender equality and inclusion"),
    "migration": lazy("Migration"),
    "culture": lazy("Culture and heritage"),
    "learning-cities": lazy("Learning cities and lifelong learning"),
    "peer-learning": lazy("Peer learning and training"),
}


def theme_name(key: str) -> str:
    """A theme in the reader's language; one that is no longer on the list is shown as it is."""
    return str(THEMES.get(key, key))
