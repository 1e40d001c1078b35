"""Mails quote a post in the language of their reader, where somebody put it into that, and say who did."""

from datetime import timedelta

from flask import Flask

from app.accounts.models import User
from app.forum.actions import Written, change_post, reply
from app.forum.by_mail import extracts
from app.forum.category_actions import open_category
from app.forum.kinds import Audience, PostState
from app.forum.models import Post
from app.forum.translation_actions import Translated, add_translation
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.i18n import speaking
from tests.forum.people import opening_of, somebody, talk
from tests.notifications.telling import GATHERED, NOON, html_of, mails_at, text_of

PORTUGUESE = "Começámos com o mapa."
ENGLISH = "We began with the map."


def reading_in(language: str) -> User:
    reader = somebody()
    with transaction():
        db.session.get_one(User, reader.id).language = language
    return reader


def in_portuguese(author: User) -> Post:
    return opening_of(talk(author, text=PORTUGUESE, language="pt"))


def translate(post: Post, translator: User, provider: str = "") -> None:
    with transaction():
        add_translation(post.id, translator.id, Translated(ENGLISH, "en", provider))


def test_an_answer_is_quoted_in_the_language_of_whom_it_answers(each_app: Flask) -> None:
    with clock.stopped_at(NOON):
        reader, ines = reading_in("en"), somebody(name="Ines Costa")
        thread = talk(reader)
        with transaction():
            post = reply(thread.id, ines.id, Written(PORTUGUESE, "pt"))
            add_translation(post.id, ines.id, Translated(ENGLISH, "en"))
    (letter,) = mails_at(each_app, NOON + GATHERED)
    assert f"> {ENGLISH}\n(Translation from Português by Ines Costa)" in text_of(letter)
    assert '<blockquote dir="auto" lang="en">' in html_of(letter)
    assert "Começámos" not in text_of(letter) + html_of(letter)


def test_a_translation_is_there_for_its_readers_and_the_original_first(each_app: Flask) -> None:
    ines, reader = somebody(name="Ines Costa"), somebody()
    post = in_portuguese(ines)
    translate(post, ines)
    extract = extracts([(reader.id, post.id)])[reader.id, post.id]
    assert (extract.words, extract.language, extract.remark) == (PORTUGUESE, "pt", None)
    assert [(one.words, one.language, one.place) for one in extract.translations] == [(ENGLISH, "en", extract.place)]


def test_a_mail_names_the_category_in_the_language_of_its_reader(each_app: Flask) -> None:
    ines, reader = somebody(name="Ines Costa"), somebody()
    with transaction():
        open_category("water", Audience.MEMBERS, {"en": "Water", "fr": "L’eau"}, {"en": "", "fr": ""})
    post = in_portuguese(ines)
    place = extracts([(reader.id, post.id)])[reader.id, post.id].place
    assert place is not None
    named = []
    for tongue in ("en", "fr", "ar"):
        with speaking(tongue):
            named.append(place())
    assert named == ["Water", "L’eau", "Water"]


def remark_on(post: Post) -> str:
    """What is told of the only translation of a post."""
    ((_key, extract),) = extracts([(post.author_id or 0, post.id)]).items()
    (translation,) = extract.translations
    assert translation.remark is not None
    return translation.remark()


def test_a_machine_and_a_change_of_the_original_are_told(app: Flask) -> None:
    ines = somebody()
    post = in_portuguese(ines)
    translate(post, ines, "Babel 9")
    assert remark_on(post) == "Translated from Português by machine (Babel 9)"
    with clock.stopped_at(clock.now() + timedelta(minutes=1)), transaction():
        change_post(post.id, ines.id, Written("Começámos com outra coisa.", "pt"))
    assert remark_on(post).endswith(" · The original was changed since.")


def test_what_is_not_shown_is_quoted_in_no_language(each_app: Flask) -> None:
    ines = somebody()
    post = in_portuguese(ines)
    translate(post, ines)
    with transaction():
        db.session.get_one(Post, post.id).state = PostState.HELD
    assert extracts([(ines.id, post.id)]) == {}
