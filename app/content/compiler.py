"""The compiler: the files of a course folder in, a course out, or all that is wrong with it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.content.assignments import Example
from app.content.blocks import Block
from app.content.book import Book, Words
from app.content.callfile import Rules, read_call, read_call_in_other_words
from app.content.calls import Call, CallText
from app.content.course import Assignment, Compilation, Course, Module, Quiz, Unit
from app.content.coursefile import CourseFacts, read_course_facts
from app.content.examples import MOST_EXAMPLES, language_of_example, read_example, read_translated_example
from app.content.faults import Faults, shorten
from app.content.following import follow
from app.content.frontmatter import Source
from app.content.glossary import read_glossary
from app.content.headings import check_headings
from app.content.layout import (
    CALLS_FOLDER,
    COURSE_FILE,
    GLOSSARY_FILE,
    MODULE_FILE,
    ExampleFile,
    Layout,
    ModuleFolder,
    layout_of,
)
from app.content.madefrom import Entry, read_record, record_language
from app.content.media import Medium, read_medium
from app.content.page import AnchorLink, Original, Page
from app.content.prose import write_blocks
from app.content.questions import follow_questions
from app.content.texts import parse_body, read_source
from app.content.translations import (
    check_anchors,
    check_course_settings,
    check_fields,
    check_glossary,
    check_rubric,
    check_settings,
    completed_words,
)
from app.content.units import key_of, kind_of, write_unit
from app.content.variants import ModuleText, Translated, unit_in_other_words, variants_of
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
    sources: dict[str, Source] = field(default_factory=dict)
    blocks: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    records: dict[str, dict[str, Entry]] = field(default_factory=dict)
    fixed_anchors: dict[str, set[str]] = field(default_factory=dict)

    def course(self) -> Course:
        """Put the course together, as far as the faults let it."""
        source = (
            self._source(COURSE_FILE) if COURSE_FILE in self.files else Source.unreadable(COURSE_FILE, "", self.faults)
        )
        facts = read_course_facts(source.front, self.faults)
        self._read_records()
        unit_sources = {unit.path: self._source(unit.path) for module in self.layout.modules for unit in module.units}
        book = self._book(unit_sources)
        words = self._words(book, facts.language)

        html = self._text(source, self._page(source.file, book, words, facts.language, "course"))
        modules = tuple(
            self._module(folder, unit_sources, book, words, facts.language) for folder in self.layout.modules
        )
        course = replace(self._assembled(facts, html, modules, words), calls=self._calls(book, words, facts.language))
        translations = self._translations(modules, book, words, facts)
        course = replace(course, modules=self._with_examples(modules, translations, book, words, facts.language))
        self._check_keys(modules)
        self._check_links()
        if self.faults:
            return course
        return replace(course, variants=variants_of(course, translations))

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
            enrolment=facts.enrolment,
            glossary_title=words.title,
            glossary=tuple(words.terms.values()),
            glossary_language=facts.language,
            media=tuple(medium.file for medium in self.media.values()),
            languages=(facts.language, *translated),
            blocks=tuple(dict.fromkeys(block.digest for path in sorted(self.blocks) for block in self.blocks[path])),
        )

    def _source(self, path: str) -> Source:
        if path not in self.sources:
            self.sources[path] = read_source(path, self.files[path], self.faults)
        return self.sources[path]

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
        if page.original is None:
            self.blocks[page.file] = page.blocks

    def _words(self, book: Book, language: str) -> Words:
        """The glossary in the language of the course."""
        if not self.layout.has_glossary:
            return Words()
        glossary = read_glossary(self._source(GLOSSARY_FILE), language, book, self.faults)
        self.links.extend(glossary.links)
        self.blocks[GLOSSARY_FILE] = glossary.blocks
        return glossary.words

    def _text(self, source: Source, page: Page) -> str:
        """The text of `course.md`, or of another file that is a text and nothing more."""
        tokens = parse_body(source, self.faults) or []
        html = write_blocks(page, follow(page, source, tokens, check_headings(page, tokens))[0])
        self._keep(page)
        return html

    def _module(
        self, folder: ModuleFolder, unit_sources: Mapping[str, Source], book: Book, words: Words, language: str
    ) -> Module:
        """A module with its units."""
        text = ModuleText("", "", "")
        if folder.path in self.files:
            text = self._module_text(self._page(folder.path, book, words, language, folder.key))
        units = tuple(self._unit(unit_sources[unit.path], book, words, language) for unit in folder.units)
        return Module(
            key=folder.key, title=text.title, units=units, summary=text.summary, html=text.html, language=language
        )

    def _module_text(self, page: Page) -> ModuleText:
        """What a `module.md` says."""
        source = self._source(page.file)
        source.front.only(("title", "summary"))
        html = self._text(source, page)
        return ModuleText(source.front.text("title", is_required=True), source.front.text("summary"), html)

    def _unit(self, source: Source, book: Book, words: Words, language: str) -> Unit:
        """One unit."""
        key = book.unit_keys[source.file]
        page = self._page(source.file, book, words, language, key)
        written = write_unit(source, kind_of(source.front), key, page, self.faults)
        self._keep(page)
        return written.unit

    def _calls(self, book: Book, words: Words, language: str) -> tuple[Call, ...]:
        """The calls for applications, in the order in which they open."""
        calls = []
        for path, translations in sorted(self.layout.calls.items()):
            key = path.removeprefix(CALLS_FOLDER).removesuffix(".md")
            rules = read_call(self._source(path).front, language, self.faults)
            html = self._call_text(path, book, words, language, key)
            others = []
            for code, translation in sorted(translations.items()):
                if code == language:
                    message = f"The call is written in `{language}` already, so it needs no translation into it."
                    self.faults.add(translation, 1, message)
                    continue
                others.append(self._translated_call(translation, code, book, words, rules, key))
            calls.append(rules.call(key, html, others))
        return tuple(sorted(calls, key=lambda call: (call.opens, call.key)))

    def _translated_call(self, path: str, language: str, book: Book, words: Words, rules: Rules, key: str) -> CallText:
        html = self._call_text(path, book, words, language, f"{key}-{language}")
        return read_call_in_other_words(self._source(path).front, language, html, rules, self.faults)

    def _call_text(self, path: str, book: Book, words: Words, language: str, scope: str) -> str:
        """The text of a call. It stands for itself: nothing notes since when it reads as it does."""
        source = self._source(path)
        page = self._page(path, book, words, language, scope)
        tokens = parse_body(source, self.faults) or []
        check_headings(page, tokens)
        html = write_blocks(page, tokens)
        self.links.extend(page.anchor_links)
        self.anchors[path] = set(page.anchors)
        return html

    def _read_records(self) -> None:
        """What the translations were made from, by language."""
        for path in sorted(self.files):
            language = record_language(path)
            if not language:
                continue
            record = read_record(path, self.files[path], self.faults)
            known = [file for file, (_original, other) in self.layout.translations.items() if other == language]
            for file, entry in record.items():
                if file not in known:
                    message = f"There is no translation `{shorten(file)}`. Was it renamed? Then write its new name here, or delete this line."
                    self.faults.add(path, entry.line, message, near=(file, known))
            self.records[language] = record

    def _original(self, path: str, language: str, words: Words, own_language: str) -> Original:
        """The original of a translated file, as the translation needs to know it."""
        original = self.layout.translations[path][0]
        entry = self.records.get(language, {}).get(path)
        made_from = None if entry is None else entry.digests
        return Original(self._source(original), own_language, words, self.blocks.get(original, ()), made_from)

    def _translations(
        self, modules: Sequence[Module], book: Book, words: Words, facts: CourseFacts
    ) -> Mapping[str, Translated]:
        """Read every translation as strictly as its original, and compare the two; gives what there is by language."""
        units = {unit.source: unit for module in modules for unit in module.units}
        found: defaultdict[str, Translated] = defaultdict(Translated)
        # Glossaries first: the other translations look their words up there.
        for path, (original, language) in sorted(
            self.layout.translations.items(), key=lambda item: (item[1][0] != GLOSSARY_FILE, item[0])
        ):
            if language == facts.language:
                self.faults.add(
                    path, 1, f"The course is written in `{language}` already, so it needs no translation into it."
                )
                continue
            followed = self._original(path, language, words, facts.language)
            if original == GLOSSARY_FILE:
                self._translate_words(path, language, book, followed, found[language])
                continue
            page = self._page(path, book, found[language].words or words, language, "")
            page.original = followed
            if original == COURSE_FILE:
                page.scope = "course"
                found[language].facts = self._translated_facts(page, facts)
                found[language].html = self._text(self._source(path), page)
            elif original.endswith(f"/{MODULE_FILE}"):
                page.scope = self._module_key(original)
                found[language].modules[page.scope] = self._module_text(page)
            elif original in units:
                self._translate_unit(page, units[original], found[language])
            self._check_anchors(page)
        return found

    def _translated_facts(self, page: Page, original: CourseFacts) -> CourseFacts:
        """What a translated `course.md` says about the course."""
        front = self._source(page.file).front
        facts = read_course_facts(front, self.faults, is_translation=True)
        check_course_settings(front, page.language, facts, original)
        return facts

    def _translate_words(
        self, path: str, language: str, book: Book, original: Original, translated: Translated
    ) -> None:
        """A translated glossary; once it is recorded, it may lack words that came later and explain some that went."""
        glossary = read_glossary(self._source(path), language, book, self.faults)
        self.links.extend(glossary.links)
        if original.made_from is None:
            check_glossary(path, glossary, original.words, self.faults)
        elif len(original.made_from) != len(glossary.blocks):
            message = (
                f"This glossary has {len(glossary.blocks) - 1} words, and the record of what it was made from knows "
                f"{len(original.made_from) - 1}; the original has {len(original.words.terms)}. Make the two agree, then "
                "write `flask courses translations mark`."
            )
            self.faults.add(path, 1, message)
        translated.words = completed_words(glossary.words, original.words)
        translated.terms = tuple(term for key, term in translated.words.terms.items() if key in original.words.terms)

    def _translate_unit(self, page: Page, unit: Unit, translated: Translated) -> None:
        """A translated lesson, quiz or assignment."""
        page.scope = unit.key
        source = self._source(page.file)
        kind = kind_of(source.front, default=unit.kind)
        if kind != unit.kind:
            source.front.fault(
                "kind", f"The original is of the kind `{unit.kind}`; write `kind: {unit.kind}` here too."
            )
            return
        written = write_unit(source, kind, unit.key, page, self.faults)
        found = written.unit
        check_settings(source.front, found, unit)
        if isinstance(found, Quiz) and isinstance(unit, Quiz) and page.original is not None:
            questions = follow_questions(page, page.original, unit, found, written.question_lines)
            found = replace(found, questions=questions)
        elif isinstance(found, Assignment) and isinstance(unit, Assignment):
            found = check_fields(page, check_rubric(page, found, unit), unit)
        self._keep(page)
        translated.units[unit.key] = unit_in_other_words(unit, found)

    def _with_examples(
        self,
        modules: tuple[Module, ...],
        translations: Mapping[str, Translated],
        book: Book,
        words: Words,
        language: str,
    ) -> tuple[Module, ...]:
        """The modules whose assignments have their model examples; those of translations are given them as well."""
        if not self.layout.examples:
            return modules
        units = {unit.source: unit for module in modules for unit in module.units}
        found: defaultdict[str, list[Example]] = defaultdict(list)
        for path, file in sorted(self.layout.examples.items()):
            unit = units.get(file.unit)
            if not isinstance(unit, Assignment):
                kind = f"`{file.unit}` is a {unit.kind}" if unit else f"`{file.unit}` is none"
                self.faults.add(path, 1, f"Only assignments have model examples; {kind}.")
            elif len(found[unit.key]) >= MOST_EXAMPLES:
                self.faults.add(path, 1, f"An assignment has at most {MOST_EXAMPLES} model examples.")
            else:
                found[unit.key].append(self._example(path, file, unit, translations, book, words, language))
        for translated in translations.values():
            translated.units |= {
                key: replace(unit, examples=tuple(found[key]))
                for key, unit in translated.units.items()
                if isinstance(unit, Assignment)
            }
        return tuple(
            replace(
                module,
                units=tuple(
                    replace(unit, examples=tuple(found[unit.key])) if isinstance(unit, Assignment) else unit
                    for unit in module.units
                ),
            )
            for module in modules
        )

    def _example(
        self,
        path: str,
        file: ExampleFile,
        unit: Assignment,
        translations: Mapping[str, Translated],
        book: Book,
        words: Words,
        course_language: str,
    ) -> Example:
        """A model example in all its languages."""

        def named_in(language: str) -> Assignment:
            translated = translations[language].units.get(unit.key) if language in translations else None
            # A translated rubric with faults can have other criteria than the original's.
            is_same = isinstance(translated, Assignment) and len(translated.rubric) == len(unit.rubric)
            return translated if is_same and isinstance(translated, Assignment) else unit

        def page_for(place: str, language: str) -> Page:
            return self._page(place, book, words, language, f"{unit.key}-{file.key}-{language}")

        source = self._source(path)
        language = language_of_example(source, course_language)
        page = page_for(path, language)
        example = read_example(file.key, source, page, unit, named_in(language), self.faults)
        texts = list(example.texts)
        for code, place in sorted(file.translations.items()):
            if code == language:
                message = f"The example is written in `{code}` already, so it needs no translation into it."
                self.faults.add(place, 1, message)
                continue
            page = page_for(place, code)
            texts.append(read_translated_example(example, self._source(place), page, unit, named_in(code), self.faults))
        return replace(example, texts=tuple(texts))

    def _check_anchors(self, page: Page) -> None:
        """A translation must have the fixed anchors of its original."""
        if page.original is not None and page.original.source.front.is_readable and page.blocks:
            check_anchors(page, self.fixed_anchors.get(page.original.source.file, set()))

    def _module_key(self, path: str) -> str:
        return next((module.key for module in self.layout.modules if module.path == path), "module")

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
