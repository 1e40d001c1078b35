"""Whom the filters find, in which order, on both databases."""

from datetime import date

import pytest
from flask import Flask

from app.reporting.filters import Filters, Order, Status
from app.reporting.queries import (
    CourseCounts,
    PeopleCounts,
    all_enrolments,
    count_people,
    counts_by_course,
    find_enrolments,
)
from tests.reporting.people import COURSE, learner, takes, two_lessons

OTHER = "other-course"


@pytest.fixture
def four_people(each_app: Flask) -> None:
    """Amina completed, Élodie is on her way, Иван left, Zoë completed and left; Amina is on her way elsewhere too."""
    two_lessons()
    amina = learner(
        "Amina Diallo",
        email="amina@riverton.example",
        organisation="Municipality of Riverton",
        country="SN",
        enrolled="2026-04-30 23:59",
        completed="2026-05-10",
    )
    learner("Élodie Martin", organisation="Ville de Saint-Étienne", country="FR", enrolled="2026-05-01 00:00")
    learner("Иван Петров", country="BG", enrolled="2026-05-02", left="2026-05-03")
    learner("Zoë 100%", country="FR", enrolled="2026-05-03", completed="2026-05-04 23:59", left="2026-05-05")
    takes(amina, OTHER, enrolled="2026-05-20")


def found(filters: Filters) -> set[tuple[str, str]]:
    """First name and course of everyone the filters find, asked in every way there is; all must agree."""
    listed = find_enrolments(filters, Order.NAME, offset=0, limit=100)
    told = [facts for batch in all_enrolments(filters) for facts in batch]
    assert {facts.enrolment_id for facts in listed} == {facts.enrolment_id for facts in told}
    assert sum(counts.enrolled for counts in counts_by_course(filters)) == len(listed)
    assert count_people(filters).enrolled == len({facts.email for facts in listed})
    return {(facts.name.split()[0], facts.course_slug) for facts in listed}


AMINA, AMINA_ELSEWHERE = ("Amina", COURSE), ("Amina", OTHER)
ELODIE, IVAN, ZOE = ("Élodie", COURSE), ("Иван", COURSE), ("Zoë", COURSE)


@pytest.mark.usefixtures("four_people")
def test_each_filter_finds_those_it_speaks_of() -> None:
    for filters, expected in [
        (Filters(), {AMINA, AMINA_ELSEWHERE, ELODIE, IVAN, ZOE}),
        (Filters(course=OTHER), {AMINA_ELSEWHERE}),
        (Filters(course="no-such-course"), set()),
        (Filters(country="FR"), {ELODIE, ZOE}),
        (Filters(organisation="MUNICIPALITY of r"), {AMINA, AMINA_ELSEWHERE}),
        (Filters(organisation="étienne"), {ELODIE}),
        (Filters(words="diallo AMINA", course=COURSE), {AMINA}),
        (Filters(words="@riverton", course=COURSE), {AMINA}),
        (Filters(words="amina martin"), set()),
        (Filters(words="ÉLODIE"), {ELODIE}),
        (Filters(words="élodie"), {ELODIE}),
        (Filters(words="иван"), {IVAN}),
        (Filters(words="0%"), {ZOE}),
        (Filters(words="_"), set()),
        (Filters(status=Status.COMPLETED), {AMINA, ZOE}),
        (Filters(status=Status.IN_PROGRESS), {AMINA_ELSEWHERE, ELODIE}),
        (Filters(status=Status.LEFT), {IVAN}),
        (Filters(enrolled_from=date(2026, 5, 3)), {AMINA_ELSEWHERE, ZOE}),
        (Filters(enrolled_to=date(2026, 4, 30)), {AMINA}),
        (Filters(enrolled_from=date(2026, 5, 1), enrolled_to=date(2026, 5, 1)), {ELODIE}),
        (Filters(completed_from=date(2026, 5, 5)), {AMINA}),
        (Filters(completed_to=date(2026, 5, 4)), {ZOE}),
        (Filters(enrolled_from=date.min, enrolled_to=date.max, country="BG"), {IVAN}),
    ]:
        assert found(filters) == expected, filters


@pytest.mark.usefixtures("four_people")
def test_everybody_is_in_progress_or_completed_or_has_left() -> None:
    here, elsewhere = counts_by_course(Filters())
    assert here == CourseCounts(COURSE, enrolled=4, completed=2, left=1)
    assert (here.in_progress, elsewhere.in_progress) == (1, 1)


@pytest.mark.usefixtures("four_people")
def test_whoever_takes_two_courses_is_one_person() -> None:
    assert count_people(Filters()) == PeopleCounts(enrolled=4, completed=2)
    assert count_people(Filters(course=OTHER)) == PeopleCounts(enrolled=1, completed=0)


@pytest.mark.usefixtures("four_people")
def test_the_latest_comes_first_and_who_has_not_completed_last() -> None:
    by = {
        order: [facts.name.split()[0] for facts in find_enrolments(Filters(course=COURSE), order, offset=0, limit=9)]
        for order in Order
    }
    assert by[Order.ENROLLED] == ["Zoë", "Иван", "Élodie", "Amina"]
    assert by[Order.COMPLETED] == ["Amina", "Zoë", "Иван", "Élodie"]
    # Where É belongs is for the database's language to say.
    assert [name for name in by[Order.NAME] if name != "Élodie"] == ["Amina", "Zoë", "Иван"]


@pytest.mark.usefixtures("four_people")
def test_batches_follow_each_other_without_gap_or_repetition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.reporting.queries._BATCH", 2)
    batches = [[facts.enrolled_at for facts in batch] for batch in all_enrolments(Filters())]
    assert [len(batch) for batch in batches] == [2, 2, 1]
    in_turn = [moment for batch in batches for moment in batch]
    assert in_turn == sorted(in_turn)


@pytest.mark.usefixtures("each_app")
def test_nobody_is_counted_where_nobody_enrolled() -> None:
    assert counts_by_course(Filters()) == []
    assert count_people(Filters()) == PeopleCounts(enrolled=0, completed=0)
