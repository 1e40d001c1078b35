"""What the pages about one's own work show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.accounts.models import User
from app.content.course import Assignment, Course, Unit
from app.enrolment.participation import Participation
from app.files.kinds import Rule
from app.files.models import StoredFile
from app.files.queries import files_with
from app.files.refusals import Refusal
from app.peerreview.actions import Desk
from app.peerreview.anonymity import Found, Identity, traces_in
from app.peerreview.attached import ShownFile, compare_files, number_among, rule_of
from app.peerreview.comparing import Change, Paragraph, compare
from app.peerreview.counting import count_words
from app.peerreview.filling import Filled, filled_fields, words_in_values
from app.peerreview.markdown import html_of
from app.peerreview.policy import may_begin_again, may_take_back, may_withdraw, may_write
from app.peerreview.queries import MyWork, Version, VersionLine, find_version, find_work, versions_of
from app.peerreview.stages import Stage
from app.peerreview.work import Work
from app.peerreview.writing import missing_in
from app.platform.catalogues import LANGUAGES
from app.platform.errors import NotFound
from app.platform.i18n import _
from app.platform.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class WorkPanel:
    """Where one's work for an assignment stands, on the assignment's own page; `mine` is None before the first word."""

    mine: MyWork | None
    words: int
    may_write: Verdict
    may_take_back: Verdict
    may_withdraw: Verdict
    may_begin_again: Verdict

    @property
    def stage(self) -> Stage | None:
        """Where it stands."""
        return self.mine.stage if self.mine else None


@dataclass(frozen=True, slots=True)
class WorkShown:
    """Work as its reviewers see it: nothing of its author but what they wrote."""

    work: Work
    html: str
    fields: tuple[Filled, ...]
    files: tuple[ShownFile, ...] = ()


@dataclass(frozen=True, slots=True)
class WritingPage:
    """The page on which work is written; `refusal` says why it can no longer be saved, when it cannot."""

    work: Work
    # The version that what is written stands on; 0 for none.
    base: int
    window: str
    stage: Stage | None
    words: int
    languages: tuple[str, ...]
    fields: tuple[Filled, ...]
    links: tuple[str, ...]
    files: tuple[StoredFile, ...]
    # What further files may be; None where none are asked for.
    rule: Rule | None
    preview: str | None = None
    refusal: str = ""
    # Files that were not taken; what was written is kept, and so are the others.
    refused: tuple[Refusal, ...] = ()
    # Files were chosen, and not looked at because what was written could not be kept.
    has_lost_files: bool = False


@dataclass(frozen=True, slots=True)
class FileCompared:
    """A file of one's own, and what became of it from one version to another."""

    change: Change
    file: StoredFile


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """All versions that are kept, the latest first; `files` are those that came or went with each, by its number."""

    versions: tuple[VersionLine, ...]
    may_write: Verdict
    files: Mapping[int, tuple[FileCompared, ...]]


@dataclass(frozen=True, slots=True)
class FieldCompared:
    """A field of two versions, with what changed in it."""

    name: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class VersionPage:
    """A version beside another, by what changed from this one to that; `met` when two windows saved at once."""

    version: Version
    other: Version
    paragraphs: tuple[Paragraph, ...]
    fields: tuple[FieldCompared, ...]
    files: tuple[FileCompared, ...]
    others: tuple[VersionLine, ...]
    current_number: int
    may_write: Verdict
    met: bool = False


@dataclass(frozen=True, slots=True)
class HandInPage:
    """Just what reviewers will see, what is missing, and what would tell them who wrote it."""

    number: int
    shown: WorkShown
    words: int
    missing: tuple[str, ...]
    traces: tuple[Found, ...]
    is_handed_in: bool
    # What its author calls the files, by their numbers: shown to nobody else.
    names: Mapping[int, str]


def work_panel(part: Participation, assignment: Unit) -> WorkPanel:
    """The state of an assignment for one learner."""
    assert isinstance(assignment, Assignment)
    mine = find_work(part.enrolment_id, (assignment.key, *assignment.was))
    stage = mine.stage if mine else None
    return WorkPanel(
        mine=mine,
        words=count_words(mine.work.source) if mine else 0,
        may_write=may_write(stage),
        may_take_back=may_take_back(stage),
        may_withdraw=may_withdraw(stage),
        may_begin_again=may_begin_again(stage),
    )


def languages_to_write(desk: Desk) -> tuple[str, ...]:
    """The languages work may be written in: those the assignment names, else the course's and the site's."""
    return languages_of_work(desk.assignment, desk.edition.course)


def languages_of_work(assignment: Assignment, course: Course) -> tuple[str, ...]:
    """The same of an assignment in its course."""
    return assignment.languages or tuple(dict.fromkeys((*course.languages, course.language, *LANGUAGES)))


def empty_work(desk: Desk) -> Work:
    """Work before the first word, in the language its author reads the course in if work may be in that."""
    languages, read = languages_to_write(desk), desk.edition.course.language
    return Work(language=read if read in languages else languages[0])


def writing_page(
    desk: Desk,
    window: str,
    *,
    typed: Work | None = None,
    base: int | None = None,
    has_preview: bool = False,
    refusal: str = "",
    refused: tuple[Refusal, ...] = (),
    has_lost_files: bool = False,
) -> WritingPage:
    """The page to write on, with what was typed and not saved, if anything was, in place of what is kept."""
    mine = find_work(desk.part.enrolment_id, desk.keys)
    work = typed or (mine.work if mine else empty_work(desk))
    return WritingPage(
        work=work,
        base=base if base is not None else mine.version.number if mine else 0,
        window=window,
        stage=mine.stage if mine else None,
        words=count_words(work.source),
        languages=languages_to_write(desk),
        fields=filled_fields(desk.assignment.fields, work.values),
        links=(*work.links, *("" for _link in range(desk.assignment.most_links)))[: desk.assignment.most_links],
        files=tuple(files_with(work.file_ids)),
        rule=rule_of(desk.assignment.files) if desk.assignment.files else None,
        preview=html_of(work.source, work.language) if has_preview else None,
        refusal=refusal,
        refused=refused,
        has_lost_files=has_lost_files,
    )


def versions_page(desk: Desk) -> VersionsPage:
    """The history of one's work."""
    mine = find_work(desk.part.enrolment_id, desk.keys)
    versions = versions_of(desk.part.enrolment_id, desk.keys)
    before: tuple[int, ...] = ()
    moved = {}
    for line in reversed(versions):
        pairs = [pair for pair in compare_files(before, line.version.file_ids) if pair[0] is not Change.SAME]
        moved[line.version.number] = pairs
        before = line.version.file_ids
    return VersionsPage(tuple(versions), may_write(mine.stage if mine else None), _files_compared(moved))


def version_page(desk: Desk, number: int, against: int | None, *, met: bool = False) -> VersionPage:
    """A version, compared with another, or with the current one; raises NotFound."""
    versions = versions_of(desk.part.enrolment_id, desk.keys)
    mine = find_work(desk.part.enrolment_id, desk.keys)
    version = find_version(desk.part.enrolment_id, desk.keys, number)
    if mine is None or version is None:
        raise NotFound(_("There is no such version. The list shows those that are kept."))
    other = find_version(desk.part.enrolment_id, desk.keys, against or mine.version.number)
    if other is None:
        raise NotFound(_("There is no such version. The list shows those that are kept."))
    return VersionPage(
        version=version,
        other=other,
        paragraphs=compare(version.work.source, other.work.source),
        fields=_fields_compared(desk.assignment, version.work, other.work),
        files=_files_compared({0: list(compare_files(version.work.file_ids, other.work.file_ids))})[0],
        others=tuple(versions),
        current_number=mine.version.number,
        may_write=may_write(mine.stage),
        met=met,
    )


def hand_in_page(desk: Desk, author: User) -> HandInPage:
    """What handing in would hand in; raises NotFound when nothing is written."""
    mine = find_work(desk.part.enrolment_id, desk.keys)
    if mine is None:
        raise NotFound(_("There is nothing to hand in yet. Write first."))
    files = files_with(mine.work.file_ids)
    return HandInPage(
        number=mine.version.number,
        shown=_shown(desk.assignment, mine.work, files),
        words=count_words(mine.work.source),
        missing=missing_in(desk.assignment, mine.work),
        traces=traces_in(all_words(mine.work), identity_of(author)),
        is_handed_in=mine.stage is Stage.HANDED_IN,
        names={file.id: file.name for file in files},
    )


def handed_in_shown(desk: Desk) -> WorkShown:
    """What one handed in, as reviewers see it; raises NotFound."""
    mine = find_work(desk.part.enrolment_id, desk.keys)
    number = mine.handed_in_number if mine else None
    found = find_version(desk.part.enrolment_id, desk.keys, number) if number else None
    if mine is None or found is None:
        raise NotFound(_("Nothing is handed in. The page of the assignment shows where your work stands."))
    return work_shown(desk.assignment, replace(found.work, language=mine.language))


def work_shown(assignment: Assignment, work: Work, scope: str = "") -> WorkShown:
    """Work as it is shown to whoever reads it; `scope` keeps its footnotes apart from those of other texts."""
    return _shown(assignment, work, files_with(work.file_ids), scope)


def _shown(assignment: Assignment, work: Work, files: Sequence[StoredFile], scope: str = "") -> WorkShown:
    return WorkShown(
        work=work,
        html=html_of(work.source, work.language, scope),
        fields=filled_fields(assignment.fields, work.values, work.language),
        files=tuple(
            ShownFile(number_among(work.file_ids, file.id) or 0, file.id, file.kind, file.size) for file in files
        ),
    )


def _files_compared(moved: Mapping[int, Sequence[tuple[Change, int]]]) -> dict[int, tuple[FileCompared, ...]]:
    """What became of files, in as many lists, with the files themselves."""
    numbers = dict.fromkeys(file_id for pairs in moved.values() for _change, file_id in pairs)
    files = {file.id: file for file in files_with(list(numbers))}
    return {
        key: tuple(FileCompared(change, files[file_id]) for change, file_id in pairs if file_id in files)
        for key, pairs in moved.items()
    }


def _fields_compared(assignment: Assignment, one: Work, other: Work) -> tuple[FieldCompared, ...]:
    found = []
    for field in assignment.fields:
        before, after = (words_in_values({field.key: work.values.get(field.key, "")}) for work in (one, other))
        if before != after:
            found.append(FieldCompared(field.name, compare(before, after)))
    if one.links != other.links:
        found.append(FieldCompared(_("Links"), compare("\n\n".join(one.links), "\n\n".join(other.links))))
    return tuple(found)


def all_words(work: Work) -> str:
    """Every word of it, in which its author may have named somebody."""
    return "\n".join((work.source, words_in_values(work.values), *work.links))


def identity_of(author: User) -> Identity:
    """By what its author would be known."""
    return Identity(author.name, author.email, author.organisation.name if author.organisation else "")
