"""Which promises somebody is to be reminded of, and who."""

from datetime import date
from itertools import zip_longest

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Agency, Duty, Person
from portal.accounts.rules import Role
from portal.kernel.database import db
from portal.kernel.text import LOCALES
from portal.negotiations.models import NegotiatingGroup
from portal.responses.models import Commitment, Reminder
from portal.responses.rules import OWED, REMINDED_AFTER, ReminderStep

AT_THE_OWNER = (Role.ANALYST, Role.APPROVER, Role.CHAMBER)


def select_unreminded(today: date) -> Select[Commitment]:
    """Return the statement for promises that are owed and reached a step without a reminder."""
    further = [*REMINDED_AFTER.values()][1:]
    at_a_step = [
        _at_step(step, today - after, date.min if later is None else today - later)
        for (step, after), later in zip_longest(REMINDED_AFTER.items(), further)
    ]
    return (
        select(Commitment)
        .where(Commitment.made_on.is_not(None), Commitment.state.in_(OWED), or_(*at_a_step))
        .options(joinedload(Commitment.agency), joinedload(Commitment.docket))
        .order_by(Commitment.due_on, Commitment.id)
    )


def _at_step(step: ReminderStep, last: date, gone_on: date) -> ColumnElement[bool]:
    """Say in SQL that a promise is at a step, and that nobody was reminded of it there.

    Days up to `last` have reached the step; those up to `gone_on` the next one too.
    """
    told = select(Reminder.id).where(Reminder.commitment_id == Commitment.id, Reminder.step == step)
    return and_(Commitment.due_on <= last, Commitment.due_on > gone_on, ~told.exists())


def reminded(agency: Agency) -> list[tuple[str, str]]:
    """Return who is reminded of what an agency owes: addresses, each with its language.

    Its analysts and approvers, else those of the body above it, else its own mailbox, else
    those of the groups it negotiates in, else the administrators of the portal.
    """
    for key in (agency.id, agency.parent_id):
        if key is not None and (found := _officials(AT_THE_OWNER, Duty.agency_id == key)):
            return found
    if agency.mailbox:
        return [(agency.mailbox, LOCALES[0])]
    groups = select(NegotiatingGroup).where(NegotiatingGroup.agency_id == agency.id)
    mailboxes = {group.mailbox: group.languages for group in db.session.scalars(groups)}
    if mailboxes:
        return [(mailbox, languages.split()[0]) for mailbox, languages in mailboxes.items()]
    return _officials((Role.ADMINISTRATOR,))


def _officials(roles: tuple[Role, ...], *where: ColumnElement[bool]) -> list[tuple[str, str]]:
    query = (
        select(Person.email, Person.locale)
        .join(Duty, Duty.person_id == Person.id)
        .where(Duty.role.in_(roles), Person.disabled_at.is_(None), *where)
        .distinct()
        .order_by(Person.email)
    )
    return [(email, locale) for email, locale in db.session.execute(query)]
