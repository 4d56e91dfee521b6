"""What a person has besides the password: an app that makes codes, passkeys, recovery codes."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.models.people import Person
from portal.kernel.database import Model


class CodeApp(Model):
    """An app that makes a new code of six digits every half minute (TOTP, RFC 6238)."""

    __tablename__ = "second_factor"

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), unique=True)
    sealed: Mapped[str]
    """The key that it shares with us, encrypted under one made of PORTAL_SECRET_KEY."""
    last_step: Mapped[int]
    """The half minute, counted from 1970, of the last code that was taken."""
    added_at: Mapped[datetime]


class Passkey(Model):
    """A key that a device, a phone or a browser keeps (WebAuthn)."""

    __tablename__ = "passkey"

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    credential: Mapped[str] = mapped_column(String(1400), unique=True)
    """What the device calls the key, in base64url."""
    public_key: Mapped[str]
    """In base64url; the private half never leaves the device."""
    uses: Mapped[int]
    """How often the device says that it was used; many always say 0."""
    label: Mapped[str] = mapped_column(String(100))
    added_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RecoveryCode(Model):
    """A code that serves once when phone and keys are lost."""

    __tablename__ = "recovery_code"

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of a code of 120 random bits."""
    used_at: Mapped[datetime | None]
