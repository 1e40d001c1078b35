"""Telling what an organisation is, what it belongs to, and that two are the same."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.organisations.actions import Told, add_link, add_organisation, change_organisation, end_link
from app.organisations.forms import LinkForm, MergeForm, OrganisationForm
from app.organisations.kinds import LINK_WORDS, Kind, Population
from app.organisations.merging import Merged, merge
from app.organisations.pages import managed_by, one_named
from app.organisations.policy import may_arrange
from app.organisations.queries import Facts, facts_of, parents_of
from app.organisations.tree import LinkKind
from app.platform import clock, once
from app.platform.database import rehearsal, transaction
from app.platform.errors import CannotBe, Conflict
from app.platform.forms import require_whole_form
from app.platform.i18n import _
from app.platform.verdicts import require

blueprint = Blueprint("organisation_edits", __name__, url_prefix="/organisations")


@blueprint.route("/new", methods=["GET", "POST"])
def add() -> ResponseReturnValue:
    """Add an organisation that nobody has named yet."""
    by = signed_in_user_id()
    require(may_arrange(current_actor()))
    form = OrganisationForm(decides_listing=True, is_listed=True)
    if request.method == "GET":
        return _edit_page(form, None)
    if not form.validate_on_submit():
        return _edit_page(form, None), 422
    try:
        with transaction():
            added = add_organisation(_told(form), by=by)
            after = _page_of(added)
            once.remember(after)
    except Conflict as conflict:
        form.name.errors = [conflict.sentence]
        return _edit_page(form, None), 409
    flash(_("The organisation is added."))
    return redirect(after, 303)


@blueprint.route("/<int:organisation_id>/edit", methods=["GET", "POST"])
def edit(organisation_id: int) -> ResponseReturnValue:
    """Change what is told of an organisation."""
    by = signed_in_user_id()
    actor = current_actor()
    facts = managed_by(actor, organisation_id)
    form = OrganisationForm(
        decides_listing=bool(may_arrange(actor)),
        is_listed=facts.is_listed,
        name=facts.name,
        country=facts.country,
        kind=facts.kind.value,
        population=facts.population.value,
        website=facts.website,
        about=facts.about,
    )
    if request.method == "GET":
        return _edit_page(form, facts)
    if not form.validate_on_submit():
        return _edit_page(form, facts), 422
    try:
        with transaction():
            change_organisation(organisation_id, _told(form), by=by)
            once.remember(_page_of(organisation_id))
    except Conflict as conflict:
        form.name.errors = [conflict.sentence]
        return _edit_page(form, facts), 409
    flash(_("The organisation is saved."))
    return redirect(_page_of(organisation_id), 303)


@blueprint.route("/<int:organisation_id>/links", methods=["GET", "POST"])
def list_links(organisation_id: int) -> ResponseReturnValue:
    """What an organisation belongs and belonged to, and a form to add to it."""
    by = signed_in_user_id()
    require(may_arrange(current_actor()))
    facts = facts_of(organisation_id)
    form = LinkForm(since=clock.today())
    if request.method == "GET":
        return _links_page(form, facts)
    if not form.validate_on_submit():
        return _links_page(form, facts), 422
    parent, fault = one_named(form.other.data)
    if parent is None:
        form.other.errors = [fault]
        return _links_page(form, facts), 422
    address = url_for(".list_links", organisation_id=organisation_id)
    try:
        with transaction():
            add_link(organisation_id, parent.id, LinkKind(form.kind.data), form.since.data, by=by)
            once.remember(address)
    except CannotBe as reason:
        form.other.errors = [reason.sentence]
        return _links_page(form, facts), 422
    flash(_("The link is added."))
    return redirect(address, 303)


@blueprint.post("/<int:organisation_id>/links/<int:link_id>/end")
def end(organisation_id: int, link_id: int) -> ResponseReturnValue:
    """Let an organisation no longer belong to another."""
    by = signed_in_user_id()
    require(may_arrange(current_actor()))
    require_whole_form()
    address = url_for(".list_links", organisation_id=organisation_id)
    with transaction():
        end_link(link_id, organisation_id, by=by)
        once.remember(address)
    flash(_("The link has ended. It stays in the history."))
    return redirect(address, 303)


@blueprint.route("/<int:organisation_id>/merge", methods=["GET", "POST"])
def merge_into(organisation_id: int) -> ResponseReturnValue:
    """Show what would move to the organisation that this one is, and then move it."""
    by = signed_in_user_id()
    require(may_arrange(current_actor()))
    facts = facts_of(organisation_id)
    form = MergeForm()
    if request.method == "GET":
        return _merge_page(form, facts)
    if not form.validate_on_submit():
        return _merge_page(form, facts), 422
    into, fault = one_named(form.other.data)
    if into is None:
        form.other.errors = [fault]
        return _merge_page(form, facts), 422
    try:
        if form.is_previewed and request.form.get("step") == "do":
            with transaction():
                merge(organisation_id, into.id, by=by)
                once.remember(_page_of(into.id))
            flash(_("The two are one organisation now."))
            return redirect(_page_of(into.id), 303)
        with rehearsal():
            merged = merge(organisation_id, into.id, by=by)
    except CannotBe as reason:
        form.other.errors = [reason.sentence]
        return _merge_page(form, facts), 422
    form.note_preview()
    return _merge_page(form, facts, into, merged)


def _told(form: OrganisationForm) -> Told:
    return Told(
        name=" ".join(form.name.data.split()),
        country=form.country.data or "",
        kind=Kind(form.kind.data),
        population=Population(form.population.data),
        website=form.website.data or "",
        about=form.about.data or "",
        is_listed=form.is_listed,
    )


def _page_of(organisation_id: int) -> str:
    return url_for("organisations.show_organisation", organisation_id=organisation_id)


def _edit_page(form: OrganisationForm, facts: Facts | None) -> str:
    return render_template("organisations/edit.html", form=form, facts=facts)


def _links_page(form: LinkForm, facts: Facts) -> str:
    return render_template(
        "organisations/list_links.html", form=form, facts=facts, parents=parents_of(facts.id), link_words=LINK_WORDS
    )


def _merge_page(form: MergeForm, facts: Facts, into: Facts | None = None, merged: Merged | None = None) -> str:
    return render_template("organisations/merge_into.html", form=form, facts=facts, into=into, merged=merged)
