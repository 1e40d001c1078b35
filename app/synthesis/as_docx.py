"""A synthesis as a Word file, the same bytes for the same document. Pure.

Written as the standard has it (ECMA-376), with nothing but a zip. Links, languages, writing from right to left,
numbered lists and page numbers are what such a file is made of; libraries leave these to handwritten XML all the same,
and put the hour of writing into each file.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from app.platform.i18n import direction_of
from app.synthesis.blocks import CONTINUED, Block, Look, Run, Runs
from app.synthesis.document import Document
from app.synthesis.layout import laid_out

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ACCENT, _INK, _SOFT, _LINE = "0B5A63", "1B2326", "545F64", "DEDACD"
# The first moment that a zip can name: the hour of writing is nobody's business, and would change the bytes.
_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
_DEEPEST = 6
_STYLES = {
    Look.TITLE: "Title",
    Look.OVER: "Subtitle",
    Look.PARAGRAPH: "BodyText",
    Look.QUOTE: "Quote",
    Look.SOURCE: "Source",
    Look.CODE: "Code",
}


def word_file(document: Document) -> bytes:
    """The file."""
    pages = _Pages(document)
    body = pages.body()
    files = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _package_relations(),
        "docProps/core.xml": _core(document),
        "docProps/app.xml": _app(),
        "word/document.xml": body,
        "word/styles.xml": _styles(document.language),
        "word/numbering.xml": _numbering(pages.numbered_lists),
        "word/settings.xml": _settings(document.language),
        "word/footer1.xml": _footer(document),
        "word/_rels/document.xml.rels": _document_relations(pages.addresses),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, _FIRST_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode())
    return packed.getvalue()


class _Pages:
    """The body, with the addresses and the numbered lists that its other files tell of."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.addresses: list[str] = []
        # The lists that are numbered, with the level they stand on and the number they begin with.
        self.numbered_lists: dict[int, tuple[int, int]] = {}

    def body(self) -> str:
        """The main file."""
        blocks = "".join(self._block(block) for block in laid_out(self._document))
        bidi = "<w:bidi/>" if _is_rtl(self._document.language) else ""
        section = (
            '<w:sectPr><w:footerReference w:type="default" r:id="rFooter"/><w:pgSz w:w="11906" w:h="16838"/>'
            '<w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="709" w:footer="709"'
            f' w:gutter="0"/>{bidi}</w:sectPr>'
        )
        names = f'xmlns:w="{_MAIN}" xmlns:r="{_RELATIONS}"'
        return f"{_HEAD}<w:document {names}><w:body>{blocks}{section}</w:body></w:document>"

    def _block(self, block: Block) -> str:
        language = block.language or self._document.language
        if block.look is Look.TABLE:
            return self._table(block, language)
        return f"<w:p>{self._shape(block, language)}{self._runs(block.runs, language)}</w:p>"

    def _shape(self, block: Block, language: str) -> str:
        style = _STYLES.get(block.look, "")
        if block.look is Look.HEADING:
            style = f"Heading{block.level - 1}"
        more = ""
        if block.look is Look.ITEM:
            style = "ListParagraph"
            more = self._place_in_list(block)
        bidi = "<w:bidi/>" if _is_rtl(language) else ""
        keep = "<w:keepNext/>" if block.look is Look.QUOTE else ""
        return f'<w:pPr><w:pStyle w:val="{style}"/>{keep}{more if "numPr" in more else ""}{bidi}{more if "ind" in more else ""}</w:pPr>'

    def _place_in_list(self, block: Block) -> str:
        level = min(block.level, _DEEPEST) - 1
        if block.list_id == CONTINUED:
            return f'<w:ind w:left="{360 * (level + 1)}"/>'
        number = 1
        if block.number:
            self.numbered_lists.setdefault(block.list_id, (level, block.number))
            number = 1 + list(self.numbered_lists).index(block.list_id) + 1
        return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'

    def _table(self, block: Block, language: str) -> str:
        columns = max(len(row) for row in block.rows)
        width = 9070 // columns
        visual = "<w:bidiVisual/>" if _is_rtl(language) else ""
        grid = f'<w:gridCol w:w="{width}"/>' * columns
        head = f'<w:tblPr><w:tblStyle w:val="Lines"/>{visual}<w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        rows = "".join(self._row(row, width, language, is_head=not number) for number, row in enumerate(block.rows))
        # A table that nothing follows makes a file that Word repairs.
        return f'<w:tbl>{head}{rows}</w:tbl><w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr></w:p>'

    def _row(self, row: tuple[Runs, ...], width: int, language: str, *, is_head: bool) -> str:
        told = "<w:trPr><w:tblHeader/></w:trPr>" if is_head else ""
        bidi = "<w:bidi/>" if _is_rtl(language) else ""
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="TableText"/>{bidi}</w:pPr>'
            f"{self._runs(_strong(cell) if is_head else cell, language)}</w:p></w:tc>"
            for cell in row
        )
        return f"<w:tr>{told}{cells}</w:tr>"

    def _runs(self, runs: Iterable[Run], language: str) -> str:
        return "".join(self._run(run, language) for run in runs)

    def _run(self, run: Run, language: str) -> str:
        written = f"<w:r>{_look(run, language)}{_words(run.words)}</w:r>"
        if not run.address:
            return written
        if run.address not in self.addresses:
            self.addresses.append(run.address)
        return f'<w:hyperlink r:id="rLink{self.addresses.index(run.address) + 1}" w:history="1">{written}</w:hyperlink>'


def _strong(cell: Runs) -> Iterator[Run]:
    for run in cell:
        yield Run(run.words, True, run.is_emphasised, run.is_code, run.address)


def _look(run: Run, language: str) -> str:
    """In the order that the standard wants."""
    parts = []
    if run.address:
        parts.append('<w:rStyle w:val="Hyperlink"/>')
    if run.is_code:
        parts.append('<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>')
    if run.is_strong:
        parts.append("<w:b/><w:bCs/>")
    if run.is_emphasised:
        parts.append("<w:i/><w:iCs/>")
    if _is_rtl(language):
        parts.append("<w:rtl/>")
    parts.append(_tongue(language))
    return f"<w:rPr>{''.join(parts)}</w:rPr>"


def _tongue(language: str) -> str:
    kind = "bidi" if _is_rtl(language) else "val"
    return f"<w:lang w:{kind}={quoteattr(language)}/>"


def _words(words: str) -> str:
    lines = "".join(sign for sign in words if sign == "\n" or sign >= " ").split("\n")
    return "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)


def _is_rtl(language: str) -> bool:
    return direction_of(language) == "rtl"


def _content_types() -> str:
    office = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {
        "/word/document.xml": f"{office}.document.main+xml",
        "/word/styles.xml": f"{office}.styles+xml",
        "/word/numbering.xml": f"{office}.numbering+xml",
        "/word/settings.xml": f"{office}.settings+xml",
        "/word/footer1.xml": f"{office}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    told = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{told}</Types>'
    )


def _package_relations() -> str:
    return _relations(
        ("rDocument", f"{_RELATIONS}/officeDocument", "word/document.xml", False),
        ("rCore", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml", False),
        ("rApp", f"{_RELATIONS}/extended-properties", "docProps/app.xml", False),
    )


def _document_relations(addresses: Iterable[str]) -> str:
    links = (
        (f"rLink{number}", f"{_RELATIONS}/hyperlink", address, True) for number, address in enumerate(addresses, 1)
    )
    return _relations(
        ("rStyles", f"{_RELATIONS}/styles", "styles.xml", False),
        ("rNumbering", f"{_RELATIONS}/numbering", "numbering.xml", False),
        ("rSettings", f"{_RELATIONS}/settings", "settings.xml", False),
        ("rFooter", f"{_RELATIONS}/footer", "footer1.xml", False),
        *links,
    )


def _relations(*told: tuple[str, str, str, bool]) -> str:
    lines = []
    for name, kind, target, is_outside in told:
        where = ' TargetMode="External"' if is_outside else ""
        lines.append(f'<Relationship Id="{name}" Type="{kind}" Target={quoteattr(target)}{where}/>')
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def _core(document: Document) -> str:
    written = f"{document.published_on or '1980-01-01'}T00:00:00Z"
    moments = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{written}</dcterms:{name}>' for name in ("created", "modified")
    )
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(document.title)}</dc:title><dc:subject>{escape(document.subject)}</dc:subject>"
        f"<dc:creator>{escape(document.site)}</dc:creator>{moments}<dc:language>{escape(document.language)}</dc:language>"
        f"<cp:version>{document.number}</cp:version></cp:coreProperties>"
    )


def _app() -> str:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'{_HEAD}<Properties xmlns="{space}"><Application>Learning Forum</Application></Properties>'


def _settings(language: str) -> str:
    main = f"<w:themeFontLang {'w:bidi' if _is_rtl(language) else 'w:val'}={quoteattr(language)}/>"
    compatible = (
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
        ' w:val="15"/></w:compat>'
    )
    return f'{_HEAD}<w:settings xmlns:w="{_MAIN}"><w:defaultTabStop w:val="709"/>{compatible}{main}</w:settings>'


def _footer(document: Document) -> str:
    bidi = "<w:bidi/>" if _is_rtl(document.language) else ""
    look = _look(Run(""), document.language)
    number = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return (
        f'{_HEAD}<w:ftr xmlns:w="{_MAIN}"><w:p><w:pPr><w:pStyle w:val="Footer"/>{bidi}</w:pPr>'
        f"<w:r>{look}{_words(document.title)}</w:r><w:r><w:tab/></w:r>{number}</w:p></w:ftr>"
    )


def _numbering(numbered: dict[int, tuple[int, int]]) -> str:
    """One definition of points, one of numbers; each numbered list begins anew."""

    def level(depth: int, form: str, text: str) -> str:
        return (
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{360 * (depth + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
        )

    points = "".join(level(depth, "bullet", "•") for depth in range(_DEEPEST))
    numbers = "".join(level(depth, "decimal", f"%{depth + 1}.") for depth in range(_DEEPEST))
    told = [
        f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{points}</w:abstractNum>',
        f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>{numbers}</w:abstractNum>',
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    ]
    for number, (depth, start) in enumerate(numbered.values(), start=2):
        begins = f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        told.append(f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/>{begins}</w:num>')
    return f'{_HEAD}<w:numbering xmlns:w="{_MAIN}">{"".join(told)}</w:numbering>'


def _styles(language: str) -> str:
    """The styles, under the names by which Word knows them, so that its outline and its contents work."""
    heads = "".join(
        _style(
            f"Heading{level}",
            f"heading {level}",
            f'<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="100"/><w:outlineLvl w:val="{level - 1}"/>',
            f"{_font('Georgia')}<w:b/><w:bCs/>{_color(_ACCENT)}{_size(size)}",
            following="BodyText",
        )
        for level, before, size in ((1, 480, 34), (2, 320, 28), (3, 280, 25), (4, 240, 23), (5, 240, 23))
    )
    default = _tongue(language)
    around = f'<w:pBdr><w:left w:val="single" w:sz="12" w:space="10" w:color="{_ACCENT}"/></w:pBdr>'
    styles = [
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_font('Calibri')}{_color(_INK)}{_size(23)}{default}</w:rPr></w:rPrDefault>"
        '<w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="288" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>',
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>',
        _style("BodyText", "Body Text", "", ""),
        _style(
            "Title",
            "Title",
            '<w:keepNext/><w:spacing w:before="60" w:after="120" w:line="264" w:lineRule="auto"/>',
            f"{_font('Georgia')}{_color(_ACCENT)}{_size(52)}",
            following="Subtitle",
        ),
        _style("Subtitle", "Subtitle", "", f"{_color(_SOFT)}{_size(21)}", following="BodyText"),
        heads,
        _style(
            "Quote",
            "Quote",
            f'{around}<w:spacing w:before="60" w:after="80"/><w:ind w:left="360"/>',
            f"{_font('Georgia')}{_size(24)}",
        ),
        _style("Source", "Source", '<w:spacing w:after="220"/><w:ind w:left="360"/>', f"{_color(_SOFT)}{_size(20)}"),
        _style("Code", "Code", "", f"{_font('Consolas')}{_size(20)}"),
        _style("ListParagraph", "List Paragraph", '<w:spacing w:after="60"/>', ""),
        _style("TableText", "Table Text", '<w:spacing w:before="40" w:after="40"/>', _size(21)),
        _style(
            "Footer",
            "footer",
            '<w:tabs><w:tab w:val="right" w:pos="9070"/></w:tabs><w:spacing w:after="0"/>',
            f"{_color(_SOFT)}{_size(18)}",
        ),
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
        f'<w:rPr>{_color(_ACCENT)}<w:u w:val="single"/></w:rPr></w:style>',
        '<w:style w:type="table" w:styleId="Lines"><w:name w:val="Lines"/><w:tblPr><w:tblBorders>'
        + "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"/>'
            for side in ("top", "bottom", "insideH")
        )
        + "</w:tblBorders></w:tblPr></w:style>",
    ]
    return f'{_HEAD}<w:styles xmlns:w="{_MAIN}">{"".join(styles)}</w:styles>'


def _style(key: str, name: str, paragraph: str, run: str, *, following: str = "") -> str:
    after = f'<w:next w:val="{following}"/>' if following else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>{after}'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:cs="Arial"/>'


def _color(value: str) -> str:
    return f'<w:color w:val="{value}"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
