"""The pages for those who run the site: what there is, jobs, mail, storage, settings."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import get_user
from app.accounts.signing_in import current_actor, signed_in_user_id
from app.accounts.staff_pages import staff_pages_of
from app.mailroom.queries import received_figures
from app.operations.forms import JobsForm
from app.operations.job_queries import count_jobs, find_jobs, kinds_of_jobs, routine_lines
from app.operations.mail_queries import mail_figures
from app.operations.mail_words import OUTCOME_WORDS
from app.operations.policy import may_run_site, may_see_index, may_see_mail
from app.operations.settings_pages import setting_lines, settings_of_this_site
from app.operations.storage import storage
from app.operations.writing import write_test_letter
from app.platform import audit, clock, once
from app.platform.database import transaction
from app.platform.errors import NotFound
from app.platform.forms import require_whole_form
from app.platform.i18n import _, language, ngettext
from app.platform.jobs import try_again, try_all_again
from app.platform.outbox import has_mail_server
from app.platform.paging import PageOf
from app.platform.recent import recent
from app.platform.reply_addresses import address_for_answers
from app.platform.throttle import at_most
from app.platform.verdicts import require

blueprint = Blueprint("operations", __name__, url_prefix="/staff")
_ROWS = 50


@blueprint.get("")
def show_index() -> ResponseReturnValue:
    """The pages for staff that whoever asks may see."""
    signed_in_user_id()
    pages = staff_pages_of(current_actor())
    require(may_see_index(len(pages)))
    return render_template("operations/show_index.html", pages=pages)


@blueprint.get("/jobs")
def show_jobs() -> ResponseReturnValue:
    """What waits, what was given up and why, what is due again."""
    _only_for_administrators()
    form = JobsForm(request.args)
    state, kind = form.chosen()
    counts = count_jobs(kind)
    number = request.args.get("page", default=1, type=int)
    number = min(max(1, number), PageOf((), 1, _ROWS, counts[state]).last)
    found = find_jobs(state, kind, offset=(number - 1) * _ROWS, limit=_ROWS)
    form.offer(kinds_of_jobs())
    return render_template(
        "operations/show_jobs.html",
        form=form,
        state=state,
        kind=kind,
        counts=counts,
        jobs=PageOf(found, number, _ROWS, counts[state]),
        routines=routine_lines(),
    )


@blueprint.post("/jobs/<int:job_id>/retry")
def retry_job(job_id: int) -> ResponseReturnValue:
    """Try a job again at once."""
    _only_for_administrators()
    require_whole_form()
    back = url_for(".show_jobs")
    with transaction():
        if not try_again(job_id):
            raise NotFound(_("This job is done, or there is none of this number."))
        audit.note(current_actor().user_id, "job.retried", "job", job_id)
        once.remember(back)
    flash(_("The job will be tried at once."))
    return redirect(back, 303)


@blueprint.post("/jobs/retry")
def retry_jobs() -> ResponseReturnValue:
    """Try all jobs again that were given up."""
    _only_for_administrators()
    require_whole_form()
    back = url_for(".show_jobs")
    with transaction():
        number = try_all_again()
        audit.note(current_actor().user_id, "job.all_retried", "job", "*", jobs=number)
        once.remember(back)
    flash(ngettext("%(num)s job will be tried at once.", "%(num)s jobs will be tried at once.", number))
    return redirect(back, 303)


@blueprint.get("/mail")
def show_mail() -> ResponseReturnValue:
    """Whether letters leave."""
    _only_for_who_sees_mail()
    return render_template(
        "operations/show_mail.html",
        figures=recent("mail", mail_figures),
        received=recent("received mail", received_figures),
        replies=address_for_answers(),
        outcomes=OUTCOME_WORDS,
        has_mail_server=has_mail_server(),
        sender=settings_of_this_site().mail_from,
        now=clock.now(),
    )


@blueprint.post("/mail/test")
def send_test_letter() -> ResponseReturnValue:
    """Send a letter to oneself, to see whether it arrives."""
    _only_for_who_sees_mail()
    require_whole_form()
    user_id = signed_in_user_id()
    at_most("5 per hour", "test letter", str(user_id))
    back = url_for(".show_mail")
    user = get_user(user_id)
    with transaction():
        write_test_letter(user.email, user.language or language())
        audit.note(user_id, "mail.tested", "person", user_id)
        once.remember(back)
    flash(_("A letter to %(email)s is on its way.", email=user.email))
    return redirect(back, 303)


@blueprint.get("/storage")
def show_storage() -> ResponseReturnValue:
    """What the site keeps, and how much room is left."""
    _only_for_administrators()
    return render_template("operations/show_storage.html", storage=storage())


@blueprint.get("/settings")
def show_settings() -> ResponseReturnValue:
    """What the site was told when it started."""
    _only_for_administrators()
    return render_template("operations/show_settings.html", lines=setting_lines())


def _only_for_administrators() -> None:
    signed_in_user_id()
    require(may_run_site(current_actor()))


def _only_for_who_sees_mail() -> None:
    signed_in_user_id()
    require(may_see_mail(current_actor()))
