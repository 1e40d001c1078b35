"""An address as a QR code: dark runs of squares, which a page and a PDF each draw in their own way. Pure."""

from dataclasses import dataclass
from itertools import groupby

# The white rim without which readers do not find the code.
RIM = 4


@dataclass(frozen=True, slots=True)
class Run:
    """Dark squares side by side, counted from the upper left corner of the rim."""

    x: int
    y: int
    length: int


@dataclass(frozen=True, slots=True)
class QrCode:
    """A square of `size` by `size`, its rim included."""

    size: int
    runs: tuple[Run, ...]

    @property
    def path(self) -> str:
        """The dark runs as the `d` of an SVG path."""
        return "".join(f"M{run.x} {run.y}h{run.length}v1h-{run.length}z" for run in self.runs)


def qr_code_of(address: str) -> QrCode:
    """The QR code of an address; a seventh of it may be dirty or torn and it is still read."""
    # Loaded at the first code, since few requests of a worker draw one.
    import segno

    rows = segno.make_qr(address, error="m", boost_error=False).matrix
    runs = tuple(run for y, row in enumerate(rows, start=RIM) for run in _runs(bytes(row), y))
    return QrCode(size=len(rows) + 2 * RIM, runs=runs)


def _runs(row: bytes, y: int) -> list[Run]:
    found, x = [], RIM
    for is_dark, squares in groupby(row):
        length = len(list(squares))
        if is_dark:
            found.append(Run(x, y, length))
        x += length
    return found
