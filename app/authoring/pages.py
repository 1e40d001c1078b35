"""What the preview shows: folders on disk as they are now, compiled again when a file changes."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from app.authoring.actions import Checked, check_folder
from app.authoring.folders import course_folders, signature_of
from app.content.course import Course, Fault
from app.content.digest import digest_of
from app.library.editions import Edition, Place, edition_of
from app.library.queries import find_current_revision
from app.platform import clock
from app.platform.errors import NotFound
from app.platform.i18n import _

_checked: dict[Path, tuple[object, Checked]] = {}
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Draft:
    """A folder as it stands: what it compiles to, its faults, and whether learners see the same already."""

    slug: str
    course: Course | None
    faults: tuple[Fault, ...]
    published_number: int | None
    is_published_as_is: bool


@dataclass(frozen=True, slots=True)
class DraftsPage:
    """All course folders."""

    drafts: tuple[Draft, ...]


@dataclass(frozen=True, slots=True)
class DraftPage:
    """One course folder, with the places in it when it has no faults."""

    draft: Draft
    edition: Edition | None


@dataclass(frozen=True, slots=True)
class DraftUnitPage:
    """A unit as learners would see it."""

    draft: Draft
    course: Course
    place: Place
    # The unit's text with its pictures taken from the folder.
    html: str


def drafts_page(courses: Path, is_theirs: Callable[[str], bool]) -> DraftsPage:
    """Every folder that is theirs, by its slug, with its faults."""
    theirs = [folder for folder in course_folders(courses) if is_theirs(folder.name)]
    return DraftsPage(tuple(_draft(_check(folder)) for folder in theirs))


def draft_page(courses: Path, slug: str) -> DraftPage:
    """One folder; raises NotFound."""
    checked = _check(_folder(courses, slug))
    return DraftPage(_draft(checked), _edition(checked))


def draft_unit_page(courses: Path, slug: str, unit_key: str) -> DraftUnitPage:
    """One unit of a folder; raises NotFound, also when the folder has faults."""
    page = draft_page(courses, slug)
    if page.edition is None or unit_key not in page.edition.places:
        raise NotFound(_("This draft has no such page, or it has faults. Its first page tells."))
    place = page.edition.places[unit_key]
    html = place.unit.html.replace('="/media/', f'="/drafts/{slug}/media/')
    return DraftUnitPage(page.draft, page.edition.course, place, html)


def draft_media(courses: Path, slug: str, digest: str) -> tuple[bytes, str]:
    """A picture or file of a draft that may not be published yet; raises NotFound."""
    checked = _check(_folder(courses, slug))
    course = checked.compilation.course
    for file in course.media if course else ():
        if file.digest.startswith(digest):
            return checked.files[file.path], file.content_type
    raise NotFound(_("There is no file at this address."))


def _folder(courses: Path, slug: str) -> Path:
    for folder in course_folders(courses):
        if folder.name == slug:
            return folder
    raise NotFound(_("There is no course folder of this name."))


def _check(folder: Path) -> Checked:
    """The folder compiled; again only when a file has changed."""
    signature = signature_of(folder)
    with _lock:
        kept = _checked.get(folder)
    if kept is not None and kept[0] == signature:
        return kept[1]
    checked = check_folder(folder)
    with _lock:
        _checked[folder] = (signature, checked)
    return checked


def _draft(checked: Checked) -> Draft:
    current = find_current_revision(checked.slug)
    return Draft(
        slug=checked.slug,
        course=checked.compilation.course,
        faults=checked.faults,
        published_number=current.number if current else None,
        is_published_as_is=current is not None and current.digest == _digest(checked),
    )


def _edition(checked: Checked) -> Edition | None:
    course = checked.compilation.course
    if course is None:
        return None
    return edition_of(course, revision_id=0, number=0, digest=_digest(checked), published_at=clock.now())


def _digest(checked: Checked) -> str:
    return digest_of(checked.files)
