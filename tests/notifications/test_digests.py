"""Mails that quote what was written: in their reader's languages, never too large, and answered."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import update

from app.accounts.models import User
from app.directory.models import Profile
from app.enrolment.models import Enrolment
from app.mailroom.models import Outcome
from app.notifications.actions import choose
from app.notifications.digesting import reads
from app.notifications.extracts import LONGEST, as_read_by, shortened
from app.notifications.jobs import mail_notices
from app.notifications.letters import LARGEST, MOST_ENTRIES
from app.notifications.queries import languages_of
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.reply_addresses import AnswerTo, read_address
from app.platform.telling import Cadence, Extract, Thing, tell
from tests.builders import IN_FRENCH, browser_of, counted_statements, course_files, enrolled, published
from tests.mailroom.posting import NEW_POST, REPLY_TO_ME, Board, arrived, boarded, message
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
)

# The Monday after NOON, in the morning.
MONDAY = datetime(2027, 3, 8, 8, tzinfo=UTC)


@pytest.fixture
def board(each_app: Flask) -> Iterator[Board]:
    with boarded(each_app) as board:
        yield board


def told_of(somebody: User, number: int, kind: str = NEW_POST, *, at: datetime = NOON, thread: str = "Water") -> None:
    """Somebody was told of a post."""
    with clock.stopped_at(at), transaction():
        tell(kind, somebody.id, about=number, leads_to=f"/board/{number}", thread=thread, post=number)


def test_a_digest_tells_what_was_written_under_its_places_and_why(each_app: Flask, board: Board) -> None:
    amina = member()
    board.extracts = {
        1: Extract("The first well is <dug>.", "en", lambda: "Riverton / Water"),
        2: Extract("A bus comes by.", "en", lambda: "Roads"),
        3: Extract("The second well.", "en", lambda: "Riverton / Water"),
    }
    for number in board.extracts:
        told_of(amina, number, at=NOON + number * MINUTE)
    assert mails_at(each_app, MONDAY - HOUR) == []
    (letter,) = mails_at(each_app, MONDAY)
    text, html = text_of(letter), html_of(letter)
    assert [text.count(f"== {place} ==") for place in ("Riverton / Water", "Roads")] == [1, 1]
    places = [text.index(words) for words in ("== Riverton", "first well", "second well", "== Roads", "bus comes")]
    assert places == sorted(places)
    assert html.count("<h2") == 2
    assert html.count("<ul>") == html.count("</ul>") == 2
    assert '<blockquote dir="auto" lang="en">The first well is &lt;dug&gt;.</blockquote>' in html
    for body in (text, html):
        assert body.count("You are told because you follow it.") == 3
        assert "chose to be told by mail" in body
        assert "Nobody can answer to it." in body
    assert (letter["Reply-To"], letter["List-Unsubscribe-Post"]) == (None, "List-Unsubscribe=One-Click")
    assert "/notices/no-more/" in text


def test_a_digest_holds_the_languages_of_its_reader_only_and_the_rest_is_on_the_site(
    each_app: Flask, board: Board
) -> None:
    amina = member()
    with transaction():
        db.session.execute(update(User).where(User.id == amina.id).values(language="fr"))
    board.extracts = {
        1: Extract("Le puits.", "fr-SN"),
        2: Extract("The well.", "en"),
        3: Extract("Wer weiß?", ""),
    }
    for number in board.extracts:
        told_of(amina, number)
    (letter,) = mails_at(each_app, MONDAY)
    assert [words in text_of(letter) for words in ("Le puits.", "The well.", "Wer weiß?")] == [True, False, True]
    # Each in its link, and in the name of its button.
    assert browser_of(each_app, amina).get("/notices").text.count("There is a new post") == 3 * 2
    assert [one.look_at for one in notices_of(amina)] == [None] * 3
    assert len(mails_at(each_app, MONDAY + 7 * DAY)) == 1


def test_what_is_written_to_somebody_comes_in_whatever_language(each_app: Flask, board: Board) -> None:
    amina = member()
    board.extracts = {1: Extract("شكرًا لكم.", "ar")}
    told_of(amina, 1, REPLY_TO_ME)
    (letter,) = mails_at(each_app, NOON + GATHERED)
    assert "> شكرًا لكم." in text_of(letter)


def test_where_nothing_is_left_to_tell_no_mail_goes(each_app: Flask, board: Board) -> None:
    amina = member()
    board.extracts = {1: Extract("Der Brunnen.", "de")}
    told_of(amina, 1)
    assert mails_at(each_app, MONDAY) == []
    assert notices_of(amina)[0].look_at is None


def test_what_was_deleted_or_closed_meanwhile_is_in_no_mail(each_app: Flask, board: Board) -> None:
    amina, jonas = member(), member()
    board.extracts = {1: Extract("Open.", "en"), 2: Extract("Closed.", "en")}
    board.closed_to = {2: {jonas.id}}
    for somebody in (amina, jonas):
        for number in (1, 2, 3):
            told_of(somebody, number)
    told = {letter["To"]: text_of(letter) for letter in mails_at(each_app, MONDAY)}
    assert ["Closed." in told[one.email] for one in (amina, jonas)] == [False, True]
    assert all("/board/3" not in text for text in told.values())


def test_a_mail_tells_what_stands_there_after_the_minutes_in_which_it_can_be_changed(
    each_app: Flask, board: Board
) -> None:
    amina = member()
    board.extracts = {1: Extract("With a mistkae.", "en")}
    told_of(amina, 1, REPLY_TO_ME)
    assert mails_at(each_app, NOON + GATHERED - timedelta(seconds=1)) == []
    board.extracts = {1: Extract("Without a mistake.", "en")}
    (letter,) = mails_at(each_app, NOON + GATHERED)
    assert "Without a mistake." in text_of(letter)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("هذا نص طويل عن المياه والطرق والميزانية في بلديتنا الصغيرة. " * 40, "ar"),
        ("Où l’été dernière, à Évry-Grégy, la mairie a créé un réseau d’eau ; très bien ! " * 40, "fr"),
        ("<script>&amp;=</script> 'quoted' = \"and\" " * 40, "en"),
        ("字" * 4000, "zh"),
    ],
)
def test_a_digest_is_thirty_kilobytes_at_most_as_it_is_sent(
    each_app: Flask, board: Board, words: str, language: str
) -> None:
    amina = member(name="أمينة " * 15)
    with transaction():
        db.session.execute(update(User).where(User.id == amina.id).values(language=language))
        db.session.add(_profile(amina.id, "ar fr en zh"))
    for number in range(300):
        board.extracts[number] = Extract(words, language, partial("{} {}".format, words[:70], number))
        told_of(amina, number, thread=words[:180])
    (letter,) = mails_at(each_app, MONDAY)
    size = len(letter.as_bytes())
    assert LARGEST * 0.6 < size <= LARGEST == 30 * 1024
    assert max(len(line) for line in letter.as_bytes().split(b"\n")) < 998
    shown = text_of(letter).count("/board/")
    assert 3 <= shown <= MOST_ENTRIES
    assert str(300 - shown) in text_of(letter)


def test_a_long_extract_is_cut_between_words() -> None:
    assert shortened("Two  short\nwords.") == "Two short words."
    long = shortened("word " * 200)
    assert long.endswith("word…")
    assert len(long) <= LONGEST + 1
    assert shortened("字" * 1000) == "字" * LONGEST + "…"


@pytest.mark.parametrize(
    ("languages", "language", "is_read"),
    [({"fr"}, "fr", True), ({"fr"}, "fr-CA", True), ({"pt-BR"}, "pt", True), ({"fr"}, "en", False), (set(), "", True)],
)
def test_who_reads_a_language(languages: set[str], language: str, is_read: bool) -> None:
    assert reads(languages, language) is is_read


def _profile(user_id: int, languages: str) -> Profile:
    words = dict.fromkeys(("answer", "themes", "sdgs", "offers", "needs", "offer_words", "need_words"), "")
    return Profile(
        user_id=user_id, is_listed=False, takes_letters=False, languages=languages, updated_at=clock.now(), **words
    )


def test_languages_are_those_of_the_site_the_profile_and_the_courses(each_app: Flask) -> None:
    published(course_files(more=IN_FRENCH))
    plain, told, learning, choosing, left = (member() for _number in range(5))
    with transaction():
        db.session.add(_profile(told.id, "pt ar"))
        db.session.execute(update(User).where(User.id == learning.id).values(language="es"))
    for somebody in (learning, choosing, left):
        enrolled(somebody)
    with transaction():
        db.session.execute(update(Enrolment).where(Enrolment.user_id == choosing.id).values(content_language="fr"))
        db.session.execute(
            update(Enrolment).where(Enrolment.user_id == left.id).values(content_language="fr", left_at=NOON)
        )
    people = (plain, told, learning, choosing, left)
    read = languages_of([one.id for one in people])
    assert [read[one.id] for one in people] == [
        {"en"}, {"en", "pt", "ar"}, {"es", "en"}, {"en", "fr"}, {"en"},
    ]  # fmt: skip


def test_a_mail_about_one_thing_can_be_answered_and_the_answer_is_posted(each_app: Flask, board: Board) -> None:
    amina = member()
    board.extracts = {7: Extract("What do you think?", "en")}
    told_of(amina, 7, REPLY_TO_ME)
    (letter,) = mails_at(each_app, NOON + GATHERED)
    address = str(letter["Reply-To"])
    with clock.stopped_at(NOON):
        assert read_address(address) == AnswerTo(amina.id, Thing("post", 7), is_expired=False)
    assert "You can answer to this mail" in text_of(letter)
    quoted = "\n".join(f"> {line}" for line in text_of(letter).splitlines())
    with clock.stopped_at(NOON + DAY):
        mail = message(amina, address, f"Go ahead.\n\nOn 01/03/2027 12:05, Learning Forum wrote:\n{quoted}\n")
        assert arrived(mail) is Outcome.POSTED
    assert [post[:3] for post in board.posts] == [(amina.id, 7, "Go ahead.")]


def test_of_several_things_nobody_can_answer(each_app: Flask, board: Board) -> None:
    amina = member()
    board.extracts = {1: Extract("One.", "en"), 2: Extract("Two.", "en")}
    for number in board.extracts:
        told_of(amina, number, REPLY_TO_ME)
    (letter,) = mails_at(each_app, NOON + GATHERED)
    assert letter["Reply-To"] is None


def test_without_an_address_for_answers_mails_say_that_nobody_can_answer(each_app: Flask, board: Board) -> None:
    each_app.config["REPLIES"] = ""
    amina = member()
    board.extracts = {1: Extract("One.", "en")}
    told_of(amina, 1, REPLY_TO_ME)
    (letter,) = mails_at(each_app, NOON + GATHERED)
    assert letter["Reply-To"] is None
    assert "Nobody can answer to it." in text_of(letter)


def test_who_chose_to_have_all_at_once_gets_it_in_their_languages_too(each_app: Flask, board: Board) -> None:
    amina = member()
    with transaction():
        choose(amina.id, {NEW_POST: Cadence.NOW})
    board.extracts = {1: Extract("Der Brunnen.", "de"), 2: Extract("The well.", "en")}
    for number in board.extracts:
        told_of(amina, number)
    (letter,) = mails_at(each_app, NOON + GATHERED)
    assert letter["Subject"] == "There is a new post in “Water”."
    assert "The well." in text_of(letter)


def test_extracts_for_many_are_asked_for_at_once(each_app: Flask, board: Board) -> None:
    people = [member() for _number in range(20)]
    counted = []
    for turn, some in enumerate((people[:1], people)):
        board.asked = 0
        for number in range(5):
            board.extracts[turn * 10 + number] = Extract("The well.", "en")
            with clock.stopped_at(NOON + turn * 7 * DAY), transaction():
                tell(
                    NEW_POST, *(one.id for one in some), about=turn * 10 + number, leads_to="/board", thread="Water",
                    post=turn * 10 + number,
                )  # fmt: skip
        with clock.stopped_at(MONDAY + turn * 7 * DAY), counted_statements(each_app) as seen:
            mail_notices()
        counted.append(len(seen))
        assert board.asked == 1
    assert counted[1] <= counted[0] + 2


def in_three_languages() -> Extract:
    """What was written in German and put into French and English."""
    return Extract(
        "Der Brunnen.",
        "de",
        translations=(
            Extract("Le puits.", "fr", remark=lambda: "By Luc."),
            Extract("The well.", "en", remark=lambda: "By Ines."),
        ),
    )


@pytest.mark.parametrize(
    ("pages", "also", "words"),
    [
        ("en", (), "The well."),
        ("fr-CA", (), "Le puits."),
        ("de", ("fr",), "Der Brunnen."),
        # Nothing in the language of the pages: the original before translations.
        ("ar", ("de", "en"), "Der Brunnen."),
        ("ar", ("en",), "The well."),
        ("ar", ("pt",), "Der Brunnen."),
    ],
)
def test_words_are_chosen_in_the_languages_of_their_reader(pages: str, also: tuple[str, ...], words: str) -> None:
    assert as_read_by(in_three_languages(), pages, also).words == words


def test_what_is_translated_into_the_language_of_its_reader_is_theirs(each_app: Flask, board: Board) -> None:
    amina = member()
    board.extracts = {1: in_three_languages(), 2: Extract("Die Brücke.", "de")}
    for number in board.extracts:
        told_of(amina, number)
    (letter,) = mails_at(each_app, MONDAY)
    for body in (text_of(letter), html_of(letter)):
        assert "The well." in body
        assert "By Ines." in body
        assert "Brunnen" not in body
        # In no language of hers.
        assert "Brücke" not in body
    assert '<blockquote dir="auto" lang="en">' in html_of(letter)
