"""Setting committees up, and keeping what is known of them."""

import re
from datetime import date, datetime

from sqlalchemy import or_, select

from portal.accounts.models import Actor, Region
from portal.committees.events import CommitteeChanged, CommitteeClosed, CommitteeEstablished
from portal.committees.models import Activity, Committee
from portal.committees.rules import ActivityKind, Charter, ForumKind, Reach
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import LOCALES, N_, Localized
from portal.negotiations.models import Negotiation, Theme
from portal.outbox.rules import address

CODE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")
LONGEST_CODE = 20


def establish_committee(
    *,
    code: str,
    theme: Theme,
    negotiation: Negotiation | None = None,
    region: Region | None = None,
    charter: Charter,
    reach: Reach,
    by: Actor | None,
    now: datetime,
) -> Committee:
    """Set up a committee for a theme, and for one negotiation or region where these are given.

    Raises RuleBroken where another sits for the same at that time, and where the kind of
    forum lacks what it lives by.
    """
    code = code.strip().upper()
    if not CODE.fullmatch(code) or len(code) > LONGEST_CODE:
        raise RuleBroken(N_("A code is made of letters and digits, such as C-MKT."), field="code")
    charter.check()
    db.session.execute(select(Theme.id).where(Theme.id == theme.id).with_for_update())
    if db.session.scalar(select(Committee.id).where(Committee.code == code)):
        raise RuleBroken(N_("There is a committee with this code already."), field="code")
    committee = Committee(
        code=code,
        theme_id=theme.id,
        negotiation_id=negotiation.id if negotiation else None,
        region_id=region.id if region else None,
        kind=charter.kind,
        mandate=charter.mandate,
        plan=charter.plan,
        secretary_id=reach.secretary_id,
        mailbox=_mailbox(reach.mailbox),
        languages=_languages(reach.languages),
        established_on=charter.established_on,
        ends_on=charter.ends_on,
    )
    _refuse_twin(committee)
    db.session.add(committee)
    db.session.flush()
    publish(
        CommitteeEstablished(
            at=now, by=by.id if by else None, committee=code, theme=theme.code, seats=0
        )
    )
    return committee


def change_committee(
    committee: Committee,
    *,
    mandate: Localized | None,
    plan: Localized | None,
    reach: Reach,
    by: Actor | None,
    now: datetime,
) -> None:
    """Write anew what a committee is for and how to reach it. Raises RuleBroken."""
    for_a_time = committee.kind is ForumKind.ADHOC_FORMAL
    Charter(
        kind=committee.kind,
        mandate=mandate,
        plan=plan,
        established_on=committee.established_on,
        ends_on=committee.ends_on if for_a_time else None,
    ).check()
    committee.mandate = mandate
    committee.plan = plan
    committee.secretary_id = reach.secretary_id
    committee.mailbox = _mailbox(reach.mailbox)
    committee.languages = _languages(reach.languages)
    db.session.flush()
    publish(CommitteeChanged(at=now, by=by.id if by else None, committee=committee.code))


def close_committee(
    committee: Committee, *, ends_on: date, by: Actor | None, now: datetime
) -> None:
    """Give a committee its last day; after it its pages stay. Raises RuleBroken."""
    if ends_on < legal_day(now):
        raise RuleBroken(N_("The last day is today or later."), field="ends_on")
    if committee.ends_on is not None and committee.ends_on < ends_on:
        raise RuleBroken(N_("The committee ends before that day already."), field="ends_on")
    committee.ends_on = ends_on
    db.session.flush()
    publish(
        CommitteeClosed(at=now, by=by.id if by else None, committee=committee.code, ends=ends_on)
    )


def note_activity(committee: Committee, kind: ActivityKind, on: date) -> None:
    """Note that a committee did something; called by the rooms in which it does it.

    Publishes nothing: the event of what was done is the caller's.
    """
    db.session.add(Activity(committee_id=committee.id, kind=kind, on=on))


def hold(committee_id: int) -> None:
    """Let nobody else change the seats of a committee until this transaction ends."""
    query = select(Committee.id).where(Committee.id == committee_id).with_for_update()
    db.session.execute(query)


def _refuse_twin(committee: Committee) -> None:
    """Refuse a second committee for the same theme, negotiation and region at one time (R02)."""
    same = select(Committee.code).where(
        Committee.theme_id == committee.theme_id,
        Committee.negotiation_id.is_not_distinct_from(committee.negotiation_id),
        Committee.region_id.is_not_distinct_from(committee.region_id),
        or_(Committee.ends_on.is_(None), Committee.ends_on >= committee.established_on),
    )
    if committee.ends_on is not None:
        same = same.where(Committee.established_on <= committee.ends_on)
    twin = db.session.scalar(same.limit(1))
    if twin:
        raise RuleBroken(
            N_("Committee %(code)s sits for the same at that time."), field="theme_id", code=twin
        )


def _mailbox(typed: str) -> str:
    try:
        return address(typed)
    except RuleBroken as broken:
        raise RuleBroken(broken.message, field="mailbox") from broken


def _languages(codes: str) -> str:
    known = [code for code in LOCALES if code in codes.split()]
    if not known:
        raise RuleBroken(N_("Choose at least one language."), field="languages")
    return " ".join(known)
