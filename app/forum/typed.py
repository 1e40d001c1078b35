"""What somebody typed into a form of the forum is kept, whatever becomes of the form."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import request

from app.forum.draft_actions import drop_sent, keep_draft
from app.forum.drafting import Spot, is_worth_keeping, typed_in
from app.forum.part_queries import DraftKept, find_draft
from app.platform.database import transaction
from app.platform.errors import DomainError, WayOn
from app.platform.i18n import _


def typed_now() -> dict[str, Any]:
    """What the request holds of a form."""
    return typed_in(request.form, request.form.getlist("topics"))


def base_told() -> int:
    """The number of the draft from which a form goes on; 0 for none."""
    told = request.form.get("base", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 0


def keep_typed(user_id: int, spot: Spot) -> DraftKept | None:
    """Keep what the request holds as a draft; None where there are no words in it."""
    typed = typed_now()
    if not is_worth_keeping(typed):
        return None
    with transaction():
        keep_draft(user_id, spot, typed, base_told())
    return find_draft(user_id, spot)


def drop_typed(user_id: int, spot: Spot) -> None:
    """Forget the draft of what the request holds, inside the transaction that sends it."""
    drop_sent(user_id, spot, base_told(), typed_now())


@contextmanager
def typed_is_kept(user_id: int, spot: Spot) -> Iterator[None]:
    """Where the work inside cannot be done, keep what was typed, and let the refusal lead to it."""
    try:
        yield
    except DomainError as refusal:
        draft = keep_typed(user_id, spot)
        if draft is not None:
            refusal.sentence = f"{refusal.sentence} {_('What you typed is kept as a draft.')}"
            values: Mapping[str, str] = {"draft_id": str(draft.id)}
            refusal.way = WayOn("forum_drafts.show_draft", values, _("Go on with what you typed"))
        raise


def form_data(draft: DraftKept | None, **usual: object) -> dict[str, Any]:
    """What stands in a form that is opened: what was typed there before, and else the usual."""
    return {**usual, **(draft.typed if draft else {})}
