"""The list of one's notices, what one wants mail of, and noting what was read."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import asked_address, news_of_this_request, signed_in_user_id
from app.notifications.actions import choose, keep_habits, let_go, mark_all_seen, mark_seen, mark_seen_at
from app.notifications.pages import choices_page, notices_page
from app.notifications.queries import find_notice
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import NotFound
from app.platform.forms import require_whole_form
from app.platform.i18n import _

blueprint = Blueprint("notices", __name__)


@blueprint.after_app_request
def note_what_was_read(response: Response) -> Response:
    """Whoever opens a page by whatever way has seen what leads there; known without asking the database again."""
    if response.status_code == 200 and request.method == "GET" and (user_id := news_of_this_request().reader_here):
        with transaction():
            mark_seen_at(user_id, asked_address())
    return response


@blueprint.get("/notices")
def list_notices() -> ResponseReturnValue:
    """What is new, and what was; what stands here needs no mail any more."""
    page = notices_page(signed_in_user_id(), request.args.get("page", default=1, type=int))
    if page.mailed_no_more:
        with transaction():
            let_go(page.mailed_no_more)
    return render_template("notifications/list_notices.html", page=page)


@blueprint.get("/notices/<int:notice_id>")
def open_notice(notice_id: int) -> ResponseReturnValue:
    """Go to where a notice leads, which has been seen thereby."""
    user_id = signed_in_user_id()
    notice = find_notice(user_id, notice_id)
    if notice is None:
        raise NotFound(_("There is no such notice to you. Notices are kept for three months after you saw them."))
    if notice.seen_at is None:
        with transaction():
            mark_seen(user_id, [notice_id])
    return redirect(f"{request.script_root}{notice.leads_to}")


@blueprint.post("/notices/seen")
def see() -> ResponseReturnValue:
    """Note that one notice, or every one, was seen."""
    user_id = signed_in_user_id()
    require_whole_form()
    notice_id = request.form.get("notice", type=int)
    after = url_for(".list_notices")
    with transaction():
        if notice_id is None:
            mark_all_seen(user_id)
        else:
            mark_seen(user_id, [notice_id])
        once.remember(after)
    return redirect(after, 303)


@blueprint.route("/account/notices", methods=["GET", "POST"])
def choose_mails() -> ResponseReturnValue:
    """Choose about what one gets mail, how soon, and when not."""
    user_id = signed_in_user_id()
    page = choices_page(user_id)
    form = page.form
    if request.method == "GET":
        return render_template("notifications/choose_mails.html", page=page, form=form)
    if not form.validate_on_submit():
        return render_template("notifications/choose_mails.html", page=page, form=form), 422
    after = url_for(".choose_mails")
    with transaction():
        choose(user_id, form.choices)
        keep_habits(
            user_id,
            zone=form.zone.data or "",
            quiet_from=form.quiet.start,
            quiet_until=form.quiet.end,
            weekday=int(form.weekday.data),
            is_paused=form.is_paused.data,
        )
        once.remember(after)
    flash(_("Your choice is saved. On the site you find everything, whatever you chose."))
    return redirect(after, 303)
