"""What committees ask of people: gaps to fill, applications to decide, words to renew."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from portal.accounts.models import Actor, Person
from portal.accounts.rules import Role
from portal.committees.queries import (
    Pair,
    applications_on_desk,
    clearance_requests,
    find_declaration,
    mirror,
    standings_of,
    undertakings_of,
)
from portal.committees.rules import DECLARATION_LASTS, REMIND_BEFORE
from portal.kernel.clock import legal_day
from portal.web.locale import _, _n
from portal.web.tasks import Task
from portal.web.urls import url_for

DAYS_TO_DECIDE = 30
"""An application waits no longer than a citizen's letter may."""


def tasks(actor: Actor, now: datetime) -> Iterable[Task]:
    """Return what committees ask of the person now."""
    if not isinstance(actor, Person):
        return
    today = legal_day(now)
    if actor.has(Role.CHAMBER):
        yield from _of_the_chamber(now)
    elif actor.has(Role.NEGOTIATOR):
        yield from _of_a_lead(actor, now)
    if actor.has(Role.CHAMBER, Role.NEGOTIATOR):
        yield from _gaps(actor, mirror(on=today))
    if actor.memberships:
        yield from _of_a_member(actor, now)


def _of_the_chamber(now: datetime) -> Iterator[Task]:
    for application in applications_on_desk():
        since = application.appealed_at or application.made_at
        yield Task(
            _("Decide on application %(number)s", number=application.number),
            url_for("committees.decide", number=application.number),
            legal_day(since) + timedelta(days=DAYS_TO_DECIDE),
        )
    yield from _waiting(len(clearance_requests(now=now)))


def _of_a_lead(actor: Person, now: datetime) -> Iterator[Task]:
    yield from _waiting(len(clearance_requests(now=now, lead=actor.id)))


def _waiting(count: int) -> Iterator[Task]:
    if count:
        yield Task(
            _n(
                "%(num)d person waits for clearance",
                "%(num)d people wait for clearance",
                count,
            ),
            url_for("committees.clearances"),
        )


def _gaps(actor: Person, pairs: Iterable[Pair]) -> Iterator[Task]:
    """Yield what is missing in the mirror: to the Chamber its side, to a lead agency its own."""
    chamber = actor.has(Role.CHAMBER)
    agencies = {duty.agency_id for duty in actor.duties if duty.role is Role.NEGOTIATOR}
    bare, ungrouped = [], []
    for pair in pairs:
        ours = chamber or (pair.theme.lead_id in agencies and pair.theme.lead_id is not None)
        if chamber and pair.theme.core and pair.committee is None:
            bare.append(pair.theme.code)
        if ours and pair.theme.core and pair.group is None:
            ungrouped.append(pair.theme.code)
        if chamber and pair.committee is not None and pair.vacant:
            yield Task(
                _(
                    "Fill the seats of %(code)s that have long been empty",
                    code=pair.committee.code,
                ),
                url_for("committees.keep", code=pair.committee.code),
            )
        if chamber and pair.expired:
            yield Task(
                _("The contact of the group of theme %(code)s has run out", code=pair.theme.code),
                url_for("committees.mirror", _anchor=pair.theme.code),
            )
        if ours and pair.unled:
            yield Task(
                _("Name who leads the group of theme %(code)s", code=pair.theme.code),
                url_for("committees.mirror", _anchor=pair.theme.code),
            )
    if bare:
        yield Task(
            _("No committee mirrors: %(themes)s", themes=", ".join(bare)),
            url_for("committees.committee_new"),
        )
    if ungrouped:
        yield Task(
            _("No group is named for: %(themes)s", themes=", ".join(ungrouped)),
            url_for("committees.mirror", _anchor="gaps"),
        )


def _of_a_member(actor: Person, now: datetime) -> Iterator[Task]:
    today = legal_day(now)
    if not any(not x.is_secretary for x in standings_of(actor.id, on=today)):
        return
    signed = [x for x in undertakings_of(actor.id) if x.ended_at is None or x.ended_at > now]
    last = max((x.expires_on for x in signed), default=None)
    if last is None or last - REMIND_BEFORE <= today:
        yield Task(
            _("Sign the undertaking of confidentiality"), url_for("committees.undertaking"), last
        )
    declared = find_declaration(actor.id, on=today)
    until: date | None = declared.declared_on + DECLARATION_LASTS if declared else None
    if until is None or until - REMIND_BEFORE <= today:
        yield Task(
            _("Declare your interests for this year"), url_for("committees.declaration"), until
        )
