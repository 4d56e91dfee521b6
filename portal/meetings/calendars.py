"""Meetings as calendars read them: iCalendar (RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event, Timezone, TimezoneStandard

from portal.kernel.clock import LEGAL_TIME
from portal.meetings.models import Meeting
from portal.web.locale import _, tell
from portal.web.settings import setting
from portal.web.urls import absolute_url

HOUR = timedelta(hours=1)


def calendar_of(
    meetings: Iterable[Meeting], *, name: str, locale: str, joining: bool = False
) -> bytes:
    """Return a calendar of these meetings: no person is named in it.

    `joining` adds the link by which those who take part join from afar.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Kenes//Register of meetings//KK")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", LEGAL_TIME.key)
    calendar.add_component(_legal_time())
    for meeting in meetings:
        calendar.add_component(_event(meeting, locale, joining=joining))
    written: bytes = calendar.to_ical()
    return written


def _event(meeting: Meeting, locale: str, *, joining: bool) -> Event:
    event = Event()
    page = absolute_url("meetings.meeting", locale=locale, number=meeting.number)
    event.add("uid", f"{meeting.number}@{urlsplit(setting('PORTAL_URL')).hostname}")
    event.add("dtstamp", meeting.changed_at)
    event.add("last-modified", meeting.changed_at)
    event.add("sequence", meeting.sequence)
    event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    event.add("dtstart", meeting.starts_at.astimezone(LEGAL_TIME))
    event.add("dtend", meeting.ends_at.astimezone(LEGAL_TIME))
    event.add("summary", tell(meeting.title).text)
    if meeting.place:
        event.add("location", tell(meeting.place).text)
    lines = [meeting.number]
    if meeting.is_cancelled:
        lines.append(_("Cancelled: %(reason)s", reason=tell(meeting.cancel_reason).text))
    if joining and meeting.link:
        lines.append(_("Join from afar: %(link)s", link=meeting.link))
    event.add("description", "\n".join([*lines, page]))
    event.add("url", page)
    return event


def _legal_time() -> Timezone:
    """Return the zone of legal time: UTC+5, the whole year, since 1 March 2024."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", LEGAL_TIME.key)
    standard.add("dtstart", datetime(2024, 3, 1))  # noqa: DTZ001  # Local by RFC 5545, 3.6.5.
    standard.add("tzoffsetfrom", 6 * HOUR)
    standard.add("tzoffsetto", 5 * HOUR)
    standard.add("tzname", "+05")
    zone.add_component(standard)
    return zone
