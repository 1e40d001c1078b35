"""The shape of what those who write a synthesis type, and of what authors answer."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.platform.catalogues import LANGUAGES
from app.platform.forms import DayField, Form, refuse_backwards, tidy, tidy_text
from app.platform.i18n import language_name, lazy
from app.synthesis.consenting import WHO_READS, Answer
from app.synthesis.models import LONGEST_SENTENCE, LONGEST_TEXT, LONGEST_TITLE
from app.synthesis.passages import LONGEST_PASSAGE, tidy_passage
from app.synthesis.reach import Reach

_TOO_LONG = lazy("Please keep to %(max)s characters; your text is still here.")
_NO_DAY = lazy("Write the day as year-month-day, for example 2026-05-31.")
ANSWERS = {
    Answer.NAMED: lazy("Yes, with my name"),
    Answer.UNNAMED: lazy("Yes, without my name"),
    Answer.NO: lazy("No, not at all"),
}


class SavedForm(Form):
    """A form that knows which save it goes on from, so that nobody overwrites what they have not seen."""

    saves = HiddenField()

    @property
    def opened_at(self) -> int:
        """The save that was shown with the form; -1 for none."""
        told = self.saves.data or ""
        return int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else -1


class FrameForm(SavedForm):
    """Title, language, period, readers and introduction."""

    title = StringField(
        lazy("Title"),
        filters=[tidy],
        validators=[DataRequired(lazy("Give it a title.")), Length(max=LONGEST_TITLE, message=_TOO_LONG)],
    )
    language = SelectField(
        lazy("Language"),
        validate_choice=True,
        description=lazy("The one you write in. Whatever the page says by itself is in this language too."),
    )
    first_day = DayField(lazy("First day"), validators=[DataRequired(_NO_DAY)])
    last_day = DayField(lazy("Last day"), validators=[DataRequired(_NO_DAY)])
    reach = RadioField(
        lazy("Who will read it?"),
        validate_choice=True,
        description=lazy("Authors agree to these readers. If you choose more readers later, they are asked again."),
    )
    introduction = TextAreaField(
        lazy("Introduction"),
        filters=[tidy_text],
        validators=[Length(max=LONGEST_TEXT, message=_TOO_LONG)],
        description=lazy("What happened in these months, in a few sentences. Markdown is understood."),
    )

    def __init__(self, *positional: Any, **named: Any) -> None:
        super().__init__(*positional, **named)
        self.language.choices = [SelectChoice(code, language_name(code)) for code in LANGUAGES]
        self.reach.choices = [SelectChoice(one.value, WHO_READS[one]) for one in Reach]

    def validate_last_day(self, field: Any) -> None:
        """A period ends after it begins."""
        refuse_backwards(self.first_day, field)


class SectionForm(SavedForm):
    """A heading and the text under it."""

    heading = StringField(
        lazy("Heading"),
        filters=[tidy],
        validators=[DataRequired(lazy("Give it a heading.")), Length(max=LONGEST_TITLE, message=_TOO_LONG)],
    )
    text = TextAreaField(
        lazy("Text"),
        filters=[tidy_text],
        validators=[Length(max=LONGEST_TEXT, message=_TOO_LONG)],
        description=lazy(
            "In your own words. Markdown is understood. It may stay empty where posts speak for themselves."
        ),
    )


class HeadingForm(Form):
    """A new section."""

    heading = StringField(
        lazy("Heading of a new section"),
        filters=[tidy],
        validators=[DataRequired(lazy("Give it a heading.")), Length(max=LONGEST_TITLE, message=_TOO_LONG)],
    )


class ItemForm(SavedForm):
    """What is said about a post or shown work, and which words of it are quoted."""

    section = SelectField(lazy("In which section"), validate_choice=True)
    sentence = TextAreaField(
        lazy("Your sentence about it"),
        filters=[tidy_text],
        validators=[
            DataRequired(lazy("Say in a sentence what it tells; it stays when the quotation does not.")),
            Length(max=LONGEST_SENTENCE, message=_TOO_LONG),
        ],
        description=lazy("In your own words and without names. It stands there also when nobody agreed to be quoted."),
    )
    passage = TextAreaField(
        lazy("Words to quote"),
        filters=[tidy_text, tidy_passage],
        validators=[Length(max=LONGEST_PASSAGE, message=_TOO_LONG)],
        description=lazy(
            "Copied from the post as they stand there. Its author is asked, and until then nobody sees them."
        ),
    )

    def offer(self, sections: Sequence[tuple[int, str]]) -> None:
        """Let these sections be chosen."""
        self.section.choices = [SelectChoice(str(number), heading) for number, heading in sections]


class AnswerForm(Form):
    """What an author says about words of theirs."""

    answer = RadioField(
        lazy("May these words stand there?"), validators=[DataRequired(lazy("Choose one of the three."))]
    )

    def __init__(self, *positional: Any, **named: Any) -> None:
        super().__init__(*positional, **named)
        self.answer.choices = [SelectChoice(answer.value, words) for answer, words in ANSWERS.items()]
