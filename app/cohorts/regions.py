"""The regions of the world in the reader's words."""

from app.platform.i18n import _


def region_names() -> dict[str, str]:
    """Every region's name by its key."""
    return {
        "northern-africa": _("Northern Africa"),
        "sub-saharan-africa": _("Sub-Saharan Africa"),
        "latin-america-and-the-caribbean": _("Latin America and the Caribbean"),
        "northern-america": _("Northern America"),
        "central-asia": _("Central Asia"),
        "eastern-asia": _("Eastern Asia"),
        "south-eastern-asia": _("South-eastern Asia"),
        "southern-asia": _("Southern Asia"),
        "western-asia": _("Western Asia"),
        "europe": _("Europe"),
        "oceania": _("Oceania"),
    }
