"""What people think of courses, told at start by whoever asks them: the catalogue shows it without knowing them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from flask import Flask, current_app

from app.accounts.actors import Actor
from app.platform.verdicts import Verdict


class Rated(Protocol):
    """What a course has come to, and between what it most likely lies, in points from 0 to 100."""

    @property
    def answers(self) -> int:
        """How many people said so."""

    @property
    def score(self) -> int:
        """What it has come to."""

    @property
    def low(self) -> int:
        """The lower end."""

    @property
    def high(self) -> int:
        """The upper end."""


class MayReview(Protocol):
    """Whether somebody may say what they think of a course."""

    def __call__(self, actor: Actor, slug: str, *, has_completed: bool) -> Verdict:
        """Facts in, verdict out."""


@dataclass(frozen=True, slots=True)
class Opinions:
    """The ratings that everybody may see, by course; who may say something, and who reads all of it."""

    ratings: Callable[[], Mapping[str, Rated]]
    may_review: MayReview
    may_see: Callable[[Actor, str], Verdict]


def know_opinions(app: Flask, told: Opinions) -> None:
    """Let the pages of courses ask these."""
    app.extensions["opinions"] = told


def opinions() -> Opinions:
    """What was told at start."""
    told: Opinions = current_app.extensions["opinions"]
    return told
