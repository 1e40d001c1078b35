"""What is done to threads is noted twice: where those who tend the thread read it, and in the audit log of the site."""

from typing import Any

from app.forum.care_models import Step, ThreadStep
from app.platform import audit, clock
from app.platform.database import db

_OF_POSTS = {Step.POST_HELD, Step.POST_RELEASED, Step.POST_REMOVED, Step.POST_RESTORED, Step.WARNED}


def trace(
    thread_id: int,
    step: Step,
    done_by: int | None,
    *,
    post_id: int | None = None,
    other_id: int | None = None,
    rule: str = "",
    reason: str = "",
    **facts: Any,
) -> None:
    """Note one thing that was done; `facts` are numbers and keys, and words stand in `reason` alone."""
    db.session.add(
        ThreadStep(
            thread_id=thread_id,
            post_id=post_id,
            step=step,
            done_by=done_by,
            done_at=clock.now(),
            rule=rule,
            reason=reason,
            other_id=other_id,
            facts=facts,
        )
    )
    if step in _OF_POSTS:
        kind, key, more = "forum-post", post_id, {"thread": thread_id}
    else:
        kind, key, more = "forum-thread", thread_id, {}
    told = {name: value for name, value in {"rule": rule, "other": other_id}.items() if value}
    audit.note(done_by, f"forum.{step.value.replace('_', '-')}", kind, key, **more, **told, **facts)
