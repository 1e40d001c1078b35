"""What the pages of the who-is-who show."""

from dataclasses import dataclass
from datetime import timedelta

from app.accounts.countries import country_name
from app.accounts.models import User
from app.accounts.queries import get_user
from app.content.vocabulary import place_in_alphabet
from app.directory.actions import Told
from app.directory.matching import Match, matches_for
from app.directory.models import Profile
from app.directory.policy import Between, Writer, may_write
from app.directory.queries import (
    PAGE,
    Person,
    blocked_by,
    count_listed,
    count_sent,
    find_listed,
    find_own,
    find_people,
    find_profile,
    is_blocked,
    people_offering,
    values_of,
)
from app.directory.searching import Wish, conditions_of
from app.directory.themes import THEMES
from app.platform import clock
from app.platform.errors import NotFound
from app.platform.i18n import _, language_name, locale
from app.platform.recent import recent
from app.platform.verdicts import Verdict, refused

_DAY = timedelta(days=1)
_MATCHES = 8
_COMPARED = 60


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Some of those who fit a wish; `further` is where the next page begins, None on the last one."""

    wish: Wish
    people: list[Person]
    further: int | None
    is_first: bool
    number_listed: int
    languages: list[tuple[str, str]]
    countries: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person as others see them, and whether whoever looks may write to them."""

    person: Person
    is_own: bool
    may_write: Verdict


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who may help, and the reasons in keys."""

    person: Person
    match: Match


@dataclass(frozen=True, slots=True)
class OwnPage:
    """One's own profile: as others see it, whether they do, who may help, and whom one has blocked."""

    person: Person
    profile: Profile
    suggestions: list[Suggestion]
    blocked: list[tuple[int, str]]


def people_page(wish: Wish, before: int | None) -> PeoplePage:
    """The people who fit, and what one may choose by; the choices may be a minute old."""
    names = {key: str(name) for key, name in THEMES.items()}
    people = find_people(conditions_of(wish, names), before, PAGE + 1)
    languages = [(code, language_name(code)) for code in recent("languages of people", lambda: values_of("language"))]
    countries = [
        (code, country_name(code, locale())) for code in recent("countries of people", lambda: values_of("country"))
    ]
    return PeoplePage(
        wish=wish,
        people=people[:PAGE],
        further=people[PAGE - 1].profile_id if len(people) > PAGE else None,
        is_first=before is None,
        number_listed=recent("people listed", count_listed),
        languages=_with(wish.language, language_name(wish.language), languages),
        countries=_with(wish.country, country_name(wish.country, locale()), countries),
    )


def _with(asked: str, name: str, choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Choices by name, and among them what was asked for even if nobody has it."""
    missing = [(asked, name)] if asked and asked not in dict(choices) else []
    return sorted((*choices, *missing), key=lambda pair: place_in_alphabet(pair[1]))


def person_page(profile_id: int, user_id: int) -> PersonPage:
    """A listed person; raises NotFound for every other number, whether or not somebody has it."""
    person = find_listed(profile_id)
    if person is None:
        raise NotFound(_("Nobody is listed here. They may have taken their profile off the list."))
    is_own = person.user_id == user_id
    if is_own:
        return PersonPage(person, True, refused(_("This is your own profile.")))
    return PersonPage(person, False, _may_write(user_id, person))


def _may_write(user_id: int, reader: Person) -> Verdict:
    profile = find_profile(user_id)
    writer = Writer(profile.is_listed, profile.takes_letters, profile.is_barred) if profile else Writer()
    sent = count_sent(user_id, reader.user_id, clock.now() - _DAY)
    between = Between(
        writer_blocked_reader=is_blocked(user_id, reader.user_id),
        reader_blocked_writer=is_blocked(reader.user_id, user_id),
        sent_to_all=sent.to_all,
        sent_to_reader=sent.to_one,
    )
    return may_write(writer, name=reader.name, reader_takes_letters=reader.takes_letters, between=between)


def own_page(user_id: int) -> OwnPage | None:
    """One's own profile; None when there is none yet."""
    person, profile = find_own(user_id), find_profile(user_id)
    if person is None or profile is None:
        return None
    others = {one.profile_id: one for one in people_offering(person.needs, person.profile_id, _COMPARED)}
    matches = matches_for(person, others.values(), _MATCHES)
    suggestions = [Suggestion(others[match.peer_id], match) for match in matches]
    return OwnPage(person, profile, suggestions, blocked_by(user_id))


def preview_of(user_id: int, told: Told) -> Person:
    """How others would see what somebody is about to say; nothing is kept."""
    user: User = get_user(user_id)
    return Person(
        profile_id=0,
        user_id=user.id,
        name=user.name,
        organisation=user.organisation.name if user.organisation else "",
        country=user.country,
        answer=told.answer,
        languages=told.languages,
        themes=told.themes,
        sdgs=told.sdgs,
        offers=told.offers,
        needs=told.needs,
        offer_words=told.offer_words,
        need_words=told.need_words,
        takes_letters=told.takes_letters,
    )
