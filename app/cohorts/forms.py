"""The shape of an application and of a reading, made from what the call asks."""

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup
from wtforms import EmailField, Field, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional, ValidationError

from app.accounts.countries import countries
from app.cohorts.balance import Gender, OrganisationKind
from app.cohorts.standing import Override
from app.content.calls import Call, CallQuestion, CallText, QuestionText, QuestionType
from app.platform.forms import Form, tidy, tidy_text
from app.platform.i18n import _, direction_of, language, language_name, lazy, locale, show_number

QUESTION, CRITERION = "q-", "c-"
# More than any answer may have: what is beyond is no answer, and no draft keeps it.
_MOST_KEPT = 20_000
_NEEDED = lazy("Please answer this question.")
_NOT_OFFERED = lazy("Please choose from the list.")
_LONGEST_REASON = 1_000
_LONGEST_COMMENT = 4_000


def kept(text: str | None) -> str:
    """A text as a browser sends it, with the line ends that people count."""
    return tidy_text(text)[:_MOST_KEPT]


class AtMost:
    """Refuse what is too long, and keep it. Unlike the library's, it does not let browsers cut off what is pasted."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, _form: Form, field: Field) -> None:
        length = len(field.data or "")
        if length > self.most:
            raise ValidationError(
                _(
                    "This has %(length)s characters; at most %(most)s are read. Please shorten it; your text is still here.",
                    length=show_number(length),
                    most=show_number(self.most),
                )
            )


def application_form(call: Call, text: CallText, typed: Mapping[str, str]) -> Form:
    """The form of a call, filled with what was typed before."""
    fields: dict[str, Any] = {
        "language": SelectField(
            _("In which language do you want to take part?"),
            choices=_offered(_("Choose a language"), ((code, language_name(code)) for code in call.places)),
            validators=[InputRequired(_("Choose the language in which you want to take part."))],
            invalid_choice_message=_NOT_OFFERED,
        ),
        "country": SelectField(
            _("Country"),
            choices=_offered(_("Choose a country"), countries(locale())),
            validators=[InputRequired(_("Choose the country you work in."))],
            invalid_choice_message=_NOT_OFFERED,
        ),
        "organisation_kind": SelectField(
            _("Where do you work?"),
            choices=_offered(_("Choose what fits best"), organisation_kinds().items()),
            validators=[InputRequired(_("Choose what fits best."))],
            invalid_choice_message=_NOT_OFFERED,
        ),
    }
    for question in call.questions:
        fields[QUESTION + question.key] = _question(question, text.questions[question.key], text)
    fields["gender"] = SelectField(
        _("Gender"),
        choices=_offered(_("I do not say"), genders().items()),
        validators=[Optional()],
        invalid_choice_message=_NOT_OFFERED,
        description=_("Readers do not see this. We count it to see whether everybody has the same chance."),
    )
    made: type[Form] = type("ApplicationForm", (Form,), fields)
    return made(data=dict(typed))


def _offered(nothing: str, choices: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in [("", nothing), *choices]]


def _question(question: CallQuestion, words: QuestionText, text: CallText) -> Field:
    label, hint = _in_its_language(words.label, text), _in_its_language(words.hint, text)
    needed = InputRequired(_NEEDED) if question.is_required else Optional()
    if question.kind is QuestionType.CHOICE:
        offered = zip(question.choices, words.choices, strict=True)
        choices = _offered(_("Choose an answer"), offered)
        return SelectField(
            label, choices=choices, description=hint, validators=[needed], invalid_choice_message=_NOT_OFFERED
        )
    if question.kind is QuestionType.YES_NO:
        choices = _offered(_("Choose an answer"), [("yes", _("Yes")), ("no", _("No"))])
        return SelectField(
            label, choices=choices, description=hint, validators=[needed], invalid_choice_message=_NOT_OFFERED
        )
    limit = _("At most %(most)s characters.", most=show_number(question.longest))
    told = Markup("{} {}").format(hint, limit) if words.hint else limit
    kind = TextAreaField if question.kind is QuestionType.LONG else StringField
    return kind(label, description=told, filters=[kept], validators=[needed, AtMost(question.longest)])


def _in_its_language(words: str, text: CallText) -> str:
    if not words or text.language == language():
        return words
    return Markup('<span lang="{}" dir="{}">{}</span>').format(text.language, direction_of(text.language), words)


def typed_in(form: Form) -> dict[str, str]:
    """Everything on the form as it was typed, whatever it is."""
    own = {"csrf_token", "once"}
    return {
        field.name: kept(field.data if isinstance(field.data, str) else "") for field in form if field.name not in own
    }


def answers_in(typed: Mapping[str, str]) -> dict[str, str]:
    """The answers to the questions of the call, by question."""
    return {name.removeprefix(QUESTION): text for name, text in typed.items() if name.startswith(QUESTION)}


def reading_form(call: Call, text: CallText, scores: Mapping[str, int], comment: str) -> Form:
    """What a reader judges: a word for each criterion, and why."""
    fields: dict[str, Any] = {}
    for criterion in call.criteria:
        words = text.criteria[criterion.key]
        fields[CRITERION + criterion.key] = RadioField(
            _in_its_language(words.label, text),
            choices=[SelectChoice(str(points), word) for points, word in enumerate(words.scale)],
            validators=[InputRequired(_("Choose the word that fits best."))],
            invalid_choice_message=_("Choose the word that fits best."),
        )
    fields["comment"] = TextAreaField(
        _("What speaks for and against this application?"),
        filters=[kept],
        validators=[Optional(), AtMost(_LONGEST_COMMENT)],
        description=_("The other readers and whoever makes the offers read this. The applicant does not."),
    )
    made: type[Form] = type("ReadingForm", (Form,), fields)
    chosen = {CRITERION + key: str(points) for key, points in scores.items()}
    return made(data={**chosen, "comment": comment})


def scores_in(call: Call, form: Form) -> dict[str, int]:
    """The points that were chosen; criteria without a word are left out."""
    found = {}
    for criterion in call.criteria:
        chosen = form[CRITERION + criterion.key].data or ""
        if chosen.isdecimal() and int(chosen) <= criterion.most:
            found[criterion.key] = int(chosen)
    return found


class MemberForm(Form):
    """Somebody to ask onto the panel."""

    email = EmailField(
        lazy("E-mail address"),
        filters=[tidy],
        validators=[InputRequired(lazy("Type the address of their account."))],
        description=lazy("Of their account on this site. They get a letter as soon as there is something to read."),
    )


class OverrideForm(Form):
    """A decision beside the readings."""

    decision = RadioField(
        lazy("Decision"),
        choices=[
            SelectChoice("", lazy("As the readings say")),
            SelectChoice(Override.FIRST.value, lazy("A place before all others")),
            SelectChoice(Override.OUT.value, lazy("No place")),
        ],
        default="",
        invalid_choice_message=_NOT_OFFERED,
    )
    reason = TextAreaField(
        lazy("Reason"),
        filters=[kept],
        validators=[AtMost(_LONGEST_REASON)],
        description=lazy("It is kept with the decision, and the log notes who decided. The applicant does not see it."),
    )

    def validate_reason(self, field: Field) -> None:
        """Every decision beside the readings has one."""
        if self.decision.data and not field.data:
            raise ValidationError(_("Say why, so that others can follow your decision."))


def organisation_kinds() -> dict[str, str]:
    """Where applicants work, in words."""
    return {
        OrganisationKind.MUNICIPALITY.value: _("Town, city or other municipality"),
        OrganisationKind.REGION.value: _("Region, province or other level between town and state"),
        OrganisationKind.ASSOCIATION.value: _("Association or network of local governments"),
        OrganisationKind.NATIONAL.value: _("National government"),
        OrganisationKind.CIVIL_SOCIETY.value: _("Civil society"),
        OrganisationKind.UNIVERSITY.value: _("University or research"),
        OrganisationKind.OTHER.value: _("Something else"),
    }


def genders() -> dict[str, str]:
    """What applicants may say of their gender, in words."""
    return {
        Gender.WOMAN.value: _("Woman"),
        Gender.MAN.value: _("Man"),
        Gender.OTHER.value: _("Another gender"),
    }
