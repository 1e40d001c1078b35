"""What lies where in a course folder: paths in, parts out, and a fault for every file that has no place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.content.faults import Faults
from app.content.madefrom import record_language
from app.content.vocabulary import LANGUAGES, is_key

NUMBERED = re.compile(r"(\d{1,6})-(.+)")
EXAMPLE = re.compile(r"(?P<unit>[^.]+)\.example-(?P<key>[^.]+)\.md")
COURSE_FILE = "course.md"
GLOSSARY_FILE = "glossary.md"
MODULE_FILE = "module.md"
MEDIA_FOLDER = "media/"
CALLS_FOLDER = "cohorts/"
LEFTOVER_ENDINGS = ("~", ".swp", ".swo", ".bak", ".tmp")
LEFTOVER_NAMES = ("Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class UnitFile:
    """A unit's file, with the key its name gives."""

    path: str
    key: str


@dataclass(frozen=True, slots=True)
class ModuleFolder:
    """A module's folder; `path` is that of its `module.md`."""

    path: str
    key: str
    units: tuple[UnitFile, ...]


@dataclass(frozen=True, slots=True)
class ExampleFile:
    """A model example: the path of its assignment, the key its own name gives, its translations by language."""

    unit: str
    key: str
    translations: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a course folder in reading order; `translations` gives original and language for a path.

    `calls` gives for each call's file its translations by language; they are whole files, and followed by nobody. So
    are those of model examples; `examples` goes by the path of the example's own file.
    """

    modules: tuple[ModuleFolder, ...]
    media: tuple[str, ...]
    translations: dict[str, tuple[str, str]]
    has_glossary: bool
    calls: dict[str, dict[str, str]] = field(default_factory=dict)
    examples: dict[str, ExampleFile] = field(default_factory=dict)


@dataclass(slots=True)
class _Folder:
    """A module while its files are being found."""

    number: int
    key: str
    units: list[tuple[int, str, str]] = field(default_factory=list)
    has_module_file: bool = False


def is_ignored(path: str) -> bool:
    """Say whether a path is a hidden file or what an editor left behind: no part of the course."""
    return any(_is_leftover(part) for part in path.split("/"))


def layout_of(paths: Iterable[str], faults: Faults) -> Layout:
    """Sort the paths of a folder into the parts of a course."""
    folders: dict[str, _Folder] = {}
    media: list[str] = []
    translations: dict[str, tuple[str, str]] = {}
    calls: dict[str, dict[str, str]] = {}
    examples: dict[str, ExampleFile] = {}
    known = {path for path in paths if not is_ignored(path)}
    for path in sorted(known):
        if not _is_sound(path):
            faults.add(
                path, 1, "The name of this file or folder cannot be used; use only letters, digits, hyphens and spaces."
            )
            continue
        if path.startswith(MEDIA_FOLDER):
            media.append(path)
            continue
        if path.startswith(CALLS_FOLDER):
            _place_call(path, known, calls, faults)
            continue
        if is_example(path):
            _place_example(path, known, examples, faults)
            continue
        original, language = _without_language(path)
        if language:
            _place_translation(path, original, language, known, translations, faults)
            continue
        if "/" not in path:
            _check_top(path, faults)
            continue
        _place_in_module(path, folders, faults)

    if COURSE_FILE not in known:
        faults.add(COURSE_FILE, 1, "A course needs a file `course.md` with its title, and this folder has none.")
    modules = _modules(folders, faults)
    if not modules and not faults:
        faults.add(
            COURSE_FILE,
            1,
            "A course needs a module: a folder such as `1-first-module` with a `module.md` and a lesson.",
        )
    return Layout(modules, tuple(media), translations, GLOSSARY_FILE in known, calls, examples)


def is_example(path: str) -> bool:
    """Say whether a file holds a model example or a translation of one; such files are no text of the course."""
    return path.endswith(".md") and ".example" in path.rpartition("/")[2]


def key_in_name(name: str) -> tuple[int, str] | None:
    """Number and key of a name such as `1-first-lesson`; None when it has another shape."""
    found = NUMBERED.fullmatch(name)
    if found is None or not found[1].isascii() or not is_key(found[2]):
        return None
    return int(found[1]), found[2]


def _is_leftover(part: str) -> bool:
    """Say whether one part of a path is hidden or was left behind."""
    if part in (".", ".."):
        return False
    return part.startswith((".", "#", "~$")) or part.endswith(LEFTOVER_ENDINGS) or part in LEFTOVER_NAMES


def _is_sound(path: str) -> bool:
    """Say whether a path is relative, stays inside the folder and can be printed."""
    parts = path.split("/")
    return (
        path.isprintable()
        and "\\" not in path
        and len(path) <= 300
        and all(part not in ("", ".", "..") for part in parts)
    )


def _without_language(path: str) -> tuple[str, str]:
    """The path of the original and the language, for `1-lesson.fr.md`; the path itself and nothing for others."""
    stem, dot, ending = path.rpartition(".")
    if ending != "md" or not dot:
        return path, ""
    original, dot, language = stem.rpartition(".")
    if not dot or "/" in language or not original or original.endswith("/"):
        return path, ""
    return f"{original}.md", language


def _place_translation(
    path: str, original: str, language: str, known: set[str], translations: dict[str, tuple[str, str]], faults: Faults
) -> None:
    """Put a translated file beside its original."""
    if language not in LANGUAGES:
        faults.add(
            path,
            1,
            f"`{language}` is not the two-letter code of a language, such as fr, es or ar.",
            near=(language, sorted(LANGUAGES)),
        )
    elif original not in known:
        faults.add(path, 1, f"This translation has no original: there is no file `{original}`.")
    else:
        translations[path] = (original, language)


def _place_call(path: str, known: set[str], calls: dict[str, dict[str, str]], faults: Faults) -> None:
    """Put a call, or a translation of one, into its place."""
    original, language = _without_language(path)
    name = original.removeprefix(CALLS_FOLDER).removesuffix(".md")
    if not original.endswith(".md") or not is_key(name):
        message = "In the folder `cohorts` there are calls for applications only, each in a file such as `cohorts/autumn-2027.md`."
        faults.add(path, 1, message)
    elif language and original not in known:
        faults.add(path, 1, f"This translation has no original: there is no file `{original}`.")
    elif language and language not in LANGUAGES:
        faults.add(path, 1, f"`{language}` is not the two-letter code of a language, such as fr, es or ar.")
    elif language:
        calls.setdefault(original, {})[language] = path
    else:
        calls.setdefault(original, {})


def _place_example(path: str, known: set[str], examples: dict[str, ExampleFile], faults: Faults) -> None:
    """Put a model example, or a translation of one, beside its assignment."""
    original, language = _without_language(path)
    if language.startswith("example"):
        original, language = path, ""
    folder, slash, name = original.rpartition("/")
    found = EXAMPLE.fullmatch(name)
    if found is None or not is_key(found["key"]):
        message = "A model example is named after its assignment, with a word of your own in small letters a–z, digits and hyphens, as in `3-hand-in.example-weak.md`, or `3-hand-in.example-weak.fr.md` for its translation."
        faults.add(path, 1, message)
        return
    unit = f"{folder}{slash}{found['unit']}.md"
    if unit not in known:
        units = (one for one in known if one.startswith(f"{folder}/") and one.endswith(".md") and not is_example(one))
        message = f"This example belongs to no assignment: there is no file `{unit}`."
        faults.add(path, 1, message, near=(unit, sorted(units)))
    elif language and original not in known:
        faults.add(path, 1, f"This translation has no original: there is no file `{original}`.")
    elif language and language not in LANGUAGES:
        faults.add(path, 1, f"`{language}` is not the two-letter code of a language, such as fr, es or ar.")
    else:
        example = examples.setdefault(original, ExampleFile(unit, found["key"]))
        if language:
            example.translations[language] = path


def _check_top(path: str, faults: Faults) -> None:
    """Refuse files beside `course.md` that have no meaning there."""
    if path in (COURSE_FILE, GLOSSARY_FILE) or record_language(path):
        return
    message = f"`{path}` does not belong here. Beside `course.md` there can only be `glossary.md`, the folders `media` and `cohorts`, and module folders such as `1-why-local`."
    faults.add(path, 1, message, near=(path, (COURSE_FILE, GLOSSARY_FILE)))


def _place_in_module(path: str, folders: dict[str, _Folder], faults: Faults) -> None:
    """Put a file into its module."""
    folder_name, _, name = path.partition("/")
    if "/" in name:
        faults.add(
            path, 1, "A module cannot have folders inside; put this file into the module itself, or into `media/`."
        )
        return
    folder_key = key_in_name(folder_name)
    if folder_key is None:
        message = f"`{folder_name}` cannot be the name of a module folder; write a number, a hyphen, then small letters a–z, digits and hyphens, as in `1-why-local`."
        faults.add(path, 1, message)
        return
    if not name.endswith(".md"):
        faults.add(
            path, 1, "Only Markdown files (`.md`) can be in a module; put pictures and other files into `media/`."
        )
        return
    folder = folders.setdefault(folder_name, _Folder(*folder_key))
    if name == MODULE_FILE:
        folder.has_module_file = True
        return
    unit_key = key_in_name(name.removesuffix(".md"))
    if unit_key is None:
        message = f"`{name}` cannot be the name of a unit; write a number, a hyphen, then small letters a–z, digits and hyphens, as in `1-first-lesson.md`."
        faults.add(path, 1, message)
        return
    folder.units.append((unit_key[0], name, unit_key[1]))


def _modules(folders: dict[str, _Folder], faults: Faults) -> tuple[ModuleFolder, ...]:
    """The modules in reading order."""
    modules = []
    seen: dict[str, str] = {}
    for name, folder in sorted(folders.items(), key=lambda item: (item[1].number, item[0])):
        path = f"{name}/{MODULE_FILE}"
        if not folder.has_module_file:
            faults.add(path, 1, f"The module `{name}` needs a file `module.md` with its title.")
            # Its units are still read, so that all their faults show.
        if not folder.units:
            faults.add(path, 1, f"The module `{name}` has no unit; add a lesson such as `1-first-lesson.md`.")
        if folder.key in seen:
            faults.add(
                path,
                1,
                f"Two module folders have the same name after the number, `{folder.key}`: `{seen[folder.key]}` and `{name}`.",
            )
        seen.setdefault(folder.key, name)
        units = tuple(UnitFile(f"{name}/{file}", key) for _, file, key in sorted(folder.units))
        modules.append(ModuleFolder(path, folder.key, units))
    return tuple(modules)
