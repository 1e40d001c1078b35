"""A batch is looked at before it is sent, and then everybody is invited or nobody."""

import csv
import io
import re
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update

from app.accounts.queries import find_user_by_email
from app.accounts.roles import Role
from app.invitations import batches, letters
from app.invitations.batches import forget_old_invitations
from app.invitations.models import Invitation, InvitationBatch
from app.invitations.policy import Target
from app.invitations.queries import find_batch
from app.invitations.table import read_table
from app.organisations.actions import add_link
from app.organisations.queries import is_member
from app.organisations.tree import LinkKind
from app.platform import clock
from app.platform.audit import AuditEntry
from app.platform.database import db, transaction
from app.platform.errors import Conflict
from app.platform.jobs import Job, work_off
from app.platform.letters import write_letter
from app.platform.outbox import Message, OutgoingMail
from tests.builders import browser_of, counted_statements, fields_of, letters_in, person, published, send
from tests.invitations.inviting import COURSE, letters_to, link_in, make_next, prepare, press, sent, words_in, words_of

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
TABLE = "email,name,language\njonas@,Jonas,\nana@quito.ec,Ana,es\nANA@quito.ec,Ana again,\n"


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def written_to(app: Flask) -> list[str]:
    """The people of a table who got a letter, once nothing is left to do; as often as they got one."""
    work_off()
    return [letter["To"] for letter in letters_in(app) if "@city" in letter["To"]]


def people_of(number: int) -> str:
    return "email,name\n" + "".join(f"person{one}@city{one % 7}.gov,Person {one}\n" for one in range(number))


def test_nothing_is_sent_before_it_was_looked_at(each_app: Flask) -> None:
    published()
    client = browser_of(each_app, person(Role.UCLG_LEARNING, name="Marta Pons", organisation="UCLG Learning"))
    address = prepare(client, TABLE, course=COURSE).location
    page = client.get(address)
    said = words_of(page)
    assert "1 person will be invited. 2 rows cannot be." in said
    assert "2 “jonas@” does not look like an e-mail address." in said
    assert "4 “ANA@quito.ec” stands in row 3 already." in said
    # The letter is shown as it will be read, in Spanish.
    assert "Hola, Ana" in said
    assert '<div class="callout" lang="es" dir="ltr">' in page.text
    assert "Marta Pons (UCLG Learning)" in said
    work_off()
    assert count(Invitation) == count(OutgoingMail) == 0
    press(client, address, f"{address}/send")
    (letter,) = letters_to(each_app, "ana@quito.ec")
    assert re.fullmatch(r"Marta Pons .+ Localizing the SDGs", letter["Subject"])
    assert "Hola" in words_in(letter)
    assert len(letters_in(each_app)) == 1
    assert "Accepted: 0 of 1 people invited" in words_of(client.get(address))


def test_sending_twice_invites_once(each_app: Flask) -> None:
    client = browser_of(each_app, person(Role.ADMINISTRATOR))
    address = prepare(client, "ana@quito.ec").location
    one_window, another = (fields_of(client.get(address).text, f"{address}/send") for _window in range(2))
    first = client.post(f"{address}/send", data=one_window)
    again = client.post(f"{address}/send", data=one_window)
    assert first.location == again.location
    assert client.post(f"{address}/send", data=another).status_code == 409
    assert len(letters_to(each_app, "ana@quito.ec")) == 1


def test_a_failure_half_way_writes_to_nobody_and_is_resumed(each_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "PORTION", 8)
    client = browser_of(each_app, person(Role.ADMINISTRATOR))
    address = prepare(client, people_of(20)).location
    batch = db.session.scalars(select(InvitationBatch)).one()
    whole = list(batch.rows)
    with clock.stopped_at(NOON):
        # The last row is one that the database refuses.
        with transaction():
            db.session.execute(update(InvitationBatch).values(rows=[*whole[:-1], [21, "x@y.gov", None, "", "", ""]]))
        assert press(client, address, f"{address}/send").status_code == 303
        work_off()
        assert count(Invitation) == 16
        assert written_to(each_app) == []
        said = words_of(client.get(address))
        assert "Being prepared: 16 of 20 invitations are ready." in said
        assert "Accepted: 0 of 20 people invited" in said
        assert "longer than it should" not in said
    with clock.stopped_at(NOON + timedelta(minutes=16)):
        assert "This takes longer than it should, and no letter has left." in words_of(client.get(address))
        with transaction():
            db.session.execute(update(InvitationBatch).values(rows=whole))
        recipients = written_to(each_app)
        assert len(recipients) == len(set(recipients)) == 20
        said = words_of(client.get(address))
        assert "Accepted: 0 of 20 people invited" in said
        assert "Being prepared" not in said
        assert "longer than it should" not in said
    assert db.session.scalars(select(InvitationBatch.rows)).one() == []


def test_whoever_sends_waits_for_no_invitation_to_be_made(each_app: Flask) -> None:
    client = browser_of(each_app, person(Role.UCLG_LEARNING))
    address = sent(client, people_of(3))
    assert count(Invitation) == 0
    said = words_of(client.get(address))
    assert "Being prepared: 0 of 3 invitations are ready." in said
    assert "Nobody was left to invite" not in said
    make_next()
    assert count(Invitation) == 3
    assert "3 letters are being written" in words_of(client.get(address))


def test_a_crash_between_portions_invites_nobody_twice(each_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The job dies after its first portion, before it was noted as done, and is done again by another worker."""
    monkeypatch.setattr(batches, "PORTION", 5)
    client = browser_of(each_app, person(Role.ADMINISTRATOR))
    address = sent(client, people_of(12))
    make_next()
    assert count(Invitation) == 5
    assert "Being prepared: 5 of 12 invitations are ready." in words_of(client.get(address))
    asked = select(func.count()).where(Job.done_at.is_(None), Job.kind == batches.MAKE_INVITATIONS)
    assert db.session.scalar(asked) == 2
    recipients = written_to(each_app)
    assert len(recipients) == len(set(recipients)) == count(Invitation) == 12


def test_workers_at_once_and_tables_that_name_the_same_invite_nobody_twice(
    each_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "PORTION", 4)
    client = browser_of(each_app, person(Role.UCLG_LEARNING))
    addresses = [prepare(client, people_of(10)).location for _table in range(2)]
    for address in addresses:
        press(client, address, f"{address}/send")
    numbers = list(db.session.scalars(select(InvitationBatch.id).order_by(InvitationBatch.id)))
    wrong: list[Exception] = []

    def work(gate: threading.Barrier, batch_id: int) -> None:
        with each_app.app_context():
            try:
                for _portion in range(3):
                    gate.wait(30)
                    batches.make_invitations(batch_id, "http://localhost", None)
            except Exception as error:
                gate.abort()
                wrong.append(error)
            finally:
                db.session.remove()

    gate = threading.Barrier(4)
    threads = [threading.Thread(target=work, args=(gate, number)) for number in (*numbers, *numbers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    recipients = written_to(each_app)
    assert sorted(recipients) == sorted(f"person{one}@city{one % 7}.gov" for one in range(10))
    left_out = [told["left_out"] for told in db.session.scalars(select(InvitationBatch.findings))]
    assert sum(left_out) == 10
    assert count(Invitation) == 10


def test_what_is_withdrawn_while_it_is_made_is_made_no_more(each_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "PORTION", 2)
    client = browser_of(each_app, person(Role.UCLG_LEARNING))
    address = sent(client, people_of(5))
    make_next()
    assert "5 invitations are withdrawn." in words_of(
        client.get(press(client, address, f"{address}/withdraw").location)
    )
    assert written_to(each_app) == []
    said = words_of(client.get(address))
    assert "Accepted: 0 of 2 people invited" in said
    assert "3 invitations were withdrawn before they were made." in said
    assert "Being prepared" not in said
    # Whoever was withdrawn can be invited again.
    again = sent(client, people_of(5))
    assert len(written_to(each_app)) == 5
    assert "left out" not in words_of(client.get(again))


def test_a_table_whose_rows_were_erased_meanwhile_ends_with_those_that_were_made(
    each_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "PORTION", 2)
    client = browser_of(each_app, person(Role.UCLG_LEARNING))
    address = sent(client, people_of(5))
    make_next()
    with transaction():
        db.session.execute(update(InvitationBatch).values(rows=[]))
    assert len(written_to(each_app)) == 2
    said = words_of(client.get(address))
    assert "Accepted: 0 of 2 people invited" in said
    assert "3 people were left out" in said


def test_a_table_that_changed_since_it_was_looked_at_is_not_sent(each_app: Flask) -> None:
    boss = person(Role.UCLG_LEARNING)
    client = browser_of(each_app, boss)
    with clock.stopped_at(NOON):
        prepare(client, "ana@quito.ec")
    seen = find_batch(db.session.scalars(select(InvitationBatch.id)).one())
    assert seen is not None
    target = Target()
    other = batches.sift(read_table("luis@quito.ec"), target, by=boss.id, is_staff=True)
    with transaction():
        batches.mend_batch(seen.id, other, file_name="")
    with pytest.raises(Conflict), transaction():
        batches.send_batch(seen, target, by=boss.id, is_staff=True, root="http://localhost")
    work_off()
    assert count(Invitation) == 0


def test_a_crash_between_letters_sends_nobody_two(each_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The job dies after its first part, and is done again from its beginning by another worker."""
    monkeypatch.setattr(letters, "PART", 5)
    client = browser_of(each_app, person(Role.ADMINISTRATOR))
    sent(client, people_of(12))
    make_next()
    batch_id = db.session.scalars(select(InvitationBatch.id)).one()
    letters.write_letters(batch_id, "http://localhost")
    assert count(OutgoingMail) == 5
    # Its part is kept, though the job itself was never noted as done.
    assert db.session.scalar(select(func.count()).where(Job.done_at.is_(None), Job.kind == "write-invitations")) == 2
    recipients = written_to(each_app)
    assert len(recipients) == len(set(recipients)) == 12


def test_two_workers_at_once_send_nobody_two(each_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other worker writes between this one's look and its transaction."""
    client = browser_of(each_app, person(Role.ADMINISTRATOR))
    sent(client, people_of(3))
    make_next()
    batch_id = db.session.scalars(select(InvitationBatch.id)).one()
    has_begun: list[bool] = []

    def beside_another(*letter: Any, **named: Any) -> Message:
        if not has_begun:
            has_begun.append(True)
            db.session.rollback()
            letters.write_letters(batch_id, "http://localhost")
        return write_letter(*letter, **named)

    monkeypatch.setattr(letters, "write_letter", beside_another)
    letters.write_letters(batch_id, "http://localhost")
    work_off()
    assert sorted(letter["To"] for letter in letters_in(each_app)) == [f"person{one}@city{one}.gov" for one in range(3)]


def test_faulty_rows_are_downloaded_mended_and_sent(app: Flask) -> None:
    client = browser_of(app, person(Role.UCLG_LEARNING))
    address = prepare(client, b"email;name;notes\njonas@;=Jonas;x\n", language="fr").location
    assert "There is nobody to invite" in words_of(client.get(address))
    assert press(client, address, f"{address}/table").status_code == 422
    got = client.get(f"{address}/faults.csv")
    header, row = csv.reader(io.StringIO(got.get_data(as_text=True).removeprefix("\ufeff")))
    assert header[:2] == ["email", "name"]
    assert row[:2] == ["jonas@", "'=Jonas"]
    assert row[-1] == "“jonas@” does not look like an e-mail address."
    hidden = fields_of(client.get(address).text, f"{address}/table")
    mended = got.get_data().replace(b"jonas@", b"jonas@malmo.se")
    answer = client.post(f"{address}/table", data={**hidden, "table": (io.BytesIO(mended), "mended.csv")})
    assert answer.location == address
    said = words_of(client.get(address))
    assert "1 person will be invited." in said
    assert "jonas@malmo.se =Jonas Français" in said


def test_what_cannot_be_read_is_said_and_what_was_typed_is_kept(app: Flask) -> None:
    client = browser_of(app, person(Role.UCLG_LEARNING))
    for people, said in (
        ("", "Type at least one address here, or choose a file."),
        ("name,country\nJonas,SE\n", "No column is called “email”."),
        (b"PK\x03\x04", "This is a workbook of a spreadsheet program."),
    ):
        answer = prepare(client, people, organisation="Nowhere at all" if people == "" else "")
        assert answer.status_code == 422
        assert said in words_of(answer)
    answer = prepare(client, "ana@quito.ec", organisation="Nowhere at all")
    assert answer.status_code == 422
    assert "ana@quito.ec" in answer.text
    assert "There is no organisation of this name on the site." in words_of(answer)
    assert count(InvitationBatch) == 0


def test_staff_name_an_organisation_and_are_asked_which_of_two(app: Flask) -> None:
    client = browser_of(app, person(Role.UCLG_LEARNING))
    first = person(organisation="Riverton", country="SN").organisation_id
    second = person(organisation="Riverton", country="KE").organisation_id
    twice = prepare(client, "ana@quito.ec", organisation="riverton")
    assert f"{first} (SN)" in words_of(twice)
    assert prepare(client, "ana@quito.ec", organisation=str(second)).status_code == 303
    assert db.session.scalars(select(InvitationBatch.organisation_id)).one() == second


def test_only_staff_learn_who_has_an_account(each_app: Flask) -> None:
    published()
    known = person(email="known@quito.ec")
    people = f"{known.email}\nstranger@quito.ec\n"
    shown = {}
    for who in (
        person(Role.UCLG_LEARNING, name="Same Name"),
        person(Role.FACILITATOR, scope=COURSE, name="Same Name"),
        person(Role.ORGANISATION_MANAGER, name="Same Name"),
    ):
        client = browser_of(each_app, who)
        branch = {"branch": str(who.organisation_id)} if who.organisation_id else {}
        with counted_statements(each_app) as seen:
            address = prepare(client, people, course=COURSE, **branch).location
        shown[who.id] = ("has an account" in client.get(address).text, "user_account.email_key" in "".join(seen.texts))
        press(client, address, f"{address}/send")
        make_next()
        assert words_of(client.get(address)).count("The letter is being written") == 2
    assert list(shown.values()) == [(True, True), (False, False), (False, False)]


def test_a_manager_learns_of_nobody_elses_invitations(each_app: Flask) -> None:
    manager = person(Role.ORGANISATION_MANAGER, organisation="City of Quito", country="EC")
    client = browser_of(each_app, person(Role.UCLG_LEARNING))
    theirs = sent(client, "ana@quito.ec", organisation="City of Quito")
    make_next()
    assert (
        "has this invitation already"
        in client.get(prepare(client, "ana@quito.ec", organisation="City of Quito").location).text
    )
    browser = browser_of(each_app, manager)
    branch = str(manager.organisation_id)
    own = prepare(browser, "ana@quito.ec", branch=branch).location
    assert "1 person will be invited." in words_of(browser.get(own))
    assert browser.get(theirs).status_code == 404
    assert browser.get(f"{theirs}/faults.csv").status_code == 404
    assert "ana@quito.ec" not in browser.get("/invitations").text
    press(browser, own, f"{own}/send")
    make_next()
    assert "has this invitation already" in browser.get(prepare(browser, "ana@quito.ec", branch=branch).location).text


def test_nobody_invites_where_they_may_not(each_app: Flask) -> None:
    published()
    stranger = person(organisation="City of Lima", country="PE")
    manager = browser_of(each_app, person(Role.ORGANISATION_MANAGER))
    assert prepare(manager, "ana@quito.ec", branch=str(stranger.organisation_id)).status_code == 422
    facilitator = browser_of(each_app, person(Role.FACILITATOR, scope="another-course"))
    assert prepare(facilitator, "ana@quito.ec", course=COURSE).status_code == 422
    assert prepare(facilitator, "ana@quito.ec").status_code == 403
    assert count(InvitationBatch) == 0


def test_who_was_invited_meanwhile_is_left_out(each_app: Flask) -> None:
    client = browser_of(each_app, person(Role.UCLG_LEARNING))
    first = prepare(client, "ana@quito.ec\nluis@quito.ec\n").location
    sent(client, "ana@quito.ec")
    press(client, first, f"{first}/send")
    assert len(letters_to(each_app, "ana@quito.ec")) == len(letters_to(each_app, "luis@quito.ec")) == 1
    assert "1 person was left out" in words_of(client.get(first))


def test_another_letter_goes_to_who_has_not_answered_and_not_too_often(each_app: Flask) -> None:
    client = browser_of(each_app, person(Role.UCLG_LEARNING))
    with clock.stopped_at(NOON):
        address = sent(client, "ana@quito.ec\nluis@quito.ec\n")
        (first,) = letters_to(each_app, "ana@quito.ec")
        assert "Write once more" not in client.get(address).text
    for days in (3, 6):
        with clock.stopped_at(NOON + timedelta(days=days)):
            if days == 3:
                send(each_app.test_client(), link_in(letters_to(each_app, "luis@quito.ec")[0]), ACCEPTED)
            assert "Write once more to 1 person" in client.get(address).text
            press(client, address, f"{address}/remind")
            letters_to(each_app, "ana@quito.ec")
            assert "Write once more" not in client.get(address).text
    with clock.stopped_at(NOON + timedelta(days=9)):
        assert "Write once more" not in client.get(address).text
    assert len(letters_to(each_app, "ana@quito.ec")) == 3
    assert len(letters_to(each_app, "luis@quito.ec")) == 1
    with clock.stopped_at(NOON + timedelta(days=9)):
        assert each_app.test_client().get(link_in(first)).status_code == 404
        assert each_app.test_client().get(link_in(letters_to(each_app, "ana@quito.ec")[-1])).status_code == 200


ACCEPTED = {"name": "Luis", "password": "eleven quiet mountains", "language": "es"}


def test_a_withdrawn_invitation_opens_nothing(each_app: Flask) -> None:
    client = browser_of(each_app, person(Role.UCLG_LEARNING))
    address = sent(client, "ana@quito.ec\nluis@quito.ec\nmaria@quito.ec\n")
    links = {name: link_in(letters_to(each_app, f"{name}@quito.ec")[0]) for name in ("ana", "luis", "maria")}
    number = db.session.scalars(select(Invitation.id).order_by(Invitation.id)).first()
    press(client, address, f"{address}/people/{number}/withdraw")
    send(each_app.test_client(), links["luis"], ACCEPTED)
    opened = [each_app.test_client().get(links[name]).status_code for name in ("ana", "maria")]
    assert opened == [404, 200]
    press(client, address, f"{address}/withdraw")
    assert each_app.test_client().get(links["maria"]).status_code == 404
    said = words_of(client.get(address))
    assert said.count("Withdrawn") == 2
    assert "Accepted: 1 of 3 people invited" in said


def test_a_withdrawn_invitation_that_waits_for_its_letter_gets_none(each_app: Flask) -> None:
    client = browser_of(each_app, person(Role.UCLG_LEARNING))
    address = sent(client, "ana@quito.ec")
    make_next()
    press(client, address, f"{address}/withdraw")
    assert letters_to(each_app, "ana@quito.ec") == []


def test_a_letter_that_was_given_up_is_told(each_app: Flask) -> None:
    client = browser_of(each_app, person(Role.UCLG_LEARNING))
    address = sent(client, "ana@quito.ec\nluis@quito.ec\n")
    letters_to(each_app, "ana@quito.ec")
    mail = db.session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == "ana@quito.ec")).one()
    other = mail.id + 1
    with transaction():
        now = clock.now()
        for kind, number in (("send-mail", mail.id), ("another kind", other)):
            db.session.add(Job(kind=kind, arguments={"mail_id": number}, created_at=now, due_at=now, given_up_at=now))
    said = words_of(client.get(address))
    assert "1 letter did not arrive: check the address." in said
    assert said.count("The letter did not arrive") == 1


def test_what_is_not_sent_is_forgotten_after_a_week_and_who_never_answers_later(each_app: Flask) -> None:
    client = browser_of(each_app, person(Role.UCLG_LEARNING))
    with clock.stopped_at(NOON):
        prepared = prepare(client, "maria@quito.ec").location
        address = sent(client, "ana@quito.ec\nluis@quito.ec\nno-address\n")
        send(each_app.test_client(), link_in(letters_to(each_app, "luis@quito.ec")[0]), ACCEPTED)
    with clock.stopped_at(NOON + timedelta(days=7, minutes=-1)):
        forget_old_invitations()
        assert client.get(prepared).status_code == 200
        assert "no-address" in client.get(address).text
    with clock.stopped_at(NOON + timedelta(days=7, minutes=1)):
        forget_old_invitations()
        assert client.get(prepared).status_code == 404
        assert "no-address" not in client.get(address).text
    with clock.stopped_at(NOON + timedelta(days=91)):
        forget_old_invitations()
        assert db.session.scalars(select(Invitation.email)).all() == ["luis@quito.ec"]


def test_a_table_that_nobody_could_make_in_a_week_is_forgotten_and_one_being_made_is_not(
    each_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "PORTION", 2)
    client = browser_of(each_app, person(Role.UCLG_LEARNING))
    with clock.stopped_at(NOON):
        address = prepare(client, people_of(5)).location
    late = NOON + timedelta(days=6, hours=23)
    with clock.stopped_at(late):
        press(client, address, f"{address}/send")
        make_next()
    with clock.stopped_at(late + timedelta(hours=2)):
        forget_old_invitations()
        assert "Being prepared: 2 of 5 invitations are ready." in words_of(client.get(address))
    with clock.stopped_at(late + timedelta(days=7, minutes=1)):
        forget_old_invitations()
        assert count(Invitation) == 0
        assert db.session.execute(select(InvitationBatch.rows, InvitationBatch.rows_left)).one() == ([], 0)
        assert written_to(each_app) == []


def test_what_was_prepared_can_be_forgotten_at_once(app: Flask) -> None:
    client = browser_of(app, person(Role.UCLG_LEARNING))
    address = prepare(client, "ana@quito.ec").location
    assert press(client, address, f"{address}/drop").location == "/invitations"
    assert count(InvitationBatch) == 0


def test_sending_is_noted_without_names(each_app: Flask) -> None:
    published()
    boss = person(Role.UCLG_LEARNING)
    address = sent(browser_of(each_app, boss), "ana@quito.ec", course=COURSE)
    (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "invitations.sent"))
    assert (entry.actor_id, entry.subject_key) == (boss.id, address.rpartition("/")[2])
    assert entry.details == {"people": 1, "organisation": None, "course": COURSE}


@pytest.mark.parametrize("address", ["/invitations", "{batch}"])
def test_lists_ask_the_same_of_the_database_for_one_as_for_twenty(app: Flask, address: str) -> None:
    published()
    client = browser_of(app, person(Role.UCLG_LEARNING))
    asked = []
    for people in (1, 20):
        for number in range(people - 1):
            prepare(client, f"one{number}@quito.ec", course=COURSE)
        batch = sent(client, people_of(people), course=COURSE, language="fr" if people > 1 else "en")
        work_off()
        shown = address.format(batch=batch)
        client.get(shown)
        with counted_statements(app) as seen:
            assert client.get(shown).status_code == 200
        asked.append(len(seen))
    assert asked[0] == asked[1] <= 8


def test_no_secret_is_kept(each_app: Flask) -> None:
    sent(browser_of(each_app, person(Role.UCLG_LEARNING)), "ana@quito.ec")
    secret = link_in(letters_to(each_app, "ana@quito.ec")[0]).rpartition("/")[2].partition("?")[0]
    with db.engine.connect() as connection:
        kept = connection.execute(text("SELECT * FROM invitation")).all()
        mails = connection.execute(text("SELECT * FROM outgoing_mail")).all()
    assert secret not in repr(kept)
    assert secret not in repr(mails)


def test_a_manager_invites_into_the_whole_branch_and_not_beside_it(each_app: Flask) -> None:
    region = person(Role.ORGANISATION_MANAGER, organisation="Region of Dakar", country="SN")
    city, partner = (
        person(organisation=name, country="SN").organisation_id for name in ("City of Rufisque", "A partner")
    )
    assert city is not None
    assert partner is not None
    assert region.organisation_id is not None
    with transaction():
        for child, kind in ((city, LinkKind.PART_OF), (partner, LinkKind.MEMBER_OF)):
            add_link(child, region.organisation_id, kind, clock.today(), by=region.id)
    client = browser_of(each_app, region)
    assert "A partner" not in client.get("/invitations/new").text
    assert prepare(client, "ana@quito.ec", branch=str(partner)).status_code == 422
    sent(client, "ana@quito.ec", branch=str(city))
    send(each_app.test_client(), link_in(letters_to(each_app, "ana@quito.ec")[0]), {**ACCEPTED, "name": "Ana"})
    ana = find_user_by_email("ana@quito.ec")
    assert ana is not None
    assert is_member(ana.id, city)
