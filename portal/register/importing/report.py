"""What an import did and what it did not understand, to be read by the person who ran it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.register.importing.document import Document

SHOWN = 8
"""How many numbers a line names before it only counts the rest."""


@dataclass
class Report:
    """Counts, gathered document by document."""

    dry: bool = False
    kinds: Counter[str] = field(default_factory=Counter)
    already_in: int = 0
    dockets: int = 0
    agencies: int = 0
    deadlines: int = 0
    doubts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    without_page: list[str] = field(default_factory=list)
    unknown: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    refused: list[tuple[str, str]] = field(default_factory=list)

    def note(self, document: Document) -> None:
        """Remember what was understood of a document that went in."""
        self.kinds[document.kind] += 1
        if document.deadline.day:
            self.deadlines += 1
        elif document.deadline.doubt:
            self.doubts[document.deadline.doubt].append(document.number)
        if document.page is None:
            self.without_page.append(document.number)
        for name, times in document.unknown.items():
            self.unknown[name][document.number] += times

    def lines(self) -> Iterator[str]:
        """Return the report, line by line."""
        verb = "Would import" if self.dry else "Imported"
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(self.kinds.items()))
        yield (
            f"{verb} {self.kinds.total()} documents"
            + (f" ({kinds})" if kinds else "")
            + f", {self.already_in} already in, {len(self.refused)} refused."
        )
        if self.dockets or self.agencies:
            yield f"Dockets opened: {self.dockets}; agencies added: {self.agencies}."
        if self.kinds:
            yield f"Last day for comments: read with certainty in {self.deadlines} documents."
        for doubt, numbers in sorted(self.doubts.items()):
            yield f"  no day taken, {doubt}: {_some(numbers)}"
        if self.without_page:
            yield f"Page not known (no mark in the text, no index): {_some(self.without_page)}"
        if self.unknown:
            yield "Not understood, and brought in as plain text:"
        elif self.kinds:
            yield "Not understood: nothing; every element of every document was known."
        for name, places in sorted(self.unknown.items()):
            where = [f"{number} ({times})" for number, times in sorted(places.items())]
            yield f"  {name}: {places.total()} times, in {_some(where)}"
        for name, reason in self.refused:
            yield f"Refused: {name} {reason}."


def _some(names: list[str]) -> str:
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")
