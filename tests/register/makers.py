"""Builders for what only the register needs: drafts on their way to publication."""

from datetime import date, datetime, timedelta
from typing import Any

from portal.accounts.models import Agency, Person
from portal.accounts.rules import Role
from portal.kernel.database import db
from portal.negotiations.models import Theme
from portal.register.actions import (
    Plea,
    ask_for_time,
    draft_notice,
    issue_of,
    open_docket,
    plan_consultation,
    publish_notice,
    revise_notice,
    schedule_notice,
    submit_notice,
)
from portal.register.models import ExtensionRequest, Issue, Notice, Plan
from portal.register.queries import get_draft, get_notice, get_plan
from portal.register.rules import (
    CAPTIONS,
    CONTEXT,
    STRATEGIC_CASE,
    Announcement,
    Ask,
    NoticeKind,
    Part,
)
from tests.conftest import NOON
from tests.makers import a_committee, a_person, a_theme, an_agency, in_all

WHOLE_CONTEXT = (Part.STILL_OPEN, *CONTEXT, *STRATEGIC_CASE)
"""What a notice tells besides its text while nothing is decided."""

WHOLE_TEXT = "\n\n".join(f"# {caption}\nWords under {caption.lower()}." for caption in CAPTIONS)


def an_author(agency: Agency | None = None) -> Person:
    """An official who drafts."""
    return a_person(Role.AUTHOR, at=agency or an_agency())


def an_approver(agency: Agency) -> Person:
    """An official who approves."""
    return a_person(Role.APPROVER, at=agency)


def a_mirrored_theme() -> Theme:
    """A theme that has its committee."""
    theme = a_theme()
    a_committee(theme)
    return theme


def a_draft(
    agency: Agency | None = None,
    author: Person | None = None,
    *,
    kind: NoticeKind = NoticeKind.REQUEST_FOR_COMMENTS,
    now: datetime = NOON,
    **facts: Any,
) -> Notice:
    """A draft that lacks nothing."""
    agency = agency or an_agency()
    author = author or an_author(agency)
    themes = facts.pop("themes", None) or [a_mirrored_theme()]
    title = facts.get("title", in_all("A subject"))
    docket = facts.pop("docket", None) or open_docket(
        title=title, agency=agency, themes=themes, by=author, now=now
    )
    notice = draft_notice(
        docket=docket, kind=kind, agency=agency, themes=themes, title=title, by=author, now=now
    )
    facts = {
        "summary": in_all("What it is about."),
        "texts": {"en": WHOLE_TEXT},
        "source": "en",
        "questions": [Ask(in_all("What would it cost?"))],
        "parts": {part: in_all(f"About {part}.") for part in WHOLE_CONTEXT},
        "contact_name": "A. Person",
        "contact_email": "trade@mebp.example",
        "contact_phone": "+7 (7172) 00-00-01",
    } | facts
    revise_notice(notice, now=now, **facts)
    db.session.commit()
    return get_draft(notice.id)


def a_submitted_notice(agency: Agency | None = None, **facts: Any) -> Notice:
    """A complete draft that waits for a second official."""
    notice = a_draft(agency, **facts)
    author = db.session.get_one(Person, notice.drafted_by_id)
    submit_notice(notice, by=author, now=facts.get("now", NOON))
    db.session.commit()
    return get_draft(notice.id)


def published(notice: Notice) -> Notice:
    """Put a notice that waits for it into the register."""
    approver = an_approver(notice.agency)
    publish_notice(get_draft(notice.id), by=approver, now=NOON)
    db.session.commit()
    return get_notice(notice.number)


def a_scheduled_notice(
    agency: Agency | None = None,
    *,
    publish_on: date = date(2026, 4, 27),
    inspect_on: date | None = None,
    **facts: Any,
) -> Notice:
    """A notice that is approved and waits for its day."""
    notice = a_submitted_notice(agency, **facts)
    approver = an_approver(notice.agency)
    notice = get_draft(notice.id)
    schedule_notice(
        notice,
        publish_on=publish_on,
        inspect_on=inspect_on,
        by=approver,
        now=facts.get("now", NOON),
    )
    db.session.commit()
    return get_draft(notice.id)


def an_issue(day: date) -> Issue:
    """The issue of a day on which something was published past the actions of the register."""
    issue = issue_of(day)
    db.session.commit()
    return issue


def a_plan(agency: Agency | None = None, **facts: Any) -> Plan:
    """A consultation that is announced for the coming months."""
    agency = agency or an_agency()
    by = an_author(agency)
    told = {
        "kind": NoticeKind.REQUEST_FOR_COMMENTS,
        "title": in_all("A question to come"),
        "summary": in_all("What it will be about."),
        "opens_from": date(2026, 6, 1),
        "opens_by": date(2026, 6, 30),
    }
    plan = plan_consultation(
        Announcement(**told | facts), agency=agency, themes=[], by=by, now=NOON
    )
    db.session.commit()
    return get_plan(plan.number)


def a_time_request(notice: Notice, *, days: int = 14) -> ExtensionRequest:
    """A request for more time on a published notice, by a person with an account."""
    person, number = a_person(), str(notice.number)
    found = get_notice(number)
    until = (found.closes_on or NOON.date()) + timedelta(days=days)
    plea = Plea(until=until, reason="Polling takes weeks.")
    request, _secret = ask_for_time(found, plea, by=person, now=NOON)
    db.session.commit()
    return request
