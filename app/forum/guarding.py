"""What stands between a form and what it writes: may its sender write now, and do others see it at once?"""

from typing import Protocol

from app.accounts.actors import Actor
from app.forum.actions import Written
from app.forum.care_policy import WritingFacts, may_write_now
from app.forum.forms import PostForm
from app.forum.policy import Place
from app.forum.suspicion import is_to_be_held, signs_of
from app.forum.trust import Act, Level
from app.forum.writing_queries import accept_conduct, lesson_now, texts_to_compare, writing_facts
from app.platform import clock
from app.platform.database import is_only_reading
from app.platform.i18n import _
from app.platform.throttle import is_often


class Guarded(Protocol):
    """A form that says why nothing can be written now, and takes nothing then."""

    hindrance: str
    asks_conduct: bool
    level: Level


def guard(form: Guarded, actor: Actor, place: Place, act: Act | None) -> WritingFacts:
    """Let a form know what its sender may do: it says so, and takes nothing that they may not write now."""
    facts, now = writing_facts(actor, place), clock.now()
    may = may_write_now(facts, act, now)
    form.hindrance = "" if may else may.reason
    form.asks_conduct = not facts.has_accepted
    form.level = facts.level(now)
    return facts


def is_suspicious(facts: WritingFacts, written: Written, title: str = "", post_id: int | None = None) -> bool:
    """Whether somebody looks at a text before others see it; who is trusted is spared."""
    if facts.level(clock.now()) is Level.TRUSTED:
        return False
    compared = texts_to_compare(post_id)
    signs = signs_of(
        f"{title}\n{written.source}".strip(),
        lesson_now(compared),
        recent=compared.recent,
        removed=compared.removed,
        is_first=facts.record.posts_shown == 0,
    )
    return is_to_be_held(signs)


def is_too_fast(form: PostForm, user_id: int) -> bool:
    """Whether somebody sends faster than people write; the form says so, and still holds what they typed."""
    if is_only_reading() or not is_often("20 per 10 minutes", "forum", str(user_id)):
        return False
    form.source.errors = [_("You sent a lot in a short time. Your text is still here; please send it in ten minutes.")]
    return True


def note_conduct(form: Guarded, user_id: int) -> None:
    """Keep, inside the transaction that writes, that the sender accepted the code of conduct."""
    if form.asks_conduct:
        accept_conduct(user_id)
