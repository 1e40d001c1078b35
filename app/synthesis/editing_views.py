"""Writing a synthesis: its frame, its sections, what they point at; previewing, publishing and taking it back."""

import re

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.forum.pages import names_of, post_page
from app.forum.policy import Place
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import CannotBe, NotFound
from app.platform.forms import incomplete_form, require_whole_form
from app.platform.i18n import _, ngettext
from app.platform.verdicts import require
from app.synthesis.actions import (
    Frame,
    Pick,
    SavedMeanwhile,
    add_section,
    change_frame,
    change_item,
    change_section,
    hold,
    move_item,
    move_section,
    pick,
    remove_item,
    remove_section,
)
from app.synthesis.asking import remind
from app.synthesis.consenting import WHO_READS
from app.synthesis.editing_pages import (
    SORT_NAMES,
    Source,
    candidates_page,
    editor_page,
    passage_of,
    preview_of,
    section_choices,
    source_of_item,
    source_of_post,
    source_of_work,
    written_by,
)
from app.synthesis.forms import FrameForm, HeadingForm, ItemForm, SectionForm
from app.synthesis.links_html import forget_links
from app.synthesis.models import Synthesis, SynthesisItem, SynthesisSection
from app.synthesis.periods import Period
from app.synthesis.policy import may_write
from app.synthesis.publishing import publish, take_back, throw_away
from app.synthesis.queries import drafts_in, find_quotation, get_item, get_section, sections_of
from app.synthesis.reach import Reach
from app.synthesis.text_html import text_html
from app.synthesis.views import site

blueprint = Blueprint("synthesis_editing", __name__)


@blueprint.get("/syntheses/<int:synthesis_id>/edit")
def show_editor(synthesis_id: int) -> ResponseReturnValue:
    """All of a synthesis as it is being written."""
    signed_in_user_id()
    return _editor(synthesis_id, HeadingForm(formdata=None))


@blueprint.get("/syntheses/<int:synthesis_id>/preview")
def preview(synthesis_id: int) -> ResponseReturnValue:
    """A synthesis as its readers would see it."""
    signed_in_user_id()
    document = preview_of(current_actor(), synthesis_id, site())
    return render_template(
        "synthesis/preview.html",
        document=document,
        synthesis_id=synthesis_id,
        html=text_html,
    )


@blueprint.route("/syntheses/<int:synthesis_id>/frame", methods=["GET", "POST"])
def change_the_frame(synthesis_id: int) -> ResponseReturnValue:
    """Change title, language, period, readers and introduction."""
    signed_in_user_id()
    synthesis, _place = written_by(current_actor(), synthesis_id)
    kept = {
        "title": synthesis.title,
        "language": synthesis.language,
        "first_day": synthesis.first_day,
        "last_day": synthesis.last_day,
        "reach": synthesis.reach.value,
        "introduction": synthesis.introduction,
    }
    form = FrameForm(data={**kept, "saves": synthesis.saves})
    status = 422 if form.is_submitted() else 200
    theirs: dict[str, object] | None = None
    if form.validate_on_submit():
        period = Period(form.first_day.data, form.last_day.data)
        reach = Reach(form.reach.data)
        frame = Frame(form.title.data or "", form.language.data, period, form.introduction.data or "", reach)
        here = _editor_of(synthesis_id)
        try:
            with transaction():
                asked = change_frame(synthesis_id, frame, saves=form.opened_at)
                once.remember(here)
        except SavedMeanwhile as meanwhile:
            synthesis, _place = written_by(current_actor(), synthesis_id)
            theirs, status = {"title": synthesis.title, "text": synthesis.introduction}, meanwhile.status
            form.saves.data = str(synthesis.saves)
        else:
            flash(_("Saved."))
            if asked:
                flash(ngettext("%(num)s author is asked again.", "%(num)s authors are asked again.", asked))
            return redirect(here, 303)
    page = render_template("synthesis/change_the_frame.html", synthesis=synthesis, form=form, theirs=theirs)
    return page, status


@blueprint.post("/syntheses/<int:synthesis_id>/sections")
def add_a_section(synthesis_id: int) -> ResponseReturnValue:
    """Add a section."""
    signed_in_user_id()
    written_by(current_actor(), synthesis_id)
    form = HeadingForm()
    if not form.validate_on_submit():
        return _editor(synthesis_id, form), 422
    with transaction():
        section = add_section(synthesis_id, form.heading.data or "")
        here = _editor_of(synthesis_id, f"section-{section.id}")
        once.remember(here)
    return redirect(here, 303)


@blueprint.route("/syntheses/sections/<int:section_id>", methods=["GET", "POST"])
def change_a_section(section_id: int) -> ResponseReturnValue:
    """Write a section's heading and text."""
    signed_in_user_id()
    section, synthesis = _written_section(section_id)
    form = SectionForm(data={"heading": section.heading, "text": section.text, "saves": section.saves})
    status = 422 if form.is_submitted() else 200
    theirs: dict[str, object] | None = None
    if form.validate_on_submit():
        here = _editor_of(synthesis.id, f"section-{section_id}")
        try:
            with transaction():
                change_section(section_id, form.heading.data or "", form.text.data or "", saves=form.opened_at)
                once.remember(here)
        except SavedMeanwhile as meanwhile:
            section, synthesis = _written_section(section_id)
            theirs, status = {"title": section.heading, "text": section.text}, meanwhile.status
            form.saves.data = str(section.saves)
        else:
            flash(_("Saved."))
            return redirect(here, 303)
    return render_template("synthesis/change_a_section.html", synthesis=synthesis, form=form, theirs=theirs), status


@blueprint.post("/syntheses/sections/<int:section_id>/step")
def step_section(section_id: int) -> ResponseReturnValue:
    """Move a section up or down, or take it out."""
    signed_in_user_id()
    _section, synthesis = _written_section(section_id)
    require_whole_form()
    step = request.form.get("step", "")
    here = _editor_of(synthesis.id, "" if step == "remove" else f"section-{section_id}")
    with transaction():
        match step:
            case "up" | "down":
                move_section(section_id, is_up=step == "up")
            case "remove":
                remove_section(section_id)
            case _:
                raise incomplete_form()
        once.remember(here)
    return redirect(here, 303)


@blueprint.get("/syntheses/<int:synthesis_id>/candidates")
def list_candidates(synthesis_id: int) -> ResponseReturnValue:
    """What of the period may be worth putting in."""
    signed_in_user_id()
    page = candidates_page(
        current_actor(), synthesis_id, request.args.get("sort", ""), request.args.get("language", "")
    )
    return render_template("synthesis/list_candidates.html", page=page, sorts=SORT_NAMES)


@blueprint.get("/forum/posts/<int:post_id>/synthesis")
def choose_synthesis(post_id: int) -> ResponseReturnValue:
    """Choose the synthesis that a post goes into; where there is one, go on with it."""
    signed_in_user_id()
    actor = current_actor()
    at = post_page(actor, post_id)
    require(may_write(actor, at.place))
    lines = drafts_in(at.place.id)
    if len(lines) == 1:
        return redirect(url_for(".pick_source", synthesis_id=lines[0].id, post=post_id))
    category = names_of([at.place])[at.place.id]
    return render_template("synthesis/choose_synthesis.html", lines=lines, post_id=post_id, category=category)


@blueprint.route("/syntheses/<int:synthesis_id>/picks", methods=["GET", "POST"])
def pick_source(synthesis_id: int) -> ResponseReturnValue:
    """Put a post or shown work into a section, with a sentence, and ask its author where words are quoted."""
    signed_in_user_id()
    synthesis, place = written_by(current_actor(), synthesis_id)
    source = _asked_source(place)
    sections = sections_of(synthesis_id)
    if not sections:
        raise CannotBe(_("Add a section first; there is none in which this could stand."))
    form = ItemForm()
    form.offer(section_choices(sections))
    if form.validate_on_submit():
        chosen = Pick(
            form.sentence.data or "",
            post_id=source.post_id,
            work_id=source.work.id if source.work else None,
            passage=form.passage.data or "",
        )
        try:
            with transaction():
                item = pick(int(form.section.data), chosen)
                here = _editor_of(synthesis_id, f"item-{item.id}")
                once.remember(here)
        except CannotBe as refusal:
            form.passage.errors = [refusal.sentence]
        else:
            flash(_("It is in. Its author is asked about the quotation.") if chosen.passage else _("It is in."))
            return redirect(here, 303)
    page = render_template(
        "synthesis/pick_source.html", synthesis=synthesis, form=form, source=source, readers=WHO_READS
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/syntheses/items/<int:item_id>", methods=["GET", "POST"])
def change_an_item(item_id: int) -> ResponseReturnValue:
    """Say something else about a post, quote other words of it, or move it to another section."""
    signed_in_user_id()
    item, synthesis, place = _written_item(item_id)
    sections = sections_of(synthesis.id)
    kept = {"section": str(item.section_id), "sentence": item.sentence, "passage": passage_of(item)}
    form = ItemForm(data={**kept, "saves": item.saves})
    form.offer(section_choices(sections))
    status = 422 if form.is_submitted() else 200
    theirs: dict[str, object] | None = None
    if form.validate_on_submit():
        here = _editor_of(synthesis.id, f"item-{item_id}")
        words = form.sentence.data or "", form.passage.data or ""
        try:
            with transaction():
                change_item(item_id, int(form.section.data), *words, saves=form.opened_at)
                once.remember(here)
        except SavedMeanwhile as meanwhile:
            item, synthesis, place = _written_item(item_id)
            theirs, status = {"title": item.sentence, "text": passage_of(item)}, meanwhile.status
            form.saves.data = str(item.saves)
        except CannotBe as refusal:
            form.passage.errors = [refusal.sentence]
        else:
            flash(_("Saved."))
            return redirect(here, 303)
    source = source_of_item(place, item)
    page = render_template(
        "synthesis/change_an_item.html", synthesis=synthesis, form=form, source=source, readers=WHO_READS, theirs=theirs
    )
    return page, status


@blueprint.post("/syntheses/items/<int:item_id>/step")
def step_item(item_id: int) -> ResponseReturnValue:
    """Move an item up or down, take it out, or remind its author."""
    signed_in_user_id()
    item, synthesis, _place = _written_item(item_id)
    require_whole_form()
    step = request.form.get("step", "")
    here = _editor_of(synthesis.id, f"section-{item.section_id}" if step == "remove" else f"item-{item_id}")
    with transaction():
        match step:
            case "up" | "down":
                move_item(item_id, is_up=step == "up")
            case "remove":
                remove_item(item_id)
            case "remind":
                _remind(item, synthesis.id)
            case _:
                raise incomplete_form()
        once.remember(here)
    if step == "remind":
        flash(_("Its author is reminded. Nobody is reminded twice."))
    return redirect(here, 303)


@blueprint.route("/syntheses/<int:synthesis_id>/publication", methods=["GET", "POST"])
def publish_synthesis(synthesis_id: int) -> ResponseReturnValue:
    """Say plainly who will read it, then publish a synthesis as it stands."""
    user_id = signed_in_user_id()
    page = editor_page(current_actor(), synthesis_id)
    if request.method == "GET":
        return render_template("synthesis/publish_synthesis.html", page=page, readers=WHO_READS)
    require_whole_form()
    there = url_for("syntheses.show_synthesis", synthesis_id=synthesis_id)
    with transaction():
        # What was agreed to on this page is what is published: somebody may have chosen other readers meanwhile.
        if request.form.get("reach") != hold(synthesis_id).reach.value:
            raise CannotBe(_("Who will read it was changed meanwhile. Nothing was published; look at it once more."))
        publish(synthesis_id, user_id)
        once.remember(there)
    forget_links()
    flash(_("It is published."))
    return redirect(there, 303)


@blueprint.route("/syntheses/<int:synthesis_id>/withdrawal", methods=["GET", "POST"])
def withdraw_synthesis(synthesis_id: int) -> ResponseReturnValue:
    """Ask once, then show a synthesis to nobody any more; a draft that was never published is deleted."""
    user_id = signed_in_user_id()
    synthesis, place = written_by(current_actor(), synthesis_id)
    if request.method == "GET":
        return render_template("synthesis/withdraw_synthesis.html", synthesis=synthesis)
    require_whole_form()
    is_draft = synthesis.published_at is None
    there = url_for("syntheses.list_of_category", key=place.key)
    with transaction():
        if is_draft:
            throw_away(synthesis_id)
        else:
            take_back(synthesis_id, user_id)
        once.remember(there)
    forget_links()
    flash(_("The draft is deleted.") if is_draft else _("Nobody reads it any more. It is a draft again."))
    return redirect(there, 303)


def _editor(synthesis_id: int, form: HeadingForm) -> str:
    page = editor_page(current_actor(), synthesis_id)
    return render_template("synthesis/show_editor.html", page=page, form=form, readers=WHO_READS, html=text_html)


def _editor_of(synthesis_id: int, place: str = "") -> str:
    return url_for(".show_editor", synthesis_id=synthesis_id, _anchor=place or None)


def _written_section(section_id: int) -> tuple[SynthesisSection, Synthesis]:
    section = get_section(section_id)
    return section, written_by(current_actor(), section.synthesis_id)[0]


def _written_item(item_id: int) -> tuple[SynthesisItem, Synthesis, Place]:
    item = get_item(item_id)
    return item, *written_by(current_actor(), get_section(item.section_id).synthesis_id)


def _asked_source(place: Place) -> Source:
    actor = current_actor()
    for name in ("post", "work"):
        asked = request.args.get(name, "")
        if re.fullmatch(r"[0-9]{1,15}", asked):
            number = int(asked)
            return source_of_post(actor, place, number) if name == "post" else source_of_work(place, number)
    raise NotFound(_("Choose a post first, from its thread or from the list of what is proposed."))


def _remind(item: SynthesisItem, synthesis_id: int) -> None:
    synthesis = hold(synthesis_id)
    quotation = find_quotation(item.quotation_id) if item.quotation_id is not None else None
    if quotation is None:
        raise CannotBe(_("There is nobody to remind: nothing is quoted here."))
    remind(synthesis, quotation)
