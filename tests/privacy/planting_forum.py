"""Writes a mark into what the forum keeps of somebody because it is looked after."""

from app.forum.care_models import Case, Cause, ConductAccepted, Outcome, Report, Silence, Step, ThreadStep
from app.forum.conduct import VERSION
from app.forum.fishbowl_models import Fishbowl, LastWord, Note, NoteState, NoteSupport, Seat, SeatWish
from app.forum.kinds import Audience, PostState, ThreadKind
from app.forum.models import Category, Post, PostVersion, Thread
from app.forum.translation_models import Translation
from app.platform import clock
from app.platform.database import db
from app.synthesis.consenting import Answer
from app.synthesis.models import Synthesis, SynthesisQuotation
from app.synthesis.reach import Reach


def plant_in_forum(user_id: int, mark: str) -> None:
    """Let a person have written, reported, appealed, looked after threads and been silenced."""
    now = clock.now()
    category = Category(
        key="planted-too",
        audience=Audience.MEMBERS,
        course_slug=None,
        titles={"en": "Planted"},
        summaries={},
        position=1,
        made_at=now,
    )
    db.session.add(category)
    db.session.flush()
    thread = Thread(
        category_id=category.id,
        kind=ThreadKind.DISCUSSION,
        title=f"{mark} asks",
        language="en",
        author_id=user_id,
        made_at=now,
        last_number=1,
        last_post_at=now,
    )
    db.session.add(thread)
    db.session.flush()
    post = Post(
        thread_id=thread.id,
        number=1,
        author_id=user_id,
        language="en",
        source=f"{mark} writes",
        html=f"<p>{mark} writes</p>",
        made_at=now,
        state=PostState.SHOWN,
    )
    db.session.add(post)
    db.session.flush()
    db.session.add(PostVersion(post_id=post.id, source=f"{mark} wrote", written_at=now, editor_id=user_id))
    db.session.add(
        Translation(
            post_id=post.id,
            language="fr",
            source=f"{mark} translates",
            html=f"<p>{mark} translates</p>",
            author_id=user_id,
            made_at=now,
            is_machine=False,
            provider="",
        )
    )
    db.session.add(
        Fishbowl(
            thread_id=thread.id,
            facilitator_id=user_id,
            ends_at=now,
            quiet_since=now,
            closed_at=now,
            agreement=f"{mark} agrees",
            agreement_html=f"<p>{mark} agrees</p>",
            disagreement=f"{mark} differs",
            disagreement_html=f"<p>{mark} differs</p>",
            questions=f"{mark} wonders",
            questions_html=f"<p>{mark} wonders</p>",
            summed_up_by=user_id,
            summed_up_at=now,
        )
    )
    db.session.flush()
    db.session.add_all(
        [
            Seat(thread_id=thread.id, number=1, user_id=user_id, offered_at=now, taken_at=now, until=now),
            SeatWish(thread_id=thread.id, user_id=user_id, asked_at=now),
            LastWord(thread_id=thread.id, user_id=user_id, said_at=now),
        ]
    )
    note = Note(
        thread_id=thread.id,
        author_id=user_id,
        language="en",
        words=f"{mark} wants to know",
        made_at=now,
        state=NoteState.OPEN,
    )
    db.session.add(note)
    db.session.flush()
    db.session.add(NoteSupport(note_id=note.id, user_id=user_id, since=now))
    case = Case(
        post_id=post.id,
        cause=Cause.REPORTED,
        opened_at=now,
        was_shown=True,
        settled_at=now,
        outcome=Outcome.WARNED,
        rule="respect",
        appealed_at=now,
        appeal=f"{mark} appeals",
    )
    db.session.add(case)
    db.session.flush()
    db.session.add_all(
        [
            ConductAccepted(user_id=user_id, version=VERSION, accepted_at=now),
            Report(case_id=case.id, reporter_id=user_id, rule="respect", words=f"{mark} reports", made_at=now),
            ThreadStep(
                thread_id=thread.id,
                step=Step.LOCKED,
                done_by=user_id,
                done_at=now,
                reason=f"{mark} closes it",
                facts={},
            ),
            Silence(user_id=user_id, rule="respect", reason=f"{mark} was loud", since=now, until=now),
        ]
    )
    db.session.flush()
    _plant_in_synthesis(category, post, user_id, mark)


def _plant_in_synthesis(category: Category, post: Post, user_id: int, mark: str) -> None:
    """Let words of a person be quoted, and let them have agreed."""
    now = clock.now()
    synthesis = Synthesis(
        category_id=category.id,
        number=1,
        title="What we learnt",
        language="en",
        first_day=now.date(),
        last_day=now.date(),
        introduction="",
        reach=Reach.MEMBERS,
        made_at=now,
    )
    db.session.add(synthesis)
    db.session.flush()
    quotation = SynthesisQuotation(
        synthesis_id=synthesis.id,
        post_id=post.id,
        author_id=user_id,
        words=f"{mark} writes",
        language="en",
        reach=Reach.MEMBERS,
        asked_at=now,
        answer=Answer.NAMED,
        agreed_at=now,
        consent_version=1,
    )
    db.session.add(quotation)
    db.session.flush()
