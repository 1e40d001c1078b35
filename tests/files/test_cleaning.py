"""Reviewers get of a file what its author shows: no name, organisation, place or time besides; the rest stays."""

import io
import time
from typing import Any, cast

import pikepdf
import pytest
from PIL import Image, ImageOps

from app.files.cleaning import CleanFile, clean_file
from app.files.embedded import bare_picture
from app.files.kinds import Kind, Rule
from app.files.naming import neutral_name, shown_name
from app.files.refusals import Unfit
from tests.files import samples
from tests.files.samples import MARK, NAMESPACES, SAMPLES, docx, link, links, opened, pdf, picture, pptx, unpacked, xlsx
from tests.files.test_kinds import complex_field

ANY = Rule()


def clean(content: bytes, name: str = "work") -> CleanFile:
    return clean_file(content, name, ANY)


def members(content: bytes) -> dict[str, bytes]:
    return unpacked(clean(content).content)


def everything(content: bytes) -> bytes:
    """All that a package holds, unpacked, with the names of its members."""
    return b"\n".join(part for name, kept in members(content).items() for part in (name.encode(), kept))


@pytest.mark.parametrize("kind", SAMPLES)
def test_what_comes_out_is_of_the_same_kind_and_always_the_same(kind: str) -> None:
    once, again = (clean(SAMPLES[kind](), f"work.{kind}") for _time in range(2))
    assert once == again
    assert once.kind is Kind(kind)
    assert clean(once.content, f"work.{kind}").kind is Kind(kind)
    assert MARK.encode() not in once.content


# Word, Excel, PowerPoint


def test_properties_of_an_office_file_go_with_the_lists_they_stand_in() -> None:
    kept = members(docx())
    assert set(kept) == {"[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels"}
    assert b"docProps" not in kept["[Content_Types].xml"] + kept["_rels/.rels"]
    assert b'Target="word/document.xml"' in kept["_rels/.rels"]


def test_the_words_of_a_document_stay_with_the_prefixes_that_word_needs() -> None:
    document = members(docx())["word/document.xml"].decode()
    assert "<w:t>We listened first.</w:t>" in document
    assert 'mc:Ignorable="w14"' in document
    assert "xmlns:w14=" in document


def test_who_commented_and_changed_a_document_is_not_told() -> None:
    by = f'w:author="{MARK}" w:date="2027-01-01T00:00:00Z"'
    body = f'<w:p w:rsidR="00AB12CD"><w:ins w:id="1" {by}><w:r><w:t>new words</w:t></w:r></w:ins><w:del {by}/></w:p>'
    comments = f'<w:comments {NAMESPACES}><w:comment w:id="0" {by} w:initials="ZX"><w:p><w:r><w:t>Why?</w:t></w:r></w:p></w:comment></w:comments>'
    people = f'<w:people {NAMESPACES}><w:person w:author="{MARK}"/></w:people>'
    content = docx(
        body,
        more={"word/comments.xml": comments, "word/people.xml": people},
        linked=(link(5, "comments", "comments.xml"), link(6, "people", "people.xml")),
    )
    kept = members(content)
    assert b'w:author="Author"' in kept["word/document.xml"]
    assert b"new words" in kept["word/document.xml"]
    assert b"Why?" in kept["word/comments.xml"]
    assert b"people" not in kept["word/_rels/document.xml.rels"]
    for trace in (MARK.encode(), b"2027-01-01", b"rsid", b'"ZX"'):
        assert trace not in everything(content)


def test_a_template_on_somebodys_disk_is_forgotten_in_both_places() -> None:
    settings = f'<w:settings {NAMESPACES}><w:attachedTemplate r:id="rId1"/><w:rsids><w:rsid w:val="1"/></w:rsids><w:zoom/></w:settings>'
    template = link(1, "attachedTemplate", f"file:///C:\\Users\\{MARK}\\report.dotm", outside=True)
    kept = members(docx(more={"word/settings.xml": settings, "word/_rels/settings.xml.rels": links(template)}))
    assert b"attachedTemplate" not in kept["word/settings.xml"] + kept["word/_rels/settings.xml.rels"]
    assert b"rsid" not in kept["word/settings.xml"]
    assert b"zoom" in kept["word/settings.xml"]


@pytest.mark.parametrize("instruction", [" AUTHOR ", " FILENAME \\p ", ' DOCPROPERTY "Company" '])
def test_fields_that_show_a_name_show_none_any_more(instruction: str) -> None:
    simple = f"<w:p><w:fldSimple w:instr='{instruction}'><w:r><w:t>{MARK}</w:t></w:r></w:fldSimple> by us</w:p>"
    document = members(docx(complex_field(instruction) + simple))["word/document.xml"]
    assert MARK.encode() not in document
    assert b" by us" in document


def test_fields_that_load_something_leave_what_they_showed() -> None:
    field = complex_field(' INCLUDEPICTURE "https://evil.example/seen.png" \\d ').replace(MARK, "here")
    document = members(docx(field))["word/document.xml"]
    assert b"shown here" in document
    assert b"evil" not in document


def test_ordinary_fields_stay() -> None:
    document = members(docx(complex_field(" PAGE ").replace(MARK, "7")))["word/document.xml"]
    assert document.count(b"fldChar ") == 3
    assert b" PAGE " in document


def test_a_cover_page_shows_no_name() -> None:
    bound = (
        '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/ns1:coreProperties[1]/ns0:creator[1]"/></w:sdtPr>'
        f"<w:sdtContent><w:r><w:t>{MARK}</w:t></w:r></w:sdtContent></w:sdt>"
    )
    assert MARK.encode() not in everything(docx(bound + samples.PARAGRAPH))


def test_links_that_people_follow_stay_but_not_those_to_their_own_disk() -> None:
    kept = members(
        docx(
            linked=(
                link(1, "hyperlink", "https://unhabitat.org/", outside=True),
                link(2, "hyperlink", f"file:///C:/Users/{MARK}/plan.docx", outside=True),
                link(3, "hyperlink", "javascript:alert(1)", outside=True),
            )
        )
    )["word/_rels/document.xml.rels"]
    assert b"https://unhabitat.org/" in kept
    assert kept.count(b"about:blank") == 2
    assert MARK.encode() not in kept


def test_names_in_a_workbook_go_and_what_was_said_stays() -> None:
    comments = (
        f"<comments><authors><author>{MARK} Person</author></authors><t>{MARK} Person:</t><t> Too low?</t></comments>"
    )
    persons = f'<personList><person displayName="{MARK}" userId="S::{MARK}@example.org" providerId="AD"/></personList>'
    path = f'<absPath url="C:\\Users\\{MARK}\\"/>'
    content = xlsx(
        f'<pageSetup orientation="landscape" r:id="rId1"/>{path}',
        more={
            "xl/comments1.xml": comments,
            "xl/persons/person.xml": persons,
            "xl/printerSettings/printerSettings1.bin": MARK.encode("utf-16-le"),
            "xl/worksheets/_rels/sheet1.xml.rels": links(
                link(1, "printerSettings", "../printerSettings/printerSettings1.bin")
            ),
        },
    )
    kept = members(content)
    assert MARK.encode() not in everything(content)
    assert b"<t>Author:</t><t> Too low?</t>" in kept["xl/comments1.xml"]
    sheet = kept["xl/worksheets/sheet1.xml"]
    assert b'<pageSetup orientation="landscape"/>' in sheet
    assert b"absPath" not in sheet


def test_names_in_slides_and_in_their_tables_go() -> None:
    content = pptx(
        more={
            "ppt/commentAuthors.xml": f'<cmAuthorLst><cmAuthor id="1" name="{MARK}" initials="ZX"/></cmAuthorLst>',
            "ppt/authors.xml": f'<authorLst><author id="1" name="{MARK}" initials="ZX" userId="{MARK}" providerId="AD"/></authorLst>',
            "ppt/changesInfos/changesInfo1.xml": f'<chgInfo name="{MARK}"/>',
            "ppt/embeddings/sheet.xlsx": xlsx(),
            "ppt/media/image1.jpeg": picture("JPEG", marked=True),
        }
    )
    kept = members(content)
    assert MARK.encode() not in everything(content)
    assert MARK.encode() not in b"".join(unpacked(kept["ppt/embeddings/sheet.xlsx"]).values())
    assert b'name="Author"' in kept["ppt/authors.xml"]


# LibreOffice


def test_names_in_an_open_document_go_and_what_was_said_stays() -> None:
    content = opened(
        f"<office:annotation><dc:creator>{MARK}</dc:creator><meta:creator-initials>ZX</meta:creator-initials>"
        f"<text:p>Why?</text:p></office:annotation><text:author-name>{MARK}</text:author-name>"
        f"<text:sender-company>{MARK}</text:sender-company><text:file-name>{MARK}.odt</text:file-name>",
        more={
            "settings.xml": f'<office:settings {samples.OPEN}><config:config-item config:name="PrinterName">{MARK}</config:config-item></office:settings>',
            "Configurations2/accelerator/current.xml": "<a/>",
            "META-INF/documentsignatures.xml": f"<a>{MARK}</a>",
            "Versions/Version1": MARK,
        },
    )
    kept = members(content)
    assert MARK.encode() not in everything(content)
    assert b"ZX" not in kept["content.xml"]
    assert b"Why?" in kept["content.xml"]
    assert set(kept) == {"mimetype", "content.xml", "meta.xml", "settings.xml", "META-INF/manifest.xml"}
    assert b"Thumbnails" not in kept["META-INF/manifest.xml"]
    assert clean(content).content[30:38] == b"mimetype"


def test_what_would_run_in_an_open_document_is_taken_out() -> None:
    body = (
        '<text:a xlink:href="vnd.sun.star.script:a$b?language=Basic"><text:p>press</text:p></text:a>'
        '<text:a xlink:href="https://unhabitat.org/"><text:p>read</text:p></text:a>'
        '<office:event-listeners><script:event-listener xlink:href="vnd.sun.star.script:a"/></office:event-listeners>'
    )
    document = members(opened(body))["content.xml"]
    assert b"vnd.sun.star" not in document
    assert b"https://unhabitat.org/" in document
    assert b"press" in document
    assert b"scripts" not in document


def test_pictures_and_tables_within_an_open_document_stay() -> None:
    content = opened(
        '<draw:image xlink:href="Pictures/a.jpg"/><draw:object xlink:href="./Object 1"/>',
        more={"Pictures/a.jpg": picture("JPEG", marked=True), "Object 1/content.xml": "<a/>"},
    )
    kept = members(content)
    assert {"Pictures/a.jpg", "Object 1/content.xml"} <= set(kept)
    assert MARK.encode() not in kept["Pictures/a.jpg"]


# PDF


def test_a_pdf_tells_nothing_of_its_author() -> None:
    def sign_and_note(made: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Text,
            Rect=[0, 0, 9, 9],
            T=MARK,
            Contents="Why?",
            M="D:20270101",
        )
        made.pages[0].Annots = pikepdf.Array([made.make_indirect(note)])
        signature = pikepdf.Dictionary(Type=pikepdf.Name.Sig, Name=MARK, ByteRange=[0, 1, 2, 3], Cert=MARK.encode())
        made.Root.AcroForm = pikepdf.Dictionary(Fields=[made.make_indirect(signature)])
        made.Root.PieceInfo = pikepdf.Dictionary(App=MARK)

    kept = clean(pdf(sign_and_note)).content
    with pikepdf.open(io.BytesIO(kept)) as made:
        assert "/Info" not in made.trailer
        assert "/Metadata" not in made.Root
        note = made.pages[0].Annots[0]
        assert str(note.Contents) == "Why?"
        assert str(note.T) == "Author"
        told = b"".join(one.unparse(resolved=True) for one in made.objects)
        assert MARK.encode() not in told
        assert b"20270101" not in told


def test_a_photograph_within_a_pdf_tells_no_place() -> None:
    def add(made: pikepdf.Pdf) -> None:
        stream = pikepdf.Stream(made, picture("JPEG", marked=True))
        stream.Filter, stream.Type, stream.Subtype = pikepdf.Name.DCTDecode, pikepdf.Name.XObject, pikepdf.Name.Image
        stream.Width, stream.Height, stream.ColorSpace, stream.BitsPerComponent = 24, 16, pikepdf.Name.DeviceRGB, 8
        made.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=stream))

    content = pdf(add, info=False)
    assert MARK.encode() in content
    kept = clean(content).content
    assert MARK.encode() not in kept
    with pikepdf.open(io.BytesIO(kept)) as made:
        assert pikepdf.PdfImage(cast(pikepdf.Stream, made.pages[0].Resources.XObject.P)).as_pil_image().size == (24, 16)


def action(kind: str, **more: Any) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), **more)


def attach(made: pikepdf.Pdf) -> None:
    made.attachments["run.exe"] = b"MZ"


def set_root(name: str, value: Any) -> Any:
    return lambda made: made.Root.__setitem__(name, value)


@pytest.mark.parametrize(
    "change",
    [
        set_root("/OpenAction", action("JavaScript", JS="app.alert(1)")),
        set_root("/OpenAction", action("Launch", F="cmd.exe")),
        set_root("/AA", pikepdf.Dictionary(WC=action("JavaScript", JS="1"))),
        set_root(
            "/Names", pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["a", action("JavaScript", JS="1")]))
        ),
        set_root("/AcroForm", pikepdf.Dictionary(XFA="<xdp/>")),
        set_root(
            "/Deep",
            pikepdf.Array([pikepdf.Dictionary(A=pikepdf.Array([action("SubmitForm", F="https://evil.example")]))]),
        ),
        lambda made: made.pages[0].__setitem__(
            "/Annots", pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name("/RichMedia"), Rect=[0, 0, 1, 1])])
        ),
        attach,
    ],
)
def test_a_pdf_that_does_something_is_refused(change: Any) -> None:
    with pytest.raises(Unfit, match="script") as unfit:
        clean(pdf(change))
    assert "Print it into a new PDF" in unfit.value.reason


@pytest.mark.parametrize("password", ["", "opens"])
def test_a_protected_pdf_is_refused(password: str) -> None:
    with pytest.raises(Unfit, match="password"):
        clean(pdf(encryption=pikepdf.Encryption(user=password, owner="owner")))


def test_where_a_pdf_opens_is_forgotten_and_its_links_stay() -> None:
    def add(made: pikepdf.Pdf) -> None:
        made.Root.OpenAction = pikepdf.Array([made.pages[0].obj, pikepdf.Name.Fit])
        made.pages[0].Annots = pikepdf.Array(
            [
                pikepdf.Dictionary(
                    Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action("URI", URI="https://unhabitat.org/")
                ),
                pikepdf.Dictionary(
                    Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action("URI", URI="file:///etc/passwd")
                ),
                pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action("GoToR", F="other.pdf")),
            ]
        )

    with pikepdf.open(io.BytesIO(clean(pdf(add)).content)) as made:
        assert "/OpenAction" not in made.Root
        told = b"".join(one.unparse(resolved=True) for one in made.objects)
        assert b"unhabitat.org" in told
        assert b"passwd" not in told
        assert b"other.pdf" not in told


def test_a_pdf_that_unpacks_to_far_more_than_it_seems_is_refused() -> None:
    import zlib

    from app.files import pdfs

    packing = zlib.compressobj(9)
    bomb = b"".join(packing.compress(bytes(1024 * 1024)) for _time in range(pdfs.MOST_STREAM_BYTES // 1024**2 + 1))
    bomb += packing.flush()
    spoilt = pdf().replace(b"%%EOF", b"9 0 obj<</Type/ObjStm>>stream\n" + bomb + b"\nendstream endobj\n%%EOF")
    with pytest.raises(Unfit, match="packed"):
        clean(spoilt)


def test_streams_that_seem_to_begin_within_one_another_take_little_time() -> None:
    told = b"".join(b"stream\nx\x9c" + bytes(20) for _number in range(200_000))
    begun = time.monotonic()
    with pytest.raises(Unfit):
        clean(b"%PDF-1.7\n" + told)
    assert time.monotonic() - begun < 10


# Pictures


@pytest.mark.parametrize(("form", "kind"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("GIF", "png")])
def test_a_picture_is_drawn_anew_upright_and_tells_nothing(form: str, kind: str) -> None:
    marked = form != "GIF"
    kept = clean(picture(form, marked=marked, turned=6 if marked else 1))
    assert kept.kind is Kind(kind)
    with Image.open(io.BytesIO(kept.content)) as drawn:
        assert drawn.size == ((16, 24) if marked else (24, 16))
        assert not drawn.getexif()
        assert not {"exif", "icc_profile", "xmp", "comment"} & set(drawn.info)


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_photograph_is_put_upright_however_it_was_held(turned: int) -> None:
    content = picture("PNG", marked=True, turned=turned)
    with Image.open(io.BytesIO(content)) as held, Image.open(io.BytesIO(clean(content).content)) as drawn:
        assert drawn.tobytes() == ImageOps.exif_transpose(held).tobytes()


def test_a_large_picture_becomes_smaller() -> None:
    with Image.open(io.BytesIO(clean(picture("JPEG", (4000, 1000))).content)) as drawn:
        assert drawn.size == (3000, 750)


def test_a_clear_picture_stays_clear() -> None:
    kept = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(kept, "PNG")
    with Image.open(io.BytesIO(clean(kept.getvalue()).content)) as drawn:
        assert drawn.getpixel((0, 0)) == (0, 0, 0, 0)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_pictures_inside_documents_look_the_same_and_tell_nothing(form: str) -> None:
    content = picture(form, marked=True)
    assert MARK.encode() in content
    kept = bare_picture(f"word/media/a.{form.lower()}", content)
    assert MARK.encode() not in kept
    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(kept)) as after:
        assert after.tobytes() == before.tobytes()


def test_how_a_photograph_was_held_stays_where_it_is_not_drawn_anew() -> None:
    kept = bare_picture("a.jpg", picture("JPEG", marked=True, turned=6) + b"behind the end: " + MARK.encode())
    assert MARK.encode() not in kept
    with Image.open(io.BytesIO(kept)) as drawn:
        assert dict(drawn.getexif()) == {0x0112: 6}


def test_a_drawing_inside_a_document_runs_and_loads_nothing() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="a()">'
        f'<metadata>{MARK}</metadata><script>a()</script><image xlink:href="https://evil.example/a.png"/>'
        '<style>@import \'https://evil.example/a.css\';</style><path d="M0 0" onclick="a()"/></svg>'
    )
    kept = bare_picture("word/media/a.svg", svg.encode())
    assert b'<path d="M0 0"/>' in kept
    for trace in (b"evil", b"a()", MARK.encode()):
        assert trace not in kept


# Names


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("plan.docx", "plan.pdf"),
        ("C:\\Users\\amina\\plan.pdf", "plan.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("plan\u202efdp.exe", "plan fdp.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a b Set-Cookie x.pdf"),
        ("Änderung der Größe.pdf", "Änderung der Größe.pdf"),
        ("خطة.pdf", "خطة.pdf"),
        ("", "file.pdf"),
        (".pdf", "file.pdf"),
        ("x" * 400 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_becomes_harmless_and_ends_as_the_file_is(told: str, shown: str) -> None:
    assert shown_name(told, Kind.PDF) == shown


def test_a_name_for_reviewers_tells_of_nobody() -> None:
    assert neutral_name(2, Kind.JPEG) == "file-2.jpg"
