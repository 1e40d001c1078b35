"""Writing a translated file anew: the structure of the original, the words of the translation."""

import json
import re
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.content.blocks import (
    ANSWER,
    EXPLANATION,
    FEEDBACK,
    QUESTION,
    RULE,
    VALUE,
    Block,
    block_digest,
    front_texts,
)
from app.content.glossary import KEY_MARK
from app.content.worklist import FileWork, Text, Work, read_text
from app.markup.markdown import slug_of

PLAIN = re.compile(r"[^\W_][^\n:#\"'\[\]{}&*!|>%@`\\]*[^\s:#\"'\[\]{}&*!|>%@`\\]|[^\W_]")
NOT_PLAIN = frozenset({"null", "Null", "NULL"})
FRONT_NAME = re.compile(r"([a-z]+)[ \t]*:")
IN_WORDS = frozenset({"title", "summary", "outcomes", "audience", "scope"})


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a block in the other language, and the digest of the original they were made from."""

    source: str
    made_from: str


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A translated file with what its blocks were made from; `reason` says why there can be none."""

    content: bytes | None
    made_from: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Written:
    """A stretch of the file, the digests its blocks must have when it is read again, and what they were made from."""

    text: str
    digests: tuple[str, ...]
    made_from: tuple[str, ...]
    number: int


def rewritten(
    work_file: FileWork,
    content: bytes | None,
    front: Mapping[str, str],
    front_made_from: str,
    words: Mapping[int, Wording],
) -> Rewritten:
    """Give the file that says this: `front` by names such as `outcomes.2`, `words` by the original's block number.

    `content` is the file as it is, None for a new one; what is the same in it stays as it is written.
    """
    translated = work_file.translated
    if not front and not words:
        return Rewritten(None)
    stretches = (_quiz if work_file.original.kind == "quiz" else _text)(work_file, words)
    made_from = (front_made_from, *(digest for stretch in stretches for digest in stretch.made_from))
    is_front_same = translated is not None and dict(front_texts(translated.source.front)) == dict(front)
    digests = [digest for stretch in stretches for digest in stretch.digests]
    if content is not None and translated is not None and is_front_same:
        own = [block.digest for block in translated.blocks[1:]]
        if sorted(own) == sorted(digests):
            return Rewritten(content, (front_made_from, *_in_order_of(own, digests, made_from[1:])))
    if "title" not in front:
        return Rewritten(None, reason=f"{work_file.path}: a translated file needs a title.")
    head = _head(content.decode("utf-8-sig") if content is not None else "", front, is_same=is_front_same)
    body = "\n\n".join(
        filter(None, [*(stretch.text for stretch in stretches), _loose_lines(translated or work_file.original)])
    )
    new = (f"{head}\n{body}\n" if body else head).encode()
    again = read_text(work_file.path, new, kind=work_file.original.kind)
    found = [block.digest for block in again.blocks[1:]]
    if found != digests:
        return Rewritten(None, reason=_what_is_broken(work_file, stretches, found))
    return Rewritten(new, made_from)


def _in_order_of(own: Sequence[str], digests: Sequence[str], made_from: Sequence[str]) -> list[str]:
    """What the blocks were made from, in the order in which the file has them."""
    waiting: defaultdict[str, deque[str]] = defaultdict(deque)
    for digest, made in zip(digests, made_from, strict=True):
        waiting[digest].append(made)
    return [waiting[digest].popleft() for digest in own]


def _text(work_file: FileWork, words: Mapping[int, Wording]) -> list[_Written]:
    """The blocks that are translated, in the order of the original."""
    written = []
    for work in work_file.works[1:]:
        wording = words.get(work.number)
        if work.original.kind == RULE and work_file.translated is None and words:
            wording = wording or Wording(work.original.source, work.original.digest)
        if wording is None:
            continue
        source = _with_key(wording.source, work.original) if work_file.original.kind == "glossary" else wording.source
        written.append(_Written(source, (block_digest(source),), (wording.made_from,), work.number))
    return written


def _with_key(source: str, original: Block) -> str:
    """A word of the glossary under the key that it has in the original."""
    first, line_end, rest = source.partition("\n")
    if KEY_MARK.search(first) or slug_of(first.partition("|")[0]) == original.group:
        return source
    return f"{first} {{#{original.group}}}{line_end}{rest}"


def _quiz(work_file: FileWork, words: Mapping[int, Wording]) -> list[_Written]:
    """The introduction and the questions; one that is translated in part only stays as it was, or is left out."""
    groups: dict[str, list[Work]] = {}
    for work in work_file.works[1:]:
        groups.setdefault(work.original.group, []).append(work)
    written = []
    for key, works in groups.items():
        if not key:
            written += [
                _Written(
                    words[work.number].source,
                    (block_digest(words[work.number].source),),
                    (words[work.number].made_from,),
                    work.number,
                )
                for work in works
                if work.number in words
            ]
            continue
        kept = _kept_question(work_file, key)
        is_whole = all(work.number in words for work in works if work.has_words)
        if is_whole and (kept is None or not _says_the_same(works, words)):
            written.append(_question(works, words))
        elif kept is not None:
            made_from = tuple(
                words[work.number].made_from if is_whole and work.number in words else own
                for work, own in zip(works, kept.made_from, strict=False)
            )
            same_shape = len(works) == len(kept.made_from) and all(work.translated for work in works)
            written.append(_Written(kept.text, kept.digests, made_from if same_shape else kept.made_from, kept.number))
    return written


def _says_the_same(works: Sequence[Work], words: Mapping[int, Wording]) -> bool:
    """Whether a question has all its parts already, in these words."""
    return all(
        work.translated is not None
        and (work.number not in words or words[work.number].source == work.translated.source)
        and work.translated.frame == work.original.frame
        and (work.has_words or work.translated.source == work.original.source)
        for work in works
    )


def _kept_question(work_file: FileWork, key: str) -> _Written | None:
    """A question as the translation has it."""
    if work_file.translated is None:
        return None
    blocks = list(zip(work_file.translated.blocks, work_file.made_from, strict=True))
    own = [(block, made_from) for block, made_from in blocks if block.group == key]
    if not own:
        return None
    start = own[0][0].line
    end = min((block.line for block, _made in blocks if block.kind == QUESTION and block.line > start), default=0)
    lines = work_file.translated.source.body.split("\n")[start - 1 : end - 1 if end else None]
    digests = tuple(block.digest for block, _made in own)
    return _Written("\n".join(lines).strip("\n"), digests, tuple(made for _block, made in own), 0)


def _question(works: Sequence[Work], words: Mapping[int, Wording]) -> _Written:
    """A question in the shape of the original."""
    text: list[str] = []
    digests = []
    made_from = []
    for work in works:
        original = work.original
        wording = words.get(work.number, Wording(original.source, original.digest))
        text.append(_part(original, wording.source, text[-1:] and _is_answer(text[-1])))
        digests.append(block_digest(wording.source, original.frame))
        made_from.append(wording.made_from)
    return _Written("".join(text).strip("\n"), tuple(digests), tuple(made_from), works[0].number)


def _is_answer(text: str) -> bool:
    return text.startswith(("- ", "  >"))


def _part(original: Block, source: str, is_list_open: object) -> str:
    """A part of a question as it is written."""
    lines = source.split("\n")
    if original.kind == QUESTION:
        return f"## {' '.join(lines)} {{{original.frame}}}\n"
    if original.kind in (ANSWER, VALUE):
        start = "" if is_list_open else "\n"
        if original.frame == "=":
            return start + "".join(f"- = {line}\n" for line in lines)
        first, *others = lines
        return start + f"- {original.frame} {first}".rstrip() + "\n" + "".join(f"  {line}\n" for line in others)
    if original.kind == FEEDBACK:
        return "".join(f"  > {line}".rstrip() + "\n" for line in lines)
    if original.kind == EXPLANATION:
        return f"\n::: explanation\n{source}\n:::\n"
    return f"\n{source}\n"


def _head(written: str, front: Mapping[str, str], *, is_same: bool) -> str:
    """The block at the top: as it was when it says the same, otherwise with its other names after those in words."""
    lines = written.replace("\r\n", "\n").replace("\r", "\n").split("\n") if written else []
    end = next((number for number in range(1, len(lines)) if lines[number].rstrip() == "---"), 0)
    own = lines[1:end]
    if is_same:
        return "\n".join(["---", *own, "---", ""])
    kept: list[str] = []
    is_kept = False
    for line in own:
        name = FRONT_NAME.match(line)
        if name is not None:
            is_kept = name[1] not in IN_WORDS
        if is_kept:
            kept.append(line)
    return "\n".join(["---", *_front_lines(front), *kept, "---", ""])


def _front_lines(front: Mapping[str, str]) -> list[str]:
    lines = [f"{name}: {_scalar(front[name])}" for name in ("title", "summary") if name in front]
    for name in ("outcomes", "audience"):
        texts = [text for key, text in front.items() if key.startswith(f"{name}.")]
        if texts:
            lines += [f"{name}:", *(f"  - {_scalar(text)}" for text in texts)]
    scope = [
        f"  {name}: [{', '.join(json.dumps(text, ensure_ascii=False) for text in texts)}]"
        for name in ("in", "out")
        if (texts := [text for key, text in front.items() if key.startswith(f"scope.{name}.")])
    ]
    return [*lines, "scope:", *scope] if scope else lines


def _scalar(text: str) -> str:
    """A value as YAML: bare where that is safe, otherwise in quotation marks."""
    is_plain = PLAIN.fullmatch(text) is not None and text not in NOT_PLAIN
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _loose_lines(text: Text) -> str:
    """What belongs to no block: the addresses of links, written below the text."""
    if text.kind in ("quiz", "glossary"):
        return ""
    lines = text.source.body.split("\n")
    for block in text.blocks[1:]:
        for place in range(block.line - 1, block.line - 1 + block.source.count("\n") + 1):
            lines[place : place + 1] = [""] if place < len(lines) else []
    return "\n".join(line for line in lines if line.strip())


def _what_is_broken(work_file: FileWork, stretches: Sequence[_Written], found: Sequence[str]) -> str:
    """Where a file comes back otherwise than it was written."""
    place = 0
    for stretch in stretches:
        end = place + len(stretch.digests)
        if tuple(found[place:end]) != stretch.digests:
            line = next(work.original.line for work in work_file.works if work.number == stretch.number)
            return (
                f"{work_file.path}: the translation of line {line} of the original does not come out as one block of"
                f" the same kind; it begins “{stretch.text[:60]}”."
            )
        place = end
    return f"{work_file.path}: its last block comes out as more than one."
