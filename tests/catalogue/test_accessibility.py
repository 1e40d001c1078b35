"""The statement on accessibility says whom to tell of a barrier."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.factory import create_app


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("access@example.org", '<a href="mailto:access@example.org">access@example.org</a>'),
        ("https://example.org/help", '<a href="https://example.org/help">https://example.org/help</a>'),
        ("Marta Pons, room 12", "<bdi>Marta Pons, room 12</bdi>"),
        ("<b>room</b> 12", "<bdi>&lt;b&gt;room&lt;/b&gt; 12</bdi>"),
    ],
)
def test_the_contact_of_the_site_is_told(tmp_path: Path, contact: str, shown: str) -> None:
    settings = {"LEARNING_FORUM_INSTANCE": str(tmp_path), "LEARNING_FORUM_CONTACT": contact}
    assert shown in create_app(settings, testing=True).test_client().get("/accessibility").text


def test_without_a_contact_the_organisation_is_named(client: FlaskClient) -> None:
    assert "Tell the organisation that runs this site." in client.get("/accessibility").text


def test_every_page_leads_to_the_statement(client: FlaskClient) -> None:
    assert 'href="/accessibility"' in client.get("/no-such-page").text
