"""Who offers what I need comes first who offers most of it, and each is shown with the reasons."""

from dataclasses import dataclass

from app.directory.matching import Match, matches_for


@dataclass(frozen=True)
class Someone:
    profile_id: int
    languages: tuple[str, ...] = ()
    sdgs: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


ME = Someone(1, languages=("fr", "en"), sdgs=("11",), offers=("finance",), needs=("data", "climate"))


def order(*others: Someone, most: int = 10) -> list[int]:
    return [match.peer_id for match in matches_for(ME, others, most)]


def test_the_reasons_are_what_both_share() -> None:
    other = Someone(2, ("en", "ar"), ("11", "4"), ("climate", "housing"), ("finance",))
    assert matches_for(ME, [other], 10) == [Match(2, ("climate",), ("finance",), ("en",), ("11",))]


def test_who_offers_more_comes_first() -> None:
    assert order(Someone(9, ("fr",), ("11",), ("data",), ("finance",)), Someone(2, offers=("climate", "data"))) == [
        2,
        9,
    ]


def test_among_equal_offers_who_can_be_talked_to_comes_first() -> None:
    assert order(Someone(9, ("ar",), offers=("data",), needs=("finance",)), Someone(2, ("fr",), offers=("data",))) == [
        2,
        9,
    ]


def test_then_comes_who_can_be_given_something_back_then_shared_goals_then_the_newest() -> None:
    back = Someone(2, offers=("data",), needs=("finance",))
    goal = Someone(3, sdgs=("11",), offers=("data",))
    assert order(Someone(5, offers=("data",)), Someone(4, offers=("data",)), goal, back) == [2, 3, 5, 4]


def test_nobody_is_shown_without_an_offer_that_is_needed_nor_oneself() -> None:
    assert order(Someone(2, ("fr",), ("11",), ("housing",), ("finance",)), ME) == []


def test_no_more_are_shown_than_asked_for() -> None:
    assert order(*(Someone(number, offers=("data",)) for number in range(2, 9)), most=3) == [8, 7, 6]
