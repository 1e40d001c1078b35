"""What the tests of reports share."""

from collections.abc import Iterator

import pytest
from flask import Flask


@pytest.fixture
def in_a_request(app: Flask) -> Iterator[None]:
    """A request in which sentences find their language."""
    with app.test_request_context():
        yield
