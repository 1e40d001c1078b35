"""Prints what was measured, as tables that fit a terminal."""

from collections.abc import Mapping, Sequence

from tests.benchmarks.load import Load
from tests.benchmarks.measuring import NARROW, WIDE, Figures, SequenceFigures
from tests.benchmarks.publishing import Publishing
from tests.benchmarks.sizes import Answer, Fetched
from tests.benchmarks.targets import Goal, Target

# What PostgreSQL is allowed, in parts of what SQLite should reach: every statement is a way there and back.
POSTGRES_ALLOWANCE = 0.65
_PAGES = (
    *("page", "SQL", "c1 req/s", "c16 req/s", "× bare (c16)", "floor", "aim"),
    *("p95 c16", "floor/aim", "CPU ms", "CPU × bare", ""),
)
_DETAILS = (
    *("page", "c", "per s", "× bare", "p50 ms", "p95 ms", "p99 ms", "CPU ms"),
    *("bare req/s", "bare CPU ms", "clean", "errors"),
)


def page_table(
    targets: Sequence[Target],
    figures: Mapping[tuple[str, int], Figures],
    statements: Mapping[str, int],
    allowance: float,
) -> str:
    """The pages against what they should reach."""
    rows = []
    for target in targets:
        narrow, wide = figures[target.name, NARROW], figures[target.name, WIDE]
        row = [target.title, _statements(target.goal, statements[target.name])]
        row += [f"{narrow.rate:,.0f}", f"{wide.rate:,.0f}", f"{wide.ratio:.3f}"]
        row += [*_wanted(target.goal, allowance), f"{wide.p95:.1f}", _waits(target.goal)]
        row += [f"{wide.cpu_ms:.2f}", f"{wide.cpu_ms / wide.bare_cpu_ms:.1f}"]
        rows.append([*row, _reached(target.goal, wide, statements[target.name], allowance)])
    return table(_PAGES, rows)


def detail_table(
    targets: Sequence[Target], figures: Mapping[tuple[str, int], Figures], sequences: Mapping[int, SequenceFigures]
) -> str:
    """Waiting times, and how far to trust them."""
    rows = [_details(target.title, c, figures[target.name, c]) for target in targets for c in (NARROW, WIDE)]
    for c, told in sequences.items():
        rows.append(_details("start, answer, submit, result", c, told.whole))
        submit = (told.submit_p50, told.submit_p95)
        rows.append(["· the submit of it", str(c), "", "", *(f"{wait:.2f}" for wait in submit), *[""] * 6])
    return table(_DETAILS, rows)


def _details(title: str, concurrency: int, of: Figures) -> list[str]:
    rates = [f"{of.rate:,.0f}", f"{of.ratio:.3f}"]
    waits = [f"{of.p50:.2f}", f"{of.p95:.2f}", f"{of.p99:.2f}"]
    trust = [f"{of.bare_rate:,.0f}", f"{of.bare_cpu_ms:.2f}", f"{of.clean}/{of.of}", str(of.errors)]
    return [title, str(concurrency), *rates, *waits, f"{of.cpu_ms:.2f}", *trust]


def size_table(pages: Mapping[str, Answer], around: Answer) -> str:
    """Bytes of HTML."""
    rows = [[title, f"{page.raw:,}", f"{page.zipped:,}"] for title, page in pages.items()]
    rows.append(["around the text of a lesson", f"{around.raw:,}", f"{around.zipped:,}"])
    return table(("HTML in bytes", "raw", "with gzip"), rows)


def view_table(fetched: Sequence[Fetched]) -> str:
    """All that a first view of a lesson fetches."""
    rows = [[one.name, f"{one.on_wire:,}", f"{one.zipped:,}"] for one in fetched]
    whole = [sum(one.on_wire for one in fetched), sum(one.zipped for one in fetched)]
    rows.append([f"{len(fetched)} requests", *(f"{size:,}" for size in whole)])
    return table(("first view of a lesson, bytes", "on the wire", "with gzip"), rows)


def publishing_table(told: Publishing) -> str:
    """Time and memory for a large course."""
    heads = (f"{told.lessons:,} lessons, {told.words:,} words", "seconds", "most MB held")
    rows = [
        ["before", "", f"{told.start_megabytes:.0f}"],
        ["compile", f"{told.compile_seconds:.2f}", f"{told.compile_megabytes:.0f}"],
        ["publish", f"{told.publish_seconds:.2f}", f"{told.publish_megabytes:.0f}"],
        ["open in a fresh worker", f"{told.open_seconds:.2f}", f"{told.open_megabytes:.0f}"],
        [
            "one lesson page",
            f"{told.page_seconds:.4f}",
            f"{told.page_kilobytes} KB of HTML, {told.zipped_kilobytes} zipped",
        ],
    ]
    return table(heads, rows)


def load_line(load: Load) -> str:
    """The waiting times of a load."""
    return f"p50 {load.p50:.1f} ms, p95 {load.p95:.1f} ms, p99 {load.p99:.1f} ms, {load.requests} answers"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as they must be: the first to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    rule = ["-" * width for width in widths]
    return "\n".join(_line(line, widths) for line in (heads, rule, *rows))


def _line(texts: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = texts
    cells = (text.rjust(width) for text, width in zip(others, widths[1:], strict=True))
    return "  ".join((first.ljust(widths[0]), *cells)).rstrip()


def _statements(goal: Goal | None, counted: int) -> str:
    return f"{counted} ≤{goal.statements}" if goal else str(counted)


def _wanted(goal: Goal | None, allowance: float) -> list[str]:
    if goal is None:
        return ["", ""]
    if goal.is_per_second:
        return [f"{goal.floor:g}/s", f"{goal.aim:g}/s"]
    return [f"{goal.floor * allowance:.2f}", f"{goal.aim * allowance:.2f}"]


def _waits(goal: Goal | None) -> str:
    return f"{goal.p95_floor:g}/{goal.p95_aim:g}" if goal else ""


def _reached(goal: Goal | None, wide: Figures, statements: int, allowance: float) -> str:
    """Which of the two marks holds in every respect."""
    if goal is None:
        return ""
    rate, part = (wide.rate, 1.0) if goal.is_per_second else (wide.ratio, allowance)
    if wide.errors or statements > goal.statements or rate < goal.floor * part or wide.p95 > goal.p95_floor:
        return "below"
    return "aim" if rate >= goal.aim * part and wide.p95 <= goal.p95_aim else "floor"
