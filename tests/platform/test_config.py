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
