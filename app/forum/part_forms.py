"""The shape of topics, files and the small wishes that come with taking part."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from wtforms import SelectChoice, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput

from app.content.sdgs import GOALS
from app.files.forms import HandedInFile
from app.files.kinds import PICTURES, Rule
from app.forum.attached import MOST_FILES, NewFile
from app.forum.kinds import IdeaStatus
from app.forum.topics import ALL_TOPICS, MOST, Topic, TopicKind, find_topic, known_among
from app.platform.forms import Form, tidy
from app.platform.i18n import _, language, lazy, ngettext

RULE = Rule()
_TOO_LONG = lazy("Please keep to %(max)s characters; your text is still here.")
_SHORT_LIST = tuple(
    topic
    for topic in ALL_TOPICS
    if topic.kind is TopicKind.AGENDA or topic.mark.startswith("P") or topic.mark in {str(one.number) for one in GOALS}
)
"""What is offered to be ticked; targets are many, and told by their numbers."""
STATUS_NAMES = {
    IdeaStatus.OPEN: lazy("Open"),
    IdeaStatus.PLANNED: lazy("Planned"),
    IdeaStatus.UNDER_WAY: lazy("Under way"),
    IdeaStatus.DONE: lazy("Carried out"),
    IdeaStatus.DECLINED: lazy("Not taken up"),
}


class TopicFields(Form):
    """What a thread is about."""

    topics = SelectMultipleField(
        lazy("What is it about?"), option_widget=CheckboxInput(), validate_choice=True, default=()
    )
    targets = StringField(
        lazy("Targets"),
        filters=[tidy],
        validators=[Length(max=100, message=_TOO_LONG)],
        description=lazy(
            "Numbers of targets of the goals, as 11.3, or letters of targets of the Sendai Framework, as E."
        ),
    )

    def __init__(self, *positional: object, **named: object) -> None:
        super().__init__(*positional, **named)
        tongue = language()
        self.topics.choices = [SelectChoice(topic.key, topic.name(tongue)) for topic in _SHORT_LIST]

    def offer_topics(self, chosen: Sequence[Topic]) -> None:
        """Let these be the ones that are chosen so far."""
        self.topics.data = [topic.key for topic in chosen if topic in _SHORT_LIST]
        self.targets.data = ", ".join(topic.mark for topic in chosen if topic not in _SHORT_LIST)

    def validate_targets(self, field: StringField) -> None:
        """Refuse what is no target, and more topics than a thread may have."""
        unknown = [mark for mark in _marks(field.data) if _topic_of(mark) is None]
        if unknown:
            raise ValidationError(
                _("There is no such target: %(marks)s. Look at the number once more.", marks=_(", ").join(unknown))
            )
        if len(self.chosen_topics) > MOST:
            raise ValidationError(
                ngettext("Choose one topic at most.", "Choose %(num)s topics at most, targets among them.", MOST)
            )

    @property
    def chosen_topics(self) -> tuple[Topic, ...]:
        """All that were chosen, in the order of the lists."""
        told = (topic for mark in _marks(self.targets.data) if (topic := _topic_of(mark)) is not None)
        return known_among([*(self.topics.data or ()), *(topic.key for topic in told)])


@dataclass(frozen=True, slots=True)
class FilePair:
    """The field of a file, and of what it shows."""

    file: HandedInFile
    description: StringField


class AttachingFields(Form):
    """Pictures and other files beside a text."""

    file_1 = HandedInFile(lazy("Picture or file"), rule=RULE)
    description_1 = StringField(lazy("What it shows"), filters=[tidy], validators=[Length(max=500, message=_TOO_LONG)])
    file_2 = HandedInFile(lazy("Picture or file"), rule=RULE)
    description_2 = StringField(lazy("What it shows"), filters=[tidy], validators=[Length(max=500, message=_TOO_LONG)])
    file_3 = HandedInFile(lazy("Picture or file"), rule=RULE)
    description_3 = StringField(lazy("What it shows"), filters=[tidy], validators=[Length(max=500, message=_TOO_LONG)])
    file_4 = HandedInFile(lazy("Picture or file"), rule=RULE)
    description_4 = StringField(lazy("What it shows"), filters=[tidy], validators=[Length(max=500, message=_TOO_LONG)])
    file_5 = HandedInFile(lazy("Picture or file"), rule=RULE)
    description_5 = StringField(lazy("What it shows"), filters=[tidy], validators=[Length(max=500, message=_TOO_LONG)])

    @property
    def pairs(self) -> list[FilePair]:
        """Each file with its description."""
        return [FilePair(self[f"file_{n}"], self[f"description_{n}"]) for n in range(1, MOST_FILES + 1)]

    def validate(self, extra_validators: Any = None) -> bool:
        """A picture without a description says nothing to whoever does not see it."""
        is_valid = bool(super().validate(extra_validators))
        for pair in self.pairs:
            if pair.file.clean is not None and pair.file.clean.kind in PICTURES and not pair.description.data:
                pair.file.errors = [_("Say what the picture shows, for those who do not see it.")]
                is_valid = False
        return is_valid

    @property
    def new_files(self) -> tuple[NewFile, ...]:
        """What may be kept, once the form is valid."""
        return tuple(
            NewFile(pair.file.clean, pair.description.data or "") for pair in self.pairs if pair.file.clean is not None
        )

    @property
    def has_files(self) -> bool:
        """Whether any file was chosen: a page that comes back has none of them."""
        return any(one.filename for one in request.files.values())


class StatusForm(Form):
    """What became of an idea."""

    status = SelectField(lazy("Status"), choices=[SelectChoice(one.value, name) for one, name in STATUS_NAMES.items()])


def _marks(told: str | None) -> list[str]:
    return (told or "").replace(",", " ").replace(";", " ").replace("،", " ").split()


def _topic_of(mark: str) -> Topic | None:
    """A target, goal or mark by what people write for it."""
    return find_topic(f"sdg-{mark.lower()}") or find_topic(f"sendai-{mark.upper()}")
