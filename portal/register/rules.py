"""Kinds of notice, their way to publication, the comment period, numbers. Pure rules."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from babel.dates import format_date

from portal.kernel.calendar import Span, next_working
from portal.kernel.clock import end_of, legal_day
from portal.kernel.errors import RuleBroken
from portal.kernel.lifecycle import Lifecycle
from portal.kernel.text import LOCALES, N_, Localized


class NoticeKind(StrEnum):
    """What a notice does. The words are those of the vocabulary of the policy note's team."""

    INTENT_TO_LAUNCH = "intent_to_launch"
    REQUEST_FOR_COMMENTS = "request_for_comments"
    TARIFF_OFFER = "tariff_offer"
    PUBLIC_HEARING = "public_hearing"
    EXTENSION = "extension"
    REOPENING = "reopening"
    CORRECTION = "correction"
    POSITION_CHANGE = "position_change"
    IMPACT_ANALYSIS = "impact_analysis"
    ROUND_REPORT = "round_report"
    OUTCOME = "outcome"
    RATIFICATION = "ratification"
    MEMBERSHIP_CALL = "membership_call"
    WITHDRAWAL = "withdrawal"
    FOREIGN = "foreign"
    """A document of another register, shown in the same form."""


class NoticeState(StrEnum):
    """How far a notice has come on its way into the register."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    """Waits for a second official."""
    RETURNED = "returned"
    """Came back with remarks."""
    PUBLISHED = "published"


NOTICE_LIFE = Lifecycle(
    {
        NoticeState.DRAFT: (NoticeState.SUBMITTED,),
        NoticeState.RETURNED: (NoticeState.SUBMITTED,),
        NoticeState.SUBMITTED: (NoticeState.RETURNED, NoticeState.PUBLISHED),
    },
    refusal=N_("The notice is not at a point where this can be done."),
)

OPEN_TO_CHANGE = frozenset({NoticeState.DRAFT, NoticeState.RETURNED})
"""States in which its author may still change a notice."""


class DecisionStatus(StrEnum):
    """What is still open when business is asked (policy note, par. 40)."""

    OPEN = "open"
    OPTIONS_NARROWED = "options_narrowed"
    DECIDED = "decided"


class PeriodState(StrEnum):
    """Where a comment period stands, which only the calendar decides."""

    NONE = "none"
    """The notice asks for no comments."""
    OPEN = "open"
    CLOSING = "closing"
    """Open, and in its last days."""
    CLOSED = "closed"


CLOSING_DAYS = 3
"""A period in its last 72 hours is said to be closing."""


@dataclass(frozen=True)
class CommentPeriod:
    """The legal days on which anyone may comment, first and last included."""

    opens: date
    closes: date

    @property
    def deadline(self) -> datetime:
        """The first instant at which a comment is late, in UTC."""
        return end_of(self.closes)

    def is_open(self, now: datetime) -> bool:
        """Say whether comments are taken in time at this moment."""
        return self.opens <= legal_day(now) and now < self.deadline

    def days_left(self, now: datetime) -> int:
        """Return how many legal days are left, today included; 0 once it has closed."""
        return max(0, (self.closes - legal_day(now)).days + 1)

    def state(self, now: datetime) -> PeriodState:
        """Return where the period stands."""
        if not self.is_open(now):
            return PeriodState.CLOSED
        return PeriodState.CLOSING if self.days_left(now) <= CLOSING_DAYS else PeriodState.OPEN


def period_of(opens: date | None, closes: date | None) -> CommentPeriod | None:
    """Return the comment period of a notice, where it opened one."""
    return None if opens is None or closes is None else CommentPeriod(opens, closes)


@dataclass(frozen=True)
class Window:
    """How long the public is to have: what is usual, and what is the least."""

    usual: Span
    least: Span


WINDOWS = {
    NoticeKind.INTENT_TO_LAUNCH: Window(Span(45), Span(30)),
    NoticeKind.REQUEST_FOR_COMMENTS: Window(Span(30), Span(20)),
    NoticeKind.TARIFF_OFFER: Window(Span(30), Span(20)),
    NoticeKind.POSITION_CHANGE: Window(Span(15, working=True), Span(10, working=True)),
    NoticeKind.RATIFICATION: Window(Span(30), Span(20)),
}
"""Periods by kind of notice (`timing_defaults.yaml`); a kind that is not here asks nothing."""

SHORTEST = Span(5, working=True)
"""What even a published reason cannot shorten (`comment_days.absolute_floor`, min)."""

BEFORE_DECISION = frozenset(WINDOWS) - {NoticeKind.RATIFICATION}
"""Kinds that ask what ought to be decided, and so come too late once it is (R16)."""


def earliest_closing(kind: NoticeKind, published: date, *, waived: bool = False) -> date | None:
    """Return the first lawful last day for comments; nothing for a kind that asks none.

    The day after publication is day 1, and the last day is a working day (R22).
    """
    if kind not in WINDOWS:
        return None
    return (SHORTEST if waived else WINDOWS[kind].least).last_day(published)


def closing_day(
    kind: NoticeKind, published: date, *, wanted: date | None = None, waived: bool = False
) -> date | None:
    """Return the last day for comments of a notice published on that day.

    The day that is wanted moves on to a working day; where none is wanted the usual
    window applies. Raises RuleBroken where the public would have too little time.
    """
    earliest = earliest_closing(kind, published, waived=waived)
    if earliest is None:
        return None
    if wanted is None:
        return WINDOWS[kind].usual.last_day(published)
    closes = next_working(wanted)
    if closes >= earliest:
        return closes
    if waived:
        raise RuleBroken(
            N_("Even with a published reason, comments close on %(earliest)s at the earliest."),
            field="wanted_closing",
            earliest=earliest.strftime(IN_DIGITS),
        )
    raise RuleBroken(
        N_("Comments may close on %(earliest)s at the earliest. A shorter time needs a reason."),
        field="wanted_closing",
        earliest=earliest.strftime(IN_DIGITS),
    )


IN_DIGITS = "%d.%m.%Y"
"""A day as every language of the portal reads it inside a sentence."""


def check_decision(kind: NoticeKind, status: DecisionStatus) -> None:
    """Refuse to ask about what is decided already (R16)."""
    if status is DecisionStatus.DECIDED and kind in BEFORE_DECISION:
        raise RuleBroken(
            N_("What is decided already cannot be put to the public as a question."),
            field="decision_status",
        )


@dataclass(frozen=True)
class Filing:
    """What a draft consists of, as far as it decides whether the draft may go on."""

    kind: NoticeKind
    title: Localized
    summary: Localized
    decision_status: DecisionStatus
    themes: int
    unmirrored: tuple[str, ...]
    """Codes of its themes that no committee mirrors."""
    text: str
    """The full text in its source language."""
    questions: tuple[Localized, ...]
    contact: tuple[str, str, str]
    """Name, address and telephone of whoever answers questions."""
    wanted_closing: date | None
    waiver_reason: Localized | None


def missing(filing: Filing, *, today: date) -> list[RuleBroken]:
    """Return what stands between a draft and its publication today, each with its field."""
    return list(_lacks(filing, today))


def _lacks(filing: Filing, today: date) -> Iterator[RuleBroken]:
    yield from _unwritten(filing)
    if not filing.themes:
        yield RuleBroken(N_("Choose at least one theme."), field="themes")
    for code in filing.unmirrored:
        yield RuleBroken(
            N_("Theme %(theme)s has no mirror committee yet, so nobody would be there to answer."),
            field="themes",
            theme=code,
        )
    try:
        check_decision(filing.kind, filing.decision_status)
        closing_day(
            filing.kind,
            today,
            wanted=filing.wanted_closing,
            waived=bool(filing.waiver_reason),
        )
    except RuleBroken as broken:
        yield broken
    if filing.waiver_reason and filing.waiver_reason.missing:
        yield RuleBroken(
            N_("The reason for a shorter time is published: write it in all three languages."),
            field="waiver_reason",
        )
    if filing.kind in WINDOWS and not filing.questions:
        yield RuleBroken(N_("Put at least one question to the public."), field="questions")
    name, address, telephone = filing.contact
    if not name:
        yield RuleBroken(N_("Name a person who answers questions."), field="contact_name")
    if not address and not telephone:
        yield RuleBroken(
            N_("Give an e-mail address or a telephone number for questions."),
            field="contact_email",
        )


WHICH = {
    ("title", "kk"): N_("The title is not written in Kazakh."),
    ("title", "ru"): N_("The title is not written in Russian."),
    ("title", "en"): N_("The title is not written in English."),
    ("summary", "kk"): N_("The summary is not written in Kazakh."),
    ("summary", "ru"): N_("The summary is not written in Russian."),
    ("summary", "en"): N_("The summary is not written in English."),
}
"""What to say of a wording that R81 asks for, whole sentences so that they can be translated."""


def _unwritten(filing: Filing) -> Iterator[RuleBroken]:
    for name, text in (("title", filing.title), ("summary", filing.summary)):
        for locale in text.missing:
            yield RuleBroken(WHICH[name, locale], field=name)
    if not filing.text.strip():
        yield RuleBroken(
            N_("Write the full text: as it is offered it is not published."), field="texts"
        )
        return
    present = captions_in(filing.text)
    for caption in CAPTIONS:
        if caption not in present:
            yield RuleBroken(
                N_("The text says nothing under the caption %(caption)s."),
                field="texts",
                caption=caption,
            )


CAPTIONS = (
    "AGENCY",
    "ACTION",
    "SUMMARY",
    "DATES",
    "ADDRESSES",
    "FOR FURTHER INFORMATION CONTACT",
    "SUPPLEMENTARY INFORMATION",
)
"""The parts of a notice, in the order of the Federal Register (1 CFR 18.12)."""

CAPTIONS_IN = {
    "en": CAPTIONS,
    "ru": (
        "ВЕДОМСТВО",
        "ДЕЙСТВИЕ",
        "КРАТКОЕ СОДЕРЖАНИЕ",
        "СРОКИ",
        "АДРЕСА",
        "КОНТАКТЫ ДЛЯ СПРАВОК",
        "ДОПОЛНИТЕЛЬНАЯ ИНФОРМАЦИЯ",
    ),
    "kk": (
        "ВЕДОМСТВО",
        "ӘРЕКЕТ",
        "ҚЫСҚАША МАЗМҰНЫ",
        "МЕРЗІМДЕР",
        "МЕКЕНЖАЙЛАР",
        "АНЫҚТАМА АЛУ ҮШІН",
        "ҚОСЫМША АҚПАРАТ",
    ),
}
"""The captions as texts in each language print them, in the same order."""

_MEANT = {
    printed: caption
    for captions in CAPTIONS_IN.values()
    for printed, caption in zip(captions, CAPTIONS, strict=True)
}


def caption_of(heading: str) -> str | None:
    """Return the caption that a heading is, in whatever language and case it stands."""
    return _MEANT.get(heading.strip().rstrip(":").upper())


HEADING = re.compile(r"^#[ \t]+(.+?):?[ \t]*#*$", re.MULTILINE)


def captions_in(markdown: str) -> set[str]:
    """Return the captions of a text that have words under them."""
    pieces = HEADING.split(markdown.replace("\r\n", "\n"))
    found = {
        caption_of(heading)
        for heading, words in zip(pieces[1::2], pieces[2::2], strict=True)
        if words.strip()
    }
    return {caption for caption in found if caption}


LAST_DAY = "[[last day]]"
"""Stands in a draft for the last day for comments, which only publication decides."""

DAYS_IN = {"kk": "y 'жылғы' d MMMM", "ru": "d MMMM y 'года'", "en": "d MMMM y"}
"""How a day is written out inside a sentence, with no full stop of its own."""


def filled_in(markdown: str, *, closes: date | None, locale: str) -> str:
    """Return the text with the last day for comments written where its place was kept."""
    if closes is None:
        return markdown
    return markdown.replace(LAST_DAY, format_date(closes, DAYS_IN[locale], locale=locale))


FIRST_VOLUME_YEAR = 2014
"""The year of volume 1 of the Register of Trade Negotiations."""

SERIES = "RTN"

WORDS_PER_PAGE = 700
"""Words of a notice that fill one printed page of the register."""


def volume_of(day: date) -> int:
    """Return the volume in which what is published on the day stands."""
    return day.year - FIRST_VOLUME_YEAR + 1


def pages_of(text: str) -> int:
    """Return how many printed pages a text fills: at least one."""
    return max(1, -(-len(text.split()) // WORDS_PER_PAGE))


CITATION = re.compile(r"(\d{1,6})[\s.-]*([A-Za-z]{1,10})[\s.-]*(\d{1,9})")


def read_citation(text: str) -> tuple[int, str, int] | None:
    """Return volume, series and page of `13 RTN 45`, `13-RTN-45` or `89 fr 9743`."""
    found = CITATION.fullmatch(text.strip())
    return (int(found[1]), found[2].upper(), int(found[3])) if found else None


def searchable(number: str | None, *texts: Localized | None) -> str:
    """Return what a search looks through: every wording, in lower case in any alphabet."""
    words = [number or ""]
    words += [text.texts[locale] for text in texts if text for locale in LOCALES]
    return "\n".join(word for word in words if word).lower()
