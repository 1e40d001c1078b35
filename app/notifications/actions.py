"""What happens to notices. Nothing here commits."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, select, true, update

from app.accounts.models import User
from app.notifications.digesting import GATHERED
from app.notifications.kinds import get_kind
from app.notifications.models import MailHabits, Notice, NoticeChoice
from app.platform import clock
from app.platform.database import (
    count_added,
    count_changed,
    db,
    elements_of,
    insert_missing,
    inserting,
    made_once,
    table_of,
)
from app.platform.telling import Arguments, Cadence, News

_LONGEST_WAY, _LONGEST_PLACE = 500, 100


def notify(user_id: int, kind: str, about: object, arguments: Arguments, leads_to: str) -> bool:
    """Let somebody know, inside the transaction that makes it so; says whether they did not know of it yet.

    `about` names what happened: of the same nobody is told twice. `leads_to` is an address of this site, perhaps of a
    place on a page; whoever opens the page has seen the notice.
    Raises LookupError for a kind that nobody declared.
    """
    return notify_all(kind, {user_id: about}, arguments, leads_to) == 1


def notify_all(kind: str, abouts: Mapping[int, object], arguments: Arguments, leads_to: str) -> int:
    """Let people know the same, as `notify` does, by one statement; says to how many it was new.

    `abouts` names by person what happened.
    """
    named = {user_id: str(about) for user_id, about in abouts.items()}
    return keep_news([News(kind, named, arguments, leads_to)])


def keep_news(news: Sequence[News]) -> int:
    """Let people know several things by one statement; says of how many notices none was there."""
    return count_added(_keeping(), [_values_of(one) for one in news])


@made_once
def _keeping() -> Any:
    """A notice for each pair of a person and what happened that is not there yet."""
    notices = table_of(Notice)
    people, common = elements_of("people"), ("kind", "arguments", "leads_to", "place", "made_at", "look_at")
    told = select(
        people.c.value[0].as_integer(),
        people.c.value[1].as_string(),
        *(bindparam(f"told_{name}", type_=notices.c[name].type) for name in common),
        # Without a condition SQLite would take what follows for one of a join.
    ).where(true())
    return inserting(notices).from_select(["user_id", "about", *common], told).on_conflict_do_nothing()


def _values_of(news: News) -> dict[str, Any]:
    declared = get_kind(news.kind)
    # Others would lead out of the site.
    page, _sign, place = news.leads_to.partition("#")
    is_long = len(page) > _LONGEST_WAY or len(place) > _LONGEST_PLACE
    if not page.startswith("/") or page.startswith("//") or is_long:
        raise ValueError(f"A notice leads to an address of this site, as /courses; not {news.leads_to!r}.")
    now = clock.now()
    return {
        # In order, so that two who tell the same people wait for each other rather than for ever.
        "people": sorted(news.abouts.items()),
        "told_kind": news.kind,
        "told_arguments": dict(news.arguments),
        "told_leads_to": page,
        "told_place": place,
        "told_made_at": now,
        "told_look_at": None if declared.has_own_letter else now + GATHERED,
    }


def take_back(kind: str, about: object, user_ids: Collection[int] | None = None) -> int:
    """Drop what is so no longer, unless its reader has seen it; of these people, or of everybody."""
    moot = delete(Notice).where(Notice.kind == kind, Notice.about == str(about), Notice.seen_at.is_(None))
    return count_changed(moot if user_ids is None else moot.where(Notice.user_id.in_(user_ids)))


def withdraw(group: str, abouts: Collection[str], user_ids: Collection[int] | None = None) -> int:
    """Drop what nobody has seen of all that a group told of these happenings; of these people, or of everybody."""
    of_group = Notice.kind.startswith(f"{group}.", autoescape=True)
    moot = delete(Notice).where(of_group, Notice.about.in_(abouts), Notice.seen_at.is_(None))
    return count_changed(moot if user_ids is None else moot.where(Notice.user_id.in_(user_ids)))


def mark_seen(user_id: int, notice_ids: Collection[int]) -> None:
    """Note that somebody has seen these of their notices; no mail tells them any more."""
    _see(Notice.user_id == user_id, Notice.id.in_(notice_ids))


def mark_all_seen(user_id: int) -> None:
    """Note that somebody has seen all of their notices."""
    _see(Notice.user_id == user_id)


def mark_seen_at(user_id: int, address: str) -> None:
    """Note that somebody is on the page that some of their notices lead to."""
    _see(Notice.user_id == user_id, Notice.leads_to == address)


def mark_read(user_id: int, group: str, abouts: Collection[str]) -> None:
    """Note that somebody has read what their notices of a group are about."""
    of_group = Notice.kind.startswith(f"{group}.", autoescape=True)
    _see(Notice.user_id == user_id, of_group, Notice.about.in_(abouts))


def _see(*whose: Any) -> None:
    now = clock.now()
    db.session.execute(
        update(Notice).where(*whose, Notice.seen_at.is_(None)).values(seen_at=now, look_at=None),
        execution_options={"synchronize_session": False},
    )


def let_go(notice_ids: Collection[int]) -> None:
    """Mail these no more: their reader has read them on the list, or wants no such mail."""
    _without_mail(Notice.id.in_(notice_ids))


def choose(user_id: int, choices: Mapping[str, Cadence]) -> None:
    """Keep how soon somebody wants mail, by the key of a kind or of a group, in place of all they chose before."""
    db.session.execute(delete(NoticeChoice).where(NoticeChoice.user_id == user_id))
    db.session.add_all(NoticeChoice(user_id=user_id, what=what, cadence=how) for what, how in sorted(choices.items()))
    db.session.flush()
    _look_again(user_id)


def keep_habits(user_id: int, *, zone: str, quiet_from: int, quiet_until: int, weekday: int, is_paused: bool) -> None:
    """Keep when somebody wants mail: `zone` empty for what their country says; the same hour twice for no quiet."""
    habits = db.session.get(MailHabits, user_id)
    if habits is None:
        habits = MailHabits(user_id=user_id)
        db.session.add(habits)
    habits.zone, habits.quiet_from, habits.quiet_until = zone, quiet_from, quiet_until
    habits.weekday, habits.is_paused = weekday, is_paused
    db.session.flush()
    _look_again(user_id)


def turn_off(user_id: int, groups: Collection[str]) -> None:
    """Mail somebody nothing of these groups any more, whatever they chose for single kinds; the site still tells it.

    An account that was erased stays as empty as it is.
    """
    if db.session.scalar(select(User.id).where(User.id == user_id, User.email != "")) is None:
        return
    of_groups = [NoticeChoice.what.startswith(f"{group}.", autoescape=True) for group in groups]
    for chosen in (*of_groups, NoticeChoice.what.in_(groups)):
        db.session.execute(
            delete(NoticeChoice).where(NoticeChoice.user_id == user_id, chosen),
            execution_options={"synchronize_session": False},
        )
    never = [{"user_id": user_id, "what": group, "cadence": Cadence.NEVER} for group in sorted(set(groups))]
    insert_missing(table_of(NoticeChoice), never)
    for group in groups:
        _without_mail(Notice.user_id == user_id, Notice.kind.startswith(f"{group}.", autoescape=True))


def _look_again(user_id: int) -> None:
    """Let what waits for a mail be looked at by what holds now."""
    db.session.execute(
        update(Notice).where(Notice.user_id == user_id, Notice.look_at.is_not(None)).values(look_at=clock.now()),
        execution_options={"synchronize_session": False},
    )


def _without_mail(*which: Any) -> None:
    db.session.execute(
        update(Notice).where(*which, Notice.look_at.is_not(None)).values(look_at=None),
        execution_options={"synchronize_session": False},
    )
