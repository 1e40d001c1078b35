"""Whether a comment helps whoever reads it: where one is asked for, and hints for those too short or all praise.

A hint is advice and never a refusal. It works in any script, because words are counted by what separates them, or by
signs where nothing does; only empty praise needs lists of words, which there are for the languages of the interface.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.peerreview.rubric_points import Scale

# With fewer words, a comment on a low level names neither what is missing nor a next step.
LEAST_WORDS = 8
# Praise this long says what it praises.
LONGEST_EMPTY_PRAISE = 12

# Scripts that set no spaces between words, and about how many signs a word of theirs has.
_DENSE_SCRIPTS = (
    (0x0E00, 0x0EFF, 4),  # Thai, Lao
    (0x1000, 0x109F, 4),  # Burmese
    (0x1780, 0x17FF, 4),  # Khmer
    (0x3040, 0x30FF, 2),  # Japanese syllables
    (0x3400, 0x4DBF, 2),  # Chinese signs, the rare ones
    (0x4E00, 0x9FFF, 2),  # Chinese signs
    (0xF900, 0xFAFF, 2),  # Chinese signs, for compatibility
    (0x20000, 0x3134F, 2),  # Chinese signs, the rarest ones
)
_FIRST_DENSE = chr(_DENSE_SCRIPTS[0][0])
_WITHIN_WORDS = "'’ʼ\u200c\u200d"
_ARABIC_PREFIXES = ("وال", "ال", "و", "ب")
_ARABIC_FORMS = str.maketrans({"ى": "ي", "ة": "ه", "ٱ": "ا", "ـ": ""})


def _bare(word: str) -> str:
    """A word without capitals, accents, Arabic vowel signs, and the forms of letters that people use at will."""
    spread = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    bare = "".join(sign for sign in spread if unicodedata.category(sign) != "Mn")
    return bare.translate(_ARABIC_FORMS).strip(_WITHIN_WORDS)


def _list_of(text: str) -> frozenset[str]:
    return frozenset(map(_bare, text.split()))


_PRAISE = _list_of(
    """
    amazing awesome best bravo brilliant congrats congratulations excellent fantastic fine good great impressive like
    liked love loved nice ok okay perfect super superb top wonderful yes
    beau belle bien bon bonne bravo chapeau excellente felicitations formidable genereux genial geniale magnifique
    parfait parfaite superbe
    buen buena buenas bueno buenos enhorabuena estupenda estupendo excelente excelentes fantastica fantastico
    felicidades felicitaciones genial gusta gusto magnifica magnifico perfecta perfecto
    boa boas bom bons gostei gosto legal maravilhosa maravilhoso otima otimo parabens perfeita perfeito
    جيد جيده ممتاز ممتازه رائع رائعه احسنت احسنتم جميل جميله مذهل موفق موفقين برافو مثالي عظيم حسن اعجبني
    """
)
# What stands around praise without saying more.
_AROUND_PRAISE = _list_of(
    """
    a all am and are assignment done everything for has have i in is it it's its job keep my of on one overall piece
    quite really so task text thank thanks that the this to up very was well with work you your
    a au avec c'est c'etait ca ce cela cet cette dans de des devoir du en est et etait fait il j'ai j'aime l'ensemble la
    le les merci mon pour que redire rien t texte tout toute travail tres trop un une vous votre vraiment
    al con de el ella en encanta es esta este esto fue gracias ha he hecho la lo los me mi mucha mucho muy para que se
    su sus tarea texto toda todo trabajo tu tus un una y
    ao bem com da do dos e em esta este feita feito foi isso isto meu muito o obrigada obrigado os para por seu sua
    tarefa texto trabalho tudo um uma voce
    العمل عمل عملك هذا هذه جدا شكرا لك لكم كل شيء علي في من و انت ان كان كانت لقد حقا جهد مجهود نص بارك الله فيك
    """
)


class Hint(StrEnum):
    """What would make a comment more helpful."""

    # The level is low, and nothing says why.
    MISSING = "missing"
    # The level is low, and the comment too short to say why and what next.
    TOO_SHORT = "too_short"
    EMPTY_PRAISE = "empty_praise"


@dataclass(frozen=True, slots=True)
class Comment:
    """What a reviewer gave in one criterion; `points` is None while none are chosen."""

    scale: Scale
    points: int | None
    text: str


@dataclass(frozen=True, slots=True)
class CommentHint:
    """A hint for the comment on a criterion; `words` it has, and `wanted` where it should be longer."""

    key: str
    hint: Hint
    words: int
    wanted: int


def needs_comment(scale: Scale, points: int | None) -> bool:
    """Whether a comment is asked for: at levels of less than half the points that a criterion gives."""
    return points is not None and 2 * points < scale.most


def hints_for(comments: Sequence[Comment]) -> tuple[CommentHint, ...]:
    """What would make a review more helpful, at most one hint a criterion, in the order of the rubric."""
    found = ((comment, hint_for(comment)) for comment in comments)
    return tuple(
        CommentHint(
            comment.scale.key,
            hint,
            words_in(comment.text),
            LEAST_WORDS if needs_comment(comment.scale, comment.points) else 0,
        )
        for comment, hint in found
        if hint is not None
    )


def hint_for(comment: Comment) -> Hint | None:
    """What would make one comment more helpful; None when it will do."""
    is_low = needs_comment(comment.scale, comment.points)
    if not comment.text.strip() or (is_low and not words_in(comment.text)):
        return Hint.MISSING if is_low else None
    if is_empty_praise(comment.text):
        return Hint.EMPTY_PRAISE
    return Hint.TOO_SHORT if is_low and words_in(comment.text) < LEAST_WORDS else None


def is_empty_praise(text: str) -> bool:
    """Whether a text praises and says nothing of the work: "Great job!", "Très bien, merci", a raised thumb."""
    words = [plain for word in _split(text) if (plain := _plain(word))]
    if not words:
        # A picture of applause, or signs of a script for which there is no list.
        return bool(text.strip()) and not any(sign.isalnum() for sign in text)
    if len(words) > LONGEST_EMPTY_PRAISE:
        return False
    return any(word in _PRAISE for word in words) and all(word in _PRAISE | _AROUND_PRAISE for word in words)


def words_in(text: str) -> int:
    """About how many words a text has, also in scripts that set no spaces between them."""
    dense = sum(1 / signs for sign in text if (signs := _signs_in_a_word(sign)))
    return len(_split(text)) + round(dense)


def _split(text: str) -> list[str]:
    """The words that something separates; signs of scripts without spaces separate too."""
    kept = "".join([sign if _is_of_a_word(sign) else " " for sign in unicodedata.normalize("NFC", text)])
    return [word for word in kept.split() if any(map(str.isalnum, word))]


def _is_of_a_word(sign: str) -> bool:
    """Letters, figures, the marks that belong to them, and what stands within words."""
    if sign.isalnum():
        return not _signs_in_a_word(sign)
    if sign in _WITHIN_WORDS:
        return True
    return not sign.isascii() and unicodedata.category(sign).startswith("M") and not _signs_in_a_word(sign)


def _signs_in_a_word(sign: str) -> int:
    """About how many signs a word has in this sign's script, 0 where spaces separate words."""
    if sign < _FIRST_DENSE or not (sign.isalnum() or unicodedata.category(sign).startswith("M")):
        return 0
    code = ord(sign)
    return next((signs for first, last, signs in _DENSE_SCRIPTS if first <= code <= last), 0)


def _plain(word: str) -> str:
    """A word in the form of the lists, also where an Arabic article or "and" is written onto it.

    Letters drawn out ("sooo goood") stay as they are.
    """
    bare = _bare(word)
    for prefix in ("", *_ARABIC_PREFIXES):
        rest = bare.removeprefix(prefix)
        if rest in _PRAISE or rest in _AROUND_PRAISE:
            return rest
    return bare
