"""What a restricted paper must have, and how long an opening lasts. Pure rules."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.committees.rules import Clearance
from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_, Localized

LONGEST_TEXT = 400_000
"""Characters: a book of two hundred pages."""

LONGEST_WORDS = 4_000
OPEN_FOR = timedelta(minutes=30)
"""How long a paper lies open before the reader has to open it again, which is noted again."""


class PaperKind(StrEnum):
    """What a restricted paper is."""

    STUDY = "study"
    NEGOTIATING_TEXT = "negotiating_text"
    BRIEFING_NOTE = "briefing_note"


class Manner(StrEnum):
    """How a paper was read."""

    SCREEN = "screen"
    COPY = "copy"
    """Taken away as a file that bears the reader's name."""


@dataclass(frozen=True, kw_only=True)
class NewPaper:
    """A paper as it is handed in."""

    kind: PaperKind
    clearance: Clearance
    title: Localized | None
    locale: str
    """The language of the text."""
    text: str
    public_title: Localized | None = None
    abstract: Localized | None = None


def check_paper(paper: NewPaper, *, committees: int) -> Localized:
    """Return the title of a paper that can be filed. Raises RuleBroken."""
    if not paper.title:
        raise RuleBroken(N_("Give the paper a title."), field="title")
    if not paper.text.strip():
        raise RuleBroken(N_("Paste the text of the paper."), field="text")
    if len(paper.text) > LONGEST_TEXT:
        raise RuleBroken(N_("Use at most %(most)s characters."), field="text", most=LONGEST_TEXT)
    if not committees:
        raise RuleBroken(N_("Choose at least one committee that may read it."), field="committees")
    if bool(paper.public_title) != bool(paper.abstract):
        raise RuleBroken(
            N_("A public abstract needs a title of its own, and the title an abstract."),
            field="abstract",
        )
    return paper.title


def is_open(opened_at: datetime, now: datetime) -> bool:
    """Say whether a paper that was opened then still lies open."""
    return opened_at <= now < opened_at + OPEN_FOR


def check_words(text: str, *, field: str) -> str:
    """Return words that say something. Raises RuleBroken on the field."""
    text = text.strip()
    if not text:
        raise RuleBroken(N_("Write at least a sentence."), field=field)
    if len(text) > LONGEST_WORDS:
        raise RuleBroken(N_("Use at most %(most)s characters."), field=field, most=LONGEST_WORDS)
    return text
