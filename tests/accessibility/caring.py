"""What was reported, held, decided and appealed, for whoever looks at the pages of those who look after the forum."""

from app.accounts.models import User
from app.forum.actions import Written, hold_with, reply
from app.forum.care_models import Cause, Outcome
from app.forum.case_actions import Judgement, appeal, judge_post, open_case, report_post
from app.forum.silencing_actions import silence
from app.forum.tending_actions import lock, split_thread
from app.platform.database import transaction
from tests.forum.threads import answered, category, opened_thread


def look_after(learner: User, graduate: User, administrator: User) -> dict[str, str]:
    """A thread of which much was done: a report, a held post, a decision with an appeal, a silence, a split."""
    thread = opened_thread(learner, "Which pump for five hundred people?")
    reported = answered(thread, graduate, "Only a fool asks this.\n\n> Which pump?\n\nNobody here knows anything.")
    judged = answered(thread, learner, "Buy my pumps, they are the best.")
    off = answered(thread, graduate, "By the way, how do you pay for pipes?")
    quiet = category("roads", title="Roads")
    with transaction():
        waiting = report_post(reported.id, learner.id, "respect", "This is unkind.\n\nPlease have a look.")
        decided = judge_post(judged.id, administrator.id, Judgement(Outcome.REMOVED, "no-advertising", "You sell."))
        appeal(decided.id, "I only wanted to help.")
        held = reply(thread.id, graduate.id, Written("Look https://pumps.example", "en"), is_held=True)
        open_case(*hold_with(held.id), Cause.SUSPECTED)
        lock(thread.id, administrator.id, is_locked=True, reason="It went round in circles.")
        lock(thread.id, administrator.id, is_locked=False)
        split_thread(thread.id, [off.id], "How do you pay for pipes?", administrator.id)
        kept = silence(learner.id, quiet, 30, "no-advertising", "Please read the rules first.", administrator.id)
    return {
        "tended": str(thread.id),
        "unkind": str(reported.id),
        "waiting_case": str(waiting.id),
        "appealed_case": str(decided.id),
        "silence": str(kept.id),
    }
