"""When somebody leaves, what they were responsible for gets a new owner, and nothing is orphaned."""

from collections.abc import Iterator, Sequence
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import wiring
from app.accounts.actions import give_role
from app.accounts.models import User
from app.accounts.queries import grants_of
from app.accounts.roles import Grant, Role
from app.organisations.handing_over import (
    HandedOver,
    Sentence,
    hand_over,
    hand_over_the_rest,
    know_handovers,
    left_behind,
)
from app.organisations.kinds import ThingKind, TitleKind
from app.organisations.queries import (
    belongings_of,
    current_membership,
    facts_of,
    is_member,
    leavers_without_successor,
    speakers_of,
    titles_of,
    titles_on,
)
from app.platform.audit import AuditEntry
from app.platform.database import db, rehearsal, transaction
from app.platform.errors import CannotBe, NotFound
from app.platform.jobs import work_off
from tests.builders import letters_in, person
from tests.organisations.towns import joined, on, staff, titled, town

SLUG = "localizing-the-sdgs"


class Drafts:
    """A feature that keeps drafts for people, and passes them on."""

    def __init__(self) -> None:
        self.owners: dict[str, int] = {}

    def hand_over(self, leaver_id: int, successor_id: int | None) -> Sequence[Sentence]:
        mine = [name for name, owner in self.owners.items() if owner == leaver_id]
        if successor_id is not None:
            self.owners.update(dict.fromkeys(mine, successor_id))
        return [partial("Draft {}".format, name) for name in mine]


@pytest.fixture
def drafts() -> Iterator[Drafts]:
    kept = Drafts()
    know_handovers([kept.hand_over])
    yield kept
    know_handovers(wiring.HANDOVERS)


def leave(leaver: User, organisation_id: int, to: User | None = None, *, everything: bool = True) -> HandedOver:
    by = staff()
    with transaction():
        return hand_over(
            leaver.id, to.id if to else None, facts_of(organisation_id), everything=everything, by=by, language="en"
        )


def told(done: HandedOver) -> list[str]:
    return [tell() for tell in done.sentences]


def test_the_successor_takes_place_titles_roles_and_whatever_features_keep(each_app: Flask, drafts: Drafts) -> None:
    amina, jonas, dakar = person(name="Amina"), person(name="Jonas"), town("Dakar")
    joined(amina, dakar, function="Planner", is_contact=True)
    titled(amina, TitleKind.FOCAL_POINT)
    titled(amina, TitleKind.HOST, on(dakar))
    drafts.owners["VLR"] = amina.id
    with transaction():
        give_role(amina.id, Role.FACILITATOR, SLUG)
    done = leave(amina, dakar, jonas)
    assert told(done) == [
        "Amina belongs to Dakar no longer.",
        "Jonas is the contact of Dakar.",
        "Title “Focal point: Localizing the SDGs” goes to Jonas.",
        "Title “Host: Dakar” goes to Jonas.",
        "Role “Facilitator of the course localizing-the-sdgs” goes to Jonas.",
        "Draft VLR",
    ]
    assert not done.is_open
    assert (titles_of(amina.id), belongings_of(amina.id), grants_of(amina.id)) == ([], [], frozenset())
    assert {one.kind for one in titles_of(jonas.id)} == {TitleKind.FOCAL_POINT, TitleKind.HOST}
    (place,) = belongings_of(jonas.id)
    assert (place.function, place.is_contact) == ("Planner", True)
    assert grants_of(jonas.id) == {Grant(Role.FACILITATOR, SLUG)}
    assert drafts.owners == {"VLR": jonas.id}
    assert leavers_without_successor(offset=0, limit=9) == []


def test_both_get_a_letter_in_their_language_and_staff_a_line(each_app: Flask) -> None:
    amina, jonas, dakar = person(name="Amina"), person(name="Jonas"), town("Dakar")
    joined(amina, dakar)
    work_off()
    before = len(letters_in(each_app))
    leave(amina, dakar, jonas)
    work_off()
    letters = letters_in(each_app)[before:]
    assert {letter["To"] for letter in letters} == {amina.email, jonas.email}
    assert all("belongs to Dakar no longer" in letter.as_string() for letter in letters)
    line = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "person.handed_over")).one()
    assert line.details["successor"] == jonas.id
    assert "Amina" not in str(line.details)


@pytest.mark.parametrize("speaks", ["contact", "deputy"])
def test_without_a_name_the_contact_takes_over_or_else_the_deputy(each_app: Flask, speaks: str) -> None:
    amina, jonas, dakar = person(name="Amina"), person(name="Jonas"), town("Dakar")
    joined(amina, dakar, is_deputy=speaks == "contact", is_contact=speaks == "deputy")
    joined(jonas, dakar, is_contact=speaks == "contact", is_deputy=speaks == "deputy")
    titled(amina, TitleKind.HOST, on(dakar))
    done = leave(amina, dakar)
    assert done.successor is not None
    assert done.successor.id == jonas.id
    assert [one.user_id for one in titles_on(ThingKind.ORGANISATION, str(dakar))] == [jonas.id]
    assert [(one.user_id, one.is_contact, one.is_deputy) for one in speakers_of(dakar)] == [(jonas.id, True, False)]


def test_with_nobody_there_all_stays_and_stands_on_the_list(each_app: Flask, drafts: Drafts) -> None:
    amina, dakar = person(name="Amina"), town("Dakar")
    joined(amina, dakar)
    titled(amina, TitleKind.COACH)
    drafts.owners["VLR"] = amina.id
    done = leave(amina, dakar)
    assert done.is_open
    assert done.successor is None
    assert not is_member(amina.id, dakar)
    assert [one.kind for one in titles_of(amina.id)] == [TitleKind.COACH]
    assert drafts.owners == {"VLR": amina.id}
    (line,) = leavers_without_successor(offset=0, limit=9)
    assert [tell() for tell in left_behind(amina.id)] == ["Title: Coach: Localizing the SDGs", "Draft VLR"]
    jonas, by = person(name="Jonas"), staff()
    with transaction():
        hand_over_the_rest(line.departure_id, jonas.id, by=by, language="en")
    assert [one.kind for one in titles_of(jonas.id)] == [TitleKind.COACH]
    assert drafts.owners == {"VLR": jonas.id}
    assert leavers_without_successor(offset=0, limit=9) == []
    with pytest.raises(NotFound), transaction():
        hand_over_the_rest(line.departure_id, jonas.id, by=by, language="en")


def test_an_organisation_that_loses_its_only_contact_stands_on_the_list(each_app: Flask) -> None:
    amina, dakar = person(), town("Dakar")
    joined(amina, dakar, is_contact=True)
    assert leave(amina, dakar).is_open
    assert [one.organisation for one in leavers_without_successor(offset=0, limit=9)] == ["Dakar"]


def test_whoever_had_no_task_leaves_no_line(each_app: Flask) -> None:
    amina, dakar = person(), town("Dakar")
    joined(amina, dakar)
    assert not leave(amina, dakar).is_open
    assert leavers_without_successor(offset=0, limit=9) == []


def test_a_manager_hands_over_what_belongs_to_the_organisation_and_no_more(each_app: Flask, drafts: Drafts) -> None:
    amina, jonas, dakar = person(name="Amina"), person(name="Jonas"), town("Dakar")
    joined(amina, dakar)
    titled(amina, TitleKind.HOST, on(dakar))
    titled(amina, TitleKind.EXPERT)
    drafts.owners["VLR"] = amina.id
    with transaction():
        give_role(amina.id, Role.KNOWLEDGE_MANAGER, SLUG)
    done = leave(amina, dakar, jonas, everything=False)
    assert [one.kind for one in titles_of(jonas.id)] == [TitleKind.HOST]
    assert [one.kind for one in titles_of(amina.id)] == [TitleKind.EXPERT]
    assert grants_of(jonas.id) == frozenset()
    assert drafts.owners == {"VLR": amina.id}
    assert done.is_open
    assert len(leavers_without_successor(offset=0, limit=9)) == 1


@pytest.mark.parametrize("everything", [True, False])
def test_whoever_left_manages_the_organisation_no_longer(each_app: Flask, everything: bool) -> None:
    amina, jonas, dakar = person(), person(), town("Dakar")
    joined(amina, dakar)
    with transaction():
        give_role(amina.id, Role.ORGANISATION_MANAGER, str(dakar))
    leave(amina, dakar, jonas, everything=everything)
    assert grants_of(amina.id) == frozenset()
    # Only UCLG Learning makes managers.
    expected = {Grant(Role.ORGANISATION_MANAGER, str(dakar))} if everything else frozenset()
    assert grants_of(jonas.id) == expected


def test_a_role_everywhere_stays_with_the_person(each_app: Flask) -> None:
    amina, jonas, dakar = person(Role.KNOWLEDGE_MANAGER), person(), town("Dakar")
    joined(amina, dakar)
    leave(amina, dakar, jonas)
    assert grants_of(amina.id) == {Grant(Role.KNOWLEDGE_MANAGER)}
    assert grants_of(jonas.id) == frozenset()


def test_a_successor_keeps_what_they_were_and_holds_no_title_twice(each_app: Flask) -> None:
    amina, jonas, dakar = person(), person(), town("Dakar")
    joined(amina, dakar, function="Planner")
    joined(jonas, dakar, function="Archivist")
    titled(amina, TitleKind.COACH)
    titled(jonas, TitleKind.COACH)
    leave(amina, dakar, jonas)
    membership = current_membership(jonas.id, dakar)
    assert membership is not None
    assert membership.function == "Archivist"
    assert len(titles_of(jonas.id)) == 1


def test_nobody_takes_over_from_themselves_or_leaves_twice(each_app: Flask) -> None:
    amina, dakar = person(), town("Dakar")
    joined(amina, dakar)
    with pytest.raises(CannotBe):
        leave(amina, dakar, amina)
    leave(amina, dakar)
    with pytest.raises(NotFound):
        leave(amina, dakar)


def test_what_fails_half_way_moves_nothing(each_app: Flask) -> None:
    amina, jonas, dakar = person(), person(), town("Dakar")
    joined(amina, dakar)
    titled(amina, TitleKind.COACH)

    def fail(_leaver_id: int, successor_id: int | None) -> Sequence[Sentence]:
        if successor_id is not None:
            raise CannotBe("The drafts are being printed.")
        return []

    know_handovers([fail])
    try:
        with pytest.raises(CannotBe):
            leave(amina, dakar, jonas)
    finally:
        know_handovers(wiring.HANDOVERS)
    assert is_member(amina.id, dakar)
    assert not is_member(jonas.id, dakar)
    assert titles_of(jonas.id) == []


def test_a_rehearsal_tells_what_would_move_and_moves_nothing(each_app: Flask) -> None:
    amina, jonas, dakar = person(name="Amina"), person(name="Jonas"), town("Dakar")
    joined(amina, dakar, is_contact=True)
    titled(amina, TitleKind.COACH)
    by = staff()
    lines = db.session.scalar(select(func.count()).select_from(AuditEntry))
    with rehearsal():
        done = hand_over(amina.id, jonas.id, facts_of(dakar), everything=True, by=by, language="en")
    assert told(done)[1] == "Jonas is the contact of Dakar."
    assert is_member(amina.id, dakar)
    assert not is_member(jonas.id, dakar)
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == lines
