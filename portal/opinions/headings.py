"""Papers with fixed headings: issue papers and final reports. Pure rules."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.opinions.rules import Kind


@dataclass(frozen=True)
class Heading:
    """A part that a kind of paper must have, as it is written in each language."""

    key: str
    kk: str
    ru: str
    en: str
    may_be_empty: bool = False

    def told(self, locale: str) -> str:
        """Return the words of the heading in a language."""
        return str(getattr(self, locale))


EVIDENCE = Heading("evidence", "Дәлелдер", "Доказательства", "Evidence", may_be_empty=True)

HEADINGS: Mapping[Kind, tuple[Heading, ...]] = {
    Kind.OPINION: (),
    Kind.ISSUE_PAPER: (
        Heading("problem", "Мәселе", "Проблема", "Problem"),
        Heading("options", "Нұсқалар", "Варианты", "Options"),
        EVIDENCE,
        Heading(
            "gains",
            "Кім ұтады, кім ұтылады",
            "Кто выигрывает и кто теряет",
            "Who gains and who loses",
        ),
        Heading("recommendation", "Ұсыным", "Рекомендация", "Recommendation"),
    ),
    Kind.FINAL_REPORT: (
        Heading("interest", "Экономикалық мүдде", "Экономический интерес", "Economic interest"),
        Heading(
            "equity",
            "Саладағы әділдік пен өзара тең жағдай",
            "Справедливость и взаимность в отрасли",
            "Equity and reciprocity in the sector",
        ),
    ),
}
"""Papers with fixed headings; an opinion is free."""


def template(kind: Kind, locale: str) -> str:
    """Return the headings with which a paper of the kind begins."""
    return "\n\n".join(f"# {heading.told(locale)}\n" for heading in HEADINGS[kind]).strip()


def lacking(kind: Kind, parts: Mapping[str, str], locale: str) -> list[str]:
    """Return the headings that a paper lacks, or under which nothing is written.

    `parts` is the text under each caption of the body.
    """
    written = {caption.casefold(): text.strip() for caption, text in parts.items()}
    found = []
    for heading in HEADINGS[kind]:
        text = written.get(heading.told(locale).casefold())
        if text is None or not (text or heading.may_be_empty):
            found.append(heading.told(locale))
    return found


def offers_no_evidence(kind: Kind, parts: Mapping[str, str], locale: str) -> bool:
    """Say whether an issue paper has a place for evidence, and nothing in it."""
    written = {caption.casefold(): text.strip() for caption, text in parts.items()}
    return EVIDENCE in HEADINGS[kind] and not written.get(EVIDENCE.told(locale).casefold())
