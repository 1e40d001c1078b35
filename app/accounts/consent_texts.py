"""What people may agree to, in the words they read. Pure.

A changed sentence is a new version with a new number: what somebody agreed to is what stood there. `good_from` is the
oldest version that still counts; raise it when the new words ask for more than the old ones did, and everybody is asked
anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.accounts.models import ConsentPurpose
from app.platform.i18n import lazy


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The words for one purpose: what is agreed to, what follows from it and what does not."""

    version: int
    good_from: int
    title: str
    sentences: tuple[str, ...]


CONSENTS: Mapping[ConsentPurpose, ConsentText] = {
    ConsentPurpose.ORGANISATION_PROGRESS: ConsentText(
        version=1,
        good_from=1,
        title=lazy("My organisation may see my progress"),
        sentences=(
            lazy(
                "The managers of my organisation, and of those it belongs to, may see by name which courses I take, "
                "how far I am, and what I have completed."
            ),
            lazy("They never see my answers, my marks or my e-mail address."),
            lazy("Without this, I count only in figures in which nobody can be recognised."),
        ),
    ),
}
