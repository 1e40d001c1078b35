"""Course folders on disk: reading them, writing them, and remembering which revision a folder was made from."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.content.layout import is_ignored

# Beside the course, for `publish`: the digests of the revisions this folder was in step with, the latest last.
BASE_FILE = ".revision"
_MOST_BASES = 200
_LARGEST_FILE = 25 * 1024 * 1024


def course_folders(path: Path) -> list[Path]:
    """The course folders meant by a path: itself when it holds a course.md, otherwise those inside it."""
    if (path / "course.md").is_file():
        return [path]
    if not path.is_dir():
        return []
    return sorted(inner for inner in path.iterdir() if inner.is_dir() and (inner / "course.md").is_file())


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of a course by their path inside it, without hidden files, editors' leftovers and links to outside."""
    return {path.relative_to(folder).as_posix(): _read(path) for path in _files_in(folder)}


def signature_of(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """A cheap sign that changes when a file of the folder does: paths, sizes, times."""
    return tuple((path.as_posix(), (s := path.stat()).st_size, s.st_mtime_ns) for path in _files_in(folder))


def write_folder(folder: Path, files: Mapping[str, bytes], digest: str) -> None:
    """Write a course into a new or empty folder; raises FileExistsError when something is in the way."""
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(folder)
    for name, content in files.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise ValueError(f"{name} leads outside the folder.")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    remember_base(folder, digest)


def bases_of(folder: Path) -> frozenset[str]:
    """The digests of all revisions the folder was in step with: whatever it holds now was made from them."""
    return frozenset(_known_bases(folder))


def remember_base(folder: Path, digest: str) -> None:
    """Note that the folder is in step with a revision. Earlier ones stay: a folder may serve more than one site."""
    folder.mkdir(parents=True, exist_ok=True)
    known = [*(one for one in _known_bases(folder) if one != digest), digest][-_MOST_BASES:]
    (folder / BASE_FILE).write_text(json.dumps({"digests": known}, indent=0) + "\n", "utf-8")


def _known_bases(folder: Path) -> list[str]:
    try:
        told = json.loads((folder / BASE_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    digests = told.get("digests") if isinstance(told, dict) else None
    return [one for one in digests if isinstance(one, str)] if isinstance(digests, list) else []


def _files_in(folder: Path) -> Iterator[Path]:
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        is_part = not is_ignored(path.relative_to(folder).as_posix())
        if is_part and path.is_file() and path.resolve().is_relative_to(root):
            yield path


def _read(path: Path) -> bytes:
    """The content, or its beginning when it is too large for any course: the compiler then says so."""
    with path.open("rb") as file:
        return file.read(_LARGEST_FILE)
