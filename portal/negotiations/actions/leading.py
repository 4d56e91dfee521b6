"""Who leads a negotiation, and with whom it is held."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from portal.accounts.models import Agency, Person
from portal.accounts.rules import Role
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_
from portal.negotiations.events import NegotiationChanged
from portal.negotiations.models import Negotiation


def change_negotiation(
    negotiation: Negotiation,
    *,
    lead: Agency,
    leader: Person | None,
    deputy: Person | None = None,
    partners: Iterable[str] = (),
    by: Person | None,
    now: datetime,
) -> None:
    """Say which unit and which person lead a negotiation, who stands in, and with whom it is.

    `partners` are ISO 3166-1 codes of two letters. Raises RuleBroken.
    """
    hold(negotiation)
    check_pair(leader, deputy, leader_field="leader", deputy_field="deputy")
    for field, person in (("leader", leader), ("deputy", deputy)):
        check_serves(person, lead, Role.NEGOTIATOR, Role.APPROVER, field=field)
    negotiation.lead_id = lead.id
    negotiation.leader_id = leader.id if leader else None
    negotiation.deputy_id = deputy.id if deputy else None
    negotiation.partners = list(dict.fromkeys(partners))
    negotiation.decided_at = now
    db.session.flush()
    publish(NegotiationChanged(at=now, by=by.id if by else None, negotiation=negotiation.code))


def hold(negotiation: Negotiation) -> None:
    """Let nobody else decide on the negotiation until this transaction ends."""
    db.session.execute(
        select(Negotiation.id).where(Negotiation.id == negotiation.id).with_for_update()
    )
    db.session.refresh(negotiation, ["stage", "decided_at"])


def check_pair(
    first: Person | None, second: Person | None, *, leader_field: str, deputy_field: str
) -> None:
    """Refuse somebody who would stand in for nobody, or for themselves. Raises RuleBroken."""
    if second is None:
        return
    if first is None:
        raise RuleBroken(N_("Say first for whom they stand in."), field=leader_field)
    if first.id == second.id:
        raise RuleBroken(N_("Nobody stands in for themselves."), field=deputy_field)


def check_serves(person: Person | None, agency: Agency, *roles: Role, field: str) -> None:
    """Refuse somebody who holds none of the roles at the body. Raises RuleBroken."""
    if person is None:
        return
    near = {agency.id, agency.parent_id} - {None}
    if not any(duty.role in roles and duty.agency_id in near for duty in person.duties):
        raise RuleBroken(
            N_("%(name)s does not hold this office there."), field=field, name=person.name
        )
