"""Files of the work, for whoever reviews it and nobody else."""

from datetime import UTC, datetime, timedelta

from flask import Flask

from app.accounts.models import User
from app.files.cleaning import CleanFile
from app.files.kinds import Kind as FileKind
from app.files.queries import files_of
from app.peerreview import actions
from app.peerreview.actions import save_work
from app.peerreview.exchange_models import Review
from app.peerreview.pools import place_of_author
from app.peerreview.reviewing import give_back
from app.peerreview.stages import Kind
from app.peerreview.work import Work
from app.platform import clock
from app.platform.database import db, transaction
from tests.builders import browser_of, enrolled, person
from tests.peerreview.assignments import TEXT, WITH_FILES, desk_of
from tests.peerreview.pools import a_course, a_mentor, mentored, the_task

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def test_a_reader_gets_the_files_of_the_work_under_names_that_tell_nobody_s(each_app: Flask) -> None:
    a_course(WITH_FILES)
    author = person(name="Wilhelmina Oduya")
    enrolled(author)
    desk = desk_of(author)
    plan = CleanFile("plan-of-oduya.txt", FileKind.TXT, b"Dig here.")
    with clock.stopped_at(NOON):
        with transaction():
            number = save_work(desk, Work(TEXT), base=0, window="here", kind=Kind.SAVED, added=[plan]).number
        with transaction():
            actions.hand_in(desk, number)
    (file,) = files_of(author.id)
    file_id, author_id = file.id, author.id
    mentor = a_mentor()
    with clock.stopped_at(NOON + timedelta(days=8)):
        place = place_of_author(the_task().pool_id, author_id)
        assert place is not None
        review_id = mentored(mentor, place.submission_id).id
        client = browser_of(each_app, mentor)
        address = f"/reviews/{review_id}/files/{file_id}"
        page = client.get(f"/reviews/{review_id}").text
        assert f'href="{address}"' in page
        assert "oduya" not in page.lower()
        with client.get(address) as answer:
            assert answer.data == b"Dig here."
            assert "oduya" not in str(answer.headers).lower()
        assert client.get(f"/reviews/{review_id}/files/{file_id + 1}").status_code == 404
        for other in (author_id, person(name="Somebody Else").id):
            stranger = browser_of(each_app, db.session.get_one(User, other))
            assert stranger.get(address).status_code == 404
        with transaction():
            give_back(the_task(), db.session.get_one(Review, review_id))
        assert client.get(address).status_code == 404
