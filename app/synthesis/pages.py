"""What the pages of syntheses show to those who read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.accounts.actors import Actor
from app.accounts.countries import country_name
from app.forum.kinds import ThreadKind
from app.forum.pages import Named, names_of, readable_place
from app.forum.policy import Place
from app.forum.queries import places_for, readable
from app.platform.addresses import address_of
from app.platform.bidi import with_names_set_apart
from app.platform.i18n import _, direction, locale, ngettext, show_date, speaking
from app.platform.paging import PageOf
from app.platform.quotation_marks import quoted
from app.platform.verdicts import Verdict, require_or_hide
from app.synthesis.consenting import Asked, Shown, shown_of
from app.synthesis.document import LICENCE, LICENCE_ADDRESS, Cited, Document, Part
from app.synthesis.figures import Figures
from app.synthesis.models import Synthesis
from app.synthesis.periods import Period, next_period
from app.synthesis.policy import may_see, may_write
from app.synthesis.queries import (
    Line,
    PointedAt,
    PostFacts,
    QuotationFacts,
    VersionLine,
    get_synthesis,
    last_days_in,
    no_synthesis,
    pointed_at,
    shown_syntheses,
    syntheses_in,
    versions_of,
    written_in,
)
from app.synthesis.reach import Reach
from app.synthesis.written import ItemWritten, Written

# Of an account that was erased.
_NOBODY = "—"


@dataclass(frozen=True, slots=True)
class Site:
    """What files and citations call the site, and where it is."""

    name: str
    root: str


@dataclass(frozen=True, slots=True)
class SynthesisPage:
    """A published synthesis as one reader sees it."""

    id: int
    document: Document
    category: Named
    # Whether its reader may open the category.
    reads_category: bool
    version: VersionLine
    versions: tuple[VersionLine, ...]
    may_write: Verdict

    @property
    def is_newest(self) -> bool:
        """Whether no later version was published."""
        return self.version.number == self.versions[0].number


@dataclass(frozen=True, slots=True)
class CategoryList:
    """The syntheses of a category, and the period that the next one would be about."""

    category: Named
    lines: tuple[Line, ...]
    may_write: Verdict
    next: Period


@dataclass(frozen=True, slots=True)
class WholeList:
    """All syntheses that somebody may read."""

    lines: PageOf[Line]
    names: Mapping[int, Named]


def synthesis_page(
    actor: Actor, synthesis_id: int, site: Site, number: int | None = None, *, root: str = ""
) -> SynthesisPage:
    """A version of a synthesis, the newest where none is asked for; raises NotFound for all who may not read it."""
    synthesis = get_synthesis(synthesis_id)
    places = places_for(actor)
    place = next(one for one in places if one.id == synthesis.category_id)
    require_or_hide(may_see(actor, place, synthesis.shown_to), no_synthesis().sentence)
    assert synthesis.shown_to is not None
    versions = tuple(versions_of(synthesis_id))
    asked = versions[0].number if number is None else number
    written = written_in(synthesis_id, asked)
    version = next(one for one in versions if one.number == asked)
    theirs = frozenset(one.id for one in readable(places, actor))
    document = document_of(synthesis, place, site, written, version, theirs, shown_to=synthesis.shown_to, root=root)
    return SynthesisPage(
        id=synthesis_id,
        document=document,
        category=names_of([place])[place.id],
        reads_category=place.id in theirs,
        version=version,
        versions=versions,
        may_write=may_write(actor, place),
    )


def category_list(actor: Actor, key: str, today: date) -> CategoryList:
    """The syntheses of a category that somebody reads, with the drafts for those who write them."""
    place = readable_place(actor, key)
    may = may_write(actor, place)
    lines = syntheses_in(place.id, with_drafts=bool(may), circles=tuple(Reach))
    proposal = next_period(last_days_in(place.id) if may else (), today)
    return CategoryList(names_of([place])[place.id], tuple(lines), may, proposal)


def whole_list(actor: Actor, page: int) -> WholeList:
    """All that is published for somebody: to a visitor what is public."""
    places = places_for(actor)
    theirs = [place.id for place in readable(places, actor)]
    circles = (Reach.PUBLIC, Reach.MEMBERS) if actor.is_signed_in else (Reach.PUBLIC,)
    lines = shown_syntheses(circles, theirs, page)
    shown = {line.category_id for line in lines.rows}
    return WholeList(lines, names_of([place for place in places if place.id in shown]))


def document_of(
    synthesis: Synthesis,
    place: Place,
    site: Site,
    written: Written,
    version: VersionLine | None,
    readable_ids: frozenset[int],
    *,
    shown_to: Reach,
    root: str = "",
) -> Document:
    """A synthesis for whoever reads these categories, in its own language; `root` goes before the links to posts."""
    there = pointed_at(written)
    # Whoever cites it, or reads it on paper, needs the whole address.
    address = f"{site.root}{address_of('syntheses.show_synthesis', synthesis_id=synthesis.id)}"
    with speaking(written.language):
        subject = names_of([place])[place.id].title
        told = ""
        if version is not None:
            day = show_date(version.published_at)
            told = _("Version %(number)s, %(day)s", number=version.number, day=day)
        reader = _Reader(synthesis.category_id, readable_ids, shown_to, there, root)
        return Document(
            title=written.title,
            language=written.language,
            site=site.name,
            subject=subject,
            period=_("%(first)s to %(last)s", first=show_date(written.first_day), last=show_date(written.last_day)),
            days=f"{written.first_day.isoformat()}/{written.last_day.isoformat()}",
            version=told,
            number=version.number if version is not None else 0,
            published_on=version.published_at.date().isoformat() if version is not None else "",
            address=address if version is not None else "",
            introduction=written.introduction,
            parts=tuple(
                Part(section.heading, section.text, tuple(reader.cited(item) for item in section.items))
                for section in written.sections
                # What holds nothing is there for those who write.
                if section.text or section.items
            ),
            about_heading=_("About this synthesis"),
            about=tuple(_about(written, site, subject, told, address)),
        )


def place_words(post: PostFacts) -> str:
    """Somebody's name and place, as the forum shows them."""
    country = country_name(post.country, locale()) if post.country else ""
    return _(", ").join(filter(None, (post.author, post.organisation, country)))


def source_words(post: PostFacts | None, *, names_thread: bool) -> str:
    """What a post is and where it stands, in the language that is spoken."""
    if post is None:
        return ""
    if post.is_accepted:
        words = (_("Accepted answer in “%(thread)s”"), _("An accepted answer in the forum"))
    elif post.number > 1 and post.kind is ThreadKind.QUESTION:
        words = (_("Answer in “%(thread)s”"), _("An answer in the forum"))
    elif post.number > 1:
        words = (_("Post in “%(thread)s”"), _("A post in the forum"))
    else:
        words = {
            ThreadKind.QUESTION: (_("Question: “%(thread)s”"), _("A question in the forum")),
            ThreadKind.IDEA: (_("Idea: “%(thread)s”"), _("An idea in the forum")),
            ThreadKind.FISHBOWL: (_("Fishbowl: “%(thread)s”"), _("A fishbowl in the forum")),
            ThreadKind.ANNOUNCEMENT: (_("Announcement: “%(thread)s”"), _("An announcement in the forum")),
        }.get(post.kind, (_("Discussion: “%(thread)s”"), _("A discussion in the forum")))
    if not names_thread:
        return words[1]
    return with_names_set_apart(words[0] % {"thread": post.thread_title}, (post.thread_title,), direction())


def work_words(title: str) -> str:
    """What shown work is, in the language that is spoken."""
    told = _("Accepted work, shown by its author: “%(title)s”", title=title)
    return with_names_set_apart(told, (title,), direction())


@dataclass(frozen=True, slots=True)
class _Reader:
    """What is the same for all that one reader is shown."""

    category_id: int
    readable_ids: frozenset[int]
    shown_to: Reach
    there: PointedAt
    root: str

    def cited(self, item: ItemWritten) -> Cited:
        """An item as this reader sees it."""
        if item.shown_work_id is not None:
            return self._work(item, item.shown_work_id)
        post = self.there.posts.get(item.post_id) if item.post_id is not None else None
        reads = post is not None and post.is_shown and post.category_id in self.readable_ids
        source = source_words(post, names_thread=reads)
        address = f"{self.root}{address_of('forum.show_post', post_id=item.post_id)}" if reads else ""
        kept = self.there.quotations.get(item.quotation_id) if item.quotation_id is not None else None
        match self._shown(post, kept, reads=reads):
            case Shown.WITHDRAWN:
                return Cited(item.sentence, source, address, note=_("A quotation was withdrawn."))
            case Shown.NAMED | Shown.UNNAMED as shown if post is not None and kept is not None:
                is_named = shown is Shown.NAMED and post.author != _NOBODY
                author = place_words(post) if is_named else ""
                return Cited(item.sentence, source, address, kept.words, kept.language, author)
        return Cited(item.sentence, source, address)

    def _shown(self, post: PostFacts | None, kept: QuotationFacts | None, *, reads: bool) -> Shown:
        """What is shown of a quotation; a post that went elsewhere is quoted to those who may read it there."""
        if kept is None:
            return Shown.NOTHING
        stands_here = post is not None and (reads or post.category_id == self.category_id)
        asked = Asked(kept.reach, kept.answer, kept.has_agreed_before, kept.is_still_said and stands_here)
        return shown_of(asked, self.shown_to)

    def _work(self, item: ItemWritten, shown_work_id: int) -> Cited:
        work = self.there.works.get(shown_work_id)
        if work is None:
            return Cited(item.sentence)
        address = address_of("examples.show_example", slug=work.course_slug, shown_id=work.id)
        country = country_name(work.country, locale()) if work.country else ""
        author = _(", ").join(filter(None, (work.author if work.author != _NOBODY else "", work.place, country)))
        return Cited(item.sentence, work_words(work.title), f"{self.root}{address}", author=author)


def _about(written: Written, site: Site, subject: str, version: str, address: str) -> list[str]:
    cited = (f"{site.name} ({subject})", quoted(written.title, written.language), version, address)
    names = (LICENCE, LICENCE_ADDRESS, site.name, address)
    lines = [
        *_figures(written.figures),
        _(
            "This text is under %(licence)s (%(address)s). Quotations are their authors', shown as they agreed.",
            licence=LICENCE,
            address=LICENCE_ADDRESS,
        ),
        _("Cite it as: %(source)s", source=_(", ").join(filter(None, cited))),
    ]
    return [with_names_set_apart(line, filter(None, names), direction()) for line in lines]


def _figures(figures: Figures) -> list[str]:
    told = [
        ngettext(
            "In these days %(num)s thread was opened.", "In these days %(num)s threads were opened.", figures.threads
        )
        + " "
        + ngettext("%(num)s post was written.", "%(num)s posts were written.", figures.posts)
    ]
    if figures.people is not None and figures.languages is not None and figures.countries is not None:
        languages = ngettext("%(num)s language", "%(num)s languages", figures.languages)
        countries = ngettext("%(num)s country", "%(num)s countries", figures.countries)
        told.append(
            _(
                "At least %(people)s people wrote, in %(languages)s, from %(countries)s.",
                people=figures.people,
                languages=languages,
                countries=countries,
            )
            if figures.countries
            else _("At least %(people)s people wrote, in %(languages)s.", people=figures.people, languages=languages)
        )
    return told
