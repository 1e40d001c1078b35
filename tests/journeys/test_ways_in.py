"""Ways in: a code after the password, with and without scripts, and a passkey in a browser that has one."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pyotp
import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page, expect

from tests.browsing import PATIENCE, Site, Witness
from tests.builders import PASSWORD
from tests.journeys.walking import button, expect_heading, link, sign_in, sign_out

HALF_MINUTE = timedelta(seconds=30)


def fill_code(page: Page, code: str) -> None:
    page.get_by_role("textbox", name="Code").fill(code)


def begin_to_sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    button(page, "Sign in")


def test_a_second_step_is_set_up_used_and_turned_off(page: Page, site: Site, witness: Witness) -> None:
    witness.expected.add(422)
    user = site.person(name="Lucía Fernández")
    sign_in(page, user)
    page.goto("/account")
    link(page, "How you sign in")
    link(page, "Set up a second step")
    expect(page.get_by_role("img", name="Square code that holds the key below")).to_be_visible()
    key = page.locator("main code").inner_text().replace(" ", "")
    fill_code(page, "000 000")
    button(page, "Ask for a code from now on")
    expect(page.get_by_text("This code does not fit the key.").first).to_be_visible()
    assert page.locator("main code").inner_text().replace(" ", "") == key
    # The code of now, and the next one later: each is still good when the half minute ends before it arrives.
    app = pyotp.TOTP(key)
    fill_code(page, app.at(datetime.now(UTC)))
    button(page, "Ask for a code from now on")
    expect_heading(page, "Your recovery codes")
    codes = page.locator("main code").all_inner_texts()
    assert len(codes) == 10
    button(page, "I have kept them")
    expect(page.get_by_text("10 recovery codes are left.")).to_be_visible()
    sign_out(page)

    begin_to_sign_in(page, user.email)
    expect_heading(page, "One more step")
    fill_code(page, codes[0].lower())
    button(page, "Sign in")
    expect_heading(page, "My learning")
    sign_out(page)

    begin_to_sign_in(page, user.email)
    fill_code(page, app.at(datetime.now(UTC) + HALF_MINUTE))
    button(page, "Sign in")
    expect_heading(page, "My learning")

    page.goto("/account/security")
    expect(page.get_by_text("9 recovery codes are left.")).to_be_visible()
    link(page, "Ask for no code any more")
    page.get_by_label("Your password, or a code of your app").fill(PASSWORD)
    button(page, "Ask for no code any more")
    expect(page.get_by_role("link", name="Set up a second step")).to_be_visible()


@pytest.fixture
def named_page(site: Site, new_context: Callable[..., BrowserContext]) -> Iterator[Page]:
    """A browser under watch that calls the site by a name, since a bare number has no passkeys."""
    address = f"http://localhost:{urlsplit(site.address).port}"
    witness = Witness(address, expected={422})
    context = new_context(base_url=address)
    context.set_default_timeout(PATIENCE)
    witness.watch(context)
    # Chromium answers for its played device as soon as it is asked to fill in; a person first chooses.
    context.add_init_script(
        "if (window.PublicKeyCredential) PublicKeyCredential.isConditionalMediationAvailable = async () => false"
    )
    yield context.new_page()
    assert witness.complaints == []


class Device:
    """A device with passkeys that Chromium plays."""

    def __init__(self, page: Page) -> None:
        self._cdp: CDPSession = page.context.new_cdp_session(page)
        self._cdp.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        self._id = self._cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def keys(self) -> list[dict[str, Any]]:
        """What it holds."""
        told = self._cdp.send("WebAuthn.getCredentials", {"authenticatorId": self._id})
        return list(told["credentials"])

    def recognises(self, is_owner: bool) -> None:
        """Whether whoever touches it is its owner."""
        self._cdp.send("WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": is_owner})

    def set_count(self, count: int) -> None:
        """Have it say that its key was used so often."""
        (key,) = self.keys()
        self._cdp.send("WebAuthn.removeCredential", {"authenticatorId": self._id, "credentialId": key["credentialId"]})
        self._cdp.send(
            "WebAuthn.addCredential", {"authenticatorId": self._id, "credential": {**key, "signCount": count}}
        )


def make_passkey(page: Page, name: str) -> None:
    page.goto("/account/security")
    link(page, "Make a passkey")
    expect(page.get_by_label("Name")).to_have_value(re.compile("Chrome on "))
    page.get_by_label("Name").fill(name)
    button(page, "Make a passkey on this device")
    expect(page.get_by_text("Your passkey is ready.")).to_be_visible()


def use_passkey(page: Page) -> None:
    page.goto("/sign-in?next=/account")
    button(page, "Sign in with a passkey")


def test_a_passkey_is_made_signs_in_and_is_removed(named_page: Page, site: Site) -> None:
    page = named_page
    device = Device(page)
    sign_in(page, site.person(name="Jonas Berg"))
    make_passkey(page, "My phone")
    (key,) = device.keys()
    assert key["rpId"] == "localhost"
    sign_out(page)

    use_passkey(page)
    expect_heading(page, "Your account")
    expect(page.get_by_label("Your name")).to_have_value("Jonas Berg")

    page.goto("/account/security")
    expect(page.get_by_text("last used on")).to_be_visible()
    page.get_by_role("button", name=re.compile("Remove.*My phone")).click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    sign_out(page)
    use_passkey(page)
    expect(page.get_by_text("This passkey does not open anything here.")).to_be_visible()


def test_a_browser_that_fills_in_addresses_offers_passkeys_among_them(
    site: Site, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(base_url=f"http://localhost:{urlsplit(site.address).port}").new_page()
    Device(page)
    sign_in(page, site.person(name="Jonas Berg"))
    make_passkey(page, "My phone")
    sign_out(page)
    page.goto("/sign-in?next=/account")
    expect_heading(page, "Your account")


def test_a_passkey_counts_as_both_steps(named_page: Page, site: Site) -> None:
    page = named_page
    Device(page)
    sign_in(page, site.person())
    make_passkey(page, "My phone")
    link(page, "Set up a second step")
    fill_code(page, pyotp.TOTP(page.locator("main code").inner_text().replace(" ", "")).now())
    button(page, "Ask for a code from now on")
    expect_heading(page, "Your recovery codes")
    sign_out(page)
    use_passkey(page)
    expect_heading(page, "Your account")


def test_a_passkey_of_somebody_whom_the_device_does_not_recognise_opens_nothing(named_page: Page, site: Site) -> None:
    page = named_page
    device = Device(page)
    sign_in(page, site.person())
    make_passkey(page, "My phone")
    sign_out(page)
    device.recognises(is_owner=False)
    page.goto("/sign-in")
    expect(page.get_by_text("Your device used no passkey")).to_be_hidden()
    use_passkey(page)
    expect(page.get_by_text("Your device used no passkey")).to_be_visible()
    page.goto("/account")
    expect_heading(page, "Sign in")


def test_a_copied_passkey_is_found_out_by_its_count(named_page: Page, site: Site) -> None:
    page = named_page
    device = Device(page)
    sign_in(page, site.person())
    make_passkey(page, "My phone")
    device.set_count(50)
    sign_out(page)
    use_passkey(page)
    expect_heading(page, "Your account")
    sign_out(page)
    device.set_count(10)
    use_passkey(page)
    expect(page.get_by_text("This passkey does not open anything here.")).to_be_visible()


def test_what_a_passkey_signed_is_good_once(named_page: Page, site: Site) -> None:
    page = named_page
    Device(page)
    sign_in(page, site.person())
    make_passkey(page, "My phone")
    sign_out(page)
    page.goto("/sign-in?next=/account")
    before = page.context.cookies()
    with page.expect_request(re.compile("/sign-in/passkey$")) as sent:
        button(page, "Sign in with a passkey")
    expect_heading(page, "Your account")
    # A thief who has cookie and form of that moment gets where it led, and is not signed in there.
    page.context.clear_cookies()
    page.context.add_cookies(before)  # type: ignore[arg-type]
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for change in ("", "&once=another"):
        form = (sent.value.post_data or "").replace("once=", "before=" if change else "once=") + change
        page.request.post("/sign-in/passkey", data=form, headers=headers)
        assert "Your account" not in page.request.get("/account").text()


def test_without_scripts_nothing_of_passkeys_is_in_the_way(
    site: Site, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context(base_url=f"http://localhost:{urlsplit(site.address).port}", java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in")
    expect(page.get_by_role("button")).to_have_count(1)
    sign_in(page, site.person())
    page.goto("/account/security/passkeys/new")
    expect(page.get_by_text("This browser cannot make passkeys, or runs no scripts.")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
