"""The shape of what is typed in and around fishbowls."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from wtforms import BooleanField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.directory.forms import language_choices
from app.forum.care_models import LONGEST_REASON
from app.forum.care_policy import may_say
from app.forum.detecting import language_of
from app.forum.fishbowl_models import LONGEST_NOTE
from app.forum.forms import PostForm
from app.forum.models import LONGEST_TITLE
from app.forum.part_forms import TopicFields
from app.forum.seating import FIRST_SPEAKERS, end_everywhere
from app.forum.trust import Level
from app.platform import clock
from app.platform.forms import DayField, Form, tidy, tidy_text
from app.platform.i18n import _, language, lazy

_TOO_LONG = lazy("Please keep to %(max)s characters; your text is still here.")
LONGEST_PART = 5000
PLANNED = timedelta(days=14)
LONGEST = timedelta(days=180)
_Validators = Mapping[str, Sequence[Any]] | None


class EndField(DayField):
    """The planned last day of a fishbowl."""

    def pre_validate(self, form: object) -> None:
        """Refuse a day that is over, or so far away that nobody would see the end."""
        today = clock.today()
        if self.data is not None and not today < self.data <= today + LONGEST:
            raise ValidationError(_("Choose a day after today, and within half a year."))

    @property
    def moment(self) -> datetime:
        """When that day is over everywhere on Earth."""
        return end_everywhere(self.data)


class FishbowlForm(TopicFields, PostForm):
    """A new fishbowl."""

    first = ("title",)
    title = StringField(
        lazy("Guiding question"),
        filters=[tidy],
        validators=[
            DataRequired(lazy("Ask the question that people will talk about.")),
            Length(max=LONGEST_TITLE, message=_TOO_LONG),
        ],
        description=lazy("One question on which people see things differently, in a sentence."),
    )
    ends_on = EndField(
        lazy("Planned last day"),
        validators=[InputRequired(lazy("Choose a day."))],
        description=lazy("You can put it off. Two weeks are a good beginning."),
    )
    speakers = StringField(
        lazy("First speakers"),
        filters=[tidy],
        validators=[Length(max=600, message=_TOO_LONG)],
        description=lazy(
            "Up to four people who break the ice, each with @ and their name. A seat is offered to them at once; ask them beforehand."
        ),
    )

    def __init__(self, *positional: object, **named: object) -> None:
        super().__init__(*positional, **named)
        self.source.label.text = lazy("Why it matters")

    @property
    def words(self) -> str:
        """The question, too."""
        return f"{self.title.data or ''}\n\n{self.source.data or ''}"

    def refuse_speakers(self, found: Sequence[int]) -> bool:
        """Say what is wrong with the names, of which these people were found; whether anything is."""
        fault = fault_of_names(self.speakers.data or "", found)
        if not fault and len(found) > FIRST_SPEAKERS:
            fault = _("There are four seats. Name four people at most; everybody else asks for a seat.")
        if fault:
            self.speakers.errors = [fault]
        return bool(fault)


class CallForm(Form):
    """Who is called forward, and why."""

    people = StringField(
        lazy("Who?"),
        filters=[tidy],
        validators=[DataRequired(lazy("Name somebody with @ and their name.")), Length(max=600, message=_TOO_LONG)],
        description=lazy("With @ and their name, whether or not they wait."),
    )
    note = StringField(
        lazy("Why?"),
        filters=[tidy],
        validators=[
            DataRequired(lazy("Say why, so that those who wait understand.")),
            Length(max=LONGEST_NOTE, message=_TOO_LONG),
        ],
        description=lazy("Everybody reads it. For example: “We have not heard from small islands yet.”"),
    )


class EndForm(Form):
    """Another planned end."""

    ends_on = EndField(lazy("Planned last day"), validators=[InputRequired(lazy("Choose a day."))])


class FreeingForm(Form):
    """Why somebody's seat is freed."""

    reason = TextAreaField(
        lazy("Reason"),
        filters=[tidy_text],
        validators=[
            DataRequired(lazy("Say why: whoever sat there reads it.")),
            Length(max=LONGEST_REASON, message=_TOO_LONG),
        ],
    )


class SummaryForm(Form):
    """What a fishbowl came to."""

    agreement = TextAreaField(
        lazy("Where people agree"), filters=[tidy_text], validators=[Length(max=LONGEST_PART, message=_TOO_LONG)]
    )
    disagreement = TextAreaField(
        lazy("Where they do not"), filters=[tidy_text], validators=[Length(max=LONGEST_PART, message=_TOO_LONG)]
    )
    questions = TextAreaField(
        lazy("What stays open"), filters=[tidy_text], validators=[Length(max=LONGEST_PART, message=_TOO_LONG)]
    )
    language = SelectField(lazy("Language you write in"), validate_choice=True)

    def __init__(self, *positional: object, **named: object) -> None:
        super().__init__(*positional, **named)
        self.language.choices = [SelectChoice(*pair) for pair in language_choices()]

    def validate(self, extra_validators: _Validators = None) -> bool:
        """At least one part says something."""
        is_whole = bool(super().validate(extra_validators))
        if is_whole and not (self.agreement.data or self.disagreement.data or self.questions.data):
            self.agreement.errors = [_("Write at least one of the three parts.")]
        return not self.errors


class NoteForm(Form):
    """What somebody wants to be asked."""

    words = TextAreaField(
        lazy("Please ask"),
        filters=[tidy_text],
        validators=[
            DataRequired(lazy("Write what they should ask.")),
            Length(max=LONGEST_NOTE, message=_TOO_LONG),
        ],
        description=lazy("A question for those who sit, in 300 characters. Everybody reads it, with your name."),
    )
    note_conduct = BooleanField(lazy("I have read the code of conduct, and keep to it."))
    # As of a post: why nothing can be written now, whether to accept the conduct, how far the sender is trusted.
    hindrance: str = ""
    asks_conduct: bool = False
    level: Level = Level.TRUSTED

    @classmethod
    def beside(cls, form: PostForm) -> "NoteForm":
        """An empty one on the page of another form that was guarded."""
        note = cls(formdata=None)
        note.hindrance, note.asks_conduct, note.level = form.hindrance, form.asks_conduct, form.level
        return note

    def validate(self, extra_validators: _Validators = None) -> bool:
        """Besides what the fields ask: may this be written now, and by this person?"""
        super().validate(extra_validators)
        may = may_say(self.level, self.words.data or "")
        if self.hindrance or not may:
            self.words.errors = [self.hindrance or may.reason]
        if self.asks_conduct and not self.note_conduct.data:
            self.note_conduct.errors = [
                _("Please read the code of conduct and tick this once. Your text is still here.")
            ]
        return not self.errors

    @property
    def tongue(self) -> str:
        """The language of the words; where that is not sure, of the pages around."""
        return language_of(self.words.data or "") or language()


def fault_of_names(typed: str, found: Sequence[int]) -> str:
    """What is wrong with names of which these people were found; empty where nothing is."""
    if typed and not found:
        return _("Nobody of this name may read the category. Write @ and the name as it stands in the forum.")
    if typed.count("@") > len(found):
        return _("Not all of them were found. Write @ and each name as it stands in the forum.")
    return ""
