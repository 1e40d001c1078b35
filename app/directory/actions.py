"""What people do with their profiles and with letters. Nothing here commits."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, delete, insert, or_, select

from app.accounts.models import User
from app.accounts.queries import get_user
from app.directory.letters import Enclosed, send_message
from app.directory.models import BlockedSender, ContactMessage, Profile, ProfileKey
from app.directory.notices import MESSAGE
from app.directory.queries import Person, find_own, find_profile, find_shown, is_blocked
from app.directory.searching import Findable, keys_of
from app.platform import audit, clock
from app.platform.database import count_changed, db, table_of, transaction
from app.platform.errors import NotFound
from app.platform.i18n import _
from app.platform.telling import tell

# Long enough to be read, answered and reported.
KEPT = timedelta(days=90)
# A statement may carry so many keys in either database.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of themselves; lists hold keys."""

    answer: str
    languages: tuple[str, ...]
    themes: tuple[str, ...]
    sdgs: tuple[str, ...]
    offers: tuple[str, ...]
    needs: tuple[str, ...]
    offer_words: str
    need_words: str
    is_listed: bool
    takes_letters: bool


def save_profile(user_id: int, told: Told) -> Profile:
    """Keep what somebody says of themselves, and let them be found if they want it."""
    profile = find_profile(user_id)
    if profile is None:
        profile = Profile(user_id=user_id, is_barred=False)
        db.session.add(profile)
    profile.answer = told.answer
    profile.languages, profile.themes = " ".join(told.languages), " ".join(told.themes)
    profile.sdgs, profile.offers, profile.needs = " ".join(told.sdgs), " ".join(told.offers), " ".join(told.needs)
    profile.offer_words, profile.need_words = told.offer_words, told.need_words
    profile.is_listed, profile.takes_letters = told.is_listed, told.takes_letters
    profile.updated_at = clock.now()
    db.session.flush()
    keep_findable(profile)
    return profile


def withdraw(user_id: int) -> None:
    """Take somebody off the list at once; what they wrote is kept for them alone."""
    profile = find_profile(user_id)
    if profile is None or not profile.is_listed:
        return
    profile.is_listed = False
    db.session.flush()
    keep_findable(profile)


def keep_findable(profile: Profile) -> None:
    """Let a profile be found by what it says now, or by nothing while it is not shown."""
    person = find_shown(profile.user_id)
    wanted = keys_of(_findable(person)) if person else frozenset()
    kept = set(db.session.scalars(select(ProfileKey.key).where(ProfileKey.profile_id == profile.id)))
    gone = sorted(kept - wanted)
    for start in range(0, len(gone), _BATCH):
        some = ProfileKey.key.in_(gone[start : start + _BATCH])
        db.session.execute(delete(ProfileKey).where(ProfileKey.profile_id == profile.id, some))
    # In order, so that two who save at once wait for each other rather than for ever.
    if new := [{"key": key, "profile_id": profile.id} for key in sorted(wanted - kept)]:
        db.session.execute(insert(table_of(ProfileKey)), new)


def _findable(person: Person) -> Findable:
    return Findable(
        texts=(person.name, person.organisation, person.answer, person.offer_words, person.need_words),
        country=person.country,
        languages=person.languages,
        themes=person.themes,
        sdgs=person.sdgs,
        offers=person.offers,
        needs=person.needs,
    )


def write_to_person(sender: User, recipient: Person, text: str, *, root: str, language: str) -> ContactMessage:
    """Send somebody's words to a listed person; `root` is where people find the site."""
    message = ContactMessage(
        sender_id=sender.id, recipient_id=recipient.user_id, text=text, sent_at=clock.now(), report=""
    )
    db.session.add(message)
    db.session.flush()
    writer = find_own(sender.id)
    enclosed = Enclosed(
        sender=sender.name,
        organisation=writer.organisation if writer else "",
        recipient=recipient.name,
        text=text,
        answer_at=f"{root}/people/{writer.profile_id}/write" if writer else root,
        message_at=f"{root}/people/messages/{message.id}",
    )
    send_message(enclosed, get_user(recipient.user_id), sender, language=language)
    at = f"/people/messages/{message.id}"
    tell(MESSAGE, recipient.user_id, about=message.id, leads_to=at, by=sender.id)
    return message


def block(user_id: int, sender_id: int) -> None:
    """Take no more letters of one person."""
    if not is_blocked(user_id, sender_id):
        db.session.add(BlockedSender(user_id=user_id, sender_id=sender_id))
        db.session.flush()


def lift_block(user_id: int, block_id: int) -> None:
    """Take letters of a person again; raises NotFound for a block that is not one's own."""
    lifted = delete(BlockedSender).where(BlockedSender.id == block_id, BlockedSender.user_id == user_id)
    if not count_changed(lifted):
        raise NotFound(_("There is no such block. It may have been lifted already."))


def report(message_id: int, recipient_id: int, reason: str) -> None:
    """Ask UCLG Learning to look at a letter; a second time changes only the reason."""
    message = db.session.scalar(
        select(ContactMessage).where(ContactMessage.id == message_id, ContactMessage.recipient_id == recipient_id)
    )
    if message is None:
        raise NotFound(_("There is no such message, or it is kept no longer."))
    message.report = reason
    message.reported_at = message.reported_at or clock.now()
    db.session.flush()


def settle(actor_id: int, message: ContactMessage, *, bars: bool) -> None:
    """Note that UCLG Learning has looked at a report; `bars` stops all letters of who wrote."""
    message.settled_at = clock.now()
    db.session.flush()
    audit.note(actor_id, "report.settled", "message", message.id, barred=bars)
    if bars:
        _bar(actor_id, message.sender_id, is_barred=True)


def let_write_again(actor_id: int, message: ContactMessage) -> None:
    """Let who was stopped write again."""
    _bar(actor_id, message.sender_id, is_barred=False)


def _bar(actor_id: int, user_id: int, *, is_barred: bool) -> None:
    profile = find_profile(user_id)
    if profile is None or profile.is_barred == is_barred:
        return
    profile.is_barred = is_barred
    db.session.flush()
    audit.note(actor_id, "messages.stopped" if is_barred else "messages.allowed", "person", user_id)


def forget_old_messages() -> None:
    """The job: drop letters after three months, but those whose report nobody has settled."""
    is_done = or_(ContactMessage.reported_at.is_(None), ContactMessage.settled_at.is_not(None))
    with transaction():
        db.session.execute(delete(ContactMessage).where(and_(ContactMessage.sent_at < clock.now() - KEPT, is_done)))
