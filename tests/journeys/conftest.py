"""A journey is made with and without scripts."""

import pytest
from playwright.sync_api import Page

from tests.browsing import OpenBrowser


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(request: pytest.FixtureRequest, open_browser: OpenBrowser) -> Page:
    """A browser, once with JavaScript and once without."""
    return open_browser(java_script_enabled=request.param)
