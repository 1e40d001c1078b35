"""Two people who meet: one is listed, the other finds them, writes, and gets an answer; nobody's address is shown."""

import re

from playwright.sync_api import Page, expect

from tests.browsing import OpenBrowser, Site
from tests.journeys.walking import button, expect_heading, link, sign_in


def list_oneself(page: Page, answer: str, offers: str) -> None:
    """Write a profile, look at it first, and save it."""
    link(page, "People")
    link(page, "Your own profile")
    link(page, "Write your profile")
    page.get_by_label("What do I do to support learning in municipalities?").fill(answer)
    page.get_by_text("Themes I can help others with").click()
    page.get_by_role("group", name="Themes I can help others with").get_by_label(offers).check()
    button(page, "See how it will look")
    preview = page.get_by_role("region", name="How others would see you")
    expect(preview).to_contain_text(answer)
    expect(preview).to_contain_text(offers)
    button(page, "Save")
    expect(page.get_by_role("status")).to_contain_text("People who are signed in can find you.")


def test_two_people_find_each_other_and_write(page: Page, open_browser: OpenBrowser, site: Site) -> None:
    amina = site.person(name="Amina Kaleidoscope", organisation="City of Riverton", country="SN")
    jonas = site.person(name="Jonas Xylophone")
    hers = open_browser(java_script_enabled=False)
    sign_in(hers, amina)
    list_oneself(hers, "I train clerks to read a budget.", "Local finance")

    sign_in(page, jonas)
    list_oneself(page, "I plan parks with residents.", "Mobility and public space")
    link(page, "People")
    page.get_by_label("Search people").fill("kaleido clerks")
    button(page, "Search")
    link(page, "Amina Kaleidoscope")
    expect_heading(page, "Amina Kaleidoscope")
    expect(page.get_by_text("City of Riverton")).to_be_visible()
    assert amina.email not in page.content()
    link(page, "Write to Amina Kaleidoscope")
    page.get_by_label("Your message").fill("Could you train our clerks?\n\nJonas")
    button(page, "Send the message")
    expect(page.get_by_role("status")).to_contain_text("is on its way")

    address = page.url
    link(page, "Write to Amina Kaleidoscope")
    page.get_by_label("Your message").fill("And one more thing.")
    button(page, "Send the message")
    expect(page.get_by_text(re.compile("2 times within a day"))).to_be_visible()

    link(hers, "People")
    link(hers, "Jonas Xylophone")
    link(hers, "Write to Jonas Xylophone")
    hers.get_by_label("Your message").fill("Gladly.")
    button(hers, "Send the message")
    expect(hers.get_by_role("status")).to_contain_text("is on its way")

    link(hers, "People")
    link(hers, "Your own profile")
    button(hers, "Take me off the list")
    expect(hers.get_by_text("You are not listed: only you see this profile.")).to_be_visible()
    assert page.request.get(address).status == 404
