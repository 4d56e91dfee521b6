"""Focal points: named, changed, handed over (R53)."""

from datetime import date, datetime

from sqlalchemy import select

from portal.accounts.models import Agency, Person
from portal.accounts.rules import Role
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_
from portal.negotiations.actions.leading import check_pair, check_serves
from portal.negotiations.events import FocalPointLeft, FocalPointNamed
from portal.negotiations.models import FocalPoint, Theme
from portal.negotiations.rules import Days, Reach, check_post

OFFICES = (Role.FOCAL_POINT, Role.NEGOTIATOR, Role.APPROVER)


def name_focal_point(
    *,
    agency: Agency,
    theme: Theme,
    person: Person,
    deputy: Person | None = None,
    reach: Reach,
    starts_on: date,
    by: Person | None,
    now: datetime,
) -> FocalPoint:
    """Say who answers for a theme within a body, from a day on. Raises RuleBroken."""
    check_pair(person, deputy, leader_field="person", deputy_field="deputy")
    check_serves(person, agency, Role.FOCAL_POINT, field="person")
    check_serves(deputy, agency, *OFFICES, field="deputy")
    db.session.execute(select(Theme.id).where(Theme.id == theme.id).with_for_update())
    taken = select(FocalPoint).where(
        FocalPoint.agency_id == agency.id, FocalPoint.theme_id == theme.id
    )
    check_post(Days(starts_on), [post.days for post in db.session.scalars(taken)])
    post = FocalPoint(
        agency_id=agency.id,
        theme_id=theme.id,
        person_id=person.id,
        deputy_id=deputy.id if deputy else None,
        mailbox=reach.mailbox,
        languages=reach.languages,
        starts_on=starts_on,
    )
    db.session.add(post)
    db.session.flush()
    publish(_named(agency, theme, by, now))
    return post


def change_focal_point(
    post: FocalPoint,
    *,
    deputy: Person | None,
    reach: Reach,
    by: Person | None,
    now: datetime,
) -> None:
    """Say who stands in for a focal point, and how to reach the post. Raises RuleBroken."""
    check_pair(post.person, deputy, leader_field="deputy", deputy_field="deputy")
    if deputy is not None and deputy.id != post.deputy_id:
        check_serves(deputy, post.agency, *OFFICES, field="deputy")
    post.deputy_id = deputy.id if deputy else None
    post.mailbox, post.languages = reach.mailbox, reach.languages
    db.session.flush()
    publish(_named(post.agency, post.theme, by, now))


def release_focal_point(
    post: FocalPoint,
    *,
    ends_on: date,
    handover: str,
    by: Person | None,
    now: datetime,
) -> None:
    """Set the last day of a focal point, and keep what whoever follows has to know.

    From the next day the deputy answers, until somebody is named. Raises RuleBroken.
    """
    db.session.refresh(post, ["ends_on"], with_for_update=True)
    today = legal_day(now)
    if post.ends_on is not None and post.ends_on < today:
        raise RuleBroken(N_("This focal point has left already."), field="ends_on")
    if ends_on < post.starts_on:
        raise RuleBroken(N_("Nobody leaves before they have begun."), field="ends_on")
    note = handover.replace("\r\n", "\n").strip()
    if not note:
        raise RuleBroken(
            N_("Write what whoever follows has to know: open questions, dates, people."),
            field="handover",
        )
    later = select(FocalPoint.id).where(
        FocalPoint.agency_id == post.agency_id,
        FocalPoint.theme_id == post.theme_id,
        FocalPoint.starts_on > post.starts_on,
        FocalPoint.starts_on <= ends_on,
    )
    if db.session.scalar(later.limit(1)) is not None:
        raise RuleBroken(N_("By that day a successor has begun already."), field="ends_on")
    post.ends_on = ends_on
    post.handover = note
    db.session.flush()
    publish(
        FocalPointLeft(
            at=now,
            by=by.id if by else None,
            agency=post.agency.code,
            theme=post.theme.code,
            last_day=ends_on,
        )
    )


def _named(agency: Agency, theme: Theme, by: Person | None, now: datetime) -> FocalPointNamed:
    return FocalPointNamed(at=now, by=by.id if by else None, agency=agency.code, theme=theme.code)
