"""What waits for the owners of organisations, and for the Chamber."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from portal.accounts.rules import MemberRole, Role
from portal.kernel.clock import legal_day
from portal.organisations.queries import (
    ending_among,
    ownerless_requests,
    request_counts,
    waiting_accreditations,
)
from portal.organisations.rules import ANSWER_WITHIN, REMINDERS, AccreditationState
from portal.web.locale import _, _n, tell
from portal.web.tasks import Task
from portal.web.urls import url_for


def tasks(actor: Any, now: datetime) -> Iterator[Task]:
    """Yield what waits for the person: 2 statements for owners, 2 for the Chamber, else none."""
    owned = [m.organisation_id for m in actor.memberships if m.role is MemberRole.OWNER]
    if owned:
        yield from _of_owner(owned, legal_day(now))
    if actor.has(Role.CHAMBER):
        yield from _of_chamber()


def _of_owner(owned: list[int], today: date) -> Iterator[Task]:
    for organisation, waiting in request_counts(owned):
        sentence = _n(
            "%(num)d person asks to be let into %(organisation)s",
            "%(num)d people ask to be let into %(organisation)s",
            waiting,
            organisation=tell(organisation.name).text,
        )
        yield Task(sentence, url_for("organisations.manage", organisation=organisation.slug))
    for accreditation in ending_among(owned, until=today + timedelta(days=max(REMINDERS))):
        organisation = accreditation.organisation
        yield Task(
            _(
                "Ask for the next accreditation of %(organisation)s",
                organisation=tell(organisation.name).text,
            ),
            url_for("organisations.accreditation", organisation=organisation.slug),
            due=accreditation.ends_on,
        )


def _of_chamber() -> Iterator[Task]:
    for request in waiting_accreditations():
        name = tell(request.organisation.name).text
        appealed = request.state is AccreditationState.APPEALED
        title = (
            _("Decide the appeal of %(organisation)s", organisation=name)
            if appealed
            else _("Decide whether to accredit %(organisation)s", organisation=name)
        )
        asked = (request.appealed_at if appealed else None) or request.requested_at
        yield Task(
            title,
            url_for("organisations.decide", key=request.id),
            due=legal_day(asked) + ANSWER_WITHIN,
        )
    for organisation in ownerless_requests():
        yield Task(
            _(
                "Somebody asks to be let into %(organisation)s, which has no owner",
                organisation=tell(organisation.name).text,
            ),
            url_for("organisations.manage", organisation=organisation.slug),
        )
