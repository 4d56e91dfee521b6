"""Builders of a round, its two sides, and what the table asks."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Agency, Person
from portal.accounts.rules import Role
from portal.adjacent.models import AdjacentRoom, TableQuestion
from portal.adjacent.rules import Verdict
from portal.committees.models import Committee
from portal.committees.rules import SeatRole
from portal.kernel.database import db
from portal.negotiations.models import NegotiatingGroup, Round
from tests.committees.makers import a_declaration, an_undertaking
from tests.conftest import NOON
from tests.makers import (
    a_committee,
    a_negotiation,
    a_person,
    a_seat,
    a_theme,
    an_agency,
    an_organisation,
    in_all,
    saved,
)

TODAY = date(2026, 4, 20)


def a_round(**facts: Any) -> Round:
    """A round that goes on for three days, today the first."""
    facts = {
        "number": 7,
        "place": in_all("Geneva"),
        "starts_on": TODAY,
        "ends_on": TODAY + timedelta(days=2),
    } | facts
    if "negotiation_id" not in facts:
        facts["negotiation_id"] = a_negotiation().id
    return saved(Round(**facts))


def bound(person: Person) -> Person:
    """Let a person sign the undertaking and declare interests."""
    an_undertaking(person, expires_on=TODAY + timedelta(days=300))
    a_declaration(person)
    return person


def a_room(committee: Committee, agency: Agency, **facts: Any) -> AdjacentRoom:
    """The room of a committee across from a group of the agency, in a round that goes on."""
    of_theme = select(NegotiatingGroup).where(NegotiatingGroup.theme_id == committee.theme_id)
    group = db.session.scalar(of_theme) or saved(
        NegotiatingGroup(
            code=f"WG-{committee.code}",
            theme_id=committee.theme_id,
            agency_id=agency.id,
            mailbox="group@ministry.example",
            languages="ru",
        )
    )
    return saved(
        AdjacentRoom(
            round_id=a_round(**facts).id,
            committee_id=committee.id,
            group_id=group.id,
            opened_at=NOON - timedelta(days=1),
        )
    )


class Sides:
    """A committee and the group that it faces, with people on both sides."""

    def __init__(self) -> None:
        self.theme = a_theme()
        self.agency = an_agency()
        self.lead = a_person(Role.NEGOTIATOR, at=self.agency, name="Dinara Lead")
        self.group = saved(
            NegotiatingGroup(
                code=f"WG-{self.theme.code}",
                theme_id=self.theme.id,
                agency_id=self.agency.id,
                lead_id=self.lead.id,
                mailbox="group@ministry.example",
                languages="ru",
            )
        )
        self.secretary = a_person(Role.CHAMBER, name="Yerbol Secretary")
        self.committee: Committee = a_committee(self.theme, secretary_id=self.secretary.id)
        self.chair = bound(a_person(name="Zhanar Chair"))
        self.member = bound(a_person(name="Serik Member"))
        self.alternate = bound(a_person(name="Aigul Alternate"))
        a_seat(self.committee, an_organisation(), holder=self.chair, role=SeatRole.CHAIR)
        a_seat(self.committee, an_organisation(), holder=self.member, alternate=self.alternate)

    def room(self, **facts: Any) -> AdjacentRoom:
        """Their room in a round that goes on."""
        return saved(
            AdjacentRoom(
                round_id=a_round(**facts).id,
                committee_id=self.committee.id,
                group_id=self.group.id,
                opened_at=NOON - timedelta(days=1),
            )
        )


def a_question(room: AdjacentRoom, asked_by: Person, **facts: Any) -> TableQuestion:
    """A question that is to be answered within four hours."""
    facts = {
        "number": 1,
        "text": "May we give 400 tonnes of cheese?",
        "asked_at": NOON,
        "due_at": NOON + timedelta(hours=4),
    } | facts
    return saved(TableQuestion(room_id=room.id, asked_by_id=asked_by.id, **facts))


def drafted(question: TableQuestion, by: Person, at: datetime = NOON) -> TableQuestion:
    """Let somebody have written an answer."""
    question.verdict = Verdict.CONDITIONS
    question.answer = "If the quota is quarterly."
    question.version = 1
    question.drafted_by_id = by.id
    question.drafted_at = at
    return saved(question)


def released(question: TableQuestion, by: Person, at: datetime = NOON) -> TableQuestion:
    """Let a second person have released the answer."""
    question.released_by_id = by.id
    question.released_at = at
    return saved(question)
