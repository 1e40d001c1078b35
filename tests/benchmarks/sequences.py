"""Learners who take the quiz from beginning to result, one after the other at so many desks at once."""

import re
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection, HTTPException

from tests.benchmarks.load import AGENT, Load, load_of
from tests.benchmarks.site import COURSE, QUIZ, Session, Site, form_of, right_answers

_FIELD = re.compile(r'name="(q-[^"]+)"')


@dataclass(frozen=True, slots=True)
class Sequences:
    """Whole sequences, and within them the one request that hands in."""

    whole: Load
    submission: Load


def take_quizzes(site: Site, port: int, ready: Iterable[Session], *, desks: int, seconds: float) -> Sequences:
    """Begin, read the questions, hand in ten answers, see the result: each learner of those ready does it once."""
    answers = right_answers(site.quiz.questions)
    waiting = iter(ready)
    lock = threading.Lock()
    wholes: list[float] = []
    submissions: list[float] = []
    errors: list[str] = []
    began = time.perf_counter()
    end = began + seconds

    def sit() -> None:
        while time.perf_counter() < end:
            with lock:
                held = next(waiting, None)
            if held is None:
                errors.append("more learners are needed")
                return
            try:
                waits = list(_take_quiz(HTTPConnection("127.0.0.1", port, timeout=20), held, answers))
            except (OSError, HTTPException, AssertionError) as error:
                errors.append(str(error))
                continue
            wholes.append(sum(waits))
            submissions.append(waits[2])

    threads = [threading.Thread(target=sit) for _ in range(desks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lasted = time.perf_counter() - began
    return Sequences(load_of(wholes, lasted, len(errors)), load_of(submissions, lasted, len(errors)))


def _take_quiz(connection: HTTPConnection, held: Session, answers: dict[str, list[str]]) -> Iterator[float]:
    """The waiting time of each of the four requests. Raises AssertionError when one is not answered as it should."""
    headers = {"Cookie": f"session={held.cookie}", "User-Agent": AGENT}
    form_headers = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
    address = f"/learn/{COURSE}/{QUIZ}/attempts"

    def ask(method: str, path: str, body: str | None, status: int) -> tuple[float, str]:
        before = time.perf_counter()
        connection.request(method, path, body, form_headers if body else headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        waited = time.perf_counter() - before
        assert answer.status == status, f"{method} {path} answered {answer.status}"
        return waited, text

    try:
        waited, _text = ask("POST", address, form_of(held, {}), 303)
        yield waited
        waited, text = ask("GET", f"{address}/1", None, 200)
        yield waited
        asked = {unescape(name): answers[unescape(name)] for name in dict.fromkeys(_FIELD.findall(text))}
        waited, _text = ask("POST", f"{address}/1", form_of(held, {**asked, "step": "hand-in"}), 303)
        yield waited
        waited, text = ask("GET", f"{address}/1", None, 200)
        assert 'name="step"' not in text, "The result still asks the questions."
        yield waited
    finally:
        connection.close()
