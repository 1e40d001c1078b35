"""The shape of what people tell of themselves and write to each other."""

from functools import cache
from typing import Any

from flask import request
from wtforms import BooleanField, Field, SelectChoice, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from app.content.sdgs import GOALS
from app.content.vocabulary import LANGUAGES, place_in_alphabet
from app.directory.searching import Wish
from app.directory.themes import THEMES
from app.platform.forms import Form, tidy, tidy_text
from app.platform.i18n import _, language_name, lazy

MOST_LANGUAGES = 3
MOST_CHOICES = 6
LONGEST_ANSWER = 1200
LONGEST_MESSAGE = 2000
GOAL_NUMBERS = tuple(str(goal.number) for goal in GOALS)
_TOO_LONG = lazy("Please keep to %(max)s characters; your text is still here.")
_NOT_OFFERED = lazy("Please choose from the list.")
_LONGEST_WORDS = 200
_LARGEST_NUMBER = 2**31 - 1


@cache
def language_choices() -> tuple[tuple[str, str], ...]:
    """Every language by its own name, in alphabetical order: the same in every language of the site."""
    names = ((code, language_name(code)) for code in LANGUAGES)
    return tuple(sorted(names, key=lambda pair: (pair[1] == pair[0], place_in_alphabet(pair[1]))))


class ChoicesField(SelectMultipleField):
    """Several of a list, in the order of the form, each once."""

    def __init__(self, label: str, *, most: int, **named: Any) -> None:
        super().__init__(label, invalid_choice_message=_NOT_OFFERED, **named)
        self.most = most

    def process_formdata(self, valuelist: list[str]) -> None:
        """Leave out what was left empty or chosen twice."""
        self.data = list(dict.fromkeys(value for value in valuelist if value))

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not on the list, and more than is of use to anybody who looks."""
        super().pre_validate(form)
        if len(self.data or ()) > self.most:
            raise ValidationError(_("Choose at most %(most)s, those that matter most.", most=self.most))


_THEMES = [SelectChoice(key, name) for key, name in THEMES.items()]


class OwnProfileForm(Form):
    """What somebody says of themselves in the who-is-who."""

    answer = TextAreaField(
        lazy("What do I do to support learning in municipalities?"),
        filters=[tidy_text],
        validators=[
            DataRequired(lazy("Write a sentence or two; it is what people read first.")),
            Length(max=LONGEST_ANSWER, message=_TOO_LONG),
        ],
        description=lazy("A few plain sentences, up to 1,200 characters."),
    )
    languages = ChoicesField(lazy("Languages people can write to you in"), most=MOST_LANGUAGES, choices=[])
    themes = ChoicesField(lazy("I work on it"), most=MOST_CHOICES, choices=_THEMES)
    offers = ChoicesField(lazy("I can help others"), most=MOST_CHOICES, choices=_THEMES)
    needs = ChoicesField(lazy("I look for help"), most=MOST_CHOICES, choices=_THEMES)
    offer_words = StringField(
        lazy("What I can help with, in my own words"),
        filters=[tidy],
        validators=[Length(max=_LONGEST_WORDS, message=_TOO_LONG)],
    )
    need_words = StringField(
        lazy("What I look for, in my own words"),
        filters=[tidy],
        validators=[Length(max=_LONGEST_WORDS, message=_TOO_LONG)],
    )
    sdgs = ChoicesField(
        lazy("Goals I work on"), most=MOST_CHOICES, choices=[SelectChoice(goal, goal) for goal in GOAL_NUMBERS]
    )
    is_listed = BooleanField(lazy("List me in the who-is-who"))
    takes_letters = BooleanField(lazy("Let people write to me through this site"))

    def __init__(self, *positional: Any, **named: Any) -> None:
        super().__init__(*positional, **named)
        self.languages.choices = list(language_choices())

    def validate_answer(self, field: Field) -> None:
        """Refuse an answer that holds nothing to be read."""
        if not any(sign.isalnum() for sign in field.data or ""):
            raise ValidationError(lazy("Write a sentence or two; it is what people read first."))


class MessageForm(Form):
    """Words to one person."""

    text = TextAreaField(
        lazy("Your message"),
        filters=[tidy_text],
        validators=[
            DataRequired(lazy("Write what you want to say.")),
            Length(max=LONGEST_MESSAGE, message=_TOO_LONG),
        ],
        description=lazy("Say who you are, why you write and what you ask for. Up to 2,000 characters."),
    )


class ReportForm(Form):
    """Why UCLG Learning should look at a message."""

    reason = TextAreaField(
        lazy("What is wrong with it?"),
        filters=[tidy_text],
        validators=[
            DataRequired(lazy("Say in a few words what is wrong.")),
            Length(max=500, message=_TOO_LONG),
        ],
        description=lazy("UCLG Learning reads this together with the message. The sender does not."),
    )


def asked_wish() -> Wish:
    """What the address of this request looks for, without the parts that cannot be."""
    asked = {name: tidy(request.args.get(name)) for name in ("language", "theme", "sdg", "country", "offer", "need")}
    known = {"language": LANGUAGES, "theme": THEMES, "offer": THEMES, "need": THEMES, "sdg": GOAL_NUMBERS}
    is_country = len(asked["country"]) == 2 and asked["country"].isascii() and asked["country"].isalpha()
    understood = {name: value for name, value in asked.items() if value in known.get(name, ())}
    country = asked["country"].upper() if is_country else ""
    return Wish(words=tidy(request.args.get("words"))[:_LONGEST_WORDS], country=country, **understood)


def asked_place() -> int | None:
    """From behind which profile the list should go on; None for its beginning."""
    number = request.args.get("before", type=int)
    return number if number is not None and 0 < number <= _LARGEST_NUMBER else None
