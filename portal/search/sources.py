"""What the index is told of notices and dockets. Only what is published gets this far."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import unescape

from portal.kernel.text import LOCALES, Localized
from portal.register.models import Docket, Notice, NoticeFile, NoticeLine, Question
from portal.register.rules import NoticeState
from portal.search.rules import Document, Kind, Part, Passages


def of_notice(
    notice: Notice,
    *,
    lines: Sequence[NoticeLine],
    files: Iterable[NoticeFile],
    parts: Iterable[Localized],
) -> Document | None:
    """Return what is to be found of a notice; nothing while it is not published.

    Loaded: agency, docket with its negotiation, texts, questions, themes. `lines` are the
    goods that it is about, `parts` what is told beside its text.
    """
    day = notice.published_on
    if notice.state is not NoticeState.PUBLISHED or notice.number is None or day is None:
        return None
    docket = notice.docket
    names = [notice.agency.name, notice.agency.abbreviation, *(x.name for x in notice.themes)]
    names += [docket.negotiation.name] if docket.negotiation else []
    told = [*parts, *(file.title for file in files)]
    stands = notice.withdrawn_on is None
    return Document(
        kind=Kind.NOTICE,
        number=notice.number,
        paper=notice.kind.value,
        title=notice.title,
        summary=notice.summary,
        agency=notice.agency.code,
        negotiation=docket.negotiation.code if docket.negotiation else None,
        themes=tuple(theme.code for theme in notice.themes),
        day=day,
        opens=notice.opens_on if stands else None,
        closes=notice.closes_on if stands else None,
        goods=tuple(sorted({*notice.chapters, *_codes(lines)})),
        texts=(
            *_said(Part.TITLE, notice.title),
            *_numbers(notice.title, notice.number, notice.citation, docket.number),
            *_said(Part.SUMMARY, notice.summary),
            *(x for question in notice.questions for x in _asked(question)),
            *_said(Part.NAMES, notice.unit),
            *(passage for name in names for passage in _said(Part.NAMES, name)),
            *(Passages(Part.BODY, text.locale, plain(text.html)) for text in notice.texts),
            *(passage for text in told for passage in _said(Part.BODY, text)),
            *(Passages(Part.BODY, locale, _listed(lines, locale)) for locale in LOCALES),
        ),
    )


def of_docket(docket: Docket, notices: list[Notice]) -> Document | None:
    """Return what is to be found of a docket; nothing before it is open to the public.

    Loaded: agency, negotiation, themes. `notices` are those of it that are published.
    """
    day: date | None = docket.opened_on
    if day is None:
        return None
    standing = [notice for notice in notices if notice.withdrawn_on is None]
    periods = [notice.period for notice in standing if notice.period]
    period = max(periods, key=lambda one: one.closes, default=None)
    names = [docket.agency.name, docket.agency.abbreviation, *(x.name for x in docket.themes)]
    names += [docket.negotiation.name] if docket.negotiation else []
    return Document(
        kind=Kind.DOCKET,
        number=docket.number,
        paper=Kind.DOCKET.value,
        title=docket.title,
        summary=None,
        agency=docket.agency.code,
        negotiation=docket.negotiation.code if docket.negotiation else None,
        themes=tuple(theme.code for theme in docket.themes),
        day=day,
        opens=period.opens if period else None,
        closes=period.closes if period else None,
        goods=(),
        texts=(
            *_said(Part.TITLE, docket.title),
            *_numbers(docket.title, docket.number),
            *(passage for name in names for passage in _said(Part.NAMES, name)),
            *(x for notice in notices for x in _said(Part.BODY, notice.title)),
        ),
    )


def _asked(question: Question) -> Iterator[Passages]:
    for text in (question.text, *question.options):
        yield from _said(Part.QUESTIONS, text)


def _codes(lines: Iterable[NoticeLine]) -> Iterator[str]:
    for line in lines:
        yield from (line.code[:2], line.code)


def _listed(lines: Iterable[NoticeLine], locale: str) -> str:
    """Return the goods as a list, each with its code, in one language."""
    names = ((line, line.goods.texts[locale]) for line in lines)
    return "\n".join(f"{line.printed} {name}" for line, name in names if name)


def _said(part: Part, told: Localized | None) -> Iterator[Passages]:
    if told:
        for locale in LOCALES:
            yield Passages(part, locale, told.texts[locale])


def _numbers(title: Localized, *numbers: str | None) -> Iterator[Passages]:
    for number in filter(None, numbers):
        yield Passages(Part.NUMBERS, title.source, number)


_MARKS = re.compile(r'<span id="page-[^>]*>[^<]*</span>|<[^<>]*>')


def plain(html: str) -> str:
    """Return the words of a text of the register, as `register.markup` made it."""
    return unescape(_MARKS.sub(" ", html))
