"""Somebody is invited by a table, reads the letter, and is in the course."""

import email
import email.policy
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.accounts.roles import Role
from tests.browsing import PATIENCE, SLUG, OpenBrowser, Site
from tests.journeys.walking import button, expect_heading, link, sign_in


def test_a_table_with_a_fault_and_a_duplicate_invites_the_right_one(
    page: Page, open_browser: OpenBrowser, site: Site, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    newcomer = f"lucia{time.monotonic_ns()}@quito.ec"
    table = tmp_path / "people.csv"
    table.write_bytes(f"Correo;Nombre\n{newcomer};Lucía\njonas@;Jonas\n{newcomer.upper()};Otra\n".encode("cp1252"))
    manager = site.person(Role.ORGANISATION_MANAGER, name="Tala Haddad", organisation="City of Quito", country="EC")
    sign_in(page, manager)
    page.goto("/invitations")
    link(page, "Invite people")
    expect_heading(page, "Invite people")
    page.get_by_label("Or a table as a file").set_input_files(table)
    page.get_by_label("Course").select_option(SLUG)
    button(page, "Go on to the preview")

    expect_heading(page, "Before it is sent")
    expect(page.get_by_text("1 person will be invited.")).to_be_visible()
    faults = page.get_by_role("region", name="Rows that cannot be invited")
    expect(faults.get_by_role("row", name=re.compile("3 “jonas@” does not look like"))).to_be_visible()
    expect(faults.get_by_role("row", name=re.compile("4 .* stands in row 2 already"))).to_be_visible()
    expect(page.get_by_text("so we guessed")).to_be_visible()
    button(page, "Invite 1 person")
    expect(page.get_by_text("Accepted: 0 of 1 people invited")).to_be_visible()

    guest = open_browser(java_script_enabled=request.node.callspec.params["page"])
    guest.goto(_link_to(site, newcomer))
    expect(guest.get_by_label("Your name")).to_have_value("Lucía")
    guest.get_by_label("Password").fill("eleven quiet mountains")
    button(guest, "Accept and make my account")
    expect(guest).to_have_url(re.compile(f"/learn/{SLUG}/"))
    page.reload()
    expect(page.get_by_text("Accepted: 1 of 1 people invited")).to_be_visible()


def _link_to(site: Site, address: str) -> str:
    """The link in the letter to this address, as soon as the site has sent it."""
    outbox = Path(site.app.instance_path) / "outbox"
    last = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < last:
        for path in outbox.glob("*.eml"):
            letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            body = letter.get_body(("plain",))
            if letter["To"] == address and body is not None:
                found = re.search(r"/invitations/accept/\S+", body.get_content())
                assert found is not None
                return found[0]
    raise AssertionError(f"No letter reached {address}.")
