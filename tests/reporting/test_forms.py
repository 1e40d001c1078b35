"""What may be typed into the filters, and what becomes of the rest."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from app.reporting.filters import Filters, Order, Status
from app.reporting.forms import FilterForm

pytestmark = pytest.mark.usefixtures("in_a_request")


def asked(**typed: str) -> FilterForm:
    """A form filled in like this, and looked through."""
    form = FilterForm(MultiDict(typed))
    form.validate()
    return form


def said_at(form: FilterForm, name: str) -> str:
    """What the form says at a field."""
    return " ".join(map(str, form[name].errors))


def test_nothing_typed_asks_for_nothing() -> None:
    assert asked().filters() == Filters()
    assert asked().chosen_order() is Order.ENROLLED


def test_everything_typed_arrives() -> None:
    form = asked(
        words=" diallo ",
        course="localizing-the-sdgs",
        country="SN",
        organisation="river",
        status="completed",
        enrolled_from="2026-01-01",
        enrolled_to="2026-01-31",
        completed_from="2026-02-01",
        completed_to="2026-02-28",
        order="name",
    )
    assert form.filters() == Filters(
        words="diallo",
        course="localizing-the-sdgs",
        country="SN",
        organisation="river",
        status=Status.COMPLETED,
        enrolled_from=date(2026, 1, 1),
        enrolled_to=date(2026, 1, 31),
        completed_from=date(2026, 2, 1),
        completed_to=date(2026, 2, 28),
    )
    assert form.chosen_order() is Order.NAME


@pytest.mark.parametrize("typed", ["31.12.2026", "2026-02-30", "soon", "99999-01-01"])
def test_what_is_no_day_is_told_at_its_field_and_the_rest_still_counts(typed: str) -> None:
    form = asked(enrolled_from=typed, country="SN")
    assert "not a day" in said_at(form, "enrolled_from")
    assert form.filters() == Filters(country="SN")


def test_a_period_that_ends_before_it_begins_is_told() -> None:
    form = asked(completed_from="2026-05-02", completed_to="2026-05-01")
    assert "before the first" in said_at(form, "completed_to")
    assert form.filters() == Filters(completed_from=date(2026, 5, 2))


def test_a_period_may_be_one_day() -> None:
    assert asked(enrolled_from="2026-05-01", enrolled_to="2026-05-01").validate()


@pytest.mark.parametrize("name", ["status", "order"])
def test_a_choice_that_is_not_offered_is_told(name: str) -> None:
    form = asked(**{name: "asleep"})
    assert "from the list" in said_at(form, name)
    assert (form.filters(), form.chosen_order()) == (Filters(), Order.ENROLLED)


@pytest.mark.parametrize("name", ["words", "organisation"])
def test_a_text_too_long_to_look_for_is_told(name: str) -> None:
    assert "200 characters" in said_at(asked(**{name: "a" * 201}), name)


def test_what_was_asked_for_stays_in_the_list_even_when_nobody_has_it() -> None:
    form = asked(course="retired-course", country="ES")
    form.offer([("localizing-the-sdgs", "Localizing the SDGs")], [("ES", "Spain")])
    assert [choice.value for choice in form.course.choices] == ["", "localizing-the-sdgs", "retired-course"]
    assert [choice.value for choice in form.country.choices] == ["", "ES"]
