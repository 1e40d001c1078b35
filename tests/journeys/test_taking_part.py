"""Somebody writes in the forum with scripts: drafts, names, the preview, keys from post to post."""

import re

import pytest
from playwright.sync_api import expect

from app.accounts.models import User
from app.forum.kinds import ThreadKind
from tests.browsing import OpenBrowser, Site, Witness
from tests.forum.threads import answered, opened_thread
from tests.journeys.walking import pause, sign_in


@pytest.fixture
def writer(site: Site) -> User:
    return site.person(name="Wanda Writer")


@pytest.fixture
def thread(site: Site) -> str:
    """The address of a thread with some posts."""
    other = site.person(name="Olga Other")
    with site.database():
        opened = opened_thread(other, "Where do you begin?", kind=ThreadKind.DISCUSSION)
        for number in range(4):
            answered(opened, other, f"Answer {number}\n\n" + "A long line. " * 120)
        return f"/forum/threads/{opened.id}"


def test_what_is_typed_is_there_again_and_goes_when_it_is_sent(
    open_browser: OpenBrowser, writer: User, thread: str
) -> None:
    page = open_browser()
    page.clock.install()
    sign_in(page, writer)
    page.goto(thread)
    page.get_by_label("Your answer").fill("With the river.")
    pause(page)
    expect(page.locator("[data-state]")).to_have_text("Saved")
    page.goto("/forum")
    expect(page.get_by_role("heading", name="Begun and not sent")).to_be_visible()
    page.get_by_role("link", name="Where do you begin?").first.click()
    expect(page.get_by_label("Your answer")).to_have_value("With the river.")
    page.get_by_label("Your answer").press("End")
    page.keyboard.type(" And with its people.")
    page.get_by_label("I have read the code of conduct").check()
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("With the river. And with its people.")).to_be_visible()
    expect(page.get_by_label("Your answer")).to_have_value("")
    page.goto("/forum")
    expect(page.get_by_role("heading", name="Begun and not sent")).to_have_count(0)


def test_a_lost_connection_loses_nothing(
    open_browser: OpenBrowser, writer: User, thread: str, witness: Witness
) -> None:
    page = open_browser()
    page.clock.install()
    sign_in(page, writer)
    page.goto(thread)
    witness.is_offline = True
    page.context.set_offline(True)
    page.get_by_label("Your answer").fill("Written on a train.")
    pause(page)
    expect(page.locator("[data-told]")).to_contain_text("There is no connection.")
    page.context.set_offline(False)
    expect(page.locator("[data-state]")).to_have_text("Saved")
    expect(page.locator("[data-told]")).to_be_hidden()


def test_a_quotation_joins_what_is_being_typed(open_browser: OpenBrowser, writer: User, thread: str) -> None:
    page = open_browser()
    sign_in(page, writer)
    page.goto(thread)
    page.get_by_label("Your answer").fill("My own words.")
    page.get_by_role("link", name="Quote post 1").click()
    expect(page.get_by_label("Your answer")).to_have_value(re.compile(r"My own words\.[\s\S]+Olga Other wrote:"))


def test_a_name_is_chosen_by_keys(open_browser: OpenBrowser, writer: User, thread: str) -> None:
    page = open_browser()
    sign_in(page, writer)
    page.goto(thread)
    text = page.get_by_label("Your answer")
    text.press_sequentially("Thanks, @olg")
    option = page.get_by_role("option", name="Olga Other")
    expect(option).to_be_visible()
    text.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(text).to_have_attribute("aria-activedescendant", "name-0")
    text.press("Enter")
    expect(text).to_have_value("Thanks, @Olga Other ")
    expect(page.get_by_role("listbox")).to_be_hidden()
    text.press_sequentially("and @olg")
    expect(option).to_be_visible()
    text.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_the_text_is_shown_as_others_will_see_it(open_browser: OpenBrowser, writer: User, thread: str) -> None:
    page = open_browser()
    page.clock.install()
    sign_in(page, writer)
    page.goto(thread)
    page.get_by_label("Your answer").fill("This is **important**, @Olga Other.")
    page.locator("[data-shown] summary").click()
    shown = page.locator("[data-shown] .text")
    expect(shown.locator("strong")).to_have_text("important")
    expect(shown.locator(".mention")).to_have_text("@Olga Other")
    page.get_by_label("Your answer").fill("This is *less* so.")
    pause(page)
    expect(shown.locator("em")).to_have_text("less")


def test_keys_go_from_post_to_post_and_can_be_switched_off(
    open_browser: OpenBrowser, writer: User, thread: str
) -> None:
    page = open_browser()
    sign_in(page, writer)
    page.goto(thread)
    page.keyboard.press("j")
    expect(page.locator("#post-1")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("#post-2")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#post-1")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#post-1")).to_be_focused()
    page.get_by_label("Your answer").press("j")
    expect(page.get_by_label("Your answer")).to_have_value("j")
    page.get_by_text("Keyboard", exact=True).click()
    page.get_by_label("Use these keys").uncheck()
    page.reload()
    page.keyboard.press("j")
    expect(page.locator("#post-1")).not_to_be_focused()
