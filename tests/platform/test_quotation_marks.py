"""Words between quotation marks: those of their language."""

import pytest

from app.platform.quotation_marks import quoted


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "“By night.”"),
        ("fr", "«\u202fBy night.\u202f»"),
        ("fr-CA", "«\u202fBy night.\u202f»"),
        ("es", "«By night.»"),
        ("pt", "«By night.»"),
        ("ar", "«By night.»"),
        ("sw", "“By night.”"),
        ("", "“By night.”"),
    ],
)
def test_each_language_has_its_marks(language: str, shown: str) -> None:
    assert quoted("By night.", language) == shown
