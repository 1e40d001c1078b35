"""Whatever somebody types is a question, and its parts mean what people expect."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.indexing.asking import Question, read_question
from tests.indexing.things import entry, findings, found, indexed

SIGNS = st.text(st.sampled_from("a' é\"“”-*:()&|!<>^{}\\%_\x00\u0640\u064b@#+~ORANDNEARالسلام都½ ﷺ\ud800"), max_size=30)


def words_of(text: str) -> list[str]:
    return [one.forms[0] for one in read_question(text, ["en"]).words]


def test_every_word_counts_once_and_the_smallest_only_where_there_is_no_other() -> None:
    assert words_of("The budget of the budget") == ["budget"]
    assert words_of("to be in") != []


def test_a_word_counts_in_every_language_of_the_site() -> None:
    (word,) = read_question("nacionales").words
    assert {"nacional", "national", "nacionales"} & set(word.forms) >= {"nacional", "nacionales"}


def test_the_last_word_may_be_a_beginning_unless_it_is_short_or_quoted() -> None:
    assert [one.beginning for one in read_question("water budg").words] == ["", "budg"]
    assert [one.beginning for one in read_question("bud").words] == [""]
    assert [one.beginning for one in read_question('"water budget"').words] == ["", ""]
    assert [one.beginning for one in read_question("budget -water").words] == [""]


def test_quotation_marks_of_all_kinds_hold_words_together() -> None:
    for text in ('"public budget"', "“public budget”", "«public budget»", '"public budget'):
        assert any("public budget" in row for row in read_question(text).phrases[0]), text


def test_a_minus_leaves_out_only_at_the_beginning_of_a_word() -> None:
    assert read_question("city -draft").unwanted[0] == "draft"
    assert read_question("peer-review").unwanted == ()
    assert read_question("-").is_empty
    assert read_question("-draft").is_empty


def test_nothing_is_asked_without_words() -> None:
    for text in ("", "   ", "?!", "\x00", '""', "a"):
        assert read_question(text) == Question(), text


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(SIGNS, st.text(max_size=60)))
def test_no_text_is_an_error(each_app: Flask, text: str) -> None:
    assert findings(text, scopes=("public", text[:40]), course=text[:20], language=text[:10]).page.number == 1


@pytest.mark.parametrize(
    "words",
    [
        "budget OR cake",
        "budget) OR (cake",
        "budget' | 'cake",
        'budget" OR "cake',
        "budget NOT town",
        "budget:cake",
        "budget*",
    ],
)
def test_the_signs_of_databases_mean_nothing(each_app: Flask, words: str) -> None:
    indexed(entry("A budget for the town"), entry("Cake", reference="2"))
    assert "2" not in found(words)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(min_codepoint=48, max_codepoint=0x2FFF), min_size=2, max_size=30))
def test_whoever_asks_for_a_text_by_its_own_words_finds_it(each_app: Flask, text: str) -> None:
    indexed(entry(text))
    assert read_question(text).is_empty or found(text) == ["1"]
