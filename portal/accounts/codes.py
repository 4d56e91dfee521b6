"""Codes that an app makes (TOTP, RFC 6238): the key it shares with us, sealed; what it shows.

The key is kept encrypted, under a key made of PORTAL_SECRET_KEY: a copy of the database
alone makes no codes. Under another PORTAL_SECRET_KEY no code fits any more.
"""

from datetime import datetime

import pyotp
import segno
from cryptography.fernet import InvalidToken
from markupsafe import Markup
from pyotp.utils import strings_equal

from portal.accounts.rules import STEP, steps_at
from portal.web.sealing import box

ISSUER = "Keñes"
PURPOSE = b"portal: keys of code apps"
DIGITS = 6


def new_key() -> str:
    """Return a key of 160 random bits, in the letters that apps take."""
    return pyotp.random_base32()


def seal(key: str) -> str:
    """Return a key as it is kept."""
    return box(PURPOSE).encrypt(key.encode()).decode()


def unseal(sealed: str) -> str | None:
    """Return a key that was kept; nothing where another PORTAL_SECRET_KEY sealed it."""
    try:
        return box(PURPOSE).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def step_of(typed: str, key: str | None, *, now: datetime) -> int | None:
    """Return the step whose code was typed, out of those whose codes are taken now."""
    if key is None:
        return None
    maker = pyotp.TOTP(key, digits=DIGITS, interval=STEP)
    code = "".join(typed.split())
    fitting = [step for step in steps_at(now) if strings_equal(maker.generate_otp(step), code)]
    return max(fitting, default=None)


def address_of(key: str, email: str) -> str:
    """Return what an app reads from the drawing: whose key it is, and the key."""
    return pyotp.TOTP(key, digits=DIGITS, interval=STEP).provisioning_uri(
        name=email, issuer_name=ISSUER
    )


def drawing_of(address: str) -> Markup:
    """Return the QR code as an SVG without styles, dark on light whatever the page's colours."""
    code = segno.make(address, error="m", micro=False)
    return Markup(code.svg_inline(scale=5, border=4, dark="#000", light="#fff"))  # noqa: S704  # Paths and numbers of segno's own.


def grouped(key: str) -> str:
    """Return a key in groups of four, as people type it."""
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))
