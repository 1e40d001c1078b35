"""What a file is, its content tells; what is not taken is told why, and what to do instead."""

import gzip
import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files import packages
from app.files.cleaning import CleanFile, clean_file
from app.files.kinds import PICTURES, Kind, Rule, kind_of
from app.files.refusals import Unfit
from tests.files import samples
from tests.files.samples import SAMPLES, docx, link, opened, package, pdf, picture, pptx, unpacked, xlsx

ANY = Rule()


def refusal(content: bytes, name: str = "work", rule: Rule = ANY) -> str:
    """Why the file is not taken."""
    with pytest.raises(Unfit) as unfit:
        clean_file(content, name, rule)
    return unfit.value.reason


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_file_is_what_its_content_says_whatever_it_is_called(kind: str) -> None:
    assert kind_of(SAMPLES[kind](), f"work.{kind}", ANY) is Kind(kind)
    if kind not in ("csv", "txt"):
        assert kind_of(SAMPLES[kind](), "work.exe", ANY) is Kind(kind)


def test_a_table_is_told_from_another_text_by_its_name() -> None:
    assert kind_of(b"a,b\n1,2\n", "share.CSV", ANY) is Kind.CSV
    assert kind_of(b"a,b\n1,2\n", "share.txt", ANY) is Kind.TXT


@pytest.mark.parametrize(
    "content",
    ["Größe".encode("utf-16"), "Größe".encode("utf-16-le"), "Größe".encode("cp1252"), "Größe".encode("utf-8-sig")],
)
def test_texts_of_older_programs_are_read_and_kept_in_one_encoding(content: bytes) -> None:
    assert clean_file(content, "a.txt", ANY).content == "Größe".encode()


def test_lines_end_the_same_in_every_text() -> None:
    assert clean_file(b"one\r\ntwo\rthree\n", "a.txt", ANY).content == b"one\ntwo\nthree\n"


def test_what_is_not_asked_for_is_not_taken_and_what_is_asked_for_is_told() -> None:
    told = refusal(pdf(), rule=Rule(kinds=PICTURES))
    assert "PNG, JPG, WEBP, GIF" in told


def test_a_file_larger_than_the_rule_is_told_the_size() -> None:
    assert "1 KB" in refusal(b"x" * 1025, rule=Rule(largest=1024))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b" \n\n ", "is empty"),
        (package({"a.txt": "x"}), "an archive"),
        (gzip.compress(b"x" * 100, mtime=0), "an archive"),
        (b"Rar!\x1a\x07\x00" + bytes(50), "an archive"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(50), "an archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "older format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"{\\rtf1 Words}", "older format"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "kind of picture"),
        (b"II*\0" + bytes(40), "kind of picture"),
        (b"MZ\x90\0\x03\0\0\0" + bytes(range(256)), "not taken here"),
        (b"\x7fELF\x02\x01\x01" + bytes(60), "not taken here"),
        (b"%PDF-1.7\nnothing", "damaged"),
        (b"\x89PNG\r\n\x1a\nnothing", "damaged"),
        (b"PK\x03\x04nothing", "damaged"),
    ],
)
def test_what_is_not_taken_is_told_why(content: bytes, told: str) -> None:
    assert told in refusal(content)


@pytest.mark.parametrize(
    "text",
    [
        "<!doctype html><p>x",
        '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        '<?xml version="1.0"?><svg/>',
        "\ufeff  <HTML>",
        "Dear all,\n<script src=//evil.example></script>",
        "#!/bin/sh\nrm -r /",
        "<?php system($_GET['x']);",
        "words\n%PDF-1.4\n",
    ],
)
def test_pages_drawings_and_programs_are_no_texts(text: str) -> None:
    assert "program code" in refusal(text.encode(), "plan.txt")
    assert "program code" in refusal(text.encode("utf-16"), "plan.csv")


# Packages


def test_members_that_unpack_to_far_more_than_they_seem_are_refused() -> None:
    bomb = docx(more={"word/bomb.xml": b" " * 12_000_000})
    assert len(bomb) < 40_000
    assert "packed into this file" in refusal(bomb)
    assert "packed into this file" in refusal(
        docx(more={"word/large.xml": b"<a/>" * (packages.MOST_XML_BYTES // 4 + 1)})
    )


def test_a_package_of_too_many_members_is_refused() -> None:
    many = docx(more={f"word/{number}.xml": "<a/>" for number in range(packages.MOST_MEMBERS)})
    assert "packed into this file" in refusal(many)


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda: b"#!/bin/sh\n" + docx(),
        lambda: docx() + b"<script>alert(1)</script>",
        lambda: docx() + docx(),
        lambda: docx()[:-30],
        lambda: docx(more={"../outside.xml": "<a/>"}),
        lambda: docx(more={"/outside.xml": "<a/>"}),
        lambda: docx(more={"WORD/Document.xml": "<a/>"}),
        lambda: docx(more={"word/a.xml": "<a>"}),
        lambda: docx(more={"word/a.xml": '<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'}),
        lambda: docx(more={"word/a.xml": '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'}),
        lambda: docx().replace(b"word/document.xml", b"word/documenu.xml", 1),
    ],
)
def test_a_package_that_two_programs_would_read_differently_is_refused(spoilt: Callable[[], bytes]) -> None:
    assert refusal(spoilt())


def test_an_encrypted_member_is_refused() -> None:
    spoilt = bytearray(docx())
    with zipfile.ZipFile(io.BytesIO(spoilt)) as file:
        place = file.start_dir
    spoilt[place + 8] |= 1
    assert "password" in refusal(bytes(spoilt))


# Office programs


@pytest.mark.parametrize(
    "spoilt",
    [
        docx(more={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
        docx(more={"word/VBAPROJECT.BIN": b"\xd0\xcf\x11\xe0"}),
        docx(main_type="application/vnd.ms-word.document.macroEnabled.main+xml"),
        xlsx(main_type="application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        xlsx(more={"xl/macrosheets/sheet1.xml": "<a/>"}),
        pptx(more={"ppt/activeX/activeX1.xml": "<a/>"}),
        docx(more={"customUI/customUI14.xml": "<a/>"}),
        opened(more={"Basic/Standard/Module1.xml": "<a/>"}),
        opened(more={"Scripts/python/run.py": "import os"}),
    ],
)
def test_macros_are_refused(spoilt: bytes) -> None:
    assert "macros" in refusal(spoilt)


@pytest.mark.parametrize(
    "spoilt",
    [
        docx(more={"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"}),
        docx(more={"word/run.exe": b"MZ"}),
        docx(more={"word/media/image1.png": b"MZ\x90\0"}),
        docx(more={"word/part.html": "<script>1</script>"}),
        docx(linked=(link(9, "aFChunk", "part.xml"),), more={"word/part.xml": "<a/>"}),
        docx(more={"word/embeddings/a.xlsx": xlsx(more={"xl/embeddings/b.docx": docx()})}),
        docx(more={"word/embeddings/a.xlsx": opened()}),
        pptx(more={"ppt/media/film.mp4": b"\0\0\0\x18ftypmp42"}),
        opened(more={"Object 1": b"\xd0\xcf\x11\xe0"}),
        opened(more={"Media/film.mp4": b"x"}),
    ],
)
def test_other_files_inside_are_refused(spoilt: bytes) -> None:
    assert "inside this file" in refusal(spoilt)


def test_macros_of_a_table_inside_are_found() -> None:
    inner = xlsx(main_type="application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    assert "macros" in refusal(pptx(more={"ppt/embeddings/sheet.xlsx": inner}))


@pytest.mark.parametrize(
    "spoilt",
    [
        docx(linked=(link(9, "image", "https://evil.example/seen.png", outside=True),)),
        docx(linked=(link(9, "oleObject", "file:///a.xls", outside=True),)),
        xlsx(more={"xl/externalLinks/externalLink1.xml": "<a/>"}),
        xlsx(more={"xl/connections.xml": "<a/>"}),
        xlsx("<c><f>_xlfn.WEBSERVICE(&quot;https://evil.example&quot;)</f></c>"),
        opened('<draw:image xlink:href="https://evil.example/seen.png"/>'),
        opened('<text:section><text:section-source xlink:href="../other.odt"/></text:section>'),
        opened('<table:table><table:table-source xlink:href="//evil.example/a"/></table:table>'),
        opened('<draw:floating-frame xlink:href="x"/>'),
    ],
)
def test_what_loads_something_from_elsewhere_is_refused(spoilt: bytes) -> None:
    assert "from elsewhere" in refusal(spoilt)


def complex_field(*instructions: str) -> str:
    told = "".join(f"<w:r><w:instrText>{one}</w:instrText></w:r>" for one in instructions)
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{told}<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>shown {samples.MARK}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


@pytest.mark.parametrize(
    "spoilt",
    [
        docx(complex_field(' DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"')),
        docx(complex_field(" DD", 'E c:\\\\windows\\\\cmd.exe "/k calc"')),
        docx('<w:fldSimple w:instr=" dde Excel a b"/>'),
        pptx('<p:click action="ppaction://program"/>'),
        xlsx("<c><f>CALL(&quot;Kernel32&quot;)</f></c>"),
        opened(
            '<text:dde-connection-decls><text:dde-connection-decl office:dde-application="cmd"/></text:dde-connection-decls>'
        ),
        opened('<table:table-cell table:formula="of:=DDE(&quot;cmd&quot;;&quot;/c&quot;)"/>', "spreadsheet"),
    ],
)
def test_what_starts_programs_is_refused(spoilt: bytes) -> None:
    assert "start programs" in refusal(spoilt)


def test_a_field_that_other_fields_put_together_is_taken_out() -> None:
    begin, end = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    inner = f"{begin}<w:r><w:instrText>QUOTE 68 68 69</w:instrText></w:r>{end}"
    hidden = f'<w:p>{begin}{inner}<w:r><w:instrText> "cmd"</w:instrText></w:r>{end}</w:p>'
    document = unpacked(clean_file(docx(hidden), "a.docx", ANY).content)["word/document.xml"]
    assert document.count(b"fldChar ") == 2
    assert b"cmd" not in document


def test_a_password_of_an_open_document_is_found() -> None:
    spoilt = opened(
        more={
            "META-INF/manifest.xml": f"<manifest:manifest {samples.OPEN}><manifest:encryption-data/></manifest:manifest>"
        }
    )
    assert "password" in refusal(spoilt)


# Pictures


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_opened() -> None:
    assert "40 million" in refusal(picture("PNG", (8000, 5001)))


def test_a_picture_that_moves_is_refused() -> None:
    frames = [io.BytesIO(picture("PNG", turned=1)), io.BytesIO(picture("PNG", (24, 16)))]
    from PIL import Image

    first, second = (Image.open(frame).convert("RGB") for frame in frames)
    second.paste((0, 255, 0), (0, 0, 10, 10))
    for form in ("GIF", "WEBP", "PNG"):
        kept = io.BytesIO()
        first.save(kept, form, save_all=True, append_images=[second])
        assert "moves" in refusal(kept.getvalue()), form


# Anything at all


def taken_or_told(content: bytes, name: str) -> CleanFile | str:
    try:
        return clean_file(content, name, ANY)
    except Unfit as unfit:
        return unfit.reason


@given(st.binary(max_size=300), st.sampled_from(["", "a.txt", "a.csv", "a.pdf"]))
def test_whatever_bytes_come_they_are_taken_or_told_why(content: bytes, name: str) -> None:
    told = taken_or_told(content, name)
    assert told if isinstance(told, str) else told.kind in (Kind.TXT, Kind.CSV) and told.content.decode()


@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_a_damaged_file_is_taken_or_told_why(kind: str, data: st.DataObject) -> None:
    content = bytearray(SAMPLES[kind]())
    for _time in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert taken_or_told(bytes(content), f"a.{kind}")


@given(st.sampled_from(sorted(SAMPLES)), st.binary(max_size=40))
def test_what_is_hung_on_to_a_file_is_never_kept(kind: str, behind: bytes) -> None:
    content = SAMPLES[kind]()
    if kind in ("csv", "txt"):
        return
    told = taken_or_told(content + b"\n<script>zyx" + behind, f"a.{kind}")
    assert isinstance(told, str) or b"<script>zyx" not in told.content
