"""What is published beside the text of a notice, as blocks that stand after it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.kernel.text import Localized
from portal.register.labels import FILES, PARTS
from portal.register.markup.manuscript import Block, Cell, Heading, Paragraph, Run, Table
from portal.register.models import Notice, NoticeFile, NoticeLine, Question
from portal.register.rules import QuestionForm
from portal.web.locale import NAMES, _


@dataclass(frozen=True)
class Beside:
    """What stands beside the text of a notice and is loaded by itself."""

    lines: Sequence[NoticeLine] = ()
    files: Sequence[NoticeFile] = ()


def blocks_beside(notice: Notice, beside: Beside, locale: str) -> Iterator[Block]:
    """Yield context, goods, files and questions, in the language spoken now."""
    yield from _context(notice, locale)
    yield from _goods(beside.lines, locale)
    if beside.files:
        yield _heading(_("Documents"))
        for file in beside.files:
            told = f"{_told(file.title, locale)}. {FILES[file.kind]}, {NAMES[file.locale]}."
            yield _item(f"{told} SHA-256: {file.attachment.sha256}")
    yield from _questions(notice.questions, locale)
    if notice.waiver_reason:
        why = _("Why the time for comments is shorter than usual:")
        yield _paragraph(f"{why} {_told(notice.waiver_reason, locale)}")


def _context(notice: Notice, locale: str) -> Iterator[Block]:
    by_part = {row.part: row.text for row in notice.parts}
    if by_part or notice.context_waiver:
        yield _heading(_("What to know before you answer"))
    if notice.context_waiver:
        why = _("Not all of it is told, because:")
        yield _paragraph(f"{why} {_told(notice.context_waiver, locale)}")
    for part, label in PARTS.items():
        if part in by_part:
            yield _heading(str(label), level=3)
            for words in by_part[part].tell(locale).text.split("\n\n"):
                if words.strip():
                    yield _paragraph(" ".join(words.split()))


def _goods(lines: Sequence[NoticeLine], locale: str) -> Iterator[Block]:
    if not lines:
        return
    yield _heading(_("Goods and duties"))
    heads = (
        (_("HS code"), False),
        (_("Goods"), False),
        (_("Duty now"), True),
        (_("Duty proposed"), True),
    )
    yield Table(
        (tuple(Cell((Run(head),), head=True, number=number) for head, number in heads),),
        tuple(
            (
                _cell(line.printed),
                _cell(_told(line.goods, locale)),
                _cell(line.duty_now, number=True),
                _cell(line.duty_proposed, number=True),
            )
            for line in lines
        ),
    )
    yield _paragraph(_("Codes of the Harmonised System, edition %(year)s.", year=lines[0].year))


def _questions(questions: Sequence[Question], locale: str) -> Iterator[Block]:
    if questions:
        yield _heading(_("Questions to the public"))
    for question in questions:
        words = _told(question.text, locale)
        if question.form is QuestionForm.NUMBER:
            asked = _("Answer with a number:")
            words = f"{words} ({asked} {_told(question.unit, locale)})"
        elif question.form is QuestionForm.HS_LINE:
            asked = _("Answer with a code of the Harmonised System.")
            words = f"{words} ({asked})"
        yield _item(words, sign=f"{question.number}.")
        for option in question.options:
            yield _item(_told(option, locale), depth=2)


def _told(text: Localized | None, locale: str) -> str:
    return " ".join(text.tell(locale).text.split()) if text else ""


def _heading(words: str, level: int = 2) -> Heading:
    return Heading((Run(words),), level)


def _paragraph(words: str) -> Paragraph:
    return Paragraph((Run(words),))


def _item(words: str, *, depth: int = 1, sign: str = "\N{BULLET}") -> Paragraph:
    return Paragraph((Run(words),), depth=depth, sign=sign)


def _cell(words: str, *, number: bool = False) -> Cell:
    return Cell((Run(words),) if words else (), number=number)
