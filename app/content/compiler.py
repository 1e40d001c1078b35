"""The compiler: the files of a course folder in, a course out, or all that is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.content.book import Book, Words
from app.content.course import Compilation, Course, Module, Unit
from app.content.coursefile import CourseFacts, read_course_facts
from app.content.faults import Faults
from app.content.frontmatter import Source
from app.content.glossary import read_glossary
from app.content.headings import check_headings
from app.content.layout import COURSE_FILE, GLOSSARY_FILE, MODULE_FILE, Layout, ModuleFolder, layout_of
from app.content.media import Medium, read_medium
from app.content.page import AnchorLink, Page
from app.content.prose import write_blocks
from app.content.texts import parse_body, read_source
from app.content.translations import check_anchors, check_glossary, check_unit
from app.content.units import key_of, kind_of, write_unit
from app.content.vocabulary import is_key

MOST_FILES = 5_000
MOST_TEXT_BYTES = 16 * 1024 * 1024


def compile_course(slug: str, files: Mapping[str, bytes]) -> Compilation:
    """Give the course that the files make, or every fault with its file and line. Paths are relative, with slashes.

    Whatever the files hold, this neither raises nor runs for long; the same files give the same result.
    """
    faults = Faults()
    if not is_key(slug):
        faults.add(
            COURSE_FILE,
            1,
            "The folder of a course is named with small letters a–z, digits and hyphens; its name becomes the address.",
        )
    if (
        len(files) > MOST_FILES
        or sum(len(content) for path, content in files.items() if path.endswith(".md")) > MOST_TEXT_BYTES
    ):
        faults.add(
            COURSE_FILE,
            1,
            f"The course is too large: at most {MOST_FILES:,} files and {MOST_TEXT_BYTES // 1024 // 1024} MB of text.",
        )
        return Compilation(None, faults.sorted())

    layout = layout_of(files, faults)
    media = {path: medium for path in layout.media if (medium := read_medium(path, files[path], faults)) is not None}
    course = _Desk(slug, files, layout, media, faults).course()
    if faults:
        return Compilation(None, faults.sorted())
    return Compilation(course, ())


@dataclass(slots=True)
class _Desk:
    """The work on one course: what has been read so far, and what must be checked once all is read."""

    slug: str
    files: Mapping[str, bytes]
    layout: Layout
    media: Mapping[str, Medium]
    faults: Faults
    links: list[AnchorLink] = field(default_factory=list)
    anchors: dict[str, set[str]] = field(default_factory=dict)
    fixed_anchors: dict[str, set[str]] = field(default_factory=dict)

    def course(self) -> Course:
        """Put the course together, as far as the faults let it."""
        source = (
            self._source(COURSE_FILE) if COURSE_FILE in self.files else Source.unreadable(COURSE_FILE, "", self.faults)
        )
        facts = read_course_facts(source.front, self.faults)
        unit_sources = {unit.path: self._source(unit.path) for module in self.layout.modules for unit in module.units}
        book = self._book(unit_sources)
        words = self._words(book, facts.language)

        html = self._landing_page(source, book, words, facts.language)
        modules = tuple(
            self._module(folder, unit_sources, book, words, facts.language) for folder in self.layout.modules
        )
        self._check_translations(modules, book, words, facts.language)
        self._check_keys(modules)
        self._check_links()
        return self._assembled(facts, html, modules, words)

    def _assembled(self, facts: CourseFacts, html: str, modules: tuple[Module, ...], words: Words) -> Course:
        """The course as a value."""
        translated = sorted(
            language for original, language in self.layout.translations.values() if original == COURSE_FILE
        )
        reckoned = sum(unit.minutes for module in modules for unit in module.units)
        return Course(
            slug=self.slug,
            title=facts.title,
            summary=facts.summary,
            language=facts.language,
            level=facts.level,
            minutes=facts.effort or reckoned,
            modules=modules,
            html=html,
            outcomes=facts.outcomes,
            audience=facts.audience,
            scope_in=facts.scope_in,
            scope_out=facts.scope_out,
            authors=facts.authors,
            partners=facts.partners,
            licence=facts.licence,
            contact=facts.contact,
            sdgs=facts.sdgs,
            sendai=facts.sendai,
            agendas=facts.agendas,
            completion=facts.completion,
            glossary_title=words.title,
            glossary=tuple(words.terms.values()),
            media=tuple(medium.file for medium in self.media.values()),
            languages=(facts.language, *translated),
        )

    def _source(self, path: str) -> Source:
        return read_source(path, self.files[path], self.faults)

    def _book(self, unit_sources: Mapping[str, Source]) -> Book:
        """What texts may refer to."""
        unit_keys = {
            unit.path: key_of(unit_sources[unit.path].front, unit.key)
            for module in self.layout.modules
            for unit in module.units
        }
        module_files = [module.path for module in self.layout.modules if module.path in self.files]
        others = {path for path in (COURSE_FILE, GLOSSARY_FILE) if path in self.files}
        # Files with faults of their own are known by name, so that a link to them is not a second fault.
        spoilt = (path for path in self.layout.media if path not in self.media)
        return Book(
            self.slug, unit_keys, self.media, self.layout.translations, frozenset({*others, *module_files, *spoilt})
        )

    def _page(self, path: str, book: Book, words: Words, language: str, scope: str) -> Page:
        return Page(path, book, words, language, scope, self.faults)

    def _keep(self, page: Page) -> None:
        """Remember the anchors of a finished page, and the links that wait for those of others."""
        self.links.extend(page.anchor_links)
        self.anchors[page.file] = set(page.anchors)
        self.fixed_anchors[page.file] = set(page.fixed_anchors)

    def _words(self, book: Book, language: str) -> Words:
        """The glossary in the language of the course."""
        if not self.layout.has_glossary:
            return Words()
        words, _, links = read_glossary(self._source(GLOSSARY_FILE), language, book, self.faults)
        self.links.extend(links)
        return words

    def _landing_page(self, source: Source, book: Book, words: Words, language: str) -> str:
        """The text of `course.md`."""
        page = self._page(source.file, book, words, language, "course")
        tokens = parse_body(source, self.faults) or []
        check_headings(page, tokens)
        html = write_blocks(page, tokens)
        self._keep(page)
        return html

    def _module(
        self, folder: ModuleFolder, unit_sources: Mapping[str, Source], book: Book, words: Words, language: str
    ) -> Module:
        """A module with its units."""
        title = summary = html = ""
        if folder.path in self.files:
            title, summary, html = self._module_text(folder.path, folder.key, book, words, language)
        units = tuple(self._unit(unit_sources[unit.path], book, words, language) for unit in folder.units)
        return Module(key=folder.key, title=title, units=units, summary=summary, html=html)

    def _module_text(self, path: str, key: str, book: Book, words: Words, language: str) -> tuple[str, str, str]:
        """Title, summary and text of a `module.md`."""
        source = self._source(path)
        source.front.only(("title", "summary"))
        page = self._page(path, book, words, language, key)
        tokens = parse_body(source, self.faults) or []
        check_headings(page, tokens)
        html = write_blocks(page, tokens)
        self._keep(page)
        return source.front.text("title", is_required=True), source.front.text("summary"), html

    def _unit(self, source: Source, book: Book, words: Words, language: str) -> Unit:
        """One unit."""
        key = book.unit_keys[source.file]
        page = self._page(source.file, book, words, language, key)
        written = write_unit(source, kind_of(source.front), key, page, self.faults)
        self._keep(page)
        return written.unit

    def _check_translations(self, modules: Sequence[Module], book: Book, words: Words, own_language: str) -> None:
        """Read every translation as strictly as its original, and compare the two."""
        units = {unit.source: unit for module in modules for unit in module.units}
        translations = self.layout.translations
        glossaries: dict[str, Words] = {}
        # Glossaries first: the other translations look their words up there.
        for path, (original, language) in sorted(
            translations.items(), key=lambda item: (item[1][0] != GLOSSARY_FILE, item[0])
        ):
            if language == own_language:
                self.faults.add(
                    path, 1, f"The course is written in `{language}` already, so it needs no translation into it."
                )
            elif original == GLOSSARY_FILE:
                found, lines, links = read_glossary(self._source(path), language, book, self.faults)
                check_glossary(path, found, lines, words, self.faults)
                self.links.extend(links)
                glossaries[language] = found
            else:
                self._check_translation(path, original, language, book, glossaries.get(language, words), units)

    def _check_translation(
        self, path: str, original: str, language: str, book: Book, words: Words, units: Mapping[str, Unit]
    ) -> None:
        """Read one translated file that is no glossary."""
        if original == COURSE_FILE:
            source = self._source(path)
            read_course_facts(source.front, self.faults, is_translation=True)
            self._landing_page(source, book, words, language)
            return
        if original.endswith(f"/{MODULE_FILE}"):
            self._module_text(path, "module", book, words, language)
            return
        if original not in units:
            return
        unit = units[original]
        source = self._source(path)
        kind = kind_of(source.front, default=unit.kind)
        if kind != unit.kind:
            source.front.fault(
                "kind", f"The original is of the kind `{unit.kind}`; write `kind: {unit.kind}` here too."
            )
            return
        page = self._page(path, book, words, language, unit.key)
        written = write_unit(source, kind, unit.key, page, self.faults)
        self._keep(page)
        check_unit(path, written, unit, self.faults)
        if unit.kind != "quiz" and source.front.is_readable:
            check_anchors(path, page.fixed_anchors, self.fixed_anchors[original], self.faults)

    def _check_keys(self, modules: Sequence[Module]) -> None:
        """Two units cannot have one key, nor can one have a key that another had before."""
        owners: dict[str, str] = {}
        units = [unit for module in modules for unit in module.units]
        for unit in units:
            if unit.key in owners:
                self.faults.add(
                    unit.source, 1, f"Two units have the key `{unit.key}`: this one and `{owners[unit.key]}`."
                )
            owners.setdefault(unit.key, unit.source)
        earlier_owners: dict[str, str] = {}
        for unit in units:
            for earlier in unit.was:
                line = read_source(unit.source, self.files[unit.source], Faults()).front.line("was")
                if earlier != unit.key and earlier in owners:
                    message = f"`was: {earlier}` names a key that another unit has now: `{owners[earlier]}`."
                    self.faults.add(unit.source, line, message)
                elif earlier in earlier_owners:
                    message = f"`was: {earlier}` also stands in `{earlier_owners[earlier]}`; only one unit can have had this key."
                    self.faults.add(unit.source, line, message)
                earlier_owners.setdefault(earlier, unit.source)

    def _check_links(self) -> None:
        """Every anchor that a link names must exist on the page it leads to."""
        translated = {(original, language): path for path, (original, language) in self.layout.translations.items()}
        for link in self.links:
            target = translated.get((link.target, link.language), link.target)
            anchors = self.anchors.get(target, set())
            if link.anchor not in anchors:
                message = f"This link leads nowhere: `{target}` has no heading with the anchor `{link.anchor}`."
                self.faults.add(link.file, link.line, message, near=(link.anchor, sorted(anchors)))
