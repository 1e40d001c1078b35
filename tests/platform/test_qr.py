"""QR codes as runs of squares."""

import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from app.platform.qr import RIM, qr_code_of

ADDRESS = "https://learning.example.org/verify/7K3QF-0XW9A-PD2M4-HB6TZ"


# Drawing is slow on a busy machine; what counts is that it is right.
@settings(deadline=None, max_examples=30)
@given(st.text("abcdefghijklmnopqrstuvwxyz.-/:0123456789", min_size=1, max_size=200))
def test_the_runs_are_the_dark_squares(address: str) -> None:
    code = qr_code_of(address)
    dark = {(run.x + step, run.y) for run in code.runs for step in range(run.length)}
    wanted = segno.make_qr(address, error="m", boost_error=False).matrix_iter(border=RIM)
    assert dark == {(x, y) for y, row in enumerate(wanted) for x, square in enumerate(row) if square}


def test_the_rim_stays_white() -> None:
    code = qr_code_of(ADDRESS)
    assert min(run.x for run in code.runs) == min(run.y for run in code.runs) == RIM
    assert max(run.x + run.length for run in code.runs) == max(run.y for run in code.runs) + 1 == code.size - RIM


def test_the_path_draws_each_run_once() -> None:
    code = qr_code_of(ADDRESS)
    assert code.path.startswith("M4 4h7v1h-7z")
    assert code.path.count("z") == len(code.runs)
