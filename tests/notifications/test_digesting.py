"""What goes into a mail now: at most one an hour, nothing twice, nobody woken, nothing lost."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.notifications.digesting import GATHERED, MORNING, NIGHT, PAUSE, Habits, Plan, Quiet, Waiting, plan
from app.platform.telling import Cadence

# A Monday, at noon in Dakar as in London.
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ZONES = (
    "UTC",
    "Africa/Dakar",
    "America/Bogota",
    "Asia/Kathmandu",
    "Europe/Paris",
    "Pacific/Auckland",
    "Australia/Lord_Howe",
)

zones = st.sampled_from(ZONES).map(ZoneInfo)
hours = st.integers(0, 23)
quiet_hours = st.none() | st.builds(Quiet, hours, hours).filter(lambda quiet: quiet.start != quiet.end)
habits_of_people = st.builds(Habits, zone=zones, quiet=quiet_hours, weekday=st.integers(0, 6))
# Around the days on which clocks are set forward and back.
begins = st.sampled_from([NOON, datetime(2027, 3, 27, 20, tzinfo=UTC), datetime(2027, 10, 30, 20, tzinfo=UTC)])
happenings = st.lists(
    st.tuples(st.integers(0, 3 * 24 * 60).map(lambda minutes: minutes * MINUTE), st.sampled_from(Cadence)), max_size=25
)


def waiting(number: int, cadence: Cadence = Cadence.NOW, made_at: datetime = NOON - HOUR) -> Waiting:
    return Waiting(number, cadence, made_at)


def live(made: Sequence[Waiting], habits: Habits) -> tuple[list[tuple[datetime, Plan]], set[int]]:
    """Ask for the plan whenever something happens or is to be looked at again; gives the mails, and what was let go."""
    looks = sorted({one.made_at + GATHERED for one in made})
    mails: list[tuple[datetime, Plan]] = []
    gone: set[int] = set()
    let_go: set[int] = set()
    last: datetime | None = None
    for _turn in range(500):
        if not looks:
            break
        now = looks.pop(0)
        open_ones = [one for one in made if one.made_at <= now and one.notice_id not in gone | let_go]
        decided = plan(now, open_ones, habits, last)
        assert not gone & set(decided.mail)
        let_go |= set(decided.let_go)
        if decided.mail:
            mails.append((now, decided))
            gone |= set(decided.mail)
            last = now
        if decided.again_at is not None:
            assert decided.again_at > now
            looks = sorted({*looks, decided.again_at})
    return mails, let_go


@given(begins, happenings, habits_of_people)
def test_whatever_happens_mails_keep_their_rules(
    begin: datetime, happened: list[tuple[timedelta, Cadence]], habits: Habits
) -> None:
    made = [Waiting(number, cadence, begin + after) for number, (after, cadence) in enumerate(happened)]
    mails, let_go = live(made, habits)
    moments = [moment for moment, _plan in mails]
    # Never in a burst.
    assert all(later - earlier >= PAUSE for earlier, later in pairwise(moments))
    # Nobody is woken.
    if habits.quiet is not None:
        assert not [one for one in moments if habits.quiet.covers(one.astimezone(habits.zone).hour)]
    # Each once, and nothing lost; what is wanted never is let go, and nothing else.
    told = [number for _moment, decided in mails for number in decided.mail]
    wanted = {one.notice_id for one in made if one.cadence is not Cadence.NEVER}
    assert len(told) == len(set(told))
    assert set(told) == wanted
    assert let_go == {one.notice_id for one in made} - wanted


@given(begins, happenings, zones, st.integers(0, 6))
def test_weekly_mails_come_on_their_day_and_daily_ones_once_a_day(
    begin: datetime, happened: list[tuple[timedelta, Cadence]], zone: ZoneInfo, weekday: int
) -> None:
    habits = Habits(zone=zone, weekday=weekday)
    slow = [pair for pair in happened if pair[1] in (Cadence.DAILY, Cadence.WEEKLY)]
    made = [Waiting(number, cadence, begin + after) for number, (after, cadence) in enumerate(slow)]
    mails, _let_go = live(made, habits)
    local = [moment.astimezone(zone) for moment, _plan in mails]
    assert {one.time() for one in local} <= {MORNING}
    assert len({one.date() for one in local}) == len(local)
    weekly = {one.notice_id for one in made if one.cadence is Cadence.WEEKLY}
    assert {moment.astimezone(zone).weekday() for moment, decided in mails if weekly & set(decided.mail)} <= {weekday}


def test_what_happens_at_one_moment_is_gathered() -> None:
    fresh = [waiting(1, made_at=NOON), waiting(2, made_at=NOON + MINUTE)]
    assert plan(NOON + MINUTE, fresh, Habits(), None) == Plan(again_at=NOON + GATHERED)
    assert plan(NOON + GATHERED + MINUTE, fresh, Habits(), None) == Plan(mail=(1, 2))


def test_the_second_mail_waits_for_an_hour() -> None:
    last = NOON - 20 * MINUTE
    assert plan(NOON, [waiting(1)], Habits(), last) == Plan(again_at=last + PAUSE)
    assert plan(last + PAUSE, [waiting(1)], Habits(), last) == Plan(mail=(1,))


def test_what_nobody_wants_by_mail_is_let_go() -> None:
    assert plan(NOON, [waiting(1, Cadence.NEVER), waiting(2)], Habits(), None) == Plan(mail=(2,), let_go=(1,))


def test_who_paused_gets_nothing_and_no_burst_afterwards() -> None:
    assert plan(NOON, [waiting(1), waiting(2, Cadence.WEEKLY)], Habits(is_paused=True), None) == Plan(let_go=(1, 2))


def test_a_mail_of_the_night_comes_in_the_morning_of_its_reader() -> None:
    bogota = Habits(zone=ZoneInfo("America/Bogota"), quiet=NIGHT)
    at_three = datetime(2027, 3, 1, 8, tzinfo=UTC)
    assert plan(at_three, [waiting(1, made_at=at_three - HOUR)], bogota, None) == Plan(again_at=NOON)
    assert plan(NOON, [waiting(1, made_at=at_three - HOUR)], bogota, None).mail == (1,)


@pytest.mark.parametrize(
    ("cadence", "goes_at"),
    [
        (Cadence.DAILY, datetime(2027, 3, 2, 8, tzinfo=UTC)),
        (Cadence.WEEKLY, datetime(2027, 3, 8, 8, tzinfo=UTC)),
    ],
)
def test_daily_and_weekly_mails_go_in_the_morning(cadence: Cadence, goes_at: datetime) -> None:
    assert plan(NOON, [waiting(1, cadence, NOON)], Habits(), None) == Plan(again_at=goes_at)
    assert plan(goes_at, [waiting(1, cadence, NOON)], Habits(), None) == Plan(mail=(1,))


def test_one_mail_takes_all_that_is_due_and_leaves_what_is_not() -> None:
    mixed = [waiting(1, Cadence.DAILY, NOON - DAY), waiting(2, Cadence.NOW), waiting(3, Cadence.WEEKLY, NOON)]
    decided = plan(NOON, mixed, Habits(), None)
    assert (decided.mail, decided.again_at) == ((1, 2), datetime(2027, 3, 8, 8, tzinfo=UTC))


def test_a_worker_that_was_away_sends_one_mail_of_each_day_only() -> None:
    monday, tuesday = datetime.combine(NOON - 3 * DAY, time(9), UTC), datetime.combine(NOON - 2 * DAY, time(9), UTC)
    late = [waiting(1, Cadence.DAILY, monday), waiting(2, Cadence.DAILY, tuesday)]
    assert plan(NOON, late, Habits(), None) == Plan(mail=(1, 2))


@pytest.mark.parametrize(
    ("quiet", "covered"),
    [(Quiet(21, 7), [21, 23, 0, 6]), (Quiet(0, 8), [0, 7]), (Quiet(12, 14), [12, 13]), (Quiet(5, 5), [])],
)
def test_quiet_hours_may_run_over_midnight(quiet: Quiet, covered: list[int]) -> None:
    assert all(quiet.covers(hour) for hour in covered)
    assert not quiet.covers(quiet.end)
