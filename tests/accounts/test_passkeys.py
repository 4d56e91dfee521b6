"""What a browser answers when it was asked for a passkey: taken whole, refused in words."""

import hashlib
import json
import struct
from contextlib import suppress
from datetime import timedelta

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from flask import session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from webauthn.helpers import bytes_to_base64url

from portal.accounts import passkeys
from portal.accounts.actions import use_passkey
from portal.accounts.models import Passkey
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from tests.conftest import NOON
from tests.makers import SOME_DAY, a_person, saved

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40
NAME = b"the name of a key"
CHALLENGE = b"thirty-two bytes of no chance at"
KEY = ec.generate_private_key(ec.SECP256R1())
POINT = KEY.public_key().public_numbers()
PUBLIC = {1: 2, 3: -7, -1: 1, -2: POINT.x.to_bytes(32, "big"), -3: POINT.y.to_bytes(32, "big")}


def same(part):
    return part


def ask(app, at=NOON, challenge=CHALLENGE):
    """A request of a browser that was asked with a challenge."""
    context = app.test_request_context("/en/", base_url="http://localhost")
    context.push()
    session[passkeys.ASKED] = [bytes_to_base64url(challenge), int(at.timestamp())]
    return context


def told(kind, challenge, origin):
    facts = {"type": f"webauthn.{kind}", "challenge": bytes_to_base64url(challenge)}
    return json.dumps(facts | {"origin": origin, "crossOrigin": False}).encode()


def answer(**parts):
    response = {name: bytes_to_base64url(part) for name, part in parts.items()}
    name = bytes_to_base64url(NAME)
    return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def made(*, challenge=CHALLENGE, origin="http://localhost", rp=b"localhost", change=same):
    """What a device answers that made a key."""
    head = (
        hashlib.sha256(rp).digest() + bytes([PRESENT | VERIFIED | WITH_KEY]) + struct.pack(">I", 0)
    )
    key = bytes(16) + struct.pack(">H", len(NAME)) + NAME + cbor2.dumps(PUBLIC)
    attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": change(head + key)})
    client = told("create", challenge, origin)
    return answer(clientDataJSON=change(client), attestationObject=change(attested))


def shown(
    *,
    challenge=CHALLENGE,
    origin="http://localhost",
    rp=b"localhost",
    flags=PRESENT | VERIFIED,
    key=KEY,
    change=same,
):
    """What a device answers that signs with its key."""
    head = hashlib.sha256(rp).digest() + bytes([flags]) + struct.pack(">I", 7)
    client = told("get", challenge, origin)
    signature = key.sign(head + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
    return answer(
        clientDataJSON=change(client),
        authenticatorData=change(head),
        signature=change(signature),
    )


def kept(**facts):
    facts = {
        "person_id": 1,
        "credential": bytes_to_base64url(NAME),
        "public_key": bytes_to_base64url(cbor2.dumps(PUBLIC)),
        "uses": 0,
        "label": "key",
        "added_at": SOME_DAY,
    } | facts
    return Passkey(**facts)


@pytest.fixture
def asked(app):
    """A request in which the challenge was given out."""
    context = ask(app)
    yield context
    context.pop()


def test_a_whole_answer_is_taken_once(asked):
    assert passkeys.made(made()).credential == bytes_to_base64url(NAME)
    with pytest.raises(RuleBroken):
        passkeys.made(made())


def test_a_challenge_serves_once_even_with_the_cookie_of_then(app):
    for taken in (True, False):
        context = ask(app)
        if taken:
            assert passkeys.uses_shown(shown(), kept(), alone=True) == 7
        else:
            with pytest.raises(RuleBroken):
                passkeys.uses_shown(shown(), kept(), alone=True)
        context.pop()


@pytest.mark.parametrize(("late", "good"), [(600, True), (601, False), (-1, False)])
def test_a_challenge_lasts_ten_minutes(app, late, good):
    context = ask(app, NOON - timedelta(seconds=late))
    if good:
        passkeys.made(made())
    else:
        with pytest.raises(RuleBroken):
            passkeys.made(made())
    context.pop()


@pytest.mark.parametrize(
    "wrong",
    [
        {"challenge": b"another challenge than was given"},
        {"origin": "https://localhost.evil.example"},
        {"origin": "http://localhost:1"},
        {"rp": b"evil.example"},
    ],
)
def test_a_key_made_for_another_page_is_refused(asked, wrong):
    with pytest.raises(RuleBroken, match="did not fit"):
        passkeys.made(made(**wrong))


@pytest.mark.parametrize("public", [{1: 2, 3: -7, -1: 1}, PUBLIC | {3: -65535}, PUBLIC | {-2: b""}])
def test_a_key_that_is_none_is_refused(asked, public):
    broken = kept(public_key=bytes_to_base64url(cbor2.dumps(public)))
    with pytest.raises(RuleBroken, match="did not fit"):
        passkeys.uses_shown(shown(), broken, alone=True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"challenge": b"another challenge than was given"},
        {"origin": "https://localhost.evil.example"},
        {"rp": b"evil.example"},
        {"flags": PRESENT},
        {"flags": VERIFIED},
        {"key": ec.generate_private_key(ec.SECP256R1())},
    ],
)
def test_what_was_signed_for_another_page_by_another_or_by_nobody_is_refused(asked, wrong):
    with pytest.raises(RuleBroken, match="did not fit"):
        passkeys.uses_shown(shown(**wrong), kept(), alone=True)


def test_after_a_password_a_device_need_not_know_its_owner(asked):
    assert passkeys.uses_shown(shown(flags=PRESENT), kept(), alone=False) == 7


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    where=st.floats(0, 1, exclude_max=True),
    byte=st.integers(0, 255),
    cut=st.booleans(),
    which=st.integers(0, 3),
    making=st.booleans(),
    challenge=st.binary(min_size=32, max_size=32),
)
def test_a_mangled_answer_is_refused_in_words_or_was_whole(
    app, where, byte, cut, which, making, challenge
):
    seen = []

    def change(part):
        seen.append(part)
        if len(seen) - 1 != which:
            return part
        at = int(where * len(part))
        return part[:at] if cut else part[:at] + bytes([byte]) + part[at + 1 :]

    context = ask(app, challenge=challenge)
    with suppress(RuleBroken):  # Anything else would be a page that says it is our fault.
        if making:
            assert passkeys.made(made(challenge=challenge, change=change)).public_key
        else:
            signed = shown(challenge=challenge, change=change)
            assert passkeys.uses_shown(signed, kept(), alone=True) >= 0
    context.pop()


@pytest.mark.parametrize(
    ("before", "now", "good"),
    [(0, 0, True), (0, 1, True), (5, 6, True), (5, 5, False), (5, 0, False)],
)
def test_a_count_that_does_not_grow_tells_of_a_copy(app, before, now, good):
    key = saved(kept(person_id=a_person().id, uses=before)).id
    if not good:
        with pytest.raises(RuleBroken):
            use_passkey(key, uses=now, now=NOON)
        return
    use_passkey(key, uses=now, now=NOON)
    db.session.commit()
    passkey = db.session.get(Passkey, key)
    assert (passkey.uses, passkey.used_at) == (now, NOON)
