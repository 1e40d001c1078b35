"""The three files of a synthesis: they say the same, they are the same each time, and programs can read them."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pytest
from lxml import etree

from app.content.faults import Faults
from app.content.frontmatter import split
from app.markup.markdown import parse, plain_text
from app.synthesis.as_docx import word_file
from app.synthesis.as_markdown import escaped, markdown_file
from app.synthesis.as_pdf import pdf_file, tidy_line
from app.synthesis.blocks import Look, Run, blocks_of
from app.synthesis.document import Cited, Document, Part
from app.synthesis.headings import settled
from app.synthesis.layout import laid_out
from tests.synthesis.documents import IN_ARABIC, IN_ENGLISH, POST

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BOTH = pytest.mark.parametrize("document", [IN_ENGLISH, IN_ARABIC], ids=["left to right", "right to left"])


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def parts_of(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def body_of(file: bytes) -> etree._Element:
    return etree.fromstring(parts_of(file)["word/document.xml"])


@BOTH
@pytest.mark.parametrize("make", [markdown_file, word_file, pdf_file])
def test_the_same_document_is_the_same_file(make: Callable[[Document], bytes], document: Document) -> None:
    assert make(document) == make(document)


@BOTH
def test_the_word_file_says_all_of_it_in_order(document: Document) -> None:
    told = " ".join("".join(text.itertext()) for text in body_of(word_file(document)).iter(f"{W}p"))
    assert words_of(told) == words_of(" ".join(block.words.replace("|", " ") for block in laid_out(document)))


def test_our_own_compiler_reads_the_markdown_back() -> None:
    faults = Faults()
    source = split("synthesis.md", markdown_file(IN_ENGLISH).decode(), faults)
    assert not faults
    told = plain_text(parse(source.body))
    for block in laid_out(IN_ENGLISH):
        if block.look is not Look.TABLE:
            assert set(words_of(block.words)) <= set(words_of(told)), block.words
    assert "What we *learnt* about [water] & roads" in told
    assert "We listened -- at night, with 3 * 4 ears." in told


def test_the_markdown_begins_with_what_it_is() -> None:
    head = markdown_file(IN_ENGLISH).decode().split("---")[1]
    assert 'title: "What we *learnt* about [water] & roads"' in head
    assert 'period: "2026-07-01/2026-09-30"' in head
    assert 'language: "en"' in head
    assert 'version: "2"' in head
    assert 'address: "https://forum.example.org/syntheses/3"' in head


@pytest.mark.parametrize(
    ("levels", "found"), [([3], [1]), ([2, 4, 2], [1, 2, 1]), ([3, 2, 3], [1, 1, 2]), ([1, 2, 3, 2], [1, 2, 3, 2])]
)
def test_no_level_of_headings_is_left_out(levels: list[int], found: list[int]) -> None:
    assert settled(levels) == found


def test_headings_of_the_text_stand_under_those_of_the_document() -> None:
    parsed = parse(_body())
    headings = [
        (int(token.tag[1]), following.content) for token, following in pairwise(parsed) if token.type == "heading_open"
    ]
    assert [level for level, _words in headings] == [1, 3, 2, 3, 2, 2]


@pytest.mark.parametrize(
    "words",
    ["# no heading", "- no point", "1. no number", "a_b_c", "[[word]]", "<b>", "~~~", "{#id}", "> said", "::: x"],
)
def test_words_are_shown_as_they_are(words: str) -> None:
    assert plain_text(parse(escaped(words))) == words


@BOTH
def test_every_part_of_the_word_file_is_well_formed_and_told_of(document: Document) -> None:
    parts = parts_of(word_file(document))
    for name, content in parts.items():
        etree.fromstring(content)
        if not name.endswith(".rels") and name != "[Content_Types].xml":
            assert f'PartName="/{name}"'.encode() in parts["[Content_Types].xml"]
    relations = etree.fromstring(parts["word/_rels/document.xml.rels"])
    known = {one.get("Id") for one in relations}
    used = re.findall(rb'r:id="([^"]+)"', parts["word/document.xml"])
    assert {one.decode() for one in used} <= known


def test_headings_of_the_word_file_make_an_outline() -> None:
    styles = [style.get(f"{W}val") for style in body_of(word_file(IN_ENGLISH)).iter(f"{W}pStyle")]
    assert [one for one in styles if one in ("Title", "Heading1", "Heading2", "Heading3")] == [
        "Title",
        "Heading2",
        "Heading1",
        "Heading2",
        "Heading1",
        "Heading1",
    ]


def test_links_of_the_word_file_lead_out_of_it() -> None:
    relations = etree.fromstring(parts_of(word_file(IN_ENGLISH))["word/_rels/document.xml.rels"])
    assert POST in {one.get("Target") for one in relations if one.get("TargetMode") == "External"}


def test_arabic_in_the_word_file_runs_from_right_to_left_and_english_in_it_does_not() -> None:
    body = body_of(word_file(IN_ARABIC))
    paragraphs = {"".join(one.itertext()): one.find(f"{W}pPr/{W}bidi") is not None for one in body.iter(f"{W}p")}
    assert paragraphs["ما نتفق عليه"]
    assert not paragraphs["“We listened.”"]
    assert body.find(f".//{W}sectPr/{W}bidi") is not None


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "“Nous partons.”"), ("fr", "«\u202fNous partons.\u202f»"), ("ar", "«Nous partons.»")]
)
def test_a_quotation_stands_between_the_marks_of_its_language(language: str, shown: str) -> None:
    cited = Cited("They go.", quotation="Nous partons.", quotation_language=language)
    document = replace(IN_ENGLISH, parts=(Part("Where we agree", "", (cited,)),))
    assert shown in [block.words for block in laid_out(document)]
    assert shown in {"".join(one.itertext()) for one in body_of(word_file(document)).iter(f"{W}p")}
    assert f"\n> {shown}\n" in markdown_file(document).decode()


def test_two_numbered_lists_begin_with_one_each() -> None:
    numbering = etree.fromstring(parts_of(word_file(IN_ENGLISH))["word/numbering.xml"])
    assert len(numbering.findall(f".//{W}startOverride")) == 2


@BOTH
def test_the_pdf_tells_its_title_and_language_and_has_bookmarks(document: Document) -> None:
    with pikepdf.open(io.BytesIO(pdf_file(document))) as pdf:
        assert str(pdf.docinfo["/Title"]) == document.title
        assert str(pdf.Root.Lang) == document.language
        with pdf.open_outline() as outline:
            assert [one.title for one in outline.root] == [document.title]
            parts = [one.title for one in outline.root[0].children]
    assert [part.heading for part in document.parts] == [
        one for one in parts if one in {p.heading for p in document.parts}
    ]


@BOTH
def test_links_of_the_pdf_can_be_followed(document: Document) -> None:
    with pikepdf.open(io.BytesIO(pdf_file(document))) as pdf:
        led = {
            str(note.A.URI)
            for page in pdf.pages
            for note in page.get("/Annots", [])
            if note.get("/A") is not None and "/URI" in note.A
        }
    assert POST in led
    assert any(address.startswith("https://example.org/r") for address in led)


def test_a_title_that_runs_the_other_way_stays_set_apart_in_the_pdf() -> None:
    assert tidy_line("في «\u2068Comment ?\u2069»\u200b") == "في «\u2068Comment ?\u2069»"


def test_a_long_synthesis_goes_on_over_pages() -> None:
    long = replace(IN_ENGLISH, introduction="A paragraph of some length.\n\n" * 120)
    with pikepdf.open(io.BytesIO(pdf_file(long))) as pdf:
        assert len(pdf.pages) > 3


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Water: What we learnt?", "water-what-we-learnt-v2"),
        ("ما تعلمناه", "ما-تعلمناه-v2"),
        ("الماء ليلًا", "الماء-ليلًا-v2"),
        ("../../etc", "etc-v2"),
        ("???", "synthesis-v2"),
        ("word " * 30, "word-word-word-word-word-word-word-word-word-word-word-word-v2"),
        ("w" * 90, f"{'w' * 60}-v2"),
    ],
)
def test_files_are_called_as_they_are_titled(title: str, name: str) -> None:
    assert replace(IN_ENGLISH, title=title).file_name == name


def test_a_text_that_cannot_be_read_as_markdown_stays_as_it_was_typed() -> None:
    deep = ">" * 60 + " deep\n\nnext"
    assert [block.look for block in blocks_of(deep)] == [Look.PARAGRAPH, Look.PARAGRAPH]


def test_addresses_that_a_file_cannot_follow_lead_nowhere() -> None:
    (block,) = blocks_of("[here](/forum) and [there](javascript:alert(1))")
    assert block.addresses == ()


def test_what_looks_alike_is_one_run() -> None:
    (block,) = blocks_of("One *two* three\nfour")
    assert block.runs == (Run("One "), Run("two", is_emphasised=True), Run(" three four"))


def _body() -> str:
    return split("synthesis.md", markdown_file(IN_ENGLISH).decode(), Faults()).body
