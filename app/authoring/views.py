"""Drafts: course folders as they are on disk, for those who write them."""

from pathlib import Path

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.authoring.pages import draft_media, draft_page, draft_unit_page, drafts_page
from app.authoring.policy import may_preview, may_see_drafts
from app.platform.verdicts import require

blueprint = Blueprint("authoring", __name__, url_prefix="/drafts")


@blueprint.before_request
def only_for_authors() -> None:
    """All of these pages are for knowledge managers, each course for its own."""
    signed_in_user_id()
    slug = (request.view_args or {}).get("slug")
    require(may_see_drafts(current_actor()) if slug is None else may_preview(current_actor(), slug))


@blueprint.get("")
def list_drafts() -> ResponseReturnValue:
    """Every course folder that is theirs, with its faults."""
    actor = current_actor()
    page = drafts_page(_courses(), lambda slug: bool(may_preview(actor, slug)))
    return render_template("authoring/list_drafts.html", page=page)


@blueprint.get("/<slug>")
def show_draft(slug: str) -> ResponseReturnValue:
    """One course folder: its faults, or its outline."""
    return render_template("authoring/show_draft.html", page=draft_page(_courses(), slug))


@blueprint.get("/<slug>/<unit_key>")
def show_draft_unit(slug: str, unit_key: str) -> ResponseReturnValue:
    """A unit as learners would see it."""
    return render_template("authoring/show_draft_unit.html", page=draft_unit_page(_courses(), slug, unit_key))


@blueprint.get("/<slug>/media/<string(length=32):digest>/<name>")
def show_draft_media(slug: str, digest: str, name: str) -> ResponseReturnValue:
    """A picture or file of a draft, which may not be published yet."""
    content, media_type = draft_media(_courses(), slug, digest)
    response = Response(content, mimetype=media_type)
    if not media_type.startswith("image/"):
        response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _courses() -> Path:
    folder: Path = current_app.config["COURSES"]
    return folder
