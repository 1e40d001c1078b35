"""Publishing a folder, and writing a published course into one."""

from dataclasses import dataclass
from pathlib import Path

from app.authoring.folders import bases_of, read_folder, remember_base, write_folder
from app.content.course import Compilation, Fault
from app.content.digest import digest_of
from app.library.actions import COMPILER, Publication, publish
from app.library.queries import files_of, find_current_revision
from app.platform.errors import NotFound
from app.platform.i18n import _


@dataclass(frozen=True, slots=True)
class Checked:
    """A folder with its files and what they compile to."""

    folder: Path
    slug: str
    files: dict[str, bytes]
    compilation: Compilation

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What stands in the way of publishing."""
        return self.compilation.faults


def check_folder(folder: Path) -> Checked:
    """Compile a folder; its name is the course's slug."""
    # Loaded when somebody writes: the compiler's libraries cost time and memory that readers need not pay.
    from app.content.compiler import compile_course

    slug = folder.resolve().name
    files = read_folder(folder)
    return Checked(folder, slug, files, compile_course(slug, files))


def find_published_as_is(folder: Path) -> Publication | None:
    """The current revision when it holds just what the folder holds, so that there is nothing to compile."""
    current = find_current_revision(folder.resolve().name)
    if current is None or current.compiled_with != COMPILER or current.digest != digest_of(read_folder(folder)):
        return None
    return Publication(current.number, current.digest, is_new=False)


def publish_folder(checked: Checked, *, note: str = "", replacing: int | None = None) -> Publication:
    """Publish a folder without faults; raises Conflict when it was made from an older revision.

    `replacing` names the revision somebody has looked at and means to replace all the same.
    """
    course = checked.compilation.course
    if course is None:
        raise ValueError("A folder with faults is never published.")
    bases = bases_of(checked.folder)
    current = find_current_revision(checked.slug)
    if current is not None and current.number == replacing:
        bases |= {current.digest}
    return publish(course, checked.files, based_on=bases, note=note)


def step_in_line(folder: Path, publication: Publication) -> None:
    """Note in the folder which revision it is in step with now; called once the transaction is kept."""
    if publication.digest not in bases_of(folder):
        remember_base(folder, publication.digest)


def pull_course(slug: str, folder: Path) -> int:
    """Write the current revision into a new or empty folder; returns its number. Raises NotFound, FileExistsError."""
    revision = find_current_revision(slug)
    if revision is None:
        raise NotFound(_("There is no published course called “%(slug)s”.", slug=slug))
    write_folder(folder, files_of(revision), revision.digest)
    return revision.number
