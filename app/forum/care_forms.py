"""The shape of reports, decisions, appeals, and of what those who look after threads do."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError

from app.directory.language_field import LanguageField
from app.forum.care_models import LONGEST_REASON, LONGEST_WORDS, Outcome
from app.forum.care_policy import LONGEST_SILENCE
from app.forum.conduct import rule_choices
from app.forum.forms import KIND_NAMES
from app.forum.kinds import ThreadKind
from app.forum.models import LONGEST_TITLE
from app.platform.forms import Form, tidy, tidy_text
from app.platform.i18n import _, lazy

_TOO_LONG = lazy("Please keep to %(max)s characters; your text is still here.")
_CHOOSE_RULE = lazy("Choose the rule that it breaks.")
MOST_DAYS = LONGEST_SILENCE.days
OUTCOMES = {
    Outcome.NOTHING_WRONG: lazy("Nothing is wrong with it"),
    Outcome.WARNED: lazy("It stays, and its author is warned"),
    Outcome.REMOVED: lazy("It is removed"),
    Outcome.SILENCED: lazy("It is removed, and its author may not write for a time"),
}
_WHERE = (SelectChoice("here", lazy("In this category")), SelectChoice("everywhere", lazy("In the whole forum")))
_Validators = Mapping[str, Sequence[Any]] | None


def _answer_field(label: str, missing: str, longest: int, description: str = "") -> TextAreaField:
    return TextAreaField(
        label,
        filters=[tidy_text],
        validators=[DataRequired(missing), Length(max=longest, message=_TOO_LONG)],
        description=description,
    )


def _title_field(label: str) -> StringField:
    return StringField(
        label,
        filters=[tidy],
        validators=[
            DataRequired(lazy("Give it a title that says what it is about.")),
            Length(max=LONGEST_TITLE, message=_TOO_LONG),
        ],
    )


def _where_field() -> RadioField:
    return RadioField(lazy("Where?"), choices=list(_WHERE), default="here", validate_choice=True)


class ReportForm(Form):
    """Why somebody should look at a post."""

    rule = RadioField(lazy("Which rule does it break?"), validate_choice=True)
    words = TextAreaField(
        lazy("What should they know?"),
        filters=[tidy_text],
        validators=[Length(max=LONGEST_WORDS, message=_TOO_LONG)],
        description=lazy("Only those who look after the forum read it. Its author does not learn who reported it."),
    )

    def __init__(self, *positional: object, **named: object) -> None:
        super().__init__(*positional, **named)
        self.rule.choices = [SelectChoice(*pair) for pair in rule_choices()]

    def validate(self, extra_validators: _Validators = None) -> bool:
        """A report names a rule."""
        super().validate(extra_validators)
        if not self.rule.data:
            self.rule.errors = [_CHOOSE_RULE]
        return not self.errors


class SilenceForm(Form):
    """Why somebody may not write, for how long and where."""

    rule = RadioField(lazy("Which rule was broken?"), validate_choice=True)
    answer = _answer_field(
        lazy("Reason"),
        lazy("Say why: whoever may not write reads it."),
        LONGEST_REASON,
    )
    days = IntegerField(
        lazy("For how many days?"),
        default=7,
        validators=[NumberRange(1, MOST_DAYS, lazy("Choose between 1 and %(max)s days."))],
    )
    where = _where_field()

    def __init__(self, *positional: object, is_everywhere_offered: bool, **named: object) -> None:
        super().__init__(*positional, **named)
        self.rule.choices = [SelectChoice(*pair) for pair in rule_choices()]
        if not is_everywhere_offered:
            self.where.choices = list(_WHERE[:1])

    def validate(self, extra_validators: _Validators = None) -> bool:
        """Nobody is silenced without a rule."""
        super().validate(extra_validators)
        if not self.rule.data:
            self.rule.errors = [_CHOOSE_RULE]
        return not self.errors


class SettleForm(Form):
    """What somebody decides of a post."""

    outcome = RadioField(lazy("What do you decide?"), validate_choice=True)
    is_of_thread = BooleanField(lazy("Remove the whole thread, with all its answers"))
    rule = SelectField(lazy("Which rule does it break?"), validate_choice=True)
    answer = _answer_field(
        lazy("What you tell both sides"),
        lazy("Say why, so that both sides understand."),
        LONGEST_REASON,
        lazy("Whoever reported it and its author read this; where a post is removed, everybody reads it in its place."),
    )
    days = IntegerField(lazy("For how many days may its author not write?"), default=7, validators=[Optional()])
    where = _where_field()

    def __init__(
        self, *positional: object, may_silence: bool, is_everywhere_offered: bool, is_first: bool, **named: object
    ) -> None:
        super().__init__(*positional, **named)
        self.outcome.choices = [
            SelectChoice(outcome.value, words)
            for outcome, words in OUTCOMES.items()
            if may_silence or outcome is not Outcome.SILENCED
        ]
        self.rule.choices = [SelectChoice("", lazy("None")), *(SelectChoice(*pair) for pair in rule_choices())]
        if not is_everywhere_offered:
            self.where.choices = list(_WHERE[:1])
        if not may_silence:
            del self.days, self.where
        if not is_first:
            del self.is_of_thread

    def validate(self, extra_validators: _Validators = None) -> bool:
        """Whatever goes against the author rests on a rule."""
        super().validate(extra_validators)
        if not self.outcome.data:
            self.outcome.errors = [_("Choose what you decide.")]
        elif self.outcome.data != Outcome.NOTHING_WRONG and not self.rule.data:
            self.rule.errors = [_CHOOSE_RULE]
        if self.outcome.data == Outcome.SILENCED and not 1 <= (self.days.data or 0) <= MOST_DAYS:
            self.days.errors = [_("Choose between 1 and %(max)s days.", max=MOST_DAYS)]
        return not self.errors


class AppealForm(Form):
    """Why somebody should look at a decision again."""

    words = _answer_field(
        lazy("Why should somebody look again?"),
        lazy("Say why, so that whoever looks again understands."),
        LONGEST_WORDS,
        lazy("Somebody decides who did not decide before. You can appeal once."),
    )


class AppealDecisionForm(Form):
    """Whether a decision stands."""

    stands = RadioField(
        lazy("Does the decision stand?"),
        choices=[
            SelectChoice("yes", lazy("Yes, it stands")),
            SelectChoice("no", lazy("No, it is undone: the post is there again, and its author may write")),
        ],
        validate_choice=True,
    )
    answer = _answer_field(
        lazy("What you tell its author"),
        lazy("Say why, so that its author understands."),
        LONGEST_WORDS,
    )

    def validate(self, extra_validators: _Validators = None) -> bool:
        """One of both is chosen."""
        super().validate(extra_validators)
        if not self.stands.data:
            self.stands.errors = [_("Choose what you decide.")]
        return not self.errors


class ThreadChangeForm(Form):
    """What a thread is, how it is called, and its language."""

    kind = SelectField(lazy("What is it?"), validate_choice=True)
    title = _title_field(lazy("Title of the thread"))
    language = LanguageField(lazy("Language"))

    def __init__(self, *positional: object, kept: ThreadKind, **named: object) -> None:
        super().__init__(*positional, **named)
        # A fishbowl stays one, and no other thread becomes one.
        is_fishbowl = kept is ThreadKind.FISHBOWL
        kinds = [kind for kind in ThreadKind if (kind is ThreadKind.FISHBOWL) == is_fishbowl]
        self.kind.choices = [SelectChoice(kind.value, KIND_NAMES[kind]) for kind in kinds]


class MoveForm(Form):
    """The category where a thread belongs."""

    category = SelectField(lazy("Where does it belong?"), validate_choice=True)

    def __init__(self, *positional: object, categories: Sequence[tuple[str, str]], **named: object) -> None:
        super().__init__(*positional, **named)
        self.category.choices = [SelectChoice(*pair) for pair in categories]


class MergeForm(Form):
    """The thread that takes over the posts."""

    other = StringField(
        lazy("Address of the other thread"),
        filters=[tidy],
        validators=[DataRequired(lazy("Paste the address of the other thread."))],
        description=lazy("All posts of this thread go there, in order of time, and this address leads there."),
    )

    @property
    def thread_id(self) -> int | None:
        """The number in what was pasted; None where there is none."""
        found = re.search(r"(?:threads/|^)([0-9]{1,15})(?![0-9])", self.other.data or "")
        return int(found[1]) if found else None


class SplitForm(Form):
    """How the new thread is called, and which posts it takes along."""

    title = _title_field(lazy("Title of the new thread"))
    post = SelectMultipleField(lazy("Which posts?"), validate_choice=False)

    @property
    def chosen(self) -> set[int]:
        """The numbers of the posts that were ticked."""
        return {int(one) for one in self.post.data or () if one.isascii() and one.isdecimal() and len(one) < 16}

    def validate_post(self, _field: SelectMultipleField) -> None:
        """A thread has posts."""
        if not self.chosen:
            raise ValidationError(_("Choose at least one post."))
