"""Committees that write together: a table of members, and drafts as far as a test needs them."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Organisation, Person
from portal.accounts.rules import Role
from portal.comments.models import Comment
from portal.committees.models import Committee, Seat
from portal.committees.rules import SeatRole
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.opinions import actions
from portal.opinions.drafts import Draft
from portal.opinions.models import Opinion
from portal.opinions.queries import get_opinion
from portal.opinions.rules import Choice, DraftPoint, Kind, Wording
from portal.register.models import Notice
from portal.register.queries import get_notice
from tests.conftest import NOON
from tests.makers import (
    a_committee,
    a_docket,
    a_notice,
    a_person,
    a_seat,
    a_theme,
    an_organisation,
)

SOON = legal_day(NOON) + timedelta(days=4)


@dataclass
class Table:
    """A committee with its people."""

    committee: Committee
    chair: Person
    secretary: Person
    members: list[Person] = field(default_factory=list)
    """Holders of the voting seats beside the chair's."""
    alternate: Person | None = None
    """Of the first of them."""
    liaison: Person | None = None
    observer: Person | None = None
    seats: list[Seat] = field(default_factory=list)

    @property
    def voters(self) -> list[Person]:
        """Whoever holds a voting seat."""
        return [self.chair, *self.members]


def a_table(*, members: int = 3, others: bool = False, **facts: Any) -> Table:
    """A committee with a chair, voting members, and others that do not vote."""
    secretary = a_person(Role.CHAMBER)
    committee = a_committee(
        facts.pop("theme", None) or a_theme(), secretary_id=secretary.id, **facts
    )
    table = Table(committee, a_member(), secretary)
    table.seats.append(_seat(table, table.chair, SeatRole.CHAIR))
    table.alternate = a_person()
    for number in range(members):
        person = a_member()
        table.members.append(person)
        alternate = table.alternate if number == 0 else None
        table.seats.append(_seat(table, person, SeatRole.MEMBER, alternate=alternate))
    if others:
        table.liaison, table.observer = a_member(), a_member()
        _seat(table, table.liaison, SeatRole.LIAISON_NONVOTING)
        _seat(table, table.observer, SeatRole.OBSERVER)
    return table


def a_member() -> Person:
    """Someone who represents an organisation."""
    return a_person(of=an_organisation())


def organisation_of(person: Person) -> Organisation:
    """The organisation that somebody represents."""
    query = select(Organisation).where(Organisation.id.in_(_memberships(person)))
    return db.session.scalars(query).one()


def _memberships(person: Person) -> Any:
    kind = Person.memberships.property.mapper.class_
    return select(kind.organisation_id).where(kind.person_id == person.id)


def _seat(table: Table, person: Person, role: SeatRole, **facts: Any) -> Seat:
    return a_seat(table.committee, organisation_of(person), holder=person, role=role, **facts)


def a_wording(*asks: str, **facts: Any) -> Wording:
    """A text with a point for each thing that is asked."""
    asks = asks or ("Keep the duty on cheese.", "Publish the use of every quota.")
    facts = {"title": "On excluded goods", "locale": "en", "body": "Asked of our members."} | facts
    return Wording(points=[DraftPoint(ask=ask, text=f"Why: {ask}") for ask in asks], **facts)


def a_notice_for(table: Table, **facts: Any) -> Notice:
    """A notice that is open to the committee."""
    docket = a_docket(*table_themes(table))
    return get_notice(str(a_notice(docket, **facts).number))


def table_themes(table: Table) -> list[Any]:
    """The theme of the committee, as docket's themes."""
    kind = Committee.theme.property.mapper.class_
    return [db.session.get_one(kind, table.committee.theme_id)]


def a_draft_opinion(
    table: Table,
    wording: Wording | None = None,
    *,
    notice: Notice | None = None,
    kind: Kind = Kind.OPINION,
    joined: tuple[Table, ...] = (),
    now: datetime = NOON,
) -> str:
    """Begin a draft; let other committees join it. Return its number."""
    opinion = actions.begin_opinion(
        committee=table.committee,
        kind=kind,
        notice=notice or a_notice_for(table),
        wording=wording or a_wording(),
        by=table.chair,
        now=now,
    )
    db.session.commit()
    number = opinion.number
    for other in joined:
        invited(number, table, other, now=now)
        seen = deciding(number, other.chair, now=now)
        actions.answer_invitation(
            seen, committee=other.committee, joins=True, by=other.chair, now=now
        )
        db.session.commit()
    return number


def invited(number: str, table: Table, other: Table, *, now: datetime = NOON) -> None:
    """Let the chair invite another committee."""
    draft = deciding(number, table.chair, now=now)
    actions.invite_committee(draft, committee=other.committee, by=table.chair, now=now)
    db.session.commit()


def deciding(number: str, by: Person, *, now: datetime = NOON) -> Draft:
    """The draft before somebody who is about to decide something."""
    return get_opinion(number, db.session.get_one(Person, by.id), now=now, deciding=True)


def put_to_vote(
    number: str,
    table: Table,
    *,
    apart: tuple[int, ...] = (),
    closes: date = SOON,
    now: datetime = NOON,
) -> None:
    """Let the chair open a vote."""
    draft = deciding(number, table.chair, now=now)
    actions.open_poll(draft, closes_on=closes, apart=apart, by=table.chair, now=now)
    db.session.commit()


def vote(
    number: str, by: Person, choice: Choice, *others: tuple[int, Choice], now: datetime = NOON
) -> None:
    """Let somebody vote, the same on every item but those named."""
    draft = deciding(number, by, now=now)
    assert draft.poll
    choices = dict.fromkeys(draft.poll.items, choice) | dict(others)
    actions.cast_vote(draft, choices=choices, by=by, now=now)
    db.session.commit()


def adopted(number: str, *tables: Table, against: tuple[Person, ...] = ()) -> None:
    """Put a draft to the vote, and let everyone vote."""
    put_to_vote(number, tables[0])
    for table in tables:
        for person in table.voters:
            vote(number, person, Choice.AGAINST if person in against else Choice.FOR)


def filed(number: str, table: Table, *, now: datetime = NOON) -> Comment:
    """Let the chair file what was adopted."""
    draft = deciding(number, table.chair, now=now)
    comment = actions.file_opinion(draft, files=[], by=table.chair, now=now)
    db.session.commit()
    return comment


def the_opinion(number: str) -> Opinion:
    """The row of an opinion."""
    return db.session.scalars(select(Opinion).where(Opinion.number == number)).one()
