"""Adding a translation of a post, and taking it away."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.actors import Actor
from app.accounts.signing_in import current_actor, signed_in_user_id
from app.content.vocabulary import LANGUAGES
from app.directory.language_field import LanguageField
from app.forum.actions import Written
from app.forum.forms import PostForm
from app.forum.guarding import guard, is_suspicious, is_too_fast, note_conduct
from app.forum.kinds import PostState
from app.forum.pages import PostPage, post_page
from app.forum.policy import may_add, may_see_words, may_tend
from app.forum.translating import NotTranslated, Translator, find_translator
from app.forum.translation_actions import Translated, add_translation, take_translation_away
from app.forum.translation_models import Translation
from app.forum.translation_queries import find_translation
from app.forum.trust import Act
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import CannotBe, NotFound
from app.platform.forms import require_whole_form
from app.platform.i18n import _, language, lazy
from app.platform.throttle import at_most
from app.platform.verdicts import ALLOWED, Verdict, refused, require

blueprint = Blueprint("forum_translations", __name__, url_prefix="/forum")


class TranslationForm(PostForm):
    """A post in another language."""

    first = ("language",)
    language = LanguageField(lazy("Into which language"), unset=lazy("Choose"))
    # The language of the post.
    original: str = ""

    def __init__(self, *positional: object, **named: object) -> None:
        super().__init__(*positional, **named)
        self.source.label.text = _("Translation")

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Besides what is asked of every text: it is in another language. A machine is sent no text."""
        is_whole = bool(super().validate(extra_validators))
        if self.wants_machine:
            self.source.errors = [self.hindrance] if self.hindrance else []
            if self.asks_conduct and not self.conduct.data:
                self.conduct.errors = [
                    _("Please read the code of conduct and tick this once. Your text is still here.")
                ]
            is_whole = not self.errors
        if self.language.data in ("", None, self.original):
            self.language.errors = [_("Choose another language than that of the post.")]
            return False
        return is_whole

    @property
    def wants_machine(self) -> bool:
        """Whether the button was the one that lets the machine translate."""
        return request.form.get("step") == "machine" and find_translator() is not None


@blueprint.route("/posts/<int:post_id>/translation", methods=["GET", "POST"])
def translate_post(post_id: int) -> ResponseReturnValue:
    """Put a post into another language; what was translated into it before is replaced."""
    user_id = signed_in_user_id()
    actor = current_actor()
    page = post_page(actor, post_id)
    may = may_translate(actor, page)
    if request.method == "GET":
        require(may)
    target = _asked_language(page.post.language)
    kept = find_translation(post_id, target) if target else None
    form = TranslationForm(data={"language": target, "source": kept.source if kept else ""})
    form.original = page.post.language
    facts = guard(form, actor, page.place, Act.POST)
    if not may:
        # The reason is told on the page that still holds what was typed.
        form.source.errors = [may.reason]
        return _answer(actor, page, form, kept, 403)
    if form.is_submitted() and is_too_fast(form, user_id):
        return _answer(actor, page, form, kept, 429)
    if not form.validate_on_submit():
        return _answer(actor, page, form, kept, 422 if form.is_submitted() else 200)
    there = url_for("forum.show_post", post_id=post_id)
    source = form.source.data or ""
    if not form.wants_machine and is_suspicious(facts, Written(source, form.language.data)):
        form.source.errors = [
            _(
                "This reads like advertising, so it was not added. Your text is still here; "
                "ask those who look after the forum if we are wrong."
            )
        ]
        return _answer(actor, page, form, kept, 422)
    try:
        translated = _by_machine(page, form, user_id) or Translated(source, form.language.data)
        with transaction():
            note_conduct(form, user_id)
            add_translation(post_id, user_id, translated)
            once.remember(there)
    except CannotBe as refusal:
        form.source.errors = [refusal.sentence]
        return _answer(actor, page, form, kept, 409)
    flash(_("The translation is added. Readers of that language see it first, with the original one tap away."))
    return redirect(there, 303)


@blueprint.post("/posts/<int:post_id>/translation/removal")
def remove_translation(post_id: int) -> ResponseReturnValue:
    """Take a translation away."""
    signed_in_user_id()
    actor = current_actor()
    page = post_page(actor, post_id)
    code = request.form.get("language", "")
    kept = find_translation(post_id, code) if code in LANGUAGES else None
    if kept is None:
        raise NotFound(_("There is no such translation. It may have been removed."))
    require(may_remove_translation(actor, page, kept))
    require_whole_form()
    there = url_for("forum.show_post", post_id=post_id)
    with transaction():
        take_translation_away(post_id, code)
        once.remember(there)
    flash(_("The translation is removed. The original stays as it is."))
    return redirect(there, 303)


def may_translate(actor: Actor, page: PostPage) -> Verdict:
    """Whoever reads a post and may answer it."""
    if not may_see_words(actor, page.place, page.post) or page.post.state is not PostState.SHOWN or not page.post.html:
        return refused(_("This post was removed, or waits until somebody has looked at it."))
    return may_add(actor, page.place, page.thread)


def may_remove_translation(actor: Actor, page: PostPage, kept: Translation) -> Verdict:
    """Whoever translated a post, wrote it, or looks after the category."""
    if actor.user_id is not None and actor.user_id in (kept.author_id, page.post.author_id):
        return ALLOWED
    return may_tend(actor, page.place)


def _asked_language(original: str) -> str:
    asked = request.args.get("language", "") or language()
    return asked if asked in LANGUAGES and asked != original else ""


def _by_machine(page: PostPage, form: TranslationForm, user_id: int) -> Translated | None:
    translator: Translator | None = find_translator()
    if translator is None or not form.wants_machine:
        return None
    at_most("20 per hour", "machine translation", str(user_id))
    try:
        text = translator.translate(page.post.source, page.post.language, form.language.data)
    except NotTranslated as silence:
        raise CannotBe(_("The machine gave no translation. Nothing was added; translate it yourself.")) from silence
    return Translated(text, form.language.data, translator.name)


def _answer(
    actor: Actor, page: PostPage, form: TranslationForm, kept: Translation | None, status: int
) -> ResponseReturnValue:
    answer = render_template(
        "forum/translate_post.html",
        page=page,
        form=form,
        kept=kept,
        machine=find_translator(),
        may_remove=kept is not None and may_remove_translation(actor, page, kept),
    )
    return answer, status
