"""What somebody may not read leaves no trace: not in results, numbers, choices, or the order of the rest."""

from itertools import combinations

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.indexing.asked import Kind
from app.indexing.asking import read_question
from app.indexing.entries import MEMBERS, PUBLIC, Filters, scope_of_category, scope_of_course
from app.indexing.queries import Findings, find
from tests.builders import person
from tests.indexing.things import entry, findings, found, indexed

SCOPES = (
    PUBLIC,
    MEMBERS,
    scope_of_course("rivers"),
    scope_of_course("river"),
    scope_of_course("rivers-2"),
    scope_of_category("rivers"),
    scope_of_category("course.rivers"),
    scope_of_category("with space"),
    scope_of_category("with_20_space"),
    scope_of_category("Größe"),
)


def traces(told: Findings) -> str:
    return repr((told.page, told.numbers, told.courses, told.categories, told.languages, told.authors))


@pytest.mark.parametrize("words", ["water", '"deep water"', "wate", "deep -shallow", "water deep"])
def test_each_circle_finds_its_own_and_nothing_else(each_app: Flask, words: str) -> None:
    indexed(*(entry("deep water", reference=scope, scope=scope) for scope in SCOPES))
    for scope in SCOPES:
        assert found(words, scopes=[scope]) == [scope]
    for one, other in combinations(SCOPES[:4], 2):
        assert set(found(words, scopes=[one, other])) == {one, other}
    assert found(words, scopes=[]) == []


def test_what_is_hidden_changes_nothing_that_is_told(each_app: Flask) -> None:
    author, hidden = person(name="Seen"), person(name="Hidden")
    indexed(entry("water", author_id=author.id, course_slug="rivers", category="help"))
    before = traces(findings("water"))
    indexed(
        *(
            entry(
                "water secret",
                reference=f"h{number}",
                scope=MEMBERS,
                language="fr",
                author_id=hidden.id,
                course_slug="hidden",
                category="hidden",
                title="Water",
                kind=kind,
            )
            for number in range(25)
            for kind in ("post", "course")
        )
    )
    assert traces(findings("water")) == before
    for filters in (
        {"by": hidden.id},
        {"course": "hidden"},
        {"category": "hidden"},
        {"language": "fr"},
        {"since": "week", "by": hidden.id},
        {"kind": "course"},
    ):
        told = findings("water", **filters)
        assert (told.page.total, {one.of for one in told.numbers.values()} - {0, 1}) == (0, set()), filters
    assert findings("secret").page.total == 0


@pytest.mark.parametrize("kind", ["post", "course"])
def test_what_is_hidden_does_not_tell_that_a_word_is_whole(each_app: Flask, kind: str) -> None:
    secret = scope_of_course("rivers")
    indexed(entry("water", reference="seen"))
    indexed(*(entry("wate", kind=kind, reference=str(number), scope=secret) for number in range(30)))
    assert found("wate") == ["seen"]
    assert "seen" not in found("wate", scopes=(PUBLIC, secret))


@pytest.mark.parametrize("words", ["water", "wate"])
@pytest.mark.parametrize("grows", [False, True])
def test_a_circle_for_one_kind_shows_nothing_of_another(each_app: Flask, words: str, grows: bool) -> None:
    course = scope_of_course("rivers")
    indexed(entry("water", scope=course), entry("water", kind="course", reference="c", scope=course))
    kinds = [Kind("post", frozenset({course}), grows=grows), Kind("course", frozenset({PUBLIC}))]
    told = find(read_question(words), Filters(), kinds=kinds, languages=("en",))
    assert [one.kind for one in told.page.rows] == ["post"]


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(
            [
                "scope:members",
                "water scope:members",
                '" OR "scope:members',
                "water | 'scope:members'",
                "water) | ('kind:post'",
                "by:1",
            ]
        ),
    )
)
def test_no_question_reaches_another_circle(each_app: Flask, words: str) -> None:
    indexed(entry("secret water of the members", scope=MEMBERS, reference="hidden"))
    assert "hidden" not in found(words)
    assert "hidden" not in found(f"water {words}", course=words, category=words, language=words, thread=words)
