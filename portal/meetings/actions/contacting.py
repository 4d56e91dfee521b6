"""Contacts of officials outside the portal, recorded for everyone to see (R69)."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.accounts.models import Agency, Person
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_, Localized
from portal.meetings.events import ContactRecorded
from portal.meetings.models import Contact
from portal.meetings.rules import ContactKind, check_contact
from portal.register.actions import take_number
from portal.register.models import Docket


@dataclass(frozen=True, kw_only=True)
class Encounter:
    """A contact as it is recorded: how, when, with whom, about what."""

    kind: ContactKind
    on: date | None
    organisation_id: int | None = None
    party: str = ""
    subject: Localized | None


def record_contact(
    encounter: Encounter,
    *,
    docket: Docket,
    agency: Agency,
    corrects: Contact | None = None,
    by: Person | None,
    now: datetime,
) -> Contact:
    """Record a contact. It never changes; a correction is an entry of its own beside it."""
    on, subject = check_contact(
        encounter.on,
        party=encounter.party,
        organisation_id=encounter.organisation_id,
        subject=encounter.subject,
        today=legal_day(now),
    )
    if corrects is not None and corrects.corrected_by is not None:
        raise RuleBroken(N_("This entry was corrected already. Correct the later one."))
    year = legal_day(now).year
    contact = Contact(
        number=f"K-{year}-{take_number(f'contact-{year}'):04d}",
        docket_id=docket.id,
        agency_id=agency.id,
        kind=encounter.kind,
        on=on,
        organisation_id=encounter.organisation_id,
        party="" if encounter.organisation_id else encounter.party,
        subject=subject,
        recorded_by_id=by.id if by else None,
        recorded_at=now,
        corrects_id=corrects.id if corrects else None,
    )
    db.session.add(contact)
    db.session.flush()
    publish(
        ContactRecorded(
            at=now,
            by=by.id if by else None,
            docket=docket.number,
            contact=contact.number,
            on=on,
            corrects=corrects.number if corrects else None,
        )
    )
    return contact
