"""From exercise to practice: an author offers accepted work as an example for others."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import get_user
from app.accounts.signing_in import current_actor, signed_in_user_id
from app.learning.work_pages import desk_of
from app.peerreview.forms import number_in
from app.peerreview.received import rounds_of
from app.peerreview.receiving import pick_round
from app.peerreview.sharing import CONSENT, LICENCES
from app.peerreview.sharing_actions import share
from app.peerreview.sharing_forms import ShareForm
from app.peerreview.sharing_pages import share_page
from app.peerreview.sharing_policy import may_share
from app.peerreview.sharing_queries import find_shown_of
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import Conflict
from app.platform.i18n import _
from app.platform.throttle import at_most
from app.platform.verdicts import require

blueprint = Blueprint("sharing", __name__, url_prefix="/learn/<slug>/<unit_key>/work/sharing")


@blueprint.route("", methods=["GET", "POST"])
def share_work(slug: str, unit_key: str) -> ResponseReturnValue:
    """Show just what everybody would read, let its author tell where it is from, and take their consent."""
    user_id = signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    kept = pick_round(rounds_of(desk.part, desk.assignment), number_in(request.values, "round") or None)
    author = get_user(user_id)
    page = share_page(kept.submission_id, author)
    shown = find_shown_of(kept.submission_id)
    require(may_share(kept.value, shown.state if shown else None, has_words=page.has_words))
    form = ShareForm(country=author.country)

    def shown_again(refusal: str = "") -> str:
        texts = {"consent": CONSENT, "licences": LICENCES, "refusal": refusal}
        return render_template("learning/share_work.html", desk=desk, kept=kept, page=page, form=form, **texts)

    if not form.validate_on_submit():
        return shown_again(), 422 if form.is_submitted() else 200
    at_most("20 per hour", "share", str(user_id))
    here = url_for("received.show_reviews", slug=slug, unit_key=desk.assignment.key, round=kept.number)
    try:
        with transaction():
            share(kept.submission_id, form.offer, version_number=number_in(request.form, "version"))
            once.remember(here)
    except Conflict as met:
        # What they agreed to was another text; the form has what they typed, and waits for their word on this one.
        form.agrees.data, page = False, share_page(kept.submission_id, author)
        return shown_again(met.sentence), 409
    flash(_("Thank you. Somebody who looks after the course reads it first; then it is public."))
    return redirect(here, 303)
