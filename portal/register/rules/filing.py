"""What a draft must hold before it can be published: each lack with the field it belongs to."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_, Localized
from portal.register.rules.captions import CAPTIONS, captions_in
from portal.register.rules.kinds import (
    CONTEXT,
    MOVES_CLOSING,
    NEEDS_EARLIER,
    STRATEGIC_CASE,
    DecisionStatus,
    NoticeKind,
    Part,
    QuestionForm,
)
from portal.register.rules.periods import WINDOWS, CommentPeriod, closing_day, moved_closing

BEFORE_DECISION = frozenset(WINDOWS) - {NoticeKind.RATIFICATION}
"""Kinds that ask what ought to be decided, and so come too late once it is (R16)."""


def check_decision(kind: NoticeKind, status: DecisionStatus) -> None:
    """Refuse to ask about what is decided already (R16)."""
    if status is DecisionStatus.DECIDED and kind in BEFORE_DECISION:
        raise RuleBroken(
            N_("What is decided already cannot be put to the public as a question."),
            field="decision_status",
        )


@dataclass(frozen=True)
class Ask:
    """A question to the public, and in what form it wants its answer."""

    text: Localized
    form: QuestionForm = QuestionForm.TEXT
    options: tuple[Localized, ...] = ()
    unit: Localized | None = None


FEWEST_OPTIONS = 2
MOST_OPTIONS = 12


def check_question(ask: Ask, *, field: str) -> None:
    """Refuse a question that cannot be answered in the form that it asks for."""
    if ask.form is QuestionForm.CHOICE and not (FEWEST_OPTIONS <= len(ask.options) <= MOST_OPTIONS):
        raise RuleBroken(N_("Give a choice of two to twelve answers, one a line."), field=field)
    if ask.form is QuestionForm.NUMBER and not ask.unit:
        raise RuleBroken(N_("Say in which unit the number is to be given."), field=field)


@dataclass(frozen=True)
class Earlier:
    """An earlier notice that a draft is about, as it stands today."""

    number: str
    kind: NoticeKind
    period: CommentPeriod | None
    first_closing: date | None
    is_withdrawn: bool


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
    questions: tuple[Ask, ...]
    contact: tuple[str, str, str]
    """Name, address and telephone of whoever answers questions."""
    wanted_closing: date | None
    waiver_reason: Localized | None
    parts: frozenset[Part] = frozenset()
    """What of the statement, the context pack and the strategic case is written."""
    context_waiver: Localized | None = None
    has_impact: bool = False
    """Whether an impact analysis is attached."""
    impact_promised_on: date | None = None
    lines: int = 0
    """How many lines of goods it has."""
    sourceless: tuple[str, ...] = ()
    """Titles of its tables of figures that name no source or no day."""
    earlier: tuple[Earlier, ...] = ()


def needed_parts(kind: NoticeKind, status: DecisionStatus) -> tuple[Part, ...]:
    """Return what a notice of the kind must tell besides its text (R16, R24, R63)."""
    if kind not in WINDOWS:
        return ()
    statement = [
        part
        for part, spoken in (
            (Part.DECIDED, status is not DecisionStatus.OPEN),
            (Part.STILL_OPEN, status is not DecisionStatus.DECIDED),
        )
        if spoken
    ]
    case = STRATEGIC_CASE if kind is NoticeKind.INTENT_TO_LAUNCH else ()
    return (*statement, *CONTEXT, *case)


def completeness(written: Collection[Part], needed: Collection[Part]) -> tuple[int, int]:
    """Return how many of the parts that are needed are written, and how many are needed."""
    return sum(part in written for part in needed), len(needed)


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
    yield from _untimely(filing, today)
    yield from _unasked(filing)
    yield from _unexplained(filing, today)
    yield from _unrelated(filing, today)
    name, address, telephone = filing.contact
    if not name:
        yield RuleBroken(N_("Name a person who answers questions."), field="contact_name")
    if not address and not telephone:
        yield RuleBroken(
            N_("Give an e-mail address or a telephone number for questions."),
            field="contact_email",
        )


def _untimely(filing: Filing, today: date) -> Iterator[RuleBroken]:
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


def _unasked(filing: Filing) -> Iterator[RuleBroken]:
    if filing.kind in WINDOWS and not filing.questions:
        yield RuleBroken(N_("Put at least one question to the public."), field="questions")
    for number, ask in enumerate(filing.questions):
        try:
            check_question(ask, field=f"questions-{number}")
        except RuleBroken as broken:
            yield broken
    if filing.kind is NoticeKind.TARIFF_OFFER and not filing.lines:
        yield RuleBroken(N_("Name the goods, at least one line of them."), field="lines")
    for title in filing.sourceless:
        yield RuleBroken(
            N_("Say of the figures in %(title)s where they come from and of which day they are."),
            field="files",
            title=title,
        )


WHAT_IS_MISSING = {
    Part.DECIDED: N_("Say what is decided already."),
    Part.STILL_OPEN: N_("Say what is still open."),
    Part.WHY_NOW: N_("Say why this is asked now."),
    Part.STRATEGY: N_("Say which programme or priority sector it serves, and how."),
    Part.ON_THE_TABLE: N_("Say what is on the table."),
    Part.OPTIONS: N_("Say which options there are."),
    Part.COSTS_BENEFITS: N_("Say what it may cost and bring."),
    Part.AFFECTED: N_("Say who is affected."),
    Part.TERMS: N_("Explain the terms, or say where they are explained."),
    Part.TRADE_NOW: N_("Say how large the trade is now."),
    Part.POTENTIAL: N_("Say how large the trade could become."),
    Part.COMPETITORS: N_("Say on which terms competitors trade."),
    Part.SENSITIVITIES: N_("Say where the market is sensitive."),
}
"""What to say of a part that is not written, whole sentences so that they can be translated."""


def _unexplained(filing: Filing, today: date) -> Iterator[RuleBroken]:
    waived = filing.context_waiver
    for part in needed_parts(filing.kind, filing.decision_status):
        if part not in filing.parts and (not waived or part not in CONTEXT):
            yield RuleBroken(WHAT_IS_MISSING[part], field=f"part_{part.value}")
    if waived and waived.missing:
        yield RuleBroken(
            N_("The reason for an incomplete context is published: write it in all languages."),
            field="context_waiver",
        )
    if filing.kind is not NoticeKind.INTENT_TO_LAUNCH or filing.has_impact:
        return
    promised = filing.impact_promised_on
    if promised is None:
        yield RuleBroken(
            N_("Attach an impact analysis, or promise one by a day."), field="impact_promised_on"
        )
    elif promised <= today:
        yield RuleBroken(
            N_("The impact analysis is promised for a day that is over: choose a later one."),
            field="impact_promised_on",
        )


def _unrelated(filing: Filing, today: date) -> Iterator[RuleBroken]:
    if filing.kind in NEEDS_EARLIER and not filing.earlier:
        yield RuleBroken(N_("Choose the earlier notice that this one is about."), field="earlier")
    for earlier in filing.earlier:
        if filing.kind in NEEDS_EARLIER and earlier.is_withdrawn:
            yield RuleBroken(
                N_("%(notice)s was withdrawn; nothing more can be done to it."),
                field="earlier",
                notice=earlier.number,
            )
        elif filing.kind in MOVES_CLOSING:
            try:
                moved_closing(
                    filing.kind,
                    earlier.period,
                    first=earlier.first_closing,
                    wanted=filing.wanted_closing,
                    published=today,
                )
            except RuleBroken as broken:
                yield broken


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
