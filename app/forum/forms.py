"""The shape of what members write, and of what they ask of lists."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from wtforms import BooleanField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp

from app.content.vocabulary import LANGUAGES
from app.directory.language_field import LanguageField
from app.files.kinds import PICTURES
from app.forum.care_models import LONGEST_REASON
from app.forum.care_policy import may_say
from app.forum.conduct import rule_choices
from app.forum.detecting import language_among
from app.forum.kinds import Audience, ThreadKind
from app.forum.models import LONGEST_POST, LONGEST_TITLE
from app.forum.part_forms import AttachingFields, TopicFields
from app.forum.topics import find_topic
from app.forum.trust import LIMITS, Level
from app.forum.wishes import ANY_LANGUAGE, Show, Wish
from app.platform.catalogues import ORIGINAL
from app.platform.forms import Form, tidy, tidy_text
from app.platform.i18n import _, language, lazy

_TOO_LONG = lazy("Please keep to %(max)s characters; your text is still here.")
_MOST_PAGES = 100_000
KIND_NAMES = {
    ThreadKind.DISCUSSION: lazy("Discussion"),
    ThreadKind.QUESTION: lazy("Question"),
    ThreadKind.IDEA: lazy("Idea"),
    ThreadKind.ANNOUNCEMENT: lazy("Announcement"),
    ThreadKind.FISHBOWL: lazy("Fishbowl"),
}
_AUDIENCES = (
    SelectChoice(Audience.MEMBERS.value, lazy("All members")),
    SelectChoice(Audience.STAFF.value, lazy("Those who look after the forum")),
)


class PostForm(AttachingFields):
    """An answer."""

    source = TextAreaField(
        lazy("Your answer"),
        filters=[tidy_text],
        validators=[
            DataRequired(lazy("Write something first.")),
            Length(max=LONGEST_POST, message=_TOO_LONG),
        ],
    )
    language = LanguageField(lazy("Language you write in"), unset=lazy("Detect it"))
    reply_to = StringField(lazy("Answers the post"), filters=[tidy])
    conduct = BooleanField(lazy("I have read the code of conduct, and keep to it."))
    # Why nothing can be written now; whether the code of conduct is to be accepted; how far the sender is trusted.
    hindrance: str = ""
    asks_conduct: bool = False
    level: Level = Level.TRUSTED
    is_begun: bool = True

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Besides what the fields ask: may this be written now, and by this person? A preview is free."""
        is_whole = bool(super().validate(extra_validators))
        if not is_whole or self.wants_preview:
            return is_whole
        has_pictures = any(file.clean.kind in PICTURES for file in self.new_files)
        may = may_say(self.level, self.source.data or "", has_pictures=has_pictures)
        if self.hindrance or not may:
            self.source.errors = [self.hindrance or may.reason]
        if self.asks_conduct and not self.conduct.data:
            self.conduct.errors = [_("Please read the code of conduct and tick this once. Your text is still here.")]
        return not self.errors

    @property
    def may_show_pictures(self) -> bool:
        """Whether its sender is trusted so far."""
        return LIMITS[self.level].has_pictures

    @property
    def wants_preview(self) -> bool:
        """Whether the button was the one that shows the text before it is sent."""
        return request.form.get("step") == "preview"

    @property
    def tongue(self) -> str:
        """The language that was chosen; else that of the words, and where that is not sure, of the pages around."""
        return self.language.data or language_among(self.words, language(), ORIGINAL)

    @property
    def words(self) -> str:
        """All that was typed."""
        return self.source.data or ""

    @property
    def reply_to_id(self) -> int | None:
        """The number of the post that is answered; None for the thread."""
        asked = self.reply_to.data or ""
        return int(asked) if re.fullmatch(r"[0-9]{1,15}", asked) else None


@dataclass(slots=True)
class NewAnswer:
    """What has to be known for the form of an answer that nobody has begun; see there for what it says."""

    hindrance: str = ""
    asks_conduct: bool = False
    level: Level = Level.TRUSTED
    is_begun: bool = False
    reply_to_id: None = None


class ThreadForm(TopicFields, PostForm):
    """A new thread."""

    first = ("kind", "title")
    kind = RadioField(lazy("What is it?"), default=ThreadKind.DISCUSSION.value, validate_choice=True)
    title = StringField(
        lazy("Title of the thread"),
        filters=[tidy],
        validators=[
            DataRequired(lazy("Give it a title that says what it is about.")),
            Length(max=LONGEST_TITLE, message=_TOO_LONG),
        ],
    )

    @property
    def words(self) -> str:
        """The title, too."""
        return f"{self.title.data or ''}\n\n{self.source.data or ''}"

    def offer(self, kinds: tuple[ThreadKind, ...]) -> None:
        """Let these kinds be chosen."""
        self.source.label.text = lazy("Your text")
        self.kind.choices = [SelectChoice(kind.value, KIND_NAMES[kind]) for kind in kinds]


class ChangeForm(TopicFields, PostForm):
    """Other words for a post, and for its thread's title and topics where it is the first one."""

    first = ("title",)
    language = LanguageField(lazy("Language you write in"))
    title = StringField(
        lazy("Title of the thread"), filters=[tidy], validators=[Length(max=LONGEST_TITLE, message=_TOO_LONG)]
    )


class RemovalForm(Form):
    """Why a post is removed."""

    rule = RadioField(lazy("Which rule does it break?"), validate_choice=True)
    reason = TextAreaField(
        lazy("Reason"),
        filters=[tidy_text],
        validators=[Length(max=LONGEST_REASON, message=_TOO_LONG)],
        description=lazy("Everybody reads it in place of the post."),
    )
    # Whoever takes away what they wrote owes nobody a reason.
    is_own: bool = False

    def __init__(self, *positional: object, **named: object) -> None:
        super().__init__(*positional, **named)
        self.rule.choices = [SelectChoice(*pair) for pair in rule_choices()]

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Others than the author name a rule and a reason."""
        if self.is_own:
            del self.rule
        is_whole = bool(super().validate(extra_validators))
        if self.is_own:
            return is_whole
        if not self.rule.data:
            self.rule.errors = [_("Choose the rule that it breaks.")]
        if not self.reason.data:
            self.reason.errors = [_("Say why, so that its author and everybody else understand.")]
        return not self.errors


class CategoryForm(Form):
    """A category of the forum, with its words in each language of the site."""

    key = StringField(
        lazy("Address"),
        filters=[tidy],
        validators=[
            DataRequired(lazy("Give it an address.")),
            Regexp(r"^[a-z0-9]+(-[a-z0-9]+)*$", message=lazy("Use small letters from a to z, digits and hyphens.")),
            Length(max=60, message=_TOO_LONG),
        ],
        description=lazy("As “water-and-rivers”. It stands in the address of the category and cannot be changed."),
    )
    audience = RadioField(lazy("Who reads it?"), choices=list(_AUDIENCES), default=Audience.MEMBERS.value)
    is_archived = BooleanField(lazy("Archived: nothing is added any more"))


def asked_wish() -> Wish:
    """What the address asks of a list of threads; what cannot be understood is left out."""
    show, kind, page = (request.args.get(name, "") for name in ("show", "kind", "page"))
    tongue, topic = request.args.get("language", ""), find_topic(request.args.get("topic", ""))
    return Wish(
        show=Show(show) if show in set(Show) else Show.LATEST,
        kind=ThreadKind(kind) if kind in set(ThreadKind) else None,
        language=tongue if tongue in LANGUAGES or tongue == ANY_LANGUAGE else "",
        page=asked_page(page),
        topic=topic.key if topic else "",
    )


def asked_number(number: str) -> int:
    """A number in an address; 0 for anything else."""
    return int(number) if re.fullmatch(r"[0-9]{1,6}", number) else 0


def asked_page(page: str) -> int:
    """A number of a page; 1 for anything else."""
    return min(int(page), _MOST_PAGES) if re.fullmatch(r"[0-9]{1,6}", page) and int(page) else 1
