"""The threads about a unit of a course, and its paragraphs to ask about."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.forum.anchor_pages import lesson_talk, passage_asked
from app.forum.forms import asked_number, asked_wish
from app.forum.pages import readable_place

blueprint = Blueprint("forum_lessons", __name__, url_prefix="/forum")


@blueprint.get("/categories/<key>/about/<unit_key>")
def show_lesson(key: str, unit_key: str) -> ResponseReturnValue:
    """What is said about a unit, or about one of its paragraphs."""
    signed_in_user_id()
    actor = current_actor()
    place = readable_place(actor, key)
    passage = passage_asked(actor, place, unit_key, asked_number(request.args.get("paragraph", "")))
    page = lesson_talk(actor, place, passage, asked_wish())
    return render_template("forum/show_lesson.html", page=page)
