"""Mails of notices as their readers get them: one for several things, never of what they have read."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import update

from app.accounts.models import User
from app.certificates.notices import CERTIFICATE
from app.notifications import jobs
from app.notifications.actions import choose, keep_habits, notify_all
from app.notifications.letters import MOST_ENTRIES, News, letter_to
from app.notifications.queries import Reader
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.jobs import work_off
from app.platform.outbox import Message, OutgoingMail
from app.platform.telling import Cadence, tell
from tests.builders import browser_of, counted_statements, letters_in
from tests.notifications.telling import (
    DAY,
    GATHERED,
    HOUR,
    MINUTE,
    NOON,
    html_of,
    mails_at,
    member,
    notices_of,
    text_of,
    told,
)

SOON = NOON + GATHERED


def speaks(somebody: User, language: str) -> User:
    with transaction():
        db.session.execute(update(User).where(User.id == somebody.id).values(language=language))
    return somebody


def test_one_thing_is_told_by_its_own_sentence(each_app: Flask) -> None:
    amina = member(name="Amina <Diallo>")
    told(amina, "Seven & more", leads_to="/certificates/ABC")
    (letter,) = mails_at(each_app, SOON)
    assert (letter["To"], letter["Subject"]) == (amina.email, "Your certificate for “Seven & more” is ready.")
    text, html = text_of(letter), html_of(letter)
    assert "Hello Amina <Diallo>," in text
    assert "Hello Amina &lt;Diallo&gt;," in html
    assert "You are told because you completed this course." in text
    assert "http://127.0.0.1:8000/certificates/ABC" in text
    assert 'href="http://127.0.0.1:8000/certificates/ABC"' in html
    assert "http://127.0.0.1:8000/account/notices" in text


def test_several_things_are_gathered_in_one_mail_and_each_says_why(each_app: Flask) -> None:
    amina = member()
    for number in range(3):
        told(amina, f"Course {number}", leads_to=f"/certificates/{number}", at=NOON + number * MINUTE)
    (letter,) = mails_at(each_app, SOON + 3 * MINUTE)
    assert letter["Subject"] == "3 things are new for you"
    for body in (text_of(letter), html_of(letter)):
        assert body.count("You are told because you completed this course.") == 3
        for number in range(3):
            assert f"Course {number}" in body
            assert f"http://127.0.0.1:8000/certificates/{number}" in body


def test_a_mail_stays_small_however_much_is_new(app: Flask) -> None:
    amina = member()
    for number in range(MOST_ENTRIES + 7):
        told(amina, f"Course {number}")
    (letter,) = mails_at(app, SOON)
    assert "7 more are on the site." in text_of(letter)
    assert len(letter.as_bytes()) < 30 * 1024


def test_nothing_is_mailed_twice_and_the_next_mail_comes_an_hour_later(each_app: Flask) -> None:
    amina = member()
    told(amina, "First")
    assert len(mails_at(each_app, SOON)) == 1
    told(amina, "Second", at=SOON + MINUTE)
    assert len(mails_at(each_app, SOON + 30 * MINUTE)) == 1
    assert len(mails_at(each_app, SOON + HOUR)) == 2
    assert len(mails_at(each_app, SOON + DAY)) == 2
    assert [one.mailed_at for one in notices_of(amina)] == [SOON, SOON + HOUR]


def test_what_was_read_meanwhile_is_not_mailed(each_app: Flask) -> None:
    seen, listed, opened = member(), member(), member()
    for somebody in (seen, listed, opened):
        told(somebody)
    with clock.stopped_at(NOON + MINUTE):
        assert browser_of(each_app, seen).get("/courses").status_code == 200
        assert browser_of(each_app, listed).get("/notices").status_code == 200
        (notice,) = notices_of(opened)
        answer = browser_of(each_app, opened).get(f"/notices/{notice.id}")
        assert (answer.status_code, answer.location) == (302, "/courses")
    assert mails_at(each_app, SOON) == []
    assert [notices_of(one)[0].seen_at is not None for one in (seen, listed, opened)] == [True, False, True]


def test_a_mail_is_in_the_language_of_its_reader(app: Flask) -> None:
    told(speaks(member(), "ar"), "Localizing")
    (letter,) = mails_at(app, SOON)
    assert '<html lang="ar" dir="rtl">' in html_of(letter)
    assert "Your certificate" not in text_of(letter)
    assert "lang=ar" in text_of(letter)


def test_who_wants_mails_daily_gets_them_in_the_morning(each_app: Flask) -> None:
    amina = member()
    with transaction():
        choose(amina.id, {"courses": Cadence.DAILY})
    told(amina, "First")
    told(amina, "Second", at=NOON + HOUR)
    assert mails_at(each_app, NOON + 2 * HOUR) == []
    (letter,) = mails_at(each_app, datetime(2027, 3, 2, 8, tzinfo=UTC))
    assert letter["Subject"] == "2 things are new for you"


def test_a_choice_for_one_kind_goes_before_that_for_its_group(app: Flask) -> None:
    amina = member()
    with transaction():
        choose(amina.id, {"courses": Cadence.NEVER, CERTIFICATE: Cadence.NOW})
    told(amina)
    assert len(mails_at(app, SOON)) == 1


def test_who_chooses_anew_is_asked_no_second_time_for_what_waits(each_app: Flask) -> None:
    amina = member()
    with transaction():
        choose(amina.id, {"courses": Cadence.WEEKLY})
    told(amina)
    assert mails_at(each_app, SOON) == []
    with clock.stopped_at(NOON + HOUR), transaction():
        choose(amina.id, {})
    assert len(mails_at(each_app, NOON + HOUR)) == 1


def test_nobody_is_woken_where_it_is_known_when_they_sleep(each_app: Flask) -> None:
    bogota, unknown, brazil = member(country="CO"), member(), member(country="BR")
    at_three = datetime(2027, 3, 1, 8, tzinfo=UTC)
    for somebody in (bogota, unknown, brazil):
        told(somebody, at=at_three)
    # Whose clock nobody knows gets it at once.
    assert {one["To"] for one in mails_at(each_app, at_three + GATHERED)} == {unknown.email, brazil.email}
    assert {one["To"] for one in mails_at(each_app, NOON)} == {unknown.email, brazil.email, bogota.email}


def test_who_paused_gets_nothing_then_and_no_burst_later(each_app: Flask) -> None:
    amina = member()
    paused = {"zone": "", "quiet_from": 0, "quiet_until": 0, "weekday": 0}
    with transaction():
        keep_habits(amina.id, **paused, is_paused=True)  # type: ignore[arg-type]
    told(amina)
    assert mails_at(each_app, SOON) == []
    with clock.stopped_at(NOON + HOUR), transaction():
        keep_habits(amina.id, **paused, is_paused=False)  # type: ignore[arg-type]
    assert mails_at(each_app, NOON + HOUR) == []
    told(amina, "Later", at=NOON + HOUR)
    assert len(mails_at(each_app, NOON + 2 * HOUR)) == 1


def test_blocked_people_get_no_mail(app: Flask) -> None:
    amina = member()
    with transaction():
        db.session.execute(update(User).where(User.id == amina.id).values(blocked_at=NOON))
    told(amina)
    assert mails_at(app, SOON) == []
    assert notices_of(amina)[0].look_at is None


def test_what_has_a_letter_of_its_own_gets_no_second_one(app: Flask) -> None:
    amina, jonas = member(), member()
    with clock.stopped_at(NOON), transaction():
        tell("people.message", amina.id, about=1, leads_to="/people/messages/1", by=jonas.id)
    assert mails_at(app, NOON + DAY) == []


def test_what_cannot_be_said_any_more_holds_up_nobody(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    amina = member()
    with clock.stopped_at(NOON), transaction():
        tell(CERTIFICATE, amina.id, about=1, leads_to="/courses", title="An older version told it otherwise")
    (letter,) = mails_at(app, SOON)
    assert letter["Subject"] == "A certificate you earned"


def test_a_mail_that_cannot_be_written_is_tried_again_and_stops_no_other(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    amina, jonas = member(), member()
    told(amina)
    told(jonas)

    def write_but_for_one(reader: Reader, news: Sequence[News]) -> Message:
        if reader.user_id == amina.id:
            raise RuntimeError("a fault in a sentence")
        return letter_to(reader, news)

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "letter_to", write_but_for_one)
        assert [one["To"] for one in mails_at(app, SOON)] == [jonas.email]
    assert [one["To"] for one in mails_at(app, SOON + DAY)] == [jonas.email, amina.email]


def test_of_two_workers_that_decide_at_once_one_mails(each_app: Flask) -> None:
    amina = member()
    told(amina)
    both = [jobs._decide([amina.id], SOON) for _worker in range(2)]
    db.session.rollback()
    for decided in both:
        with clock.stopped_at(SOON), transaction():
            jobs._carry_out(decided, SOON)
    assert len(mails_at(each_app, SOON)) == 1


def test_the_routine_comes_by_itself(app: Flask) -> None:
    told(member())
    with clock.stopped_at(NOON):
        work_off()
    with clock.stopped_at(SOON):
        work_off()
    assert len([one for one in letters_in(app) if one["List-Unsubscribe"]]) == 1


def test_many_are_written_to_by_few_statements(each_app: Flask) -> None:
    people = [member() for _number in range(20)]
    counted = []
    for number, some in enumerate((people[:1], people)):
        with clock.stopped_at(NOON), transaction():
            notify_all(CERTIFICATE, {one.id: number for one in some}, {"course": "A"}, "/courses")
        with clock.stopped_at(SOON + number * DAY), counted_statements(each_app) as seen:
            jobs.mail_notices()
        counted.append(len(seen))
    assert counted[1] <= counted[0] + 2


def test_a_mail_program_is_told_where_to_end_such_mails(each_app: Flask) -> None:
    told(member())
    (letter,) = mails_at(each_app, SOON)
    raw = letter.as_bytes()
    address = re.fullmatch(r"<(http://127\.0\.0\.1:8000/notices/no-more/[^>]+)>", str(letter["List-Unsubscribe"]))
    assert address is not None
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert b"=?utf-8?" not in raw.lower().split(b"list-unsubscribe:")[1].split(b"\n")[0]
    # What ends somebody's mails is dropped with the words.
    assert db.session.query(OutgoingMail.no_more).all() == [("",)]
