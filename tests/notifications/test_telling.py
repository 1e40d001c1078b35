"""What is told becomes a notice, once, in the transaction that makes it so; and what was read is seen."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.actions import give_role, take_role
from app.accounts.queries import get_user
from app.accounts.roles import Role
from app.certificates.notices import CERTIFICATE
from app.notifications.actions import mark_all_seen, mark_seen_at, notify, notify_all, take_back
from app.notifications.jobs import SEEN_KEPT, UNSEEN_KEPT, forget_old_notices
from app.notifications.models import Notice
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.telling import take_back as tell_no_longer
from app.platform.telling import tell
from app.privacy.erasing import erase
from app.privacy.models import Cause, Erasure
from tests.notifications.telling import DAY, GATHERED, NOON, member, notices_of, told


def test_nobody_is_told_of_the_same_thing_twice(each_app: Flask) -> None:
    amina, jonas = member(), member()
    with transaction():
        assert notify(amina.id, CERTIFICATE, 7, {"course": "A"}, "/courses")
        assert not notify(amina.id, CERTIFICATE, 7, {"course": "A"}, "/courses")
    with transaction():
        assert notify_all(CERTIFICATE, {amina.id: 7, jonas.id: 7}, {"course": "A"}, "/courses") == 1
        assert notify(amina.id, CERTIFICATE, 8, {"course": "B"}, "/courses")
    assert [one.about for one in notices_of(amina)] == ["7", "8"]
    assert [one.about for one in notices_of(jonas)] == ["7"]


def test_of_many_who_tell_the_same_at_once_one_does_and_nobody_fails(each_app: Flask) -> None:
    amina = member()
    told_by: list[bool] = []
    wrong: list[Exception] = []

    def tell_now() -> None:
        with each_app.app_context():
            try:
                with transaction():
                    told_by.append(notify(amina.id, CERTIFICATE, 7, {"course": "A"}, "/courses"))
            except Exception as error:
                wrong.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=tell_now) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert sorted(told_by) == [False] * 7 + [True]


def test_thousands_are_told_by_few_statements(each_app: Flask) -> None:
    people = [member() for _number in range(3)]
    with transaction():
        assert notify_all(CERTIFICATE, {one.id: 1 for one in people}, {"course": "A"}, "/courses") == 3
    assert db.session.scalar(select(func.count()).select_from(Notice)) == 3


def test_what_is_rolled_back_was_not_told(each_app: Flask) -> None:
    amina = member()
    with pytest.raises(RuntimeError, match="no"), transaction():
        notify(amina.id, CERTIFICATE, 7, {"course": "A"}, "/courses")
        raise RuntimeError("no")
    assert notices_of(amina) == []


def test_only_kinds_that_are_declared_are_told(app: Flask) -> None:
    amina = member()
    with pytest.raises(LookupError, match="wiring"), transaction():
        notify(amina.id, "courses.gossip", 7, {}, "/courses")


@pytest.mark.parametrize("address", ["https://example.org", "//example.org", "courses", "/" + "x" * 500])
def test_a_notice_leads_nowhere_but_into_the_site(app: Flask, address: str) -> None:
    amina = member()
    with pytest.raises(ValueError, match="address of this site"), transaction():
        notify(amina.id, CERTIFICATE, 7, {}, address)


def test_features_tell_and_take_back_without_knowing_who_keeps_it(each_app: Flask) -> None:
    amina, jonas = member(), member()
    with transaction():
        tell(CERTIFICATE, amina.id, jonas.id, about=7, leads_to="/courses", course="A")
        tell(CERTIFICATE, about=8, leads_to="/courses", course="Nobody is meant")
    with transaction():
        tell_no_longer(CERTIFICATE, 7, [amina.id])
    assert notices_of(amina) == []
    assert [one.arguments for one in notices_of(jonas)] == [{"course": "A"}]


def test_what_somebody_has_seen_is_not_taken_back(each_app: Flask) -> None:
    amina, jonas = member(), member()
    with transaction():
        notify_all(CERTIFICATE, {amina.id: 7, jonas.id: 7}, {"course": "A"}, "/courses")
        mark_all_seen(amina.id)
        assert take_back(CERTIFICATE, 7) == 1
    assert len(notices_of(amina)) == 1


def test_a_mail_waits_for_a_few_minutes_and_none_for_what_has_its_own_letter(each_app: Flask) -> None:
    amina, jonas = member(), member()
    assert told(amina).look_at == NOON + GATHERED
    with transaction():
        tell("people.message", amina.id, about=1, leads_to="/people/messages/1", by=jonas.id)
    assert notices_of(amina)[1].look_at is None


@pytest.mark.parametrize(
    ("leads_to", "address", "is_seen"),
    [
        ("/courses/a", "/courses/a", True),
        ("/courses/a#title", "/courses/a", True),
        ("/courses/a?page=2#title", "/courses/a?page=2", True),
        ("/courses/a", "/courses/abc", False),
        ("/courses/a_c", "/courses/abc", False),
        ("/courses/a?page=2", "/courses/a", False),
        ("/courses/a", "/courses/a?page=2", False),
        ("/courses/a", "/courses", False),
    ],
)
def test_who_is_on_the_page_has_seen_what_leads_there(
    each_app: Flask, leads_to: str, address: str, is_seen: bool
) -> None:
    amina, jonas = member(), member()
    told(amina, leads_to=leads_to)
    told(jonas, leads_to=leads_to)
    with transaction():
        mark_seen_at(amina.id, address)
    assert [one.seen_at is not None for one in notices_of(amina)] == [is_seen]
    assert [one.seen_at for one in notices_of(jonas)] == [None]


def test_what_was_seen_goes_after_three_months_and_the_rest_after_a_year(each_app: Flask) -> None:
    amina = member()
    told(amina, "Seen")
    told(amina, "Unseen", leads_to="/people")
    with clock.stopped_at(NOON + DAY), transaction():
        mark_seen_at(amina.id, "/courses")
    for after, left in (
        (DAY + SEEN_KEPT, ["Seen", "Unseen"]),
        (2 * DAY + SEEN_KEPT, ["Unseen"]),
        (UNSEEN_KEPT, ["Unseen"]),
        (UNSEEN_KEPT + timedelta(seconds=1), []),
    ):
        with clock.stopped_at(NOON + after):
            forget_old_notices()
        assert [one.about for one in notices_of(amina)] == left


def test_a_role_is_told_and_taken_back_with_it(each_app: Flask) -> None:
    amina = member()
    for _time in range(2):
        with transaction():
            give_role(amina.id, Role.FACILITATOR, "a-course")
        assert [one.arguments for one in notices_of(amina)] == [{"role": "facilitator", "place": "a-course"}]
        with transaction():
            take_role(amina.id, Role.FACILITATOR, "a-course")
        assert notices_of(amina) == []


def test_whoever_is_erased_keeps_no_notices_and_stands_in_none(each_app: Flask) -> None:
    amina, jonas = member(), member()
    told(amina)
    with transaction():
        tell("people.message", jonas.id, about=1, leads_to="/people/messages/1", by=amina.id)
        erasure = Erasure(
            number="n", user_id=amina.id, cause=Cause.ASKED, asked_at=NOON, due_at=NOON, done_at=None, counts={}
        )
        db.session.add(erasure)
        db.session.flush()
        erase(erasure, get_user(amina.id))
    assert notices_of(amina) == []
    (left,) = notices_of(jonas)
    assert left.arguments == {"by": amina.id}
