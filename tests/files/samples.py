"""Makes small files of every kind, as the programs write them that people use, and the same with something amiss."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pikepdf
from PIL import Image

MARK = "Zyxmarker"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"'
)
OFFICE = "application/vnd.openxmlformats-officedocument."
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = {
    "docx": ("word/document.xml", f"{OFFICE}wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{OFFICE}spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{OFFICE}presentationml.presentation.main+xml"),
}
PARAGRAPH = "<w:p><w:r><w:t>We listened first.</w:t></w:r></w:p>"


def package(members: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP with these members."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", compression) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return kept.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def link(number: int, kind: str, target: str, *, outside: bool = False) -> str:
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="rId{number}" Type="{LINKS}/{kind}" Target="{target}"{mode}/>'


def links(*told: str) -> str:
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(told)}</Relationships>'


def office(
    kind: str,
    main: str,
    *,
    more: Mapping[str, str | bytes] | None = None,
    linked: tuple[str, ...] = (),
    types: str = "",
    main_type: str = "",
) -> bytes:
    """A file of Word, Excel or PowerPoint: its main member, others, and where the main one leads."""
    path, usual = MAIN[kind]
    folder, _slash, name = path.partition("/")
    return package(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/{path}" ContentType="{main_type or usual}"/>'
            f'<Override PartName="/docProps/core.xml" ContentType="application/core"/>{types}</Types>',
            "_rels/.rels": links(link(1, "officeDocument", path), link(2, "core-properties", "docProps/core.xml")),
            path: main,
            f"{folder}/_rels/{name}.rels": links(*linked),
            "docProps/core.xml": f"<core><creator>{MARK}</creator></core>",
            "docProps/app.xml": f"<Properties><Company>{MARK} city</Company></Properties>",
            **(more or {}),
        }
    )


def docx(body: str = PARAGRAPH, **told: Any) -> bytes:
    return office("docx", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>", **told)


def xlsx(sheet: str = "", **told: Any) -> bytes:
    space = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{LINKS}"'
    more = {"xl/worksheets/sheet1.xml": f"<worksheet {space}><sheetData/>{sheet}</worksheet>", **told.pop("more", {})}
    return office("xlsx", f'<workbook {space}><fileSharing userName="{MARK}"/></workbook>', more=more, **told)


def pptx(inner: str = "", **told: Any) -> bytes:
    space = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    return office("pptx", f"<p:presentation {space}>{inner}</p:presentation>", **told)


OPEN = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    ' xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"'
    ' xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0"'
    ' xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def opened(
    body: str = "<text:p>We listened first.</text:p>", kind: str = "text", more: Mapping[str, str | bytes] | None = None
) -> bytes:
    """A file of LibreOffice, with further members by name."""
    more = more or {}
    entries = "".join(f'<manifest:file-entry manifest:full-path="{name}"/>' for name in ("content.xml", *more))
    members: dict[str, str | bytes] = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": f"<office:document-content {OPEN}><office:scripts/><office:body>{body}</office:body></office:document-content>",
        "meta.xml": f"<office:document-meta {OPEN}><dc:creator>{MARK}</dc:creator></office:document-meta>",
        "Thumbnails/thumbnail.png": picture(),
        "META-INF/manifest.xml": f"<manifest:manifest {OPEN}>{entries}"
        '<manifest:file-entry manifest:full-path="Thumbnails/thumbnail.png"/></manifest:manifest>',
        **more,
    }
    return package(members)


def picture(form: str = "PNG", size: tuple[int, int] = (24, 16), *, marked: bool = False, turned: int = 1) -> bytes:
    """A picture, with the camera's words if it is marked."""
    drawn = Image.new("RGB", size, (200, 30, 30))
    drawn.paste((30, 30, 200), (0, 0, size[0] // 2, size[1]))
    words = Image.Exif()
    if marked:
        words[0x013B], words[0x010F] = MARK, f"{MARK} camera"
    if turned != 1:
        words[0x0112] = turned
    kept = io.BytesIO()
    drawn.save(kept, form, **({"exif": words} if len(words) else {}))
    return kept.getvalue()


def pdf(change: Any = None, *, info: bool = True, **saving: Any) -> bytes:
    """A PDF of one page, changed by a function before it is saved."""
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(200, 200))
        if info:
            made.docinfo["/Author"] = MARK
            with made.open_metadata() as words:
                words["dc:creator"] = [MARK]
        if change is not None:
            change(made)
        kept = io.BytesIO()
        made.save(kept, **saving)
    return kept.getvalue()


SAMPLES: Mapping[str, Callable[[], bytes]] = {
    "pdf": pdf,
    "docx": docx,
    "xlsx": xlsx,
    "pptx": pptx,
    "odt": opened,
    "ods": lambda: opened("<table:table/>", "spreadsheet"),
    "odp": lambda: opened("<draw:page/>", "presentation"),
    "png": picture,
    "jpg": lambda: picture("JPEG"),
    "webp": lambda: picture("WEBP"),
    "csv": lambda: b"district,share\nNorth,-5\n",
    "txt": lambda: "We listened first. Nous avons écouté.".encode(),
}
