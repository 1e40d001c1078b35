"""The pages that are measured: what is asked of the server, and what it should come to (docs/performance.md)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.benchmarks import dialogue
from tests.benchmarks.load import Asked
from tests.benchmarks.site import COURSE, QUIZ, Learner, Site, examinees, form_of, wanderers
from tests.builders import PASSWORD

# Requests for a site; pages that answer each request once are given the number they should be ready for.
Requests = Callable[[Site, int], Sequence[Asked]]


@dataclass(frozen=True, slots=True)
class Goal:
    """What must hold and where we mean to be: a rate (in bare routes, or answers a second) and a 95th percentile."""

    floor: float
    aim: float
    p95_floor: float
    p95_aim: float
    statements: int
    is_per_second: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A page under load. `is_spent` says that each request tells what it should the first time only."""

    name: str
    title: str
    status: int
    requests: Requests
    goal: Goal | None = None
    is_spent: bool = False


def _home(_site: Site, _number: int) -> list[Asked]:
    return [Asked("/")]


def _catalogue(_site: Site, _number: int) -> list[Asked]:
    return [Asked("/courses")]


def _my_learning(site: Site, _number: int) -> list[Asked]:
    return [_as(learner, "/learn") for learner in site.learners]


def _course(site: Site, _number: int) -> list[Asked]:
    return [_as(learner, f"/courses/{COURSE}") for learner in site.learners]


def _lesson(site: Site, _number: int) -> list[Asked]:
    return [_as(learner, f"/learn/{COURSE}/{learner.lesson}") for learner in site.learners]


def _moving_on(site: Site, number: int) -> list[Asked]:
    """No request is like another: each learner has done lessons of their own choice, and goes through all of them."""
    lessons = [lesson.key for lesson in site.lessons]
    learners = wanderers(site, number // len(lessons) + 1)
    return [Asked(f"/learn/{COURSE}/{lesson}", held.cookie) for lesson in lessons for held in learners][:number]


def _attempt(site: Site, _number: int) -> list[Asked]:
    address = f"/learn/{COURSE}/{QUIZ}/attempts/1"
    return [Asked(address, one.session.cookie) for one in examinees(site, len(site.learners))]


def _submission(site: Site, number: int) -> list[Asked]:
    address = f"/learn/{COURSE}/{QUIZ}/attempts/1"
    return [
        Asked(address, one.session.cookie, form_of(one.session, {**one.answers, "step": "hand-in"}))
        for one in examinees(site, number)
    ]


def _sign_in(site: Site, _number: int) -> list[Asked]:
    return [
        Asked("/sign-in", site.visitor.cookie, form_of(site.visitor, {"email": email, "password": PASSWORD}), sender)
        for email, sender in zip((learner.email for learner in site.learners * 20), _senders(), strict=False)
    ]


def _verification(site: Site, _number: int) -> list[Asked]:
    return [Asked(f"/verify/{site.certificate_code}", sender=sender) for sender in _senders()]


def _thread_of(length: int) -> Requests:
    return lambda site, _number: dialogue.thread(site, length)


def _as(learner: Learner, path: str) -> Asked:
    return Asked(path, learner.session.cookie)


def _senders() -> list[str]:
    """Addresses enough that none of them asks too often."""
    return [f"10.0.{number // 250}.{number % 250}" for number in range(1000)]


LESSON = Target("lesson", "lesson page", 200, _lesson, Goal(0.15, 0.30, 30, 14, 4))
SUBMISSION = Target("submission", "quiz submission", 303, _submission, Goal(0.06, 0.12, 80, 40, 8), is_spent=True)
SIGN_IN = Target("sign-in", "sign-in", 303, _sign_in, Goal(60, 90, 350, 250, 4, is_per_second=True))
_THREAD = Goal(0.08, 0.18, 60, 30, 5)
_ANSWER = Goal(200, 400, 100, 50, 15, is_per_second=True)
TARGETS = (
    Target("home", "home, anonymous", 200, _home, Goal(0.15, 0.35, 30, 12, 2)),
    Target("catalogue", "catalogue, anonymous", 200, _catalogue, Goal(0.15, 0.35, 30, 12, 2)),
    Target("my-learning", "my learning", 200, _my_learning, Goal(0.08, 0.18, 60, 30, 6)),
    Target("course", "course page", 200, _course, Goal(0.10, 0.22, 55, 25, 5)),
    LESSON,
    Target("moving-on", "lesson, moving on", 200, _moving_on, Goal(0.15, 0.30, 30, 14, 4), is_spent=True),
    Target("quiz", "quiz attempt page", 200, _attempt, Goal(0.10, 0.20, 45, 25, 5)),
    SUBMISSION,
    SIGN_IN,
    Target("certificate", "certificate verification", 200, _verification),
    Target("forum", "forum, front page", 200, dialogue.home, Goal(0.08, 0.18, 60, 30, 5)),
    Target("thread-20", "thread of 20 posts", 200, _thread_of(20), _THREAD),
    Target("thread-200", "thread of 200, last page", 200, _thread_of(200), _THREAD),
    Target("thread-2000", "thread of 2,000, last page", 200, _thread_of(2000), _THREAD),
    Target("answer", "answer in a thread", 303, dialogue.answers, _ANSWER, is_spent=True),
    Target("crowd", "answer that hundreds are told of", 303, dialogue.answers_of_a_crowd, is_spent=True),
)
