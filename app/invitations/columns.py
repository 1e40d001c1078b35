"""What the columns of a table of people may be called, and how countries and languages may be written in them. Pure."""

import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from babel import Locale

from app.accounts.countries import countries
from app.platform.catalogues import LANGUAGES


class Column(StrEnum):
    """What a table may tell of a person, in the order in which it stands where no heading says otherwise."""

    EMAIL = "email"
    NAME = "name"
    ORGANISATION = "organisation"
    COUNTRY = "country"
    LANGUAGE = "language"


# Parts of a name that stand in columns of their own; `name` beside them is what stands between, as French "nom".
GIVEN, FAMILY = "given", "family"

_CALLED: Mapping[str, str] = {
    Column.EMAIL: """email|mail|email address|mail address|address|e mail|e mail address|adresse email|adresse e mail|
        adresse mail|courriel|adresse electronique|adresse|correo|correo electronico|direccion de correo|email institucional|
        correio|correio eletronico|correio electronico|endereco de email|endereco de e mail|endereco eletronico|
        البريد الالكتروني|بريد الكتروني|البريد|الايميل|ايميل|عنوان البريد الالكتروني""",
    Column.NAME: """name|full name|person|nom|nom complet|nom et prenom|prenom et nom|nombre|nombre completo|
        nombre y apellido|nombre y apellidos|nome|nome completo|الاسم|الاسم الكامل|اسم""",
    Column.ORGANISATION: """organisation|organization|municipality|city|institution|local government|employer|collectivite|
        commune|municipalite|ville|organizacion|municipio|municipalidad|institucion|entidad|organizacao|prefeitura|instituicao|
        camara municipal|المنظمة|المؤسسة|البلدية|الجهة|منظمة|مؤسسة|بلدية""",
    Column.COUNTRY: "country|country code|pays|code pays|pais|codigo de pais|البلد|الدولة|بلد|دولة",
    Column.LANGUAGE: "language|preferred language|langue|idioma|lengua|lingua|اللغة|لغة",
    GIVEN: "first name|given name|forename|prenom|nombre de pila|primeiro nome|nome proprio|الاسم الاول|الاسم الشخصي",
    FAMILY: """last name|family name|surname|nom de famille|apellido|apellidos|sobrenome|apelido|ultimo nome|
        اسم العائلة|اللقب|الاسم العائلي""",
}


def key_of_words(text: str) -> str:
    """Words as they are compared: small letters without accents and signs, one space between them."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = (sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))
    return " ".join("".join(letters).split())


def column_called(heading: str) -> str | None:
    """The column that a heading names, in whichever of the site's languages; None when it names none of ours."""
    return _columns().get(key_of_words(heading))


@lru_cache(maxsize=4096)
def country_called(text: str) -> str | None:
    """The ISO code of a country told by its code or its name; None when no country is called so."""
    code = text.upper()
    return code if code in _codes() else _countries().get(key_of_words(text))


@lru_cache(maxsize=4096)
def language_called(text: str) -> str | None:
    """The language of the site told as `fr`, `fr-CA`, `French` or `français`; None when it is none of the site's."""
    code = text.replace("_", "-").partition("-")[0].lower()
    return code if code in LANGUAGES else _languages().get(key_of_words(text))


@lru_cache(maxsize=1)
def _columns() -> Mapping[str, str]:
    return {key_of_words(name): column for column, names in _CALLED.items() for name in names.split("|")}


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    return frozenset(code for code, _name in countries("en"))


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    return {key_of_words(name): code for language in LANGUAGES for code, name in countries(language)}


@lru_cache(maxsize=1)
def _languages() -> Mapping[str, str]:
    called = [Locale.parse(spoken).languages for spoken in LANGUAGES]
    return {key_of_words(names[code]): code for names in called for code in LANGUAGES}
