"""Builders for organisations, their people, their letters, their accreditations."""

from datetime import date
from itertools import count
from typing import Any

from portal.accounts.models import (
    HsChapter,
    Membership,
    Organisation,
    OrganisationKind,
    Person,
    Region,
    Sector,
)
from portal.accounts.rules import MemberRole, OrganisationGroup
from portal.attachments.models import Attachment
from portal.attachments.rules import Kept
from portal.organisations.models import Accreditation, Authority
from portal.organisations.rules import AccreditationState, Scope, check_digit
from tests.conftest import NOON
from tests.makers import a_person, an_organisation, in_all, saved

_next = count(1)


def a_number(serial: int | None = None, *, head: str = "050240") -> str:
    """A business identification number that could be given out."""
    serial = next(_next) if serial is None else serial
    for tried in range(serial, serial + 100):
        digits = f"{head}{tried * 7 % 100_000:05d}"
        last = check_digit(digits)
        if last is not None:
            return f"{digits}{last}"
    raise AssertionError(serial)


def a_region(code: str | None = None, **facts: Any) -> Region:
    """A region."""
    code = code or f"region-{next(_next)}"
    return saved(Region(code=code, **({"name": in_all(f"Region {code}")} | facts)))


def a_chapter(code: str = "04") -> HsChapter:
    """An HS chapter."""
    return saved(HsChapter(code=code, name=in_all(f"Goods {code}")))


def a_sector(code: str = "C") -> Sector:
    """A sector."""
    return saved(Sector(code=code, name=in_all(f"Sector {code}")))


def a_kind(code: str = "assoc_national_sector", **facts: Any) -> OrganisationKind:
    """A kind of organisation."""
    facts = {
        "rank": next(_next),
        "group": OrganisationGroup.ASSOCIATION,
        "name": in_all(f"Kind {code}"),
    } | facts
    return saved(OrganisationKind(code=code, **facts))


def a_member(
    organisation: Organisation, role: MemberRole = MemberRole.OWNER, **facts: Any
) -> Person:
    """Somebody in an organisation; its owner, unless another role is named."""
    person = a_person(**facts)
    saved(Membership(person_id=person.id, organisation_id=organisation.id, role=role))
    return person


def a_letter(name: str = "letter.pdf") -> Kept:
    """A file that is in the store, or might be."""
    return Kept(sha256="ab" * 32, name=name, media_type="application/pdf", size=1200)


def an_attachment(name: str = "letter.pdf") -> Attachment:
    """A row for such a file."""
    kept = a_letter(name)
    return saved(
        Attachment(
            sha256=kept.sha256,
            name=kept.name,
            media_type=kept.media_type,
            size=kept.size,
            stored_at=NOON,
        )
    )


def an_authority(giver: Organisation, holder: Organisation, **facts: Any) -> Authority:
    """A letter of authority that is in force in April 2026."""
    facts = {
        "scope": Scope.ALL,
        "starts_on": date(2026, 4, 1),
        "ends_on": date(2026, 4, 30),
        "given_at": NOON,
        "letter_id": an_attachment().id,
    } | facts
    if "given_by_id" not in facts:
        facts["given_by_id"] = a_member(giver).id
    return saved(Authority(giver_id=giver.id, holder_id=holder.id, **facts))


def an_accreditation(
    organisation: Organisation | None = None,
    state: AccreditationState = AccreditationState.REQUESTED,
    **facts: Any,
) -> Accreditation:
    """A request for accreditation; granted until the end of the year where that is its state."""
    organisation = organisation or an_organisation()
    if state is AccreditationState.GRANTED:
        days = {"starts_on": date(2024, 1, 1), "ends_on": date(2026, 12, 31), "decided_at": NOON}
        facts = days | facts
    facts = {
        "requested_at": NOON,
        "requested_by_id": a_person().id,
        "statutes_id": an_attachment("statutes.pdf").id,
    } | facts
    return saved(Accreditation(organisation_id=organisation.id, state=state, **facts))
