"""Days of the register as calendars read them: iCalendar (RFC 5545)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from portal.register.models import Notice
from portal.register.queries import Planned
from portal.web.locale import _, tell
from portal.web.settings import setting
from portal.web.urls import absolute_url


def days_of_notice(notice: Notice, *, locale: str) -> bytes:
    """Return the last day for comments on a notice, as a calendar."""
    calendar = _calendar(tell(notice.title).text)
    page = absolute_url("front.notice", locale=locale, number=notice.number)
    if notice.closes_on:
        calendar.add_component(
            _day(
                f"{notice.number}-closes",
                notice.closes_on,
                notice.closes_on,
                changed=notice.changed_at,
                said=_("Comments close: %(title)s", title=tell(notice.title).text),
                page=page,
                dropped=notice.withdrawn_on is not None,
            )
        )
    return _written(calendar)


def planned_days(plans: Iterable[Planned], *, locale: str) -> bytes:
    """Return when consultations are planned to open, as a calendar."""
    calendar = _calendar(_("Planned consultations"))
    for planned in plans:
        plan = planned.plan
        calendar.add_component(
            _day(
                plan.number,
                plan.opens_from,
                plan.opens_by,
                changed=plan.changed_at,
                said=tell(plan.title).text,
                page=absolute_url("register.planned", locale=locale, _anchor=plan.number),
                dropped=plan.dropped_on is not None,
            )
        )
    return _written(calendar)


def _calendar(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Kenes//Register of Trade Negotiations//KK")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    return calendar


def _day(
    key: str,
    first: date,
    last: date,
    *,
    changed: datetime,
    said: str,
    page: str,
    dropped: bool,
) -> Event:
    event = Event()
    event.add("uid", f"{key}@{urlsplit(setting('PORTAL_URL')).hostname}")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("status", "CANCELLED" if dropped else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    event.add("summary", said)
    event.add("description", page)
    event.add("url", page)
    return event


def _written(calendar: Calendar) -> bytes:
    written: bytes = calendar.to_ical()
    return written
