"""The closed lists a course may choose from: languages, agendas, and keys the platform keeps for itself."""

import re
import unicodedata

from app.content.titles import AGENDA_TITLES

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""The shape of every key: letters a–z, digits and hyphens."""

RESERVED_KEYS = frozenset({"glossary", "media", "completed", "enrol", "leave"})

AGENDAS: dict[str, str] = {
    "2030-agenda": "2030 Agenda for Sustainable Development",
    "sendai-framework": "Sendai Framework for Disaster Risk Reduction",
    "new-urban-agenda": "New Urban Agenda",
    "paris-agreement": "Paris Agreement",
    "addis-ababa-action-agenda": "Addis Ababa Action Agenda",
    "pact-for-the-future-of-humanity": "Pact for the Future of Humanity",
    "key-features-of-learning-cities": "Key Features of Learning Cities",
}
"""The agendas a course can belong to, with the titles people know them by."""

LANGUAGES = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es
    et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj
    kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv
    ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti
    tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """.split()
)
"""The two-letter codes of languages (ISO 639-1)."""


QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»", "'": "'", "‘": "’"}
"""Marks that open a quotation, each with those that close it."""

RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


def agenda_title(key: str, language: str = "en") -> str:
    """The title of an agenda, English in a language we have no titles in; raises KeyError when there is none."""
    return AGENDA_TITLES.get(language, AGENDAS).get(key, AGENDAS[key])


def direction_of(language: str) -> str:
    """The direction a language is written in, as HTML's `dir` wants it."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def place_in_alphabet(word: str) -> str:
    """What words are sorted by: without capitals and accents, so that Évaluation stands under E."""
    spread = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


def is_key(text: str) -> bool:
    """Say whether the text can be the key of a unit, a question or a word."""
    return len(text) <= 80 and KEY.fullmatch(text) is not None
