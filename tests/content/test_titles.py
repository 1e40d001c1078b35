"""The titles of goals, marks and agendas in other languages."""

import pytest

from app.content.sdgs import GOALS, SENDAI_MARKS, find_sdg, find_sendai
from app.content.titles import AGENDA_TITLES, GOAL_TITLES, SENDAI_TITLES
from app.content.vocabulary import AGENDAS, agenda_title, direction_of


@pytest.mark.parametrize("language", ["fr", "es", "pt", "ar"])
def test_every_language_has_every_title(language: str) -> None:
    assert len(set(GOAL_TITLES[language])) == len(GOALS)
    assert list(SENDAI_TITLES[language]) == [mark.key for mark in SENDAI_MARKS]
    assert AGENDA_TITLES[language].keys() == AGENDAS.keys()


def test_a_label_speaks_the_language_asked_for() -> None:
    label, mark = find_sdg("11.3", "fr"), find_sendai("p1", language="es")
    assert label is not None
    assert (label.key, label.title, label.goal) == ("11.3", "Villes et communautés durables", GOALS[10])
    assert mark is not None
    assert (mark.key, mark.title) == ("P1", "Comprender el riesgo de desastres")
    assert agenda_title("paris-agreement", "pt") == "Acordo de Paris"


def test_an_unknown_language_gets_english() -> None:
    label, mark = find_sdg("13", "de"), find_sendai("A", "de")
    assert label is not None
    assert mark is not None
    assert (label.title, mark.title, agenda_title("paris-agreement", "de")) == (
        "Climate action",
        "Fewer deaths",
        "Paris Agreement",
    )


def test_what_does_not_exist_is_in_no_language() -> None:
    assert find_sdg("18", "fr") is None
    assert find_sendai("H", "fr") is None


def test_arabic_is_written_from_right_to_left() -> None:
    assert (direction_of("ar"), direction_of("fr")) == ("rtl", "ltr")
