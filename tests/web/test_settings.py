"""Settings are environment variables; what is missing or wrong is named, all at once."""

from pathlib import Path

import pytest

from portal.web.settings import SETTINGS, Unset, flask_config, read_settings

GOOD = {
    "PORTAL_SECRET_KEY": "x" * 32,
    "PORTAL_DATABASE_URL": "sqlite://",
    "PORTAL_URL": "https://portal.example",
}


def test_what_is_missing_is_named():
    with pytest.raises(Unset) as unset:
        read_settings({})

    assert "PORTAL_SECRET_KEY is not set" in str(unset.value)
    assert "PORTAL_DATABASE_URL is not set" in str(unset.value)


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("PORTAL_SECRET_KEY", "short", "shorter than 32"),
        ("PORTAL_URL", "portal.example", "give an address"),
        ("PORTAL_URL", "http://portal.example", "https"),
        ("PORTAL_WEB_WORKERS", "many", "PORTAL_WEB_WORKERS"),
        ("PORTAL_DEMO", "yes", "say `on` or `off`"),
        ("PORTAL_SECOND_FACTOR", "off", "say `required` or `offered`"),
    ],
)
def test_what_is_wrong_is_named(name, value, fault):
    with pytest.raises(Unset, match=fault):
        read_settings(GOOD | {name: value})


def test_under_https_cookies_are_bound_to_the_host_and_to_https():
    config = flask_config(read_settings(GOOD))

    assert config["SESSION_COOKIE_NAME"] == "__Host-session"
    assert config["SESSION_COOKIE_SECURE"]
    assert config["SESSION_COOKIE_HTTPONLY"]
    assert config["TRUSTED_HOSTS"] == ["portal.example"]


def test_officials_need_a_second_factor_unless_somebody_says_otherwise():
    assert read_settings(GOOD)["PORTAL_SECOND_FACTOR"] is True
    assert (
        read_settings(GOOD | {"PORTAL_SECOND_FACTOR": "offered"})["PORTAL_SECOND_FACTOR"] is False
    )


def test_no_secret_has_a_default():
    secret = {s.name for s in SETTINGS if "SECRET" in s.name or "PASSWORD" in s.name}

    assert secret
    assert all(s.default is None for s in SETTINGS if s.name in secret)


def test_the_operators_guide_lists_every_setting():
    guide = Path(__file__).parent.parent.parent.joinpath("docs", "settings.md").read_text()

    for setting in SETTINGS:
        default = "must be set" if setting.default is None else f"`{setting.default}`"
        default = "empty" if default == "``" else default
        assert f"| `{setting.name}` | {default} | {setting.meaning} |" in guide
