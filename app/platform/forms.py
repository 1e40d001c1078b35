"""What all forms share: CSRF protection, a key so that they do their work once, tidy text."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField

from app.platform import once


def tidy(text: str | None) -> str:
    """Text without surrounding space and without characters nobody can see or a database cannot keep."""
    return (text or "").replace("\x00", "").strip()


class Form(FlaskForm):
    """A form that changes something."""

    once = HiddenField(default=once.new_key)

    def __init__(self, *positional: Any, **named: Any) -> None:
        super().__init__(*positional, **named)
        if not self.once.data:
            self.once.data = once.new_key()
