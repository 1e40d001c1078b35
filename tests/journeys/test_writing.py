"""A knowledge manager's way: edit a file, see the draft and its faults, mend them, publish, and learners see it."""

import re

from playwright.sync_api import expect

from app.accounts.roles import Role
from tests.browsing import SLUG, OpenBrowser, Site
from tests.journeys.walking import expect_heading, link, sign_in

FILE = "3-map-and-choose/2-listen-first.md"
LESSON = "listen-first"
BROKEN = "Riverton asked at the fish market too. See [the list](../media/no-such-list.csv)."
MENDED = "Riverton asked at the fish market too."


def test_an_edit_is_seen_as_a_draft_mended_published_and_read(open_browser: OpenBrowser, site: Site) -> None:
    author, learner = open_browser(), open_browser()
    sign_in(author, site.person(Role.KNOWLEDGE_MANAGER, name="Lucía Fernández"))
    sign_in(learner, site.person(enrolled_in=SLUG))
    file = site.courses / SLUG / FILE
    written = file.read_text("utf-8")
    line = len(written.splitlines()) + 2

    file.write_text(f"{written}\n{BROKEN}\n", "utf-8")
    author.goto("/drafts")
    expect(author.get_by_text("1 fault, not publishable")).to_be_visible()
    author.get_by_role("listitem").get_by_role("link").filter(has_text=re.compile("localizing", re.I)).click()
    expect(author.get_by_text(f"{FILE}:{line}")).to_be_visible()
    exit_code, told = site.run("courses", "publish")
    assert exit_code == 1
    assert f"{FILE}:{line}" in told

    file.write_text(f"{written}\n{MENDED}\n", "utf-8")
    author.goto("/drafts")
    expect(author.get_by_text("Changed since edition")).to_be_visible()
    link(author, "Localizing the SDGs")
    expect_heading(author, "Localizing the SDGs")
    author.goto(f"/drafts/{SLUG}/{LESSON}")
    expect(author.get_by_text(MENDED)).to_be_visible()
    learner.goto(f"/learn/{SLUG}/{LESSON}")
    expect(learner.get_by_text(MENDED)).to_have_count(0)

    exit_code, told = site.run("courses", "publish")
    assert exit_code == 0, told
    learner.reload()
    expect(learner.get_by_text(MENDED)).to_be_visible()
    author.goto(f"/drafts/{SLUG}")
    expect_heading(author, "Localizing the SDGs")
    expect(author.get_by_text("Published as edition")).to_be_visible()
