"""Passkeys (WebAuthn): what a browser is asked, and whether its answer holds.

The challenge lies in the signed cookie, serves for ten minutes and once: used ones are
counted like any other tries, so a copied cookie brings none of them back.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import webauthn
from flask import request, session
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from portal.accounts.models import Passkey, Person
from portal.accounts.rules import HALF_WAY_LASTS
from portal.kernel import clock
from portal.kernel.errors import RuleBroken, TooMany
from portal.kernel.text import N_
from portal.web.limits import spend
from portal.web.settings import LOOPBACK, setting

ASKED = "passkey"
"""Under this the cookie keeps the challenge, and when it was made."""
TIMEOUT = 5 * 60 * 1000
MANGLED = (WebAuthnException, ValueError, LookupError, TypeError)
"""What the library says of answers that no device would give."""
LONGEST = 20_000
"""Characters of an answer; real ones have a tenth of it."""


@dataclass(frozen=True)
class Place:
    """Where passkeys are good: the name that they are bound to, and the origin of the page."""

    name: str
    origin: str


@dataclass(frozen=True)
class Made:
    """A passkey that a device has made."""

    credential: str
    public_key: str
    uses: int


def place() -> Place | None:
    """Return where this page stands; nothing where its address is a number: no key fits one."""
    address = urlsplit(setting("PORTAL_URL"))
    if address.hostname in LOOPBACK:  # Whatever this machine is called by itself, any port.
        address = urlsplit(request.host_url)
    name = address.hostname or ""
    return None if _is_number(name) else Place(name, f"{address.scheme}://{address.netloc}")


def to_make(person: Person, known: Iterable[Passkey]) -> str:
    """Return what the browser is asked for a new passkey, as JSON, or nothing to ask."""
    here = place()
    if here is None:
        return ""
    return _asking(
        webauthn.options_to_json(
            webauthn.generate_registration_options(
                rp_id=here.name,
                rp_name="Keñes",
                user_id=_handle(person.id),
                user_name=person.email,
                user_display_name=person.name,
                timeout=TIMEOUT,
                exclude_credentials=_named(known),
                authenticator_selection=AuthenticatorSelectionCriteria(
                    resident_key=ResidentKeyRequirement.PREFERRED,
                    user_verification=UserVerificationRequirement.PREFERRED,
                ),
            )
        )
    )


def to_show(known: Iterable[Passkey] = (), *, alone: bool) -> str:
    """Return what the browser is asked for a passkey it has, as JSON, or nothing to ask.

    `alone`: no password was given, so the device must know its owner.
    """
    here = place()
    if here is None:
        return ""
    need = UserVerificationRequirement
    return _asking(
        webauthn.options_to_json(
            webauthn.generate_authentication_options(
                rp_id=here.name,
                timeout=TIMEOUT,
                allow_credentials=_named(known),
                user_verification=need.REQUIRED if alone else need.PREFERRED,
            )
        )
    )


def made(answer: str) -> Made:
    """Return the new passkey of a browser's answer. Raises RuleBroken where it does not hold."""
    here, challenge = _spent()
    try:
        checked = webauthn.verify_registration_response(
            credential=_read(answer),
            expected_challenge=challenge,
            expected_rp_id=here.name,
            expected_origin=here.origin,
        )
    except MANGLED as error:
        raise _unfit() from error
    return Made(
        credential=bytes_to_base64url(checked.credential_id),
        public_key=bytes_to_base64url(checked.credential_public_key),
        uses=checked.sign_count,
    )


def named_in(answer: str) -> str:
    """Return what the device calls the passkey it answers with. Raises RuleBroken for nonsense."""
    name = _read(answer).get("id")
    if not isinstance(name, str):
        raise _unfit()
    return name


def uses_shown(answer: str, passkey: Passkey, *, alone: bool) -> int:
    """Return how often the passkey was used, where the answer is signed by it.

    `alone`: no password was given, so the device must have known its owner. Raises
    RuleBroken where the answer does not hold.
    """
    here, challenge = _spent()
    handle = _read(answer)["response"].get("userHandle")
    if handle and not hmac.compare_digest(
        str(handle).encode(), bytes_to_base64url(_handle(passkey.person_id)).encode()
    ):
        raise _unfit()
    try:
        checked = webauthn.verify_authentication_response(
            credential=_read(answer),
            expected_challenge=challenge,
            expected_rp_id=here.name,
            expected_origin=here.origin,
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=0,  # The row compares: two answers may come at once.
            require_user_verification=alone,
        )
    except MANGLED as error:
        raise _unfit() from error
    return checked.new_sign_count


def _asking(options: str) -> str:
    session[ASKED] = [json.loads(options)["challenge"], int(clock.now().timestamp())]
    return options


def _spent() -> tuple[Place, bytes]:
    here = place()
    challenge, at = session.pop(ASKED, ("", 0))
    age = clock.now().timestamp() - at
    if here is None or not challenge or not 0 <= age <= HALF_WAY_LASTS.total_seconds():
        raise _unfit()
    once = hashlib.sha256(challenge.encode()).hexdigest()
    try:
        spend(f"challenge:{once}", tries=1, seconds=2 * int(HALF_WAY_LASTS.total_seconds()))
    except TooMany as error:
        raise _unfit() from error
    return here, base64url_to_bytes(challenge)


def _read(answer: str) -> dict[str, Any]:
    try:
        read = json.loads(answer) if len(answer) <= LONGEST else None
    except (ValueError, RecursionError) as error:
        raise _unfit() from error
    if not isinstance(read, dict) or not isinstance(read.get("response"), dict):
        raise _unfit()
    return read


def _named(known: Iterable[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(passkey.credential))
        for passkey in known
    ]


def _handle(person_id: int) -> bytes:
    """Return what devices know the person by: it tells nothing, and is the same each time."""
    secret = setting("PORTAL_SECRET_KEY").encode()
    return hmac.digest(secret, f"portal: passkeys of person {person_id}".encode(), "sha256")


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _unfit() -> RuleBroken:
    return RuleBroken(N_("This passkey did not fit. Try again, or use another way."))
