"""Pictures and files of posts: who adds them, who is given them, and when they go."""

import io

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.files.actions import MOST_ROOM
from app.files.models import StoredFile
from app.forum.actions import remove_post
from app.forum.kinds import PostState
from app.forum.models import Post
from app.forum.part_models import PostFile
from app.platform.database import db, transaction
from tests.builders import browser_of, course_files, enrolled, published
from tests.files.samples import docx, pdf, picture
from tests.forum.drafts import form_at
from tests.forum.people import somebody, talk

Chosen = tuple[bytes, str, str]


def answer(browser: FlaskClient, thread_id: int, *files: Chosen, source: str = "Look.") -> TestResponse:
    """Answer with files: content, name and description of each."""
    here = f"/forum/threads/{thread_id}"
    data: dict[str, object] = {**form_at(browser, here), "source": source, "language": "en"}
    for number, (content, name, description) in enumerate(files, start=1):
        data |= {f"file_{number}": (io.BytesIO(content), name), f"description_{number}": description}
    return browser.post(f"{here}/answers", data=data)


def kept() -> list[PostFile]:
    db.session.rollback()
    return list(db.session.scalars(select(PostFile).order_by(PostFile.id)))


def test_pictures_are_shown_and_other_files_are_given(each_app: Flask) -> None:
    thread = talk(somebody())
    browser = browser_of(each_app, somebody())
    sent = answer(browser, thread.id, (picture(), "river.png", "The river in May"), (docx(), "plan.docx", ""))
    assert sent.status_code == 303
    page = browser.get(sent.location).text
    image, plan = kept()
    assert f'<img src="/forum/files/{image.id}" alt="The river in May"' in page
    assert "plan.docx" in page
    shown = browser.get(f"/forum/files/{image.id}")
    assert shown.mimetype == "image/png"
    assert shown.headers["Content-Disposition"].startswith("inline")
    shown.close()
    given = browser.get(f"/forum/files/{plan.id}")
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in given.headers["Content-Security-Policy"]
    given.close()


def test_who_saves_data_is_given_links(each_app: Flask) -> None:
    thread = talk(somebody())
    browser = browser_of(each_app, somebody())
    answer(browser, thread.id, (picture(), "river.png", "The river in May"))
    page = browser.get(f"/forum/threads/{thread.id}?light=on").text
    assert "Picture: The river in May" in page
    assert "<img" not in page


def test_a_picture_says_what_it_shows(each_app: Flask) -> None:
    thread = talk(somebody())
    refused = answer(browser_of(each_app, somebody()), thread.id, (picture(), "river.png", " "))
    assert refused.status_code == 422
    assert "Say what the picture shows" in refused.text
    assert "Look." in refused.text
    assert "choose them again" in refused.text
    assert kept() == []


def test_what_runs_is_not_taken(each_app: Flask) -> None:
    thread = talk(somebody())
    refused = answer(browser_of(each_app, somebody()), thread.id, (b"<script>1</script>", "page.txt", "x"))
    assert refused.status_code == 422
    assert kept() == []


def test_a_thread_begins_with_a_file(each_app: Flask) -> None:
    talk(somebody())
    browser = browser_of(each_app, somebody())
    here = "/forum/categories/water/new"
    data: dict[str, object] = {"title": "A plan", "source": "Read it.", "language": "en", "kind": "discussion"}
    sent = browser.post(here, data=form_at(browser, here) | data | {"file_1": (io.BytesIO(pdf()), "plan.pdf")})
    assert sent.status_code == 303
    assert "plan.pdf" in browser.get(sent.location).text


def test_only_readers_of_the_post_are_given_its_files(each_app: Flask) -> None:
    published(course_files())
    learner = somebody()
    enrolled(learner)
    thread = talk(learner, category="localizing-the-sdgs")
    answer(browser_of(each_app, learner), thread.id, (picture(), "river.png", "The river"))
    address = f"/forum/files/{kept()[0].id}"
    with browser_of(each_app, learner).get(address) as given:
        assert given.status_code == 200
    assert browser_of(each_app, somebody()).get(address).status_code == 404
    assert each_app.test_client().get(address).status_code == 302
    with transaction():
        db.session.get_one(Post, kept()[0].post_id).state = PostState.HELD
    other = somebody()
    enrolled(other)
    assert browser_of(each_app, other).get(address).status_code == 404


def test_files_go_with_their_post(each_app: Flask) -> None:
    author = somebody()
    thread = talk(author)
    answer(browser_of(each_app, author), thread.id, (picture(), "river.png", "The river"))
    [one] = kept()
    with transaction():
        remove_post(one.post_id, author.id)
    assert kept() == []
    assert db.session.get_one(StoredFile, one.file_id).dropped_at is not None
    assert browser_of(each_app, author).get(f"/forum/files/{one.id}").status_code == 404


def test_a_change_takes_files_out_and_adds_others_up_to_five(each_app: Flask) -> None:
    author = somebody()
    thread = talk(author)
    browser = browser_of(each_app, author)
    many = [(pdf(), f"plan-{number}.pdf", "") for number in range(5)]
    assert answer(browser, thread.id, *many).status_code == 303
    post_id = kept()[0].post_id
    here = f"/forum/posts/{post_id}/change"
    words = {"source": "Look.", "language": "en"}
    one_more: dict[str, object] = {"file_1": (io.BytesIO(pdf()), "more.pdf")}
    too_many = browser.post(here, data=form_at(browser, here) | words | one_more)
    assert too_many.status_code == 422
    assert len(kept()) == 5
    one_more = {"file_1": (io.BytesIO(pdf()), "more.pdf"), "taken-out": str(kept()[0].id)}
    assert browser.post(here, data=form_at(browser, here) | words | one_more).status_code == 303
    assert len(kept()) == 5
    assert "more.pdf" in browser.get(f"/forum/threads/{thread.id}").text
    assert "plan-0.pdf" not in browser.get(f"/forum/threads/{thread.id}").text


def test_nobody_takes_a_file_out_of_anothers_post(each_app: Flask) -> None:
    author, other = somebody(), somebody()
    thread = talk(author)
    answer(browser_of(each_app, author), thread.id, (pdf(), "plan.pdf", ""))
    browser = browser_of(each_app, other)
    answer(browser, thread.id, source="Mine.")
    mine = db.session.scalars(select(Post.id).where(Post.author_id == other.id)).one()
    here = f"/forum/posts/{mine}/change"
    taken = {"source": "Mine, changed.", "language": "en", "taken-out": str(kept()[0].id)}
    assert browser.post(here, data=form_at(browser, here) | taken).status_code == 303
    assert len(kept()) == 1


def test_files_count_in_their_owners_room_and_the_text_is_kept(each_app: Flask) -> None:
    author = somebody()
    thread = talk(author)
    browser = browser_of(each_app, author)
    answer(browser, thread.id, (pdf(), "plan.pdf", ""))
    with transaction():
        db.session.get_one(StoredFile, kept()[0].file_id).size = MOST_ROOM
    full = answer(browser, thread.id, (pdf(), "more.pdf", ""), source="A long text.")
    assert full.status_code == 422
    assert "Your files would take more than" in full.text
    assert "What you typed is kept as a draft." in full.text
    assert "A long text." in browser.get(f"/forum/threads/{thread.id}").text
