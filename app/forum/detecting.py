"""In which language a text is written: told by its script, or by the short words each language uses most. Pure.

Quotations, code, addresses and names with @ count for nothing: they are seldom the writer's own words. Where it is not
sure, it says nothing, and whoever asked decides.
"""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from app.content.vocabulary import direction_of

_SHORT_WORDS = {
    "en": "the and of to is in that it for was with are this we you have be on not they our what from but by at or "
    "how can do who if there has would been will your which their when i an so my as a had were about could any out no its one or these only more what see let than then before",
    "fr": "le la les des et est une dans pour que qui nous vous avec sur pas ce il elle au aux du ne sont cette mais "
    "je ont avons par plus ou notre nos se leur leurs été comment merci bonjour avez a en de un on d l c j n qu s son sa ses me ne y peut votre vos leur lui à où aussi même si tout toute tous avant après chaque",
    "es": "el la los las de y que en es un una para por con no se su al lo como más pero del hay nosotros nuestra "
    "nuestro muy son está hemos cómo qué gracias ya también o sus esta este fue tiene desde le me mi ha cada hola a e le les todo toda todos esto eso otro otra quien cuando solo sólo hasta entre puede pueden usted otros",
    "pt": "o a os as de e que em é um uma para por com não se do da dos das no na nos nas mais mas ao como são nós "
    "nossa nosso muito temos está foi também ou já pelo pela isso este esta obrigado obrigada tem seu sua olá vocês às aos à todo todos esta quem quando só até pode podem outro outra nem me lhe ainda cada",
    "de": "der die das und ist in zu den nicht mit von für auf ein eine wir sie es im dem des auch wie bei haben sind "
    "wird aber oder hat ich aus nach an werden einen einer uns unsere kann was wenn nur als noch um am zur",
    "it": "il lo la gli le di e che è un una per con non si del della dei delle nel nella sono come più ma anche da "
    "abbiamo al alla hanno questo questa ci nostro nostra in i dal ha grazie molto cosa se o perché ogni a e si al tutti anche quando solo",
    "nl": "de het een en van is in dat op te niet met voor zijn wij we aan er ook maar om bij hebben naar uit dit ze "
    "worden kan als hoe deze wordt die onze ons wat nog heeft door over geen moet ik je jullie",
    "id": "yang dan di ke dari untuk dengan ini itu tidak kami kita ada pada adalah akan bisa sudah juga oleh dalam "
    "saya atau karena telah dapat lebih apa bagaimana mereka seperti para terima kasih setiap belum",
    "sw": "na ya wa kwa ni katika za la cha yetu sisi hii kuwa kama lakini pia sana ili hiyo watu wetu hakuna baada "
    "yako wao au vya kila tu bado sasa hivyo nini gani je asante nyingi",
    "tr": "ve bir bu için ile da de ne çok daha gibi olarak olan var biz nasıl ama en kadar sonra mi mı değil her "
    "bizim ya ki şey yok göre önce ben siz olduğu tarafından teşekkürler hangi",
}
_KNOWN = {language: frozenset(words.split()) for language, words in _SHORT_WORDS.items()}
_MARKS = {"fr": "œêûùç", "es": "ñ¿¡", "pt": "ãõ", "de": "ßäöü", "it": "ìò", "tr": "ışğ"}
"""Letters that hardly any of the other languages has; a word with one of them speaks for its own a little."""

_SCRIPTS = {
    "ARABIC": "ar",
    "CYRILLIC": "ru",
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "THAI": "th",
    "GREEK": "el",
    "HEBREW": "he",
    "ETHIOPIC": "am",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "KHMER": "km",
}
"""The language that most who write in a script use; letters of others say that it is not that one."""

_OTHERS_LETTERS = {"ar": set("پچژگکیٹڈڑںےۀۆێڵ"), "ru": set("іїєґўәғқңөұүһјљњћђџѓќ"), "hi": set("ळ")}
_WAYS = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_FENCED = re.compile(r"^(```|~~~).*?(?:^\1|\Z)", re.MULTILINE | re.DOTALL)
_NOT_OWN = re.compile(r"`[^`\n]*`|<[^>\n]*>|\]\([^)\n]*\)|(?:https?://|www\.)\S+|\S+@\S+|@\w+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 6_000
_FEWEST_LETTERS = 4
_FEWEST_WORDS = 4


def language_of(text: str) -> str | None:
    """The language of Markdown; None where that is not sure."""
    words = _own_words(text[:_LONGEST])
    scripts = Counter(script for word in words for letter in word if (script := _script_of(letter)))
    letters = scripts.total()
    if not letters:
        return None
    script, most = scripts.most_common(1)[0]
    kana = scripts["HIRAGANA"] + scripts["KATAKANA"]
    if kana and kana + scripts["CJK"] > 0.7 * letters:
        return "ja" if kana > 0.1 * letters else None
    if most < 0.7 * letters:
        return None
    if script == "LATIN":
        return _by_short_words(words)
    language = _SCRIPTS.get(script)
    if language is None or most < _FEWEST_LETTERS:
        return None
    others = _OTHERS_LETTERS.get(language, set())
    return None if any(letter in others for word in words for letter in word) else language


def language_among(text: str, *likely: str) -> str:
    """The language of Markdown; where that is not sure, the first likely one that runs the way the letters do.

    Where none does, it is the last of them.
    """
    told = language_of(text)
    if told is not None:
        return told
    ways = Counter(
        _WAYS.get(unicodedata.bidirectional(letter)) for word in _own_words(text[:_LONGEST]) for letter in word
    )
    way = "rtl" if ways["rtl"] > ways["ltr"] else "ltr"
    fitting = (code for code in likely if not ways or direction_of(code) == way)
    return next(fitting, likely[-1])


def _own_words(text: str) -> list[str]:
    own = _FENCED.sub(" ", unicodedata.normalize("NFC", text).replace("\r\n", "\n"))
    lines = (line for line in own.split("\n") if not line.lstrip().startswith(">"))
    return _WORD.findall(_NOT_OWN.sub(" ", "\n".join(lines)).replace("I", "i").lower())


@lru_cache(maxsize=2048)
def _script_of(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0] if not unicodedata.combining(letter) else ""


def _by_short_words(words: list[str]) -> str | None:
    """The language whose short words there are enough of, clearly more than of any other."""
    if len(words) < _FEWEST_WORDS:
        return None
    scores = {
        language: sum(1.0 for word in words if word in known)
        + sum(0.5 for word in words if any(mark in word for mark in _MARKS.get(language, "")))
        for language, known in _KNOWN.items()
    }
    (first, most), (_second, next_most) = sorted(scores.items(), key=lambda pair: -pair[1])[:2]
    is_enough = most >= 2 and most >= 0.17 * len(words)
    is_clear = most - next_most >= 1 and most >= 1.25 * next_most
    return first if is_enough and is_clear else None
