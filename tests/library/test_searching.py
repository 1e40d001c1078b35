"""Search over courses."""

import pytest

from app.library.searching import search_text_of, weight_of, words_of
from app.platform.folding import fold
from tests.builders import compiled, course_files


def weight(question: str) -> int:
    return weight_of(search_text_of(compiled(course_files())), words_of(question))


@pytest.mark.parametrize(
    "question", ["localizing", "LOCAL", "sdgs", "kaleidoscope1", "priorities", "explain localizing"]
)
def test_titles_summaries_outcomes_and_lessons_are_found(question: str) -> None:
    assert weight(question) > 0


@pytest.mark.parametrize("question", ["xylophone", "localizing xylophone", "eidoscope"])
def test_every_word_must_begin_a_word_of_the_course(question: str) -> None:
    assert weight(question) == 0


def test_a_title_weighs_more_than_a_text() -> None:
    assert weight("localizing") > weight("kaleidoscope1")


def test_accents_and_vowel_marks_do_not_matter() -> None:
    assert fold("Región") == "region"
    assert fold("مُدُن") == fold("مدن")
