"""SVG drawings: checked against a list of what a drawing needs, and written anew from nothing but that list."""

import re
from dataclasses import dataclass, field
from html import escape
from xml.parsers import expat

from app.content.faults import Faults, shorten

MOST_NESTING = 40

ELEMENTS = frozenset(
    """
    svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan
    marker linearGradient radialGradient stop clipPath mask pattern
    """.split()
)
CLASSES = frozenset(
    """
    ink soft line accent wash paper good warn none thin thick dashed dotted small large bold italic start middle end
    """.split()
)
ATTRIBUTES = frozenset(
    """
    viewBox x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy width height d points transform rotate textLength lengthAdjust pathLength
    fill stroke fill-opacity stroke-opacity opacity fill-rule clip-rule stroke-width stroke-linecap stroke-linejoin
    stroke-dasharray stroke-dashoffset stroke-miterlimit vector-effect text-anchor dominant-baseline font-size font-weight
    font-style letter-spacing direction unicode-bidi lang marker-start marker-mid marker-end markerWidth markerHeight markerUnits
    refX refY orient clip-path clipPathUnits mask maskUnits maskContentUnits gradientUnits gradientTransform spreadMethod offset
    stop-opacity patternUnits patternTransform patternContentUnits preserveAspectRatio aria-hidden
    """.split()
)
PAINTS = frozenset({"fill", "stroke"})
POINTING = frozenset({"marker-start", "marker-mid", "marker-end", "clip-path", "mask", "fill", "stroke"})
DROPPED = frozenset(
    {
        "xmlns",
        "xmlns:xlink",
        "version",
        "role",
        "aria-label",
        "aria-labelledby",
        "xml:space",
        "focusable",
        "baseProfile",
    }
)
"""What says nothing inside a page, or what the page says itself."""

ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,60}")
LOCAL_URL = re.compile(r"url\( ?['\"]?#([A-Za-z][A-Za-z0-9_-]{0,60})['\"]? ?\)")
VALUE = re.compile(r"[^<>\"'&\\;:@\x00-\x1f\x7f]{0,200000}")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A checked drawing, as pieces of markup between which the ids go, and the view box it is drawn in."""

    pieces: tuple[str, ...]
    view_box: str

    @property
    def size(self) -> int:
        """How many characters it adds to a page."""
        return sum(map(len, self.pieces))

    def markup(self, label: str, prefix: str) -> str:
        """The drawing as inline SVG; `prefix` keeps its ids apart from those of other drawings on the page."""
        inside = escape(prefix).join(self.pieces)
        return f'<svg viewBox="{escape(self.view_box)}" role="img" aria-label="{escape(label)}" focusable="false">{inside}</svg>'


class _Stop(Exception):
    """Ends the reading of a drawing that is not worth going on with."""


@dataclass(slots=True)
class _Reader:
    """Follows the XML parser through a drawing."""

    file: str
    faults: Faults
    parser: expat.XMLParserType
    parts: list[str | None] = field(default_factory=list)
    open_tags: list[str] = field(default_factory=list)
    view_box: str = ""
    ids: set[str] = field(default_factory=set)
    pointed_at: list[tuple[int, str]] = field(default_factory=list)
    is_sound: bool = True
    has_group: bool = False

    def fault(self, message: str) -> None:
        """Note a fault on the line being read."""
        self.faults.add(self.file, self.parser.CurrentLineNumber, message)
        self.is_sound = False

    def write(self, text: str) -> None:
        """Add to the markup."""
        self.parts.append(text)

    def write_prefixed(self, before: str, name: str, after: str) -> None:
        """Add an id; None keeps the place of its prefix."""
        self.parts += (before, None, name + after)

    def pieces(self) -> tuple[str, ...]:
        """The markup, cut where the prefixes go."""
        pieces: list[list[str]] = [[]]
        for part in self.parts:
            if part is None:
                pieces.append([])
            else:
                pieces[-1].append(part)
        return tuple("".join(piece) for piece in pieces)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if len(self.open_tags) >= MOST_NESTING:
            self.fault("Too many groups lie inside one another in this drawing; ungroup some of them.")
            raise _Stop
        is_root = not self.open_tags
        self.open_tags.append(tag)
        if is_root and tag != "svg":
            self.fault(f"The file begins with `<{shorten(tag)}>`; a drawing begins with `<svg>`.")
            raise _Stop
        if tag not in ELEMENTS:
            self.fault(f"`<{shorten(tag)}>` cannot be used in a drawing; delete it, or save the drawing as plain SVG.")
            return
        if is_root:
            self._read_root(attributes)
            return
        self.write(f"<{tag}")
        for name, value in attributes.items():
            self._write_attribute(tag, name, value)
        self.write(">")

    def end(self, tag: str) -> None:
        """An element ends."""
        self.open_tags.pop()
        if self.open_tags and tag in ELEMENTS:
            self.write(f"</{tag}>")
        elif self.has_group:
            self.write("</g>")

    def text(self, text: str) -> None:
        """Words between elements."""
        if len(self.open_tags) > 1:
            self.write(escape(text, quote=False))

    def _read_root(self, attributes: dict[str, str]) -> None:
        self.view_box = " ".join(attributes.pop("viewBox", "").replace(",", " ").split())
        if not re.fullmatch(r"-?[0-9.]{1,12} -?[0-9.]{1,12} [0-9.]{1,12} [0-9.]{1,12}", self.view_box):
            self.fault('The drawing needs a `viewBox` of four numbers on its `<svg>`, as in `viewBox="0 0 640 360"`.')
        kept = {
            name: value for name, value in attributes.items() if name not in ("width", "height", "preserveAspectRatio")
        }
        if any(name not in DROPPED for name in kept):
            # What is said for the whole drawing moves to a group, since the page writes the outermost element itself.
            self.write("<g")
            for name, value in kept.items():
                self._write_attribute("svg", name, value)
            self.write(">")
            self.has_group = True

    def _write_attribute(self, tag: str, name: str, value: str) -> None:
        if name in DROPPED:
            return
        if name == "class":
            self._write_classes(value)
        elif name == "id":
            self._write_id(value)
        elif name in ("href", "xlink:href"):
            self._write_reference(tag, value)
        elif name in ("xml:lang",):
            self._write_attribute(tag, "lang", value)
        elif name not in ATTRIBUTES:
            instead = "write classes instead" if name == "style" else "delete it"
            self.fault(f"The attribute `{shorten(name)}` cannot be used in a drawing (on `<{tag}>`); {instead}.")
        elif name in POINTING and (local := LOCAL_URL.fullmatch(value.strip())):
            self.pointed_at.append((self.parser.CurrentLineNumber, local[1]))
            self.write_prefixed(f' {name}="url(#', local[1], ')"')
        elif name in PAINTS and value.strip() not in ("none", "currentColor"):
            self.fault(
                f'`{name}="{shorten(value)}"` is a fixed colour; write a class instead, as in `class="accent"`: ink, soft, line, accent, wash, paper, good or warn.'
            )
        elif not VALUE.fullmatch(value) or "url" in value.lower():
            self.fault(f"The value of `{name}` cannot be used in a drawing: {shorten(value)}")
        else:
            self.write(f' {name}="{escape(value)}"')

    def _write_classes(self, value: str) -> None:
        unknown = [name for name in value.split() if name not in CLASSES]
        for name in unknown:
            self.faults.add(
                self.file,
                self.parser.CurrentLineNumber,
                f"`{shorten(name)}` is not a class a drawing can use; the colours are ink, soft, line, accent, wash, paper, good and warn.",
                near=(name, sorted(CLASSES)),
            )
            self.is_sound = False
        if not unknown:
            self.write(f' class="{" ".join(value.split())}"')

    def _write_id(self, value: str) -> None:
        if not ID.fullmatch(value):
            self.fault(f"`{shorten(value)}` cannot be an id; write a letter first, then letters, digits and hyphens.")
            return
        if value in self.ids:
            self.fault(f"Two parts of this drawing have the id `{value}`.")
            return
        self.ids.add(value)
        self.write_prefixed(' id="', value, '"')

    def _write_reference(self, tag: str, value: str) -> None:
        if (
            tag not in ("use", "linearGradient", "radialGradient", "pattern")
            or not ID.fullmatch(value.removeprefix("#"))
            or value[:1] != "#"
        ):
            self.fault(
                f'`href="{shorten(value)}"` leads out of the drawing; a drawing can only use parts of its own, as in `<use href="#arrow"/>`.'
            )
            return
        self.pointed_at.append((self.parser.CurrentLineNumber, value[1:]))
        self.write_prefixed(' href="#', value[1:], '"')


def read_drawing(file: str, content: bytes, faults: Faults) -> Drawing | None:
    """Check an SVG file; None after a fault."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    reader = _Reader(file, faults, parser)

    def refuse_doctype(*_: object) -> None:
        reader.fault("A drawing cannot have a `<!DOCTYPE …>`; delete it.")
        raise _Stop

    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.EntityDeclHandler = refuse_doctype
    parser.ProcessingInstructionHandler = lambda *_: reader.fault(
        "A drawing cannot have a line such as `<?xml-stylesheet …?>`; delete it."
    )
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(content, True)
    except _Stop:
        return None
    except (expat.ExpatError, ValueError, LookupError) as error:
        line = error.lineno if isinstance(error, expat.ExpatError) else 1
        faults.add(file, line, "This line is not proper SVG; perhaps a tag or a quotation mark is not closed.")
        return None

    for line, name in reader.pointed_at:
        if name not in reader.ids:
            faults.add(file, line, f"Nothing in this drawing has the id `{name}`.")
            reader.is_sound = False
    if not reader.is_sound:
        return None
    return Drawing(reader.pieces(), reader.view_box)
