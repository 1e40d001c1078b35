"""The report counts everybody, and tells of gender only what tells of nobody in particular."""

from hypothesis import given
from hypothesis import strategies as st

from app.cohorts.balance import FEWEST_SHOWN, Balance, BalanceTable, Dimension, Told, balance_of
from app.content.regions import ALL_COUNTRIES, COUNTRIES, region_of

told = st.builds(
    Told,
    country=st.sampled_from(["SN", "PE", "FR", ""]),
    language=st.sampled_from(["en", "fr"]),
    organisation_kind=st.sampled_from(["municipality", "region"]),
    gender=st.sampled_from(["woman", "man", "other", ""]),
    is_offered=st.booleans(),
    is_seated=st.booleans(),
)


def table(balance: Balance, dimension: Dimension) -> BalanceTable:
    return next(one for one in balance.tables if one.dimension is dimension)


def of(gender: str, number: int) -> list[Told]:
    return [Told("SN", "en", "municipality", gender, is_offered=False, is_seated=False)] * number


@given(st.lists(told, max_size=60))
def test_every_dimension_but_gender_adds_up(applications: list[Told]) -> None:
    balance = balance_of(applications)
    for one in balance.tables:
        if one.dimension is not Dimension.GENDER:
            assert sum(line.applied.number or 0 for line in one.lines) == balance.applied
            assert sum(line.seated.number or 0 for line in one.lines) == balance.seated


@given(st.lists(told, max_size=60))
def test_no_small_number_of_a_gender_is_shown_or_can_be_reckoned(applications: list[Told]) -> None:
    balance = balance_of(applications)
    columns = zip(
        *[(line.applied, line.offered, line.seated) for line in table(balance, Dimension.GENDER).lines], strict=True
    )
    for cells, total in zip(columns, (balance.applied, balance.offered, balance.seated), strict=True):
        shown = [cell.number for cell in cells if cell.number is not None]
        assert not any(0 < number < FEWEST_SHOWN for number in shown)
        hidden = len(cells) - len(shown)
        assert hidden != 1
        # What is hidden together is not small either, unless all is hidden.
        assert hidden in (0, len(cells)) or total - sum(shown) >= FEWEST_SHOWN


def test_a_hidden_number_takes_the_next_smallest_with_it() -> None:
    lines = {
        line.key: line.applied.number
        for line in table(balance_of([*of("woman", 12), *of("man", 6), *of("other", 2)]), Dimension.GENDER).lines
    }
    assert lines == {"woman": 12, "man": None, "other": None, "": 0}


def test_large_numbers_are_shown_with_their_share() -> None:
    lines = {
        line.key: line.applied for line in table(balance_of([*of("woman", 15), *of("man", 5)]), Dimension.GENDER).lines
    }
    assert (lines["woman"].number, lines["woman"].share) == (15, 75)


def test_every_country_lies_in_one_region() -> None:
    assert sum(map(len, COUNTRIES.values())) == len(ALL_COUNTRIES)
    assert (region_of("SN"), region_of("PE"), region_of("??")) == (
        "sub-saharan-africa",
        "latin-america-and-the-caribbean",
        "",
    )


def test_every_country_of_the_forms_lies_in_a_region() -> None:
    from app.accounts.countries import countries

    assert {code for code, _name in countries("en")} - ALL_COUNTRIES == set()
