"""The digest as a letter: its subject says what follows from it, its items what to open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from portal.ledger.told import sentence
from portal.outbox.letters import compose
from portal.outbox.models import Letter
from portal.register.models import Notice
from portal.subscriptions import links
from portal.subscriptions.labels import topic_label
from portal.subscriptions.models import Slot, Subscriber
from portal.subscriptions.news import Happening, Weight, totals
from portal.subscriptions.queries import names_of
from portal.subscriptions.rules import MOST_ITEMS
from portal.web.locale import _, _n, day, speaking, tell
from portal.web.urls import absolute_url

MOST_FACTS = 4
"""Lines under one docket; the rest is on its page."""
SHORT_TITLE = 70


@dataclass(frozen=True)
class Item:
    """What a digest says of one docket."""

    badge: str
    title: str
    url: str
    facts: list[str]
    """Newest first."""


def send_digest(
    reader: Subscriber, slot: Slot, happenings: Sequence[Happening], *, now: datetime
) -> Letter | None:
    """Write one reader's digest of one slot."""
    locale = reader.locale
    names = names_of(reader.subscriptions)
    with speaking(locale):
        shown = happenings[:MOST_ITEMS]
        items = [_item(happening, locale, now) for happening in shown]
        subject, preheader = _subject(happenings, now)
        followed = [
            str(topic_label(s.topic, s.subject, names.get((s.topic, s.subject))))
            for s in reader.subscriptions
        ]
    return compose(
        "subscriptions/mail/digest",
        to=reader.email,
        locale=locale,
        key=f"digest:{slot.frequency.value}:{slot.closes_at:%Y-%m-%dT%H%M}:{reader.id}",
        now=now,
        unsubscribe_url=links.leave_digest_url(reader, slot.frequency),
        manage_url=links.manage_url(reader),
        digest_subject=subject,
        preheader=preheader,
        items=items,
        more=len(happenings) - len(shown),
        opens_at=slot.opens_at,
        closes_at=slot.closes_at,
        followed=followed,
    )


def _item(happening: Happening, locale: str, now: datetime) -> Item:
    docket = happening.docket
    title, url = (
        tell(docket.title).text,
        absolute_url("front.docket", locale=locale, number=docket.number),
    )
    facts = []
    if happening.closing:
        nearest = happening.closing[0]
        title, url = _of_notice(nearest, locale)
        facts.append(_deadline(nearest, now))
    elif happening.weight is Weight.ANSWERS:
        url = absolute_url("responses.answers", locale=locale, number=docket.number)
    elif happening.weight is Weight.NOTICE and len(happening.notices) == 1:
        notice = next(iter(happening.notices.values()))
        title, url = _of_notice(notice, locale)
        if notice.closes_on:
            facts.append(_("Comments until %(day)s.", day=day(notice.closes_on)))
    facts += [sentence(entry) for entry in islice(happening.entries, MOST_FACTS)]
    if happening.comments:
        facts.append(
            _n("%(num)d comment was posted.", "%(num)d comments were posted.", happening.comments)
        )
    return Item(_badge(happening.weight), title, url, facts)


def _of_notice(notice: Notice, locale: str) -> tuple[str, str]:
    url = absolute_url("front.notice", locale=locale, number=notice.number)
    return tell(notice.title).text, url


def _badge(weight: Weight) -> str:
    words = {
        Weight.DEADLINE: _("Closes soon"),
        Weight.ANSWERS: _("Answers"),
        Weight.NOTICE: _("New notice"),
        Weight.PROMISE: _("Promise"),
        Weight.OTHER: _("News"),
        Weight.COMMENTS: _("Comments"),
    }
    return str(words[weight])


def _deadline(notice: Notice, now: datetime) -> str:
    left = notice.period.days_left(now) if notice.period else 0
    if left == 0:
        return str(_("The time for comments is over."))
    return str(_n("%(num)d day left to comment.", "%(num)d days left to comment.", left))


def _subject(happenings: Sequence[Happening], now: datetime) -> tuple[str, str]:
    """Return the subject, made of what matters most, and what comes next to it."""
    count = totals(happenings)
    told = []
    for happening in happenings:
        if happening.closing:
            notice = happening.closing[0]
            told.append(f"{_deadline(notice, now)} {_short(tell(notice.title).text)}")
            break
    if count["answers"]:
        told.append(_n("%(num)d answer published.", "%(num)d answers published.", count["answers"]))
    if count["NoticePublished"]:
        told.append(_n("%(num)d new notice.", "%(num)d new notices.", count["NoticePublished"]))
    promises = sum(count[kind] for kind in ("CommitmentMade", "CommitmentKept"))
    if promises:
        told.append(_n("%(num)d promise.", "%(num)d promises.", promises))
    if count["comments"]:
        told.append(
            _n("%(num)d comment was posted.", "%(num)d comments were posted.", count["comments"])
        )
    if not told:
        told = [_("News of: %(title)s", title=_short(tell(happenings[0].docket.title).text))]
    elif len(told) == 1:
        told.append(_short(tell(happenings[0].docket.title).text))
    return " ".join(told[:2]), " ".join(told[2:4])


def _short(text: str) -> str:
    return text if len(text) <= SHORT_TITLE else text[: SHORT_TITLE - 1].rsplit(" ", 1)[0] + "…"
