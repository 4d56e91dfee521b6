"""One notice in one language, with every word that a file of it says."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from portal.kernel.text import Localized
from portal.register import markup
from portal.register.exporting.beside import Beside, blocks_beside
from portal.register.labels import KINDS
from portal.register.markup import Manuscript
from portal.register.markup.manuscript import Block
from portal.register.models import Notice, NoticeText
from portal.register.rules import SERIES
from portal.web.locale import _, day, speaking


@dataclass(frozen=True)
class Edition:
    """A notice as it is read in one language; the words around it are in that language too."""

    notice: Notice
    text: NoticeText
    agency: str
    unit: str
    title: str
    summary: str
    kind: str
    register: str
    """What the register is called in which it stands."""
    docket_line: str
    doc_line: str
    """The line that closes it: number, day, citation. Others close with lines of their own."""
    day: str
    """The day of publication, written out."""
    questions: tuple[str, ...]
    signature: tuple[str, ...]
    beside: Beside
    added: tuple[Block, ...]
    """What stands after the text: context, goods, files, questions."""

    @property
    def locale(self) -> str:
        """The language of the text."""
        return self.text.locale

    @property
    def number(self) -> str:
        """The number of the notice."""
        return str(self.notice.number)

    @property
    def published(self) -> date:
        """The day of publication."""
        day = self.notice.published_on
        if day is None:
            message = "Only what is published has editions."
            raise ValueError(message)
        return day

    @property
    def pages(self) -> str:
        """Its pages in the volume: `45`, `45-47`, or nothing where they are not known."""
        first, last = self.notice.page, self.notice.last_page
        if not first:
            return ""
        return f"{first}–{last}" if last and last != first else str(first)

    @cached_property
    def written(self) -> Manuscript:
        """The text alone, as a tree."""
        return markup.manuscript(self.text.markdown, locale=self.locale)

    @property
    def manuscript(self) -> Manuscript:
        """The text with all that is published beside it, as a tree."""
        return replace(self.written, blocks=(*self.written.blocks, *self.added))

    def file_name(self, ending: str) -> str:
        """Return what a file of it is called: `TN-2026-01_2026-04-13_ru.pdf`.

        The day stands in it because the XML of a single document does not say it.
        """
        return f"{self.number}_{self.published.isoformat()}_{self.locale}.{ending}"


NOTHING = Beside()


def edition_of(notice: Notice, text: NoticeText, beside: Beside = NOTHING) -> Edition:
    """Return the notice in the language of the text.

    Wants it loaded as `queries.get_notice` does.
    """
    locale = text.locale
    with speaking(locale):
        questions = tuple(_told(question.text, locale) for question in notice.questions)
        own = notice.series in (None, SERIES)
        unit = _told(notice.unit, locale)
        signed = (notice.contact_name, unit) if own and notice.contact_name else ()
        published = day(notice.published_on) if notice.published_on else ""
        return Edition(
            notice=notice,
            text=text,
            agency=_told(notice.agency.name, locale),
            unit=unit,
            title=_told(notice.title, locale),
            summary=_told(notice.summary, locale),
            kind=str(KINDS[notice.kind]),
            register=_register(notice),
            docket_line=_("Docket No. %(docket)s", docket=notice.docket.number),
            doc_line=_doc_line(notice, published) if own else "",
            day=published,
            questions=questions,
            signature=tuple(line for line in signed if line),
            beside=beside,
            added=tuple(blocks_beside(notice, beside, locale)),
        )


def _told(text: Localized | None, locale: str) -> str:
    return " ".join(text.tell(locale).text.split()) if text else ""


def _register(notice: Notice) -> str:
    if notice.series == "FR":
        return _("Federal Register of the United States")
    own = notice.series == SERIES or (notice.series is None and notice.kind.value != "foreign")
    return _("Register of Trade Negotiations") if own else notice.series or _("Another register")


def _doc_line(notice: Notice, published: str) -> str:
    line = _(
        "%(series)s Doc. %(number)s, published %(day)s",
        series=notice.series or "",
        number=notice.number,
        day=published,
    ).strip()
    return f"[{line}; {notice.citation}]" if notice.citation else f"[{line}]"
