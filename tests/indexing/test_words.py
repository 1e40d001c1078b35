"""Words become the same stems however they are written: with accents or without, in any form, in five languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.indexing.words import forms_of, stems_in, words_in


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "cities", "City"),
        ("en", "budgeting", "budgets"),
        ("fr", "municipalités", "municipalité"),
        ("fr", "organisée", "organisees"),
        ("es", "participación", "participaciones"),
        ("es", "participacion", "participación"),
        ("pt", "participação", "participações"),
        ("pt", "participacao", "participação"),
        ("ar", "البلديات", "بلدية"),
        ("ar", "المُدُن", "مدن"),
        ("ar", "والبلديات", "البلدية"),
        ("ar", "إدارة", "ادارة"),
        ("ar", "الحكومات", "حكومة"),
        # Of other languages a word is found as it was written, without its accents.
        ("cs", "město", "mesto"),
    ],
)
def test_two_ways_to_write_a_word_have_a_form_in_common(language: str, one: str, other: str) -> None:
    assert set(forms_of(one, language)) & set(forms_of(other, language))


def test_other_words_have_none() -> None:
    assert not set(forms_of("water", "en")) & set(forms_of("waste", "en"))
    assert not set(forms_of("مياه", "ar")) & set(forms_of("مدن", "ar"))


def test_elided_articles_are_no_words_and_signs_without_spaces_are_each_one() -> None:
    assert [word[0] for word in words_in("l’eau d'une ville, plan 9")] == ["eau", "une", "ville", "plan", "9"]
    assert [word[0] for word in words_in("都市 2030")] == ["都", "市", "2030"]


def test_stems_stand_in_their_order_and_other_forms_behind_them() -> None:
    assert stems_in("La participación de las ciudades", "es").split()[1:5] == ["particip", "de", "las", "ciudad"]
    assert stems_in("Les villes organisées", "fr").split() == ["le", "vill", "organis", "organise"]
    assert stems_in("As cidades", "pt-BR") == stems_in("as cidades", "pt")


@given(st.text(max_size=200), st.sampled_from(["", "ar", "en", "es", "fr", "pt", "xx"]))
def test_whatever_is_written_becomes_letters_and_digits_with_single_spaces(text: str, language: str) -> None:
    stems = stems_in(text, language)
    assert all(stem.isalnum() for stem in stems.split(" ") if stems)
