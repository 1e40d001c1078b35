"""What somebody wrote in an answer by mail: without what they answer to and without their signature. Pure.

Mail programs mark quotations in two ways: by ">" before each line, so that an answer may also stand below or between;
or not at all, after a line or a few that say who wrote when: then all that follows is quoted. Those lines are in the
language of the program. Nothing here guesses: what is not marked in one of the known ways stays.
"""

import re
from collections.abc import Sequence

# Lines that say "on that day somebody wrote", by their beginning and end; the date is between.
_WROTE = tuple(
    re.compile(rf"^{begins}\b.{{3,300}}{ends}\s*:?$", re.IGNORECASE)
    for begins, ends in (
        (r"\W*on", r"(?:wrote|writes)"),
        (r"\W*le", r"a\s+écrit"),
        (r"\W*(?:el|en)", r"(?:escribió|escribe)"),
        (r"\W*(?:em|a|no dia|na)", r"(?:escreveu|escreve)"),
        (r"\W*am", r"schrieb(?:\s.{2,120})?"),
        (r"\W*il", r"ha scritto"),
        (r"\W*op", r"(?:schreef|geschreven)(?:\s.{2,120})?"),
        (r"\W*(?:dnia|w dniu)", r"(?:napisał|napisała|pisze)"),
    )
)
_WROTE_ARABIC = re.compile(r"^\W*(?:في|بتاريخ|يوم|وفي).{3,300}(?:كتب|كتبت|تمت كتابة ما يلي بواسطة)\b.{0,160}$")
# As "Amina Diallo <amina@example.org> wrote on 20 November 2026:", and as older programs wrote it.
_SOMEBODY_WROTE = re.compile(
    r"^.{0,120}<[^<>@\s]+@[^<>\s]+>.{0,20}"
    r"\b(?:wrote|writes|a\s+écrit|escribió|escreveu|schrieb|ha scritto|schreef|كتب).{0,80}:$",
    re.IGNORECASE,
)
_DATE_FIRST = re.compile(r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b.{0,160}<[^<>@\s]+@[^<>\s]+>\s*:$")
_MOST_LINES_OF_ATTRIBUTION, _LONGEST_ATTRIBUTION = 4, 500
_EXACT = re.compile(r"\d{1,2}[:h.]\d{2}|<[^<>@\s]+@[^<>\s]+>|\d{4}")

_ORIGINAL = re.compile(
    r"^\W{0,3}[-_=*]{2,}\s*(?:original message|forwarded message|message d[’'´]origine|message original|message transféré|"
    r"mensaje original|mensaje reenviado|mensagem original|mensagem encaminhada|ursprüngliche nachricht|"
    r"messaggio originale|oorspronkelijk bericht|الرسالة الأصلية|رسالة أصلية|الرسالة المُعاد توجيهها|رسالة مُعاد توجيهها)"
    r"\s*[-_=*]{2,}\W{0,3}$"
    r"|^(?:begin forwarded message|début du message (?:transféré|réexpédié)|inicio del mensaje reenviado|"
    r"início da mensagem (?:reencaminhada|encaminhada)|بدء الرسالة المُعاد توجيهها)\s*:$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^[_\u2500\u2014-]{10,}$")
_FROM = re.compile(r"^\W{0,3}(?:from|de|von|da|van|من)\s*[*]?\s*:\s*\S", re.IGNORECASE)
_FURTHER = re.compile(
    r"^\W{0,3}(?:sent|date|to|cc|subject|envoyé|envoyé le|date|à|objet|enviado|enviado el|enviada em|enviado em|fecha|data|"
    r"para|asunto|assunto|gesendet|datum|an|betreff|inviato|a|oggetto|verzonden|aan|onderwerp|"
    r"تم الإرسال|تاريخ الإرسال|أرسلت|أُرسلت|التاريخ|إلى|الى|الموضوع|نسخة)\s*[*]?\s*:",
    re.IGNORECASE,
)

_SIGNATURE = re.compile(r"^(?:--|—|–|-- ?)\s*$")
_DEVICE = re.compile(
    r"^\W{0,3}(?:"
    r"(?:sent|send) (?:from|via|with) (?:my )?\S.{0,60}"
    r"|envoyé (?:de|depuis|à partir d[e’']|avec|par|via) ?\S.{0,60}"
    r"|enviado (?:desde|con|do|da|de|pelo|através|a partir) ?\S.{0,60}"
    r"|enviada (?:do|da|pelo) \S.{0,60}"
    r"|(?:von meinem|gesendet (?:von|mit)|inviato da|verzonden (?:vanaf|met)) ?\S.{0,60}"
    r"|(?:أُ?رسلت?|تم الإرسال|مرسل(?:ة)?) (?:من|بواسطة|عبر|باستخدام).{0,60}"
    r"|(?:get|download) outlook for \S.{0,80}"
    r"|(?:obtenir|obtenez|télécharger|téléchargez) outlook pour \S.{0,80}"
    r"|(?:obtener|obtenga|descargar) outlook para \S.{0,80}"
    r"|(?:obter|obtenha|baixar) o? ?outlook para \S.{0,80}"
    r"|(?:الحصول على|احصل على|تنزيل) outlook.{0,80}"
    r"|yahoo mail ?: .{0,80}"
    r")\W{0,3}$",
    re.IGNORECASE,
)
# A device says so at the end; higher up somebody may have written such a line themselves.
_LAST_LINES = 3
_MARKS = str.maketrans({"\u200e": None, "\u200f": None, "\u202a": None, "\u202b": None, "\u202c": None, "\ufeff": None})
_SPACES = str.maketrans({"\xa0": " ", "\u202f": " "})


def answer_in(text: str) -> str:
    """What the sender wrote themselves; empty where there is nothing but quotation and signature."""
    lines = [line.translate(_MARKS).rstrip() for line in text.split("\n")]
    own = _without_device(_without_signature(_without_quotations(lines)))
    while own and not own[-1].strip():
        own.pop()
    while own and not own[0].strip():
        own.pop(0)
    return "\n".join(_with_single_gaps(own))


def _without_quotations(lines: Sequence[str]) -> list[str]:
    """The lines that are not quoted, up to where everything is."""
    own: list[str] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        if _begins_original(lines, number):
            break
        if length := _attribution_at(lines, number):
            if not _is_quoted(_next_words(lines, number + length)):
                # What follows is quoted without being marked, or there is nothing.
                break
            number += length
        elif _is_quoted(line):
            number += 1
        else:
            own.append(line)
            number += 1
    return own


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith((">", "|>"))


def _next_words(lines: Sequence[str], number: int) -> str:
    return next((line for line in lines[number:] if line.strip()), "")


def _attribution_at(lines: Sequence[str], number: int) -> int:
    """How many lines from this one on say that somebody wrote what follows; 0 where they do not."""
    joined = ""
    for length, line in enumerate(lines[number : number + _MOST_LINES_OF_ATTRIBUTION], start=1):
        if not line.strip() or _is_quoted(line):
            return 0
        joined = f"{joined} {line.strip()}".strip().translate(_SPACES)
        if len(joined) > _LONGEST_ATTRIBUTION:
            return 0
        if _is_attribution(joined):
            following = _next_words(lines, number + length)
            # Somebody may begin a sentence so: a quotation follows, or a moment or an address is told.
            return length if _is_quoted(following) or (joined.endswith(":") and _EXACT.search(joined)) else 0
    return 0


def _is_attribution(line: str) -> bool:
    return bool(
        _WROTE_ARABIC.match(line)
        or _SOMEBODY_WROTE.match(line)
        or _DATE_FIRST.match(line)
        or any(pattern.match(line) for pattern in _WROTE)
    )


def _begins_original(lines: Sequence[str], number: int) -> bool:
    """Whether everything from here on is quoted, as Outlook and others do it."""
    line = lines[number].strip().translate(_SPACES)
    if _ORIGINAL.match(line):
        return True
    if _RULE.match(line):
        # A rule of somebody's own is none of these.
        return _is_head(lines, _after_blanks(lines, number + 1))
    return _is_head(lines, number)


def _after_blanks(lines: Sequence[str], number: int) -> int:
    while number < len(lines) and not lines[number].strip():
        number += 1
    return number


def _is_head(lines: Sequence[str], number: int) -> bool:
    """Whether a letter's head stands here, with who wrote it and at least two more lines of it."""
    if number >= len(lines) or not _FROM.match(lines[number].strip().translate(_SPACES)):
        return False
    following = [line.strip().translate(_SPACES) for line in lines[number + 1 : number + 7] if line.strip()]
    return sum(1 for line in following[:5] if _FURTHER.match(line)) >= 2


def _without_signature(lines: Sequence[str]) -> list[str]:
    for number, line in enumerate(lines):
        if number and _SIGNATURE.match(line) and any(line.strip() for line in lines[:number]):
            return list(lines[:number])
    first = _next_words(lines, 0)
    return [] if _SIGNATURE.match(first) and first.strip() else list(lines)


def _without_device(lines: Sequence[str]) -> list[str]:
    numbers = [number for number, line in enumerate(lines) if line.strip()][-_LAST_LINES:]
    for number in numbers:
        if _DEVICE.match(lines[number].strip().translate(_SPACES)):
            return list(lines[:number])
    return list(lines)


def _with_single_gaps(lines: Sequence[str]) -> list[str]:
    """At most one empty line between two others: where a quotation was, several may be left."""
    return [line for number, line in enumerate(lines) if line.strip() or (number and lines[number - 1].strip())]
