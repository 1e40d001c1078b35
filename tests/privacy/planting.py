"""Writes a mark into every text of a person that a journey through the pages would take long to reach."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select, update

from app.accounts.models import MailedLink, Purpose
from app.accounts.ways_in import OutsideIdentity, Passkey
from app.cohorts.models import Application, Cohort, Offer, Reading, Seat
from app.enrolment.models import Enrolment
from app.files.keeping import keep_content
from app.files.kinds import Kind as FileKind
from app.files.models import StoredFile
from app.forum.actions import Written, change_post, open_thread
from app.forum.draft_actions import keep_draft
from app.forum.drafting import Spot, SpotKind
from app.forum.kinds import Audience, ThreadKind
from app.forum.models import Category, Post
from app.forum.part_models import PostFile
from app.indexing.actions import put
from app.indexing.entries import MEMBERS, Entry
from app.invitations.models import Invitation as Asked
from app.invitations.models import InvitationBatch
from app.invitations.queries import digest_of_email
from app.library.models import Revision
from app.mailroom.models import Outcome, ReceivedMail
from app.organisations.kinds import ThingKind, TitleKind
from app.organisations.models import Departure, Invitation, Membership, Title
from app.peerreview.care_models import Appeal, ReviewReport
from app.peerreview.course_review_models import CourseReview
from app.peerreview.course_rubric import CourseReviewer
from app.peerreview.exchange_models import Review, ReviewPlace, ReviewPool
from app.peerreview.models import Submission, SubmissionVersion
from app.peerreview.objections import Cause, Problem
from app.peerreview.sharing import Licence
from app.peerreview.sharing_models import ShownWork
from app.peerreview.staff_models import ReviewStep
from app.peerreview.stages import Kind
from app.peerreview.steps import Step
from app.platform import clock
from app.platform.database import db
from app.platform.unreached import UnreachedAddress, digest_of_address
from app.progress.models import UnitHandIn
from tests.privacy.planting_forum import plant_in_forum


def plant(user_id: int, organisation_id: int, address: str, mark: str) -> None:
    """Let a person have been everything one can be, with the mark in every word of it."""
    now, today = clock.now(), clock.today()
    db.session.execute(update(Membership).where(Membership.user_id == user_id).values(function=f"{mark} desk"))
    db.session.add_all(
        [
            Title(user_id=user_id, kind=next(iter(TitleKind)), thing_kind=ThingKind.PLATFORM, since=today),
            Departure(user_id=user_id, organisation_id=organisation_id, left_on=today),
            Invitation(
                organisation_id=organisation_id,
                email_key=address,
                function=f"{mark} desk",
                since=today,
                invited_at=now,
            ),
            Passkey(
                user_id=user_id,
                credential_id="planted",
                public_key="planted",
                sign_count=0,
                name=f"{mark}'s phone",
                made_at=now,
            ),
            OutsideIdentity(user_id=user_id, issuer=f"https://{mark}.example", subject=f"{mark}-7", linked_at=now),
            UnreachedAddress(
                email_digest=digest_of_address(address),
                failures=3,
                failed_at=now,
                code="5.1.1",
                is_reported=True,
                unreached_at=now,
            ),
            ReceivedMail(digest=f"{mark} came"[:64], user_id=user_id, outcome=Outcome.POSTED, received_at=now),
            StoredFile(
                digest=keep_content(f"{mark} wrote this.".encode()),
                kind=FileKind.TXT,
                name=f"{mark}.txt",
                size=len(mark) + 12,
                owner_id=user_id,
                kept_at=now,
            ),
            MailedLink(
                secret_digest="planted",
                purpose=next(iter(Purpose)),
                user_id=user_id,
                new_email=f"new.{address}",
                expires_at=now,
            ),
        ]
    )
    batch = InvitationBatch(
        made_at=now,
        language="en",
        file_name="people.csv",
        rows=[[1, address, mark, "", "", ""]],
        faulty=[[2, f"{mark}@", ""]],
        findings={},
        sent_at=now,
    )
    db.session.add(batch)
    db.session.flush()
    written = Entry(
        kind="post",
        reference="planted",
        language="",
        title=f"{mark} begins",
        text=f"{mark} writes",
        context=f"{mark} threads",
        at=now,
        scope=MEMBERS,
        author_id=user_id,
    )
    put([written, replace(written, language="fr", author_id=None, translated_from="en", translator_id=user_id)])
    db.session.add(
        Asked(
            batch_id=batch.id,
            email=address,
            email_digest=digest_of_email(address),
            name=f"{mark} Person",
            organisation=f"{mark} city",
            country="",
            language="en",
            expires_at=now,
        )
    )
    revision_id = db.session.scalars(select(Revision.id)).first()
    cohort = Cohort(course_slug="another-course", key="planted", revision_id=revision_id, settled_at=now)
    db.session.add(cohort)
    db.session.flush()
    application = Application(
        cohort_id=cohort.id,
        user_id=user_id,
        draft={"q-why": f"{mark} drafts"},
        saved_at=now,
        answers={"why": f"{mark} answers"},
        handed_in_at=now,
        withdrawn_at=now,
        override_reason=f"{mark} is needed.",
    )
    db.session.add(application)
    enrolment = db.session.scalars(select(Enrolment).where(Enrolment.user_id == user_id)).first()
    assert enrolment is not None
    db.session.add(UnitHandIn(enrolment_id=enrolment.id, unit_key="sheet", handed_in_at=now))
    work = Submission(
        enrolment_id=enrolment.id,
        author_id=user_id,
        course_slug=enrolment.course_slug,
        unit_key="sheet",
        round=1,
        revision_id=revision_id,
        language="en",
        begun_at=now,
        current_number=1,
        handed_in_at=now,
        handed_in_number=1,
        opened_at=now,
    )
    db.session.add(work)
    db.session.flush()
    db.session.add(
        SubmissionVersion(
            submission_id=work.id,
            number=1,
            kind=Kind.HANDED_IN,
            language="en",
            source=f"{mark} writes",
            filled={"why": f"{mark} fills in"},
            links=[f"https://{mark}.example"],
            digest=f"{mark} digest",
            saved_at=now,
        )
    )
    _plant_reviews(user_id, work.id, work.revision_id, mark)
    _plant_posts(user_id, mark)
    plant_in_forum(user_id, mark)
    db.session.add(
        ReviewStep(
            submission_id=work.id, step=Step.GRANTED, done_by=user_id, done_at=now, reason=f"{mark} asked for it."
        )
    )
    db.session.flush()
    db.session.add(
        CourseReview(
            user_id=user_id,
            course_slug=enrolment.course_slug,
            revision_id=revision_id,
            language="en",
            role=CourseReviewer.LEARNER,
            points={"use": 3},
            score=100.0,
            helped=f"{mark} was helped",
            change=f"{mark} changes",
            handed_in_at=now,
            changed_at=now,
        )
    )
    db.session.add_all(
        [
            Reading(application_id=application.id, assigned_at=now, comment=f"{mark} is good."),
            Offer(application_id=application.id, made_at=now, answer_by=now + timedelta(days=7), ended_at=now),
            Seat(application_id=application.id, user_id=user_id, taken_at=now, left_at=now),
        ]
    )
    db.session.flush()


def _plant_reviews(user_id: int, submission_id: int, revision_id: int, mark: str) -> None:
    now = clock.now()
    pool = ReviewPool(course_slug="localizing-the-sdgs", unit_key="sheet", secret="planted")
    db.session.add(pool)
    db.session.flush()
    review = Review(
        pool_id=pool.id,
        submission_id=submission_id,
        reader_id=user_id,
        revision_id=revision_id,
        rubric="planted",
        began_at=now,
        ends_at=now,
        comments={"reasons": f"{mark} comments"},
        overall=f"{mark} on the whole",
        handed_in_at=now,
        exclusion=f"{mark} copied it.",
        answer=f"{mark} answers",
    )
    place = ReviewPlace(
        submission_id=submission_id,
        pool_id=pool.id,
        author_id=user_id,
        rubric="planted",
        language="en",
        country="SN",
        handed_in_at=now,
        lot=1,
        needed=2,
    )
    db.session.add_all([review, place])
    db.session.flush()
    problem = {"pool_id": pool.id, "submission_id": submission_id}
    told = {"words": f"{mark} tells", "reported_at": now, "answer": f"{mark} is right"}
    db.session.add_all(
        [
            ReviewReport(**problem, review_id=review.id, reporter_id=user_id, problem=Problem.EMPTY, **told),
            Appeal(
                **problem,
                cause=Cause.ASKED,
                words=f"{mark} asks",
                opened_at=now,
                score=50.0,
                low=40.0,
                high=60.0,
                reasons=f"{mark} is right",
            ),
            ShownWork(
                submission_id=submission_id,
                version_number=1,
                author_id=user_id,
                course_slug="localizing-the-sdgs",
                unit_key="sheet",
                language="en",
                title=f"{mark} shows it",
                licence=Licence.CC_BY,
                place=f"{mark} town",
                country="SN",
                sdgs=["11.3"],
                shows_name=True,
                consented_at=now,
                consent_version=1,
                accepted_at=now,
                answer=f"{mark} is welcome",
            ),
        ]
    )
    db.session.flush()


def _plant_posts(user_id: int, mark: str) -> None:
    """A thread that they opened and changed, with a file, and what they began to write."""
    now = clock.now()
    category = Category(
        key="planted",
        audience=Audience.MEMBERS,
        course_slug=None,
        titles={},
        summaries={},
        position=1,
        made_at=now,
        archived_at=None,
    )
    db.session.add(category)
    db.session.flush()
    thread = open_thread(category.id, user_id, ThreadKind.IDEA, f"{mark} asks", Written(f"{mark} wonders", "en"))
    post_id = db.session.scalars(select(Post.id).where(Post.thread_id == thread.id)).one()
    change_post(post_id, user_id, Written(f"{mark} wonders still", "en"))
    file_id = db.session.scalars(select(StoredFile.id).where(StoredFile.owner_id == user_id)).first()
    db.session.add(PostFile(post_id=post_id, file_id=file_id, description=f"{mark} at the river"))
    keep_draft(user_id, Spot(SpotKind.THREAD, thread.id), {"source": f"{mark} goes on"})
