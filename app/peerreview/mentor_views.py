"""The mentors' queue: what waits, and taking and declining it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import get_user
from app.accounts.signing_in import current_actor, signed_in_user_id
from app.library.queries import get_edition
from app.peerreview.handing_out import Asker, take
from app.peerreview.mentor_pages import find_offer, queue_page
from app.peerreview.mentor_queries import find_open_review, find_request
from app.peerreview.mentoring_actions import decline
from app.peerreview.review_policy import may_see_queue
from app.peerreview.roles import ReaderRole
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import Conflict, NotFound
from app.platform.forms import require_whole_form
from app.platform.i18n import _
from app.platform.verdicts import require

blueprint = Blueprint("mentoring", __name__, url_prefix="/mentoring")


@blueprint.get("")
def show_queue() -> ResponseReturnValue:
    """What waits for mentors, what I write and what I have done."""
    user_id = signed_in_user_id()
    actor = current_actor()
    require(may_see_queue(actor))
    return render_template("peerreview/show_queue.html", page=queue_page(actor, user_id))


@blueprint.post("/<int:submission_id>")
def take_work(submission_id: int) -> ResponseReturnValue:
    """Take a piece of work that waits, or go on with it."""
    user_id = signed_in_user_id()
    actor = current_actor()
    require(may_see_queue(actor))
    require_whole_form()
    mine = find_open_review(user_id, submission_id)
    if mine is not None:
        return redirect(url_for("reviews.write_review", review_id=mine.id), 303)
    offer = find_offer(actor, user_id, submission_id)
    if offer is None:
        raise Conflict(_("This work does not wait any more. The list shows what still does."))
    user = get_user(user_id)
    asker = Asker(user.id, user.country, get_edition(offer.task.course_slug))
    with transaction():
        review = take(offer.task, asker, submission_id, ReaderRole.MENTOR)
        address = url_for("reviews.write_review", review_id=review.id)
        once.remember(address)
    return redirect(address, 303)


@blueprint.post("/requests/<int:request_id>/declining")
def decline_request(request_id: int) -> ResponseReturnValue:
    """Say that somebody else should be asked."""
    user_id = signed_in_user_id()
    if find_request(request_id, user_id) is None:
        raise NotFound(_("Nobody asked you for this, or somebody else was asked meanwhile."))
    require_whole_form()
    with transaction():
        decline(request_id)
        once.remember(url_for(".show_queue"))
    flash(_("Thank you for telling. Somebody else is asked."))
    return redirect(url_for(".show_queue"), 303)
