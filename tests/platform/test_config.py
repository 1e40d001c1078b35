"""Settings from the environment."""

from pathlib import Path

import pytest

from app.config import BadSettings, settings_from

ROOT = Path("/srv/forum")


def test_with_no_environment_at_all_a_site_runs_on_this_machine() -> None:
    settings = settings_from({}, ROOT)
    assert settings.database_url == "sqlite:////srv/forum/instance/learning-forum.sqlite"
    assert settings.courses == ROOT / "courses"
    assert not settings.https


def test_all_faults_are_told_at_once_with_the_name_that_was_meant() -> None:
    environment = {
        "LEARNING_FORUM_DATABASE_URI": "sqlite://",
        "LEARNING_FORUM_SECRET_KEY": "short",
        "LEARNING_FORUM_HTTPS": "perhaps",
    }
    with pytest.raises(BadSettings) as caught:
        settings_from(environment, ROOT)
    told = str(caught.value)
    assert "Did you mean LEARNING_FORUM_DATABASE_URL?" in told
    assert "SECRET_KEY is too short" in told
    assert "HTTPS is either 1 or 0" in told


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_the_driver_of_postgresql_is_named(scheme: str) -> None:
    settings = settings_from({"LEARNING_FORUM_DATABASE_URL": f"{scheme}://forum@db/forum"}, ROOT)
    assert settings.database_url == "postgresql+psycopg://forum@db/forum"


def test_what_others_put_into_the_environment_is_left_alone() -> None:
    assert settings_from({"PATH": "/bin", "LEARNING_FORUM_WORKERS": "4"}, ROOT).site_name == "Learning Forum"


RIVERTON = {
    "LEARNING_FORUM_OIDC": "riverton",
    "LEARNING_FORUM_OIDC_RIVERTON_NAME": "Town of Riverton",
    "LEARNING_FORUM_OIDC_RIVERTON_ISSUER": "https://login.riverton.example",
    "LEARNING_FORUM_OIDC_RIVERTON_CLIENT_ID": "forum",
    "LEARNING_FORUM_OIDC_RIVERTON_CLIENT_SECRET": "secret",
}


def test_an_organisation_is_set_up_by_its_settings() -> None:
    (riverton,) = settings_from(RIVERTON, ROOT).organisations
    assert (riverton.key, riverton.name, riverton.issuer) == (
        "riverton",
        "Town of Riverton",
        "https://login.riverton.example",
    )
    assert riverton.hosts == ()


def test_all_that_is_wrong_with_an_organisation_is_told_at_once() -> None:
    environment = {
        "LEARNING_FORUM_OIDC": "riverton lake-side",
        "LEARNING_FORUM_OIDC_RIVERTON_NAMES": "Town of Riverton",
        "LEARNING_FORUM_OIDC_RIVERTON_ISSUER": "http://login.riverton.example",
        "LEARNING_FORUM_OIDC_RIVERTON_CLIENT_ID": "forum",
        "LEARNING_FORUM_OIDC_RIVERTON_HOSTS": "https://keys.example ftp://files.example",
    }
    with pytest.raises(BadSettings) as caught:
        settings_from(environment, ROOT)
    told = str(caught.value)
    assert "Did you mean LEARNING_FORUM_OIDC_RIVERTON_NAME?" in told
    assert "OIDC_RIVERTON_NAME is needed" in told
    assert "OIDC_RIVERTON_CLIENT_SECRET is needed" in told
    assert "OIDC_RIVERTON_CLIENT_ID" not in told
    assert "OIDC_RIVERTON_ISSUER is an address as https://" in told
    assert "'ftp://files.example'" in told
    assert "'lake-side'" in told


@pytest.mark.parametrize("issuer", ["http://localhost:8090", "http://127.0.0.1:8090", "http://[::1]:8090"])
def test_only_on_this_machine_an_organisation_is_tried_without_https(issuer: str) -> None:
    (riverton,) = settings_from(RIVERTON | {"LEARNING_FORUM_OIDC_RIVERTON_ISSUER": issuer}, ROOT).organisations
    assert riverton.issuer == issuer


@pytest.mark.parametrize(
    "issuer", ["https://", "https://a:b@login.example", "https://login.example?x=1", "http://localhost.example", "x"]
)
def test_what_is_no_address_of_an_issuer_is_refused(issuer: str) -> None:
    with pytest.raises(BadSettings):
        settings_from(RIVERTON | {"LEARNING_FORUM_OIDC_RIVERTON_ISSUER": issuer}, ROOT)
