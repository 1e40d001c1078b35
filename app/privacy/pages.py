"""What the pages about one's own data show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.accounts.consent_texts import CONSENTS, ConsentText
from app.accounts.consents import consents_of
from app.accounts.models import ConsentPurpose, User
from app.privacy.belongings import count_rows, whom
from app.privacy.columns import GOES
from app.privacy.datamap import DATA_MAP, tables_of_people
from app.privacy.erasing import find_waiting
from app.privacy.exporting import find_latest_export
from app.privacy.models import DataExport, Erasure
from app.privacy.retention import EXPORTS_KEPT

# What stays in the log was never about the person's words; what is said of it stands on the page itself.
_NOT_COUNTED = frozenset({"audit_entry", "job", "erasure", "organisation", "user_account"})


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One purpose with its words; `given_at` is None while the person does not agree."""

    purpose: ConsentPurpose
    text: ConsentText
    given_at: datetime | None


@dataclass(frozen=True, slots=True)
class DataPage:
    """What somebody agrees to, the copy they asked for, and whether their account is to be erased."""

    consents: tuple[ConsentLine, ...]
    export: DataExport | None
    waiting: Erasure | None

    @property
    def export_until(self) -> datetime | None:
        """The day on which the copy goes; None without one."""
        return self.export.asked_at + EXPORTS_KEPT if self.export else None


@dataclass(frozen=True, slots=True)
class ErasurePage:
    """What goes and what stays, by title with the number of rows, and whether the password must be told."""

    going: tuple[tuple[str, int], ...]
    staying: tuple[tuple[str, int], ...]
    certificates: int
    asks_password: bool
    # Whether they wrote for others what may go or stay.
    has_reviewed: bool


def data_page(user_id: int) -> DataPage:
    """The page about one's own data."""
    given = consents_of(user_id)
    lines = tuple(
        ConsentLine(purpose, text, given[purpose].given_at if purpose in given else None)
        for purpose, text in CONSENTS.items()
    )
    return DataPage(lines, find_latest_export(user_id), find_waiting(user_id))


def erasure_page(user: User, *, asks_password: bool) -> ErasurePage:
    """What erasure would do to somebody today."""
    counts = count_rows(whom(user))
    told = [(table, counts[table.name]) for table in tables_of_people() if table.name in counts]
    told = [(table, number) for table, number in told if table.name not in _NOT_COUNTED]
    return ErasurePage(
        going=tuple((table.title, number) for table, number in told if table.erasure is GOES),
        staying=tuple(
            (table.title, number) for table, number in told if table.erasure is not GOES and table.name != "certificate"
        ),
        certificates=counts.get("certificate", 0),
        asks_password=asks_password,
        has_reviewed="review" in counts,
    )


def described(counts: Mapping[str, Mapping[str, int]]) -> list[tuple[str, int, int]]:
    """The counts of a proof: the table as its title says, the rows deleted and the rows emptied."""
    return [
        (str(DATA_MAP[name].title) if name in DATA_MAP else name, of.get("deleted", 0), of.get("emptied", 0))
        for name, of in counts.items()
    ]
