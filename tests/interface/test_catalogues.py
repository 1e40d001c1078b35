"""The interface is complete in every language it offers: nothing missing, nothing guessed, no placeholder lost."""

import re
from functools import cache

import pytest
from babel.messages.catalog import Message

from app.platform.catalogues import LANGUAGES, catalogue_of
from app.platform.i18n import language_name
from app.platform.messages import is_translated, languages_to_translate, read_catalogue, texts_in_code

OTHERS = languages_to_translate()
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%|%")


@cache
def messages(language: str) -> list[Message]:
    return [message for message in read_catalogue(language) if message.id]


def forms_of(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(map(str, message.string or ()))


def ids_of(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def placeholders(text: str) -> list[str]:
    return sorted(match[0] for match in PLACEHOLDER.finditer(text) if match[0] != "%%")


def test_every_text_in_the_code_is_in_the_catalogues_and_no_other() -> None:
    in_code = {message.id for message in texts_in_code() if message.id}
    for language in OTHERS:
        in_catalogue = {message.id for message in messages(language)}
        assert in_code - in_catalogue == set(), "run: flask interface update"
        assert in_catalogue - in_code == set(), "run: flask interface update"


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated_in_all_its_forms(language: str) -> None:
    assert [message.id for message in messages(language) if not is_translated(message)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_a_guess(language: str) -> None:
    assert [message.id for message in messages(language) if message.fuzzy] == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_loses_or_invents_a_placeholder(language: str) -> None:
    wrong = []
    for message in messages(language):
        wanted = set(placeholders(ids_of(message)[-1]))
        for form in forms_of(message):
            # A form for one or two may say the number in words.
            allowed = {"%(num)s"} if len(ids_of(message)) > 1 else set()
            found = set(placeholders(form))
            if found - wanted or wanted - found - allowed or "%" in found:
                wrong.append((ids_of(message)[0], form))
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_translation_can_be_filled(language: str) -> None:
    for message in messages(language):
        values = {name: "7" for text in ids_of(message) for name in re.findall(r"%\((\w+)\)s", text)}
        for form in forms_of(message):
            assert (form % values if values else form) is not None


@pytest.mark.parametrize("language", OTHERS)
def test_every_number_has_its_form(language: str) -> None:
    catalogue = catalogue_of(language)
    assert catalogue is not None
    asked = {catalogue.plural_of(number) for number in range(1000)}
    assert catalogue.plurals
    for forms in catalogue.plurals.values():
        assert asked <= set(range(len(forms)))


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_counted_in_one_place_may_stand_by_itself_in_another(language: str) -> None:
    catalogue = catalogue_of(language)
    assert catalogue is not None
    assert catalogue.texts["See the course"] == catalogue.plurals["See the course"][catalogue.plural_of(1)]


def test_arabic_tells_its_six_numbers_apart() -> None:
    catalogue = catalogue_of("ar")
    assert catalogue is not None
    assert len({catalogue.plural_of(number) for number in (0, 1, 2, 3, 11, 100)}) == 6


def test_all_languages_are_offered_in_their_own_name() -> None:
    assert [language_name(code) for code in LANGUAGES] == ["English", "Français", "Español", "Português", "العربية"]


def test_arabic_counts_from_eleven_to_ninety_nine_in_the_accusative_and_no_others() -> None:
    """Babel's last form is for 11 to 99, the one before for 100 to 102; gettext's own order is the other way round."""
    swapped = []
    for message in messages("ar"):
        *_few, hundreds, tens = ("", *forms_of(message))
        if len(ids_of(message)) > 1 and _is_accusative(hundreds) and not _is_accusative(tens):
            swapped.append(ids_of(message)[0])
    assert swapped == []


def _is_accusative(text: str) -> bool:
    return "\N{ARABIC FATHATAN}" in text
