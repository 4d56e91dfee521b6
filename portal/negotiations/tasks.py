"""What waits for those who keep negotiations, groups and focal points in order."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from portal.accounts.rules import Role
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.negotiations.models import NegotiatingGroup, Negotiation
from portal.negotiations.policy import DECIDING
from portal.negotiations.queries import is_within, posts_unanswered, told_of_dockets
from portal.negotiations.rules import CONTACT_REMINDER
from portal.web.locale import _, tell
from portal.web.tasks import Task
from portal.web.urls import url_for


def tasks(actor: Any, now: datetime) -> Iterator[Task]:
    """Yield what negotiators and approvers, and an administrator, are to put in order."""
    if not actor.has(*DECIDING, Role.ADMINISTRATOR):
        return
    agency_ids = _bodies_of(actor)
    today = legal_day(now)
    yield from _contacts(agency_ids, today)
    yield from _posts(agency_ids)
    yield from _leaders(agency_ids)
    if actor.has(Role.ADMINISTRATOR):
        yield from _foreign_ministry()


def _bodies_of(actor: Any) -> set[int] | None:
    """Return the bodies that the person decides for; nothing for those who do for all."""
    held = {duty.agency_id for duty in actor.duties if duty.role in DECIDING}
    return None if actor.has(Role.ADMINISTRATOR) or None in held else held


def _contacts(agency_ids: set[int] | None, today: date) -> Iterator[Task]:
    """Yield the groups whose contact has run out, or soon will (R03)."""
    query = (
        select(NegotiatingGroup)
        .join(NegotiatingGroup.agency)
        .where(NegotiatingGroup.valid_until < today + CONTACT_REMINDER, *_within(agency_ids))
        .options(joinedload(NegotiatingGroup.theme), joinedload(NegotiatingGroup.negotiation))
        .order_by(NegotiatingGroup.id)
    )
    for group in db.session.scalars(query):
        theme = group.theme.code
        yield Task(
            _(
                "Confirm the contact of group %(group)s: %(theme)s.",
                group=group.code,
                theme=tell(group.theme.name).text,
            ),
            url_for("negotiations.group_in", code=group.negotiation.code, theme=theme)
            if group.negotiation
            else url_for("negotiations.group", theme=theme),
            group.valid_until,
        )


def _posts(agency_ids: set[int] | None) -> Iterator[Task]:
    """Yield the posts that are left to nobody (R53)."""
    for post in posts_unanswered(agency_ids):
        yield Task(
            _(
                "Nobody is left to answer for the theme “%(theme)s” (%(agency)s):"
                " name a deputy or a successor.",
                theme=tell(post.theme.name).text,
                agency=tell(post.agency.abbreviation).text,
            ),
            url_for("negotiations.focal_point", key=post.id),
            post.ends_on,
        )


def _leaders(agency_ids: set[int] | None) -> Iterator[Task]:
    """Yield the negotiations that nobody leads (R59)."""
    query = (
        select(Negotiation)
        .join(Negotiation.lead)
        .where(Negotiation.leader_id.is_(None), *_within(agency_ids))
        .order_by(Negotiation.id)
    )
    for negotiation in db.session.scalars(query):
        yield Task(
            _("Name who leads the negotiation %(code)s.", code=negotiation.code),
            url_for("negotiations.lead", code=negotiation.code),
        )


def _foreign_ministry() -> Iterator[Task]:
    """Yield that nobody is told of new dockets, where it is so (R57)."""
    ministry, people = told_of_dockets()
    if ministry is not None and not ministry.mailbox and not people:
        yield Task(
            _("Nobody at the foreign ministry is told of new dockets: invite a focal point there."),
            url_for("accounts.people"),
        )


def _within(agency_ids: set[int] | None) -> list[ColumnElement[bool]]:
    return [] if agency_ids is None else [is_within(agency_ids)]
