"""In a real browser: nothing is asked of anybody else, and nothing is kept but what the notice names."""

from playwright.sync_api import Page, expect

from app.privacy.cookies import COOKIES, STORAGE
from tests.browsing import SLUG, OpenBrowser, Site
from tests.builders import PASSWORD

PUBLIC = (
    "/",
    "/courses",
    f"/courses/{SLUG}",
    "/sign-in",
    "/register",
    "/verify",
    "/privacy",
    "/?lang=fr",
    "/?light=on",
)
PRIVATE = ("/learn", f"/learn/{SLUG}/a-global-agenda", f"/learn/{SLUG}/check-why-local", "/account", "/account/data")


def test_no_page_keeps_or_asks_for_anything_that_the_notice_does_not_name(
    site: Site, open_browser: OpenBrowser
) -> None:
    """The witness of every journey complains of any request that leaves the site."""
    somebody = site.person(enrolled_in=SLUG)
    page = open_browser()
    found = set()
    for address in PUBLIC:
        page.goto(address)
        found |= kept_by(page)
    page.goto("/sign-in")
    page.get_by_label("E-mail address").or_(page.get_by_label("Adresse e-mail")).first.fill(somebody.email)
    page.locator("[type=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url("**/learn")
    for address in PRIVATE:
        page.goto(address)
        found |= kept_by(page)
    assert found <= {one.name for one in (*COOKIES, *STORAGE)}
    assert "session" in found
    page.goto("/privacy?lang=en")
    for one in (*COOKIES, *STORAGE):
        expect(page.get_by_role("rowheader", name=one.name, exact=True)).to_be_visible()


def test_a_visitor_who_only_reads_gets_no_cookie(open_browser: OpenBrowser) -> None:
    page = open_browser()
    for address in ("/", "/courses", f"/courses/{SLUG}", "/privacy"):
        page.goto(address)
    assert kept_by(page) == set()


def kept_by(page: Page) -> set[str]:
    """The names of cookies and the kinds of storage in use, also of what a script would keep elsewhere."""
    kept = {cookie["name"] for cookie in page.context.cookies()}
    kinds = page.evaluate(
        """async () => {
            const kinds = ["localStorage", "sessionStorage"].filter((kind) => window[kind].length);
            if ((await indexedDB.databases()).length) kinds.push("indexedDB");
            if ((await navigator.serviceWorker?.getRegistrations() ?? []).length) kinds.push("serviceWorker");
            return kinds;
        }"""
    )
    return kept | set(kinds)
