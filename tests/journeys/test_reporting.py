"""UCLG Learning's way: see who completed, choose some of them, take the table away."""

import csv
from pathlib import Path

from playwright.sync_api import expect

from app.accounts.roles import Role
from app.content.course import Course
from tests.browsing import SLUG, OpenBrowser, Site
from tests.journeys.walking import button, expect_heading, link, sign_in, study_quickly


def test_a_completion_is_seen_filtered_and_downloaded(
    open_browser: OpenBrowser, site: Site, course: Course, tmp_path: Path
) -> None:
    learner = open_browser()
    sign_in(learner, site.person(name="Tala Haddad", enrolled_in=SLUG, organisation="City of Riverton", country="SN"))
    study_quickly(learner, course)
    site.person(name="Jonas Berg", enrolled_in=SLUG)

    page = open_browser()
    sign_in(page, site.person(Role.UCLG_LEARNING, name="Marta Pons"))
    link(page, "Completions")
    expect_heading(page, "Completions")
    people = page.get_by_role("region", name="People")
    expect(people.get_by_role("row", name="Jonas Berg")).to_be_visible()
    expect(people.get_by_role("row", name="Tala Haddad").filter(has_text="100%")).to_be_visible()

    page.get_by_label("Name or e-mail").fill("haddad")
    page.get_by_text("More filters").click()
    page.get_by_label("Status").select_option(label="Completed")
    button(page, "Show these people")
    expect(people.get_by_role("row", name="Tala Haddad")).to_be_visible()
    expect(people.get_by_role("row", name="Jonas Berg")).to_have_count(0)
    expect(page.get_by_label("Status")).to_be_visible()

    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download").click()
    table = tmp_path / downloading.value.suggested_filename
    downloading.value.save_as(table)
    assert table.suffix == ".csv"
    with table.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert len(header) == len(rows[0])
    assert [{"Tala Haddad", "City of Riverton"} <= set(row) for row in rows] == [True]


def test_all_columns_of_the_people_fit_a_laptop(open_browser: OpenBrowser, site: Site) -> None:
    site.person(name="Wilhelmina Featherstonehaugh-Cholmondeley", enrolled_in=SLUG, organisation="City of Riverton")
    page = open_browser(viewport={"width": 1280, "height": 800})
    sign_in(page, site.person(Role.UCLG_LEARNING, name="Marta Pons"))
    page.goto("/reporting/completions")
    table = page.get_by_role("region", name="People")
    assert table.evaluate("frame => frame.scrollWidth - frame.clientWidth") == 0
