"""Arranging the categories of the forum."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField
from wtforms.validators import Length

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.forum.category_actions import change_category, open_category
from app.forum.forms import CategoryForm
from app.forum.kinds import Audience
from app.forum.pages import names_of
from app.forum.policy import may_arrange_categories
from app.forum.queries import get_place, places_for
from app.platform import once
from app.platform.catalogues import LANGUAGES, ORIGINAL
from app.platform.database import transaction
from app.platform.errors import Conflict
from app.platform.forms import tidy
from app.platform.i18n import _, language_name
from app.platform.verdicts import require

blueprint = Blueprint("forum_categories", __name__, url_prefix="/forum/categories")


@blueprint.get("")
def list_categories() -> ResponseReturnValue:
    """All categories, for whoever arranges them."""
    signed_in_user_id()
    actor = current_actor()
    require(may_arrange_categories(actor))
    places = places_for(actor)
    return render_template("forum/list_categories.html", places=places, names=names_of(places))


@blueprint.route("/add", methods=["GET", "POST"])
def add_category() -> ResponseReturnValue:
    """Make a category."""
    signed_in_user_id()
    require(may_arrange_categories(current_actor()))
    form = _form_with_words()()
    if form.validate_on_submit() and _has_title(form):
        there = url_for(".list_categories")
        titles, summaries = _words(form)
        try:
            with transaction():
                open_category(form.key.data or "", Audience(form.audience.data), titles, summaries)
                once.remember(there)
        except Conflict as conflict:
            form.key.errors = [conflict.sentence]
        else:
            flash(_("The category is open."))
            return redirect(there, 303)
    page = render_template("forum/change_category.html", form=form, tongues=_tongues(form), category=None)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/<key>/change", methods=["GET", "POST"])
def change(key: str) -> ResponseReturnValue:
    """Rename a category, archive it, or open it again."""
    signed_in_user_id()
    actor = current_actor()
    require(may_arrange_categories(actor))
    place = get_place(actor, key)
    named = names_of([place])[place.id]
    words = {f"title_{code}": text for code, text in place.titles.items()}
    words |= {f"summary_{code}": text for code, text in place.summaries.items()}
    form = _form_with_words()(
        key=place.key, audience=place.audience.value, is_archived=place.archived_at is not None, **words
    )
    form.key.data = place.key
    is_course = place.course_slug is not None
    if is_course:
        form.audience.data = Audience.MEMBERS.value
    if form.validate_on_submit() and (is_course or _has_title(form)):
        there = url_for(".list_categories")
        titles, summaries = _words(form)
        with transaction():
            change_category(
                place.id, Audience(form.audience.data), titles, summaries, is_archived=bool(form.is_archived.data)
            )
            once.remember(there)
        flash(_("Saved."))
        return redirect(there, 303)
    page = render_template("forum/change_category.html", form=form, tongues=_tongues(form), category=named)
    return page, 422 if form.is_submitted() else 200


def _form_with_words() -> type[CategoryForm]:
    """The form with a title and a summary for each language of the site."""

    class WithWords(CategoryForm):
        """A category, with its words."""

    too_long = _("Please keep to %(max)s characters; your text is still here.", max="%(max)d")
    for code in LANGUAGES:
        name = language_name(code)
        title = StringField(
            _("Title, %(language)s", language=name), filters=[tidy], validators=[Length(max=120, message=too_long)]
        )
        summary = StringField(
            _("In one sentence, %(language)s", language=name),
            filters=[tidy],
            validators=[Length(max=300, message=too_long)],
        )
        setattr(WithWords, f"title_{code}", title)
        setattr(WithWords, f"summary_{code}", summary)
    return WithWords


def _words(form: CategoryForm) -> tuple[dict[str, str], dict[str, str]]:
    def told(what: str) -> dict[str, str]:
        return {code: text for code in LANGUAGES if (text := form[f"{what}_{code}"].data)}

    return told("title"), told("summary")


def _has_title(form: CategoryForm) -> bool:
    title = form[f"title_{ORIGINAL}"]
    if not title.data:
        title.errors = [_("Give it a title in this language; it stands in for those that are missing.")]
    return bool(title.data)


def _tongues(form: CategoryForm) -> list[tuple[str, object, object]]:
    return [(code, form[f"title_{code}"], form[f"summary_{code}"]) for code in LANGUAGES]
