"""Threads in several languages and states, for whoever looks at the pages of the forum."""

from app.accounts.models import User
from app.files.cleaning import clean_file
from app.files.kinds import Rule
from app.forum.actions import Written, change_post, follow, remove_post, set_topics
from app.forum.anchor_actions import bind_thread
from app.forum.anchor_models import ThreadAnchor
from app.forum.attached import NewFile
from app.forum.attaching import attach
from app.forum.draft_actions import keep_draft
from app.forum.drafting import Spot, SpotKind
from app.forum.kinds import Followed, IdeaStatus, ThreadKind
from app.forum.marking_actions import mark_helpful, vote
from app.forum.models import Thread
from app.forum.muting_actions import mute
from app.forum.passages import passage_in
from app.forum.topics import known_among
from app.forum.translation_actions import Translated, add_translation
from app.library.queries import get_edition
from app.platform.database import db, transaction
from tests.files.samples import pdf, picture
from tests.forum.threads import answered, first_post, opened_thread

_MARKDOWN = (
    "We are **small**:\n\n- a staff of four\n- no line in the budget\n\n> Begin with what people feel.\n\n"
    "| Goal | Who |\n| --- | --- |\n| 6 | Water board |\n\nSee <https://example.org/a-long-address-of-a-report>."
)
_ARABIC = "بدأنا بالماء، وسألنا الناس في اجتماعات الأحياء."


def talk(learner: User, graduate: User, staff: User) -> dict[str, str]:
    """A question with answers, one of them accepted, one taken back, one removed; a long idea; a closed thread."""
    asked = opened_thread(
        learner, "How do you choose three priorities out of seventeen?", kind=ThreadKind.QUESTION, text=_MARKDOWN
    )
    first = answered(asked, graduate, "With the river.\n\n1. Ask\n2. Count\n3. Choose")
    to_first = answered(asked, staff, _ARABIC, to=first)
    regretted = answered(asked, graduate, "Something I regret")
    unfit = answered(asked, graduate, "Buy my pumps")
    idea = opened_thread(graduate, "فكرة: لقاء شهري", kind=ThreadKind.IDEA, text=_ARABIC, language="ar")
    for number in range(24):
        answered(idea, learner if number % 2 else staff, f"Answer {number}")
    closed = opened_thread(staff, "Welcome", kind=ThreadKind.ANNOUNCEMENT, text="Please read the rules.")
    with transaction():
        change_post(first.id, graduate.id, Written("With the river, and then the roads.", "en"))
        remove_post(regretted.id, graduate.id)
        remove_post(unfit.id, staff.id, "This is an advertisement.")
        db.session.get_one(Thread, asked.id).accepted_post_id = to_first.id
        db.session.get_one(Thread, idea.id).status = IdeaStatus.PLANNED
        kept = db.session.get_one(Thread, closed.id)
        kept.locked_at = kept.pinned_at = kept.made_at
        set_topics(asked.id, known_among(["sdg-6", "sdg-11.5", "sendai-P2", "agenda-new-urban-agenda"]))
        attach(to_first.id, staff.id, [_file(picture(), "river.png", "The river in May"), _file(pdf(), "plan.pdf", "")])
        mark_helpful(to_first.id, learner.id)
        vote(idea.id, staff.id)
        add_translation(
            first_post(idea).id, graduate.id, Translated("We began with **water**, and asked at meetings.", "en")
        )
        mute(staff.id, graduate.id)
        for what, target in (
            (Followed.TOPIC, "sdg-6"),
            (Followed.PERSON, staff.id),
            (Followed.CATEGORY, asked.category_id),
        ):
            follow(learner.id, what, target)
        draft = keep_draft(
            learner.id, Spot(SpotKind.THREAD, closed.id), {"source": "Thank you all.\n\nI have one question."}
        )
    return {
        "asked": str(asked.id),
        "asked_first": str(first_post(asked).id),
        "changed_post": str(first.id),
        "idea": str(idea.id),
        "translated": str(first_post(idea).id),
        "closed": str(closed.id),
        "member": str(staff.id),
        "draft": str(draft.id),
    }


def talk_about_lessons(course_slug: str, learner: User, staff: User) -> dict[str, str]:
    """Threads about a lesson, about two of its paragraphs, and about a paragraph that is gone."""
    edition = get_edition(course_slug)
    unit = edition.places["start-inside"].unit

    def opened(author: User, title: str, number: int) -> Thread:
        thread = opened_thread(author, title, category=course_slug)
        with transaction():
            bind_thread(thread.id, passage_in(edition.course, unit, edition.revision_id, number))
        return thread

    about = opened(learner, "Who signs where there is no mayor?", 2)
    opened(staff, "Examples from small islands", 2)
    opened(learner, "A card game for the group part", 12)
    opened(staff, "How long did this lesson take you?", 0)
    gone = opened(staff, "Is this still so?", 9)
    with transaction():
        db.session.get_one(ThreadAnchor, gone.id).is_gone = True
    return {"about": str(about.id), "gone": str(gone.id)}


def _file(content: bytes, name: str, description: str) -> NewFile:
    return NewFile(clean_file(content, name, Rule()), description)
