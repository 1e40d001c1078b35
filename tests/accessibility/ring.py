"""Fishbowls in each of their states, for whoever looks at their pages."""

from app.accounts.models import User
from app.forum import fishbowl_actions as actions
from app.forum.actions import Written, reply
from app.forum.fishbowl_actions import Summary
from app.forum.fishbowl_note_actions import leave_note, mark_asked, remove_note, support_note
from app.platform.database import transaction
from tests.builders import person
from tests.forum.fishbowls import fishbowl, seated, speak


def sit_around(learner: User, graduate: User, staff: User) -> dict[str, str]:
    """One that is full, with a line, notes and a learner who listens; one with an offer; a closing round; a summary."""
    sits = [person(name=f"Speaker {number}") for number in range(4)]
    waits = [person(name=f"Somebody who waits {number}") for number in range(2)]
    full = fishbowl(staff)
    seated(full, graduate, *sits[:3], *waits)
    with transaction():
        actions.sit_down(full.id, sits[3].id)
        actions.call_forward(full.id, [waits[1].id], staff.id, "No island has spoken yet.")
    speak(full, graduate)
    speak(full, sits[0], "نملكه معا.", "ar")
    with transaction():
        wanted = leave_note(full.id, waits[0].id, "Who pays for the pipes of yesterday?", "en")
        support_note(wanted.id, learner.id)
        own = leave_note(full.id, learner.id, "من يقرر السعر؟", "ar")
        unkind = leave_note(full.id, learner.id, "Why do you fools not see it?", "en")
        asked = leave_note(full.id, waits[1].id, "How do you measure leaks?", "en")
    with transaction():
        remove_note(unkind.id, staff.id, "respect", "Speak about the matter.")
        mark_asked(asked.id, graduate.id)
    offered = fishbowl(staff, learner)
    closing, closed = fishbowl(staff), fishbowl(staff)
    for thread in (closing, closed):
        seated(thread, learner)
        speak(thread, learner)
    summary = Summary(
        "Water is a **common good**.", "Whether firms may run the pipes.", "- Who pays?\n- Since when?", "en"
    )
    with transaction():
        actions.begin_closing_round(closing.id, staff.id)
        actions.sum_up(closed.id, staff.id, summary)
        reply(full.id, staff.id, Written("Who has not spoken yet?", "en"))
    return {
        "full": str(full.id),
        "offered_seat": str(offered.id),
        "closing": str(closing.id),
        "summed_up": str(closed.id),
        "note": str(own.id),
    }
