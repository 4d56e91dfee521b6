"""Every setting of the portal: an environment variable, read once, at the start.

No secret has a default. `docs/settings.md` lists the same settings; a test compares.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Unset(Exception):
    """A setting is missing or cannot be understood; the message names it."""


def _flag(text: str) -> bool:
    if text.lower() not in {"on", "off", ""}:
        message = "say `on` or `off`"
        raise ValueError(message)
    return text.lower() == "on"


def _required(text: str) -> bool:
    if text.lower() not in {"required", "offered"}:
        message = "say `required` or `offered`"
        raise ValueError(message)
    return text.lower() == "required"


@dataclass(frozen=True)
class Setting:
    """One environment variable, what it means, and what it is when nobody sets it."""

    name: str
    meaning: str
    default: str | None = ""
    """None: it must be set."""
    read: Callable[[str], Any] = str


SETTINGS = (
    Setting(
        "PORTAL_SECRET_KEY",
        "Signs sessions and links, seals the keys of code apps. At least 32 characters.",
        None,
    ),
    Setting(
        "PORTAL_DATABASE_URL",
        "Where the data is: `sqlite:////srv/portal.db` or `postgresql+psycopg://user@host/name`.",
        None,
    ),
    Setting(
        "PORTAL_URL",
        "The address people type. With `https` cookies are Secure and HSTS is sent;"
        " `http` is accepted for this machine's own addresses only.",
        "http://127.0.0.1:8000",
    ),
    Setting(
        "PORTAL_BIND",
        "Address and port, or `unix:/path`, that the server listens on.",
        "127.0.0.1:8000",
    ),
    Setting("PORTAL_WEB_WORKERS", "How many web processes.", "2", int),
    Setting("PORTAL_WEB_THREADS", "How many requests each web process serves at once.", "4", int),
    Setting(
        "PORTAL_TRUSTED_PROXIES",
        "How many proxies stand in front and set `X-Forwarded-*`; 0: none is believed.",
        "0",
        int,
    ),
    Setting("PORTAL_FILES", "Folder in which attached files are kept.", "instance/files"),
    Setting("PORTAL_MAIL_FROM", "The sender of the portal's letters.", "portal@localhost"),
    Setting(
        "PORTAL_SMTP",
        "The mail server, `smtp://user:password@host:port` or `smtps://…`;"
        " empty: letters are written as files into PORTAL_MAIL_FOLDER.",
        "",
    ),
    Setting(
        "PORTAL_MAIL_FOLDER", "Folder for letters where no mail server is set.", "instance/mail"
    ),
    Setting("PORTAL_DEMO", "`on` shows the DEMO banner on every page and letter.", "off", _flag),
    Setting(
        "PORTAL_SECOND_FACTOR",
        "`required`: officials need a second factor to reach their work;"
        " `offered`: whoever sets one up is asked for it, for a demonstration.",
        "required",
        _required,
    ),
    Setting("PORTAL_LIMITS", "`off` lifts the rate limits, for measurements only.", "on", _flag),
)


def read_settings(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the settings by name, read and checked.

    Raises Unset with one line for each setting that is missing or wrong.
    """
    environ = os.environ if environ is None else environ
    found: dict[str, Any] = {}
    faults = []
    for setting in SETTINGS:
        text = environ.get(setting.name, setting.default)
        if text is None:
            faults.append(f"{setting.name} is not set. {setting.meaning}")
            continue
        try:
            found[setting.name] = setting.read(text)
        except ValueError as error:
            faults.append(f"{setting.name}: {error}.")
    faults += _contradictions(found)
    if faults:
        raise Unset("\n".join(faults))
    return found


def _contradictions(found: Mapping[str, Any]) -> list[str]:
    faults = []
    minimum = 32
    if "PORTAL_SECRET_KEY" in found and len(found["PORTAL_SECRET_KEY"]) < minimum:
        faults.append(f"PORTAL_SECRET_KEY is shorter than {minimum} characters.")
    address = urlsplit(found.get("PORTAL_URL", ""))
    if address.scheme not in {"http", "https"} or not address.hostname:
        faults.append("PORTAL_URL: give an address such as https://portal.example.")
    elif address.scheme == "http" and address.hostname not in LOOPBACK:
        faults.append("PORTAL_URL: only this machine's own addresses may go without https.")
    return faults


def flask_config(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return what Flask and its extensions are to be told."""
    address = urlsplit(settings["PORTAL_URL"])
    secure = address.scheme == "https"
    hosts = {address.hostname} | (LOOPBACK if address.hostname in LOOPBACK else set())
    return {
        **settings,
        "SECRET_KEY": settings["PORTAL_SECRET_KEY"],
        "SQLALCHEMY_DATABASE_URI": settings["PORTAL_DATABASE_URL"],
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "hide_parameters": True,
            "pool_size": 2 * settings["PORTAL_WEB_THREADS"],  # One to work, one to glance.
        },
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "TRUSTED_HOSTS": sorted(host for host in hosts if host),
        "MAX_CONTENT_LENGTH": 220 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
        "MAX_FORM_PARTS": 1000,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
    }


def setting(name: str) -> Any:
    """Return the value of a setting of the running portal."""
    return current_app.config[name]
