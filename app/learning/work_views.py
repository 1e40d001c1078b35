"""Writing for an assignment: save, look back, hand in, take back."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import get_user
from app.accounts.signing_in import current_actor, signed_in_user_id
from app.content.assignments import MEGABYTE, MOST_MEGABYTES
from app.files.queries import get_file
from app.files.refusals import Refusal
from app.files.serving import file_answer
from app.learning.work_pages import desk_of
from app.peerreview import actions
from app.peerreview.actions import Desk, Saved, save_work
from app.peerreview.forms import WorkForm, chosen_in, files_from, number_in, work_from, wrong_in
from app.peerreview.markdown import html_of
from app.peerreview.pages import (
    empty_work,
    hand_in_page,
    handed_in_shown,
    languages_to_write,
    version_page,
    versions_page,
    work_panel,
    writing_page,
)
from app.peerreview.policy import may_open_own_file
from app.peerreview.queries import find_work
from app.peerreview.stages import Kind, Stage
from app.peerreview.work import Work
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import CannotBe
from app.platform.forms import WishForm
from app.platform.i18n import _
from app.platform.throttle import at_most
from app.platform.uploads import takes_files
from app.platform.verdicts import require, require_or_hide

blueprint = Blueprint("work", __name__, url_prefix="/learn/<slug>/<unit_key>/work")


@blueprint.route("", methods=["GET", "POST"])
@takes_files(MOST_MEGABYTES * MEGABYTE)
def write_work(slug: str, unit_key: str) -> ResponseReturnValue:
    """Write: save, add files or take one out, see a preview, or save and go on to handing in."""
    user_id = signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    if request.method == "GET":
        if not work_panel(desk.part, desk.assignment).may_write:
            return redirect(_unit(desk))
        return _writing(desk)
    at_most("60 per minute", "work", str(user_id))
    mine = find_work(desk.part.enrolment_id, desk.keys)
    work = work_from(request.form, desk.assignment, mine.work if mine else empty_work(desk))
    may_write = work_panel(desk.part, desk.assignment).may_write
    if not may_write:
        # The reason is told on the page that still holds what was typed.
        return _writing(desk, work, refusal=may_write.reason), 403
    wrong = wrong_in(work, languages_to_write(desk))
    if wrong or not WorkForm().validate_on_submit():
        return _writing(desk, work, refusal=wrong), 422
    step = request.form.get("step", "")
    chosen = chosen_in(request.files)
    # What a browser was given to send it does not keep for the next page: files are kept whatever the button says.
    if step == "preview" and not chosen:
        return _writing(desk, work, has_preview=True)
    for _file in chosen:
        # To clean one may take a second of the processor.
        at_most("100 per 10 minutes", "files", str(user_id))
    files = files_from(request.files, desk.assignment)
    with transaction():
        saved = save_work(
            desk,
            work,
            base=number_in(request.form, "base"),
            window=_window(),
            kind=Kind.AUTOSAVED if step == "autosave" else Kind.SAVED,
            added=files.clean,
            taken_out=number_in(request.form, "taken-out"),
        )
    if step == "autosave":
        return _told(desk, saved)
    return _after_saving(
        desk, saved, (*files.refused, *saved.refused), was_handed_in=mine is not None and mine.stage is Stage.HANDED_IN
    )


@blueprint.post("/preview")
def preview_text(slug: str, unit_key: str) -> ResponseReturnValue:
    """The text as reviewers will see it, for the page to show while somebody writes."""
    user_id = signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    at_most("60 per minute", "preview", str(user_id))
    work = work_from(request.form, desk.assignment, empty_work(desk))
    wrong = wrong_in(work, languages_to_write(desk))
    if wrong or not WorkForm().validate_on_submit():
        raise CannotBe(wrong or _("The form arrived incomplete. Please reload the page and try again."))
    return render_template("learning/preview_text.html", work=work, html=html_of(work.source, work.language))


@blueprint.get("/files/<int:file_id>")
def show_file(slug: str, unit_key: str, file_id: int) -> ResponseReturnValue:
    """A file of one's own work, under the name one gave it."""
    user_id = signed_in_user_id()
    desk_of(current_actor(), slug, unit_key)
    file = get_file(file_id)
    require_or_hide(may_open_own_file(file.owner_id, user_id), _("There is no such file, or it was taken away."))
    return file_answer(file, is_shown=True)


@blueprint.get("/versions")
def list_versions(slug: str, unit_key: str) -> ResponseReturnValue:
    """All that is kept, and when."""
    signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    return render_template("learning/list_versions.html", desk=desk, page=versions_page(desk))


@blueprint.get("/versions/<int:number>")
def show_version(slug: str, unit_key: str, number: int) -> ResponseReturnValue:
    """What changed between a version and another, or the present one."""
    signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    page = version_page(desk, number, number_in(request.args, "with") or None, met="met" in request.args)
    return render_template("learning/show_version.html", desk=desk, page=page)


@blueprint.post("/versions/<int:number>")
def take_up_version(slug: str, unit_key: str, number: int) -> ResponseReturnValue:
    """Go on with an earlier version."""
    signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    _require_wish()
    with transaction():
        actions.take_up(desk, number, window=once.new_key())
        once.remember(_at(desk, "write_work"))
    flash(_("You go on with this version. What was there before is kept among the versions."))
    return redirect(_at(desk, "write_work"), 303)


@blueprint.route("/handing-in", methods=["GET", "POST"])
def hand_in_work(slug: str, unit_key: str) -> ResponseReturnValue:
    """Show just what reviewers will see, and hand it in."""
    user_id = signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    require(work_panel(desk.part, desk.assignment).may_write)
    page = hand_in_page(desk, get_user(user_id))
    if request.method == "GET":
        return render_template("learning/hand_in_work.html", desk=desk, page=page)
    _require_wish()
    if page.missing:
        return render_template("learning/hand_in_work.html", desk=desk, page=page), 422
    if number_in(request.form, "number") != page.number:
        flash(_("Your text was changed in another window meanwhile. Please look at it once more."))
        return redirect(_at(desk, "hand_in_work"), 303)
    with transaction():
        actions.hand_in(desk, page.number)
        once.remember(_unit(desk))
    flash(_("Your work is handed in. You can change it until the first reviewer opens it."))
    return redirect(_unit(desk), 303)


@blueprint.get("/handed-in")
def show_handed_in(slug: str, unit_key: str) -> ResponseReturnValue:
    """What was handed in, as reviewers see it."""
    signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    return render_template("learning/show_handed_in.html", desk=desk, shown=handed_in_shown(desk))


@blueprint.post("/taking-back")
def take_back_work(slug: str, unit_key: str) -> ResponseReturnValue:
    """Make what was handed in a draft again."""
    signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    require(work_panel(desk.part, desk.assignment).may_take_back)
    _require_wish()
    with transaction():
        actions.take_back(desk)
        once.remember(_unit(desk))
    flash(_("Your work is a draft again. Nobody reads it until you hand it in."))
    return redirect(_unit(desk), 303)


@blueprint.route("/withdrawal", methods=["GET", "POST"])
def withdraw_work(slug: str, unit_key: str) -> ResponseReturnValue:
    """Ask once, then let nobody read the work any more."""
    signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    require(work_panel(desk.part, desk.assignment).may_withdraw)
    if request.method == "GET":
        return render_template("learning/withdraw_work.html", desk=desk)
    _require_wish()
    with transaction():
        actions.withdraw(desk)
        once.remember(_unit(desk))
    flash(_("Your work is withdrawn. Nobody reads it any more."))
    return redirect(_unit(desk), 303)


@blueprint.post("/rounds")
def begin_again(slug: str, unit_key: str) -> ResponseReturnValue:
    """Begin a further round with the text there is."""
    signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    require(work_panel(desk.part, desk.assignment).may_begin_again)
    _require_wish()
    with transaction():
        actions.begin_again(desk, window=once.new_key())
        once.remember(_at(desk, "write_work"))
    return redirect(_at(desk, "write_work"), 303)


def _writing(
    desk: Desk,
    typed: Work | None = None,
    *,
    has_preview: bool = False,
    refusal: str = "",
    refused: tuple[Refusal, ...] = (),
) -> str:
    page = writing_page(
        desk,
        _window() or once.new_key(),
        typed=typed,
        base=number_in(request.form, "base") if typed else None,
        has_preview=has_preview,
        refusal=refusal,
        refused=refused,
        has_lost_files=bool(typed and chosen_in(request.files)),
    )
    return render_template("learning/write_work.html", desk=desk, page=page)


def _after_saving(
    desk: Desk, saved: Saved, refused: tuple[Refusal, ...], *, was_handed_in: bool
) -> ResponseReturnValue:
    """What is shown once all that can be is saved: first what went wrong, then what the button asked for."""
    step = request.form.get("step", "")
    if saved.met is not None:
        for one in refused:
            flash(_("%(label)s: %(error)s", label=one.name, error=one.reason))
        return redirect(_comparison(desk, saved), 303)
    if refused:
        return _writing(desk, refused=refused), 422
    if step == "preview":
        return _writing(desk, has_preview=True)
    if step == "hand-in":
        return redirect(_at(desk, "hand_in_work"), 303)
    has_taken_out = "taken-out" in request.form
    if has_taken_out:
        flash(_("The file is taken out, and your text is saved. An earlier version still has the file."))
    elif was_handed_in:
        flash(_("Saved. Reviewers still see what you handed in before. Hand in again when you are ready."))
    else:
        flash(_("Saved."))
    is_about_files = has_taken_out or chosen_in(request.files)
    return redirect(_at(desk, "write_work", _anchor="files" if is_about_files else None), 303)


def _told(desk: Desk, saved: Saved) -> ResponseReturnValue:
    """The answer to the script: the number of the version, or where both are compared."""
    return jsonify(number=saved.number) if saved.met is None else jsonify(met=_comparison(desk, saved))


def _comparison(desk: Desk, saved: Saved) -> str:
    return _at(desk, "show_version", number=saved.met, met="", **{"with": saved.number})


def _window() -> str:
    return request.form.get("window", "")[:24]


def _require_wish() -> None:
    if not WishForm().validate_on_submit():
        raise CannotBe(_("The form arrived incomplete, and nothing was changed. Please go back and try again."))


def _unit(desk: Desk) -> str:
    return url_for("learning.show_unit", slug=desk.part.course_slug, unit_key=desk.assignment.key)


def _at(desk: Desk, page: str, **values: object) -> str:
    return url_for(f".{page}", slug=desk.part.course_slug, unit_key=desk.assignment.key, **values)  # type: ignore[arg-type]
