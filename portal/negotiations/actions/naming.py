"""Who negotiates a theme, and how to reach them."""

from datetime import date, datetime, timedelta

from sqlalchemy import delete, select

from portal.accounts.models import Agency, Person
from portal.accounts.rules import Role
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_
from portal.negotiations.actions.leading import check_pair, check_serves
from portal.negotiations.events import GroupNamed
from portal.negotiations.models import GroupPlace, NegotiatingGroup, Side, Theme
from portal.negotiations.queries import get_side
from portal.negotiations.rules import Reach


def name_group(
    side: Side,
    *,
    agency: Agency,
    lead: Person,
    substitute: Person | None = None,
    reach: Reach,
    valid_until: date,
    by: Person | None,
    now: datetime,
) -> NegotiatingGroup:
    """Say who negotiates a theme, everywhere or in one negotiation, and how to reach them.

    Said again, it changes the group that is there; its people's time in it is kept, so
    that it can be told how steady the group is (R56). Raises RuleBroken.
    """
    today = legal_day(now)
    check_pair(lead, substitute, leader_field="lead", deputy_field="substitute")
    check_serves(lead, agency, Role.NEGOTIATOR, Role.APPROVER, field="lead")
    check_serves(substitute, agency, *Role, field="substitute")
    if valid_until < today:
        raise RuleBroken(N_("A contact is good until a day to come."), field="valid_until")
    here = _held(side)
    group = here or NegotiatingGroup(
        code=_code(side),
        theme_id=side.theme.id,
        negotiation_id=side.negotiation.id if side.negotiation else None,
    )
    group.agency_id = agency.id
    group.lead_id = lead.id
    group.substitute_id = substitute.id if substitute else None
    group.mailbox, group.languages = reach.mailbox, reach.languages
    group.valid_until = valid_until
    if here is None:
        db.session.add(group)
    db.session.flush()
    _seat(group, {person.id for person in (lead, substitute) if person}, today)
    publish(GroupNamed(at=now, by=by.id if by else None, group=group.code, theme=side.theme.code))
    return group


def _held(side: Side) -> NegotiatingGroup | None:
    """Return the group as it stands now that nobody else changes it."""
    db.session.execute(select(Theme.id).where(Theme.id == side.theme.id).with_for_update())
    negotiation = side.negotiation.code if side.negotiation else None
    return get_side(side.theme.code, negotiation=negotiation).group


def _code(side: Side) -> str:
    permanent = f"WG-{side.theme.code}"
    return f"{permanent}-{side.negotiation.code}" if side.negotiation else permanent


def _seat(group: NegotiatingGroup, people: set[int], today: date) -> None:
    """Let exactly these people sit in the group from today on."""
    query = select(GroupPlace).where(GroupPlace.group_id == group.id, GroupPlace.ends_on.is_(None))
    seated = {place.person_id: place for place in db.session.scalars(query)}
    for person, place in seated.items():
        if person not in people:
            place.ends_on = today - timedelta(days=1)
    db.session.add_all(
        GroupPlace(group_id=group.id, person_id=person, starts_on=today)
        for person in sorted(people - set(seated))
    )
    db.session.flush()
    db.session.execute(delete(GroupPlace).where(GroupPlace.ends_on < GroupPlace.starts_on))
