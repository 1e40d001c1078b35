"""Blocks between `:::` lines: a Markdown rule that knows their shape, and leaves their meaning to others."""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

MARK = ":::"


def container_plugin(md: MarkdownIt) -> None:
    """Teach the parser `::: kind title`; the tokens carry kind, title and whether the block was closed in `meta`."""
    md.block.ruler.before("fence", "container", _container, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _container(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read one container, or a closing line that closes nothing."""
    if state.is_code_block(start):
        return False
    line = _line(state, start)
    if not line.startswith(MARK):
        return False
    if silent:
        return True

    kind, _, title = line.lstrip(":").strip().partition(" ")
    if not kind:
        _push(state, "container_stray", 0, start, {})
        state.line = start + 1
        return True

    stop, is_closed = _closing_line(state, start, end)
    meta = {"kind": kind, "title": title.strip(), "is_closed": is_closed}
    parent_type, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", stop
    _push(state, "container_open", 1, start, meta, end=stop + is_closed)
    state.md.block.tokenize(state, start + 1, stop)
    _push(state, "container_close", -1, start, meta)
    state.parentType, state.lineMax = parent_type, line_max
    state.line = stop + is_closed
    return True


def _push(state: StateBlock, kind: str, nesting: int, line: int, meta: dict[str, object], end: int = 0) -> None:
    """Add a token that knows its lines."""
    token = state.push(kind, "", nesting)  # type: ignore[arg-type]
    token.map = [line, end or line + 1]
    token.meta = meta
    token.block = True


def _line(state: StateBlock, number: int) -> str:
    """The text of a line without its indentation."""
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _closing_line(state: StateBlock, start: int, end: int) -> tuple[int, bool]:
    """Find the line that closes the container opened at `start`: its number, and whether it is really there."""
    depth = 1
    fence = ""
    for number in range(start + 1, end):
        line = _line(state, number)
        if line and state.sCount[number] < state.blkIndent:
            return number, False
        if fence:
            fence = "" if line.startswith(fence) else fence
        elif line.startswith(("```", "~~~")):
            fence = line[:3]
        elif line.startswith(MARK):
            depth += 1 if line.lstrip(":").strip() else -1
        if depth == 0:
            return number, True
    return end, False
