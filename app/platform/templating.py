"""Templates, with what all of them know kept in one dictionary."""

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class Templates(Environment):
    """Jinja's environment, whose templates all hold the very names of the environment.

    Jinja gives each a chain of two dictionaries, which is gone through name by name at each page and each import.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The names of the environment, and those of one template before them if it has any of its own."""
        return {**self.globals, **d} if d else self.globals
