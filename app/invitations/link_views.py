"""Links to join: made, shown, ended by those who invite; opened by whoever they were passed on to."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.invitations.accepting import join, take_part
from app.invitations.forms import LinkForm
from app.invitations.links import end_link, make_link
from app.invitations.pages import choice_of, course_of, link_seen_by, links_page
from app.invitations.policy import is_staff, may_invite, may_invite_to
from app.invitations.queries import find_link
from app.invitations.views import target_in
from app.invitations.ways import lead_on
from app.platform import clock, once
from app.platform.database import transaction
from app.platform.errors import NotFound
from app.platform.forms import WishForm, incomplete_form, require_whole_form
from app.platform.i18n import _
from app.platform.letters import site_root
from app.platform.throttle import at_most, sender
from app.platform.verdicts import require

blueprint = Blueprint("join_links", __name__)


@blueprint.get("/invitations/links")
def list_links() -> ResponseReturnValue:
    """The links, with how many joined by each."""
    signed_in_user_id()
    require(may_invite(current_actor()))
    page = links_page(current_actor(), request.args.get("page", default=1, type=int))
    is_theirs = is_staff(current_actor())
    return render_template("invitations/list_links.html", page=page, root=site_root(), is_staff=is_theirs)


@blueprint.route("/invitations/links/new", methods=["GET", "POST"])
def make() -> ResponseReturnValue:
    """Make a link for an organisation, a course or both."""
    actor, user_id = current_actor(), signed_in_user_id()
    require(may_invite(actor))
    form = LinkForm()
    choice = choice_of(actor)
    form.offer(choice.courses, choice.branch, needs_course=choice.needs_course)
    if request.method == "GET":
        return render_template("invitations/make_link.html", form=form)
    target = target_in(form) if form.validate_on_submit() else None
    if target is None:
        return render_template("invitations/make_link.html", form=form), 422
    require(may_invite_to(actor, target))
    at_most("60 per hour", "making links", str(user_id))
    with transaction():
        make_link(target, by=user_id, ends_at=clock.end_of(form.ends_on.data), most_uses=form.most_uses.data)
        once.remember(url_for(".list_links"))
    flash(_("The link is ready: copy it and pass it on."))
    return redirect(url_for(".list_links"), 303)


@blueprint.post("/invitations/links/<int:link_id>/end")
def end(link_id: int) -> ResponseReturnValue:
    """Let nobody join by a link any more."""
    user_id = signed_in_user_id()
    require(may_invite(current_actor()))
    link_seen_by(current_actor(), link_id)
    require_whole_form()
    with transaction():
        end_link(link_id, by=user_id)
        once.remember(url_for(".list_links"))
    flash(_("Nobody can join by this link any more. Those who did stay."))
    return redirect(url_for(".list_links"), 303)


@blueprint.route("/join/<code>", methods=["GET", "POST"])
def show_link(code: str) -> ResponseReturnValue:
    """What one joins, and the button that does it; visitors are led to register or sign in, and back."""
    at_most("300 per hour", "joining", sender())
    link = find_link(code=code)
    if link is None or not link.is_open:
        raise NotFound(_("This link has ended. Ask whoever gave it to you for a new one."))
    form = WishForm()
    if request.method == "GET" or not current_actor().is_signed_in:
        return render_template("invitations/show_link.html", link=link, course=course_of(link.course_slug), form=form)
    user_id = signed_in_user_id()
    if not form.validate_on_submit():
        raise incomplete_form()
    with transaction():
        join(link, user_id)
        takes_part = take_part(user_id, link.course_slug)
        after = lead_on(link.course_slug, takes_part=takes_part)
        once.remember(after)
    flash(
        _("You belong to %(organisation)s now.", organisation=link.organisation)
        if link.organisation
        else _("Welcome. You have joined.")
    )
    return redirect(after, 303)
