"""A machine that translates, where the site has one: none by default, and none is asked unless a member does."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app

_KEY = "translator"


class NotTranslated(Exception):
    """The machine gave no answer."""


@dataclass(frozen=True, slots=True)
class Translator:
    """A provider of machine translation."""

    # As readers see it.
    name: str
    # Is given Markdown, the language it is written in and the one that is wanted, and gives Markdown back in a few
    # seconds. Raises NotTranslated.
    translate: Callable[[str, str, str], str]


def know_translator(app: Flask, translator: Translator | None) -> None:
    """Let members ask this machine; None lets nobody ask any."""
    app.extensions[_KEY] = translator


def find_translator() -> Translator | None:
    """The machine that members may ask."""
    found: Translator | None = current_app.extensions[_KEY]
    return found
