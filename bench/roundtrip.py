"""What a document of the Federal Register keeps on its way through the portal.

`python -m bench.roundtrip FOLDER` brings every document of a folder into an empty portal,
hands each out again, and compares the two as trees, by a reading of its own:

* **out**: the XML that the portal hands out, element by element: paragraphs, headings with
  their levels, cells of tables with their place, footnotes, emphasis, page marks;
* **read**: the text that readers see and from which Word, print and JSON are made,
  written as XML anew: what of the same is still there, but for levels and typesetting.
"""

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

import defusedxml.ElementTree
from flask import Flask

from portal import create_app
from portal.kernel.database import db, reading
from portal.register.exporting.edition import edition_of
from portal.register.exporting.gpo import notice_xml
from portal.register.exporting.queries import text_in
from portal.register.queries import get_notice
from portal.web.settings import read_settings

INLINE = {"E", "SU", "FTREF", "FR", "LI", "PRTPAGE"}
KINDS = ("paragraphs", "headings", "cells", "footnotes", "emphasis")
OF_TABLES = {"ENT", "CHED"}
HEAD = {"AGENCY", "SUBAGY", "SUBJECT", "DEPDOC"}
"""What the portal keeps as facts of the notice and not in its text."""

FACES = {"02": "bold", "04": "bold", "03": "italic", "51": "raised", "52": "lowered"}
FACES |= dict.fromkeys(("0132", "0332", "0735"), "lowered")

Runs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Item:
    """A paragraph, a heading or a cell: where it stands and how its words are set."""

    kind: str
    tag: str
    level: tuple[tuple[str, str], ...]
    """Its attributes: level of a heading, sort of a paragraph, reach of a cell."""
    place: tuple[int, int, int]
    """Table, row and cell; zeros outside of tables."""
    in_note: bool
    runs: Runs

    @property
    def words(self) -> str:
        """The letters and figures of the words alone."""
        return _letters("".join(text for face, text in self.runs if face != "page"))


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def canonical(document: Element) -> list[Item]:
    """Return all that a document says, in its order."""
    items: list[Item] = []
    tables = rows = cells = 0

    def visit(element: Element, *, in_note: bool) -> None:
        nonlocal tables, rows, cells
        if element.tag == "GPOTABLE":
            tables, rows, cells = tables + 1, 0, 0
        elif element.tag in {"ROW", "BOXHD"}:
            rows, cells = rows + 1, 0
        cells += element.tag in OF_TABLES
        in_note |= element.tag == "FTNT"
        bears = bool((element.text or "").strip()) or any(child.tag in INLINE for child in element)
        if bears or element.tag in OF_TABLES:
            is_cell = element.tag in OF_TABLES
            kind = "cells" if is_cell else "headings" if element.tag == "HD" else "paragraphs"
            place = (tables, rows, cells) if is_cell else (0, 0, 0)
            attributes = tuple(sorted(element.attrib.items()))
            runs = tuple(_merged(_runs(element, "")))
            items.append(Item(kind, element.tag, attributes, place, in_note, runs))
        elif not len(element):
            items.append(
                Item(
                    "marks",
                    element.tag,
                    tuple(sorted(element.attrib.items())),
                    (0, 0, 0),
                    in_note,
                    (),
                )
            )
        for child in element:
            if child.tag not in INLINE or not bears:
                visit(child, in_note=in_note)

    visit(document, in_note=False)
    return items


def _runs(element: Element, face: str) -> Iterator[tuple[str, str]]:
    yield face, element.text or ""
    for child in element:
        if child.tag == "PRTPAGE":
            yield "page", child.get("P", "")
        elif child.tag in INLINE:
            code = child.get("T", "")
            inner = f"{face}/{child.tag}{code}" if child.tag != "FR" else face
            yield from _runs(child, inner)
            if child.tag == "FTREF":
                yield inner, "."
        yield face, child.tail or ""


def _merged(runs: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    last, words = "", ""
    for face, text in runs:
        if face != last and words.strip():
            yield last, " ".join(words.split())
            words = ""
        last, words = face, (words + text if face == last else text)
    if words.strip():
        yield last, " ".join(words.split())


def counts(items: list[Item], document: Element) -> Counter[str]:
    """Return how much of each kind there is."""
    told = Counter(item.kind for item in items if not item.in_note and item.kind in KINDS)
    told["footnotes"] = sum(1 for _note in document.iter("FTNT"))
    told["emphasis"] = sum(1 for item in items for face, _text in item.runs if "/" in face)
    return told


def lost(before: list[Item], after: list[Item]) -> Counter[str]:
    """Return what is no longer there, or no longer where and as it was."""
    gone: Counter[str] = Counter()
    for kind in {item.kind for item in before}:
        had = [item for item in before if item.kind == kind]
        has = [item for item in after if item.kind == kind]
        if had != has:
            gone[kind] += max(1, sum((Counter(had) - Counter(has)).values()))
    return gone


def lost_to_readers(before: list[Item], after: list[Item]) -> Counter[str]:
    """Return whose words, and which emphasis on words, readers do not find in the text."""
    gone: Counter[str] = Counter()
    had = [item for item in before if item.tag not in HEAD and item.words]
    whole = "".join(item.words for item in after)
    for kind in ("paragraphs", "headings", "cells"):
        missing = Counter(item.words for item in had if item.kind == kind)
        missing -= Counter(item.words for item in after)
        # A name and its title, an amendment and its caption: two here, one there.
        gone[kind] = sum(times for words, times in missing.items() if words not in whole)
    faces = Counter(_faces(had)) - Counter(_faces(after))
    gone["emphasis"] = faces.total()
    return gone


def _faces(items: list[Item]) -> Iterator[tuple[str, str]]:
    for item in items:
        for face, text in item.runs:
            codes = re.findall(r"/E(\w+)", face)
            if codes and codes[-1] in FACES and (words := _letters(text)):
                yield FACES[codes[-1]], words


@dataclass(frozen=True)
class Trip:
    """What became of one document."""

    number: str
    before: Counter[str]
    after: Counter[str]
    lost: Counter[str]
    """Of the XML that is handed out."""
    unread: Counter[str]
    """Of the text that readers see."""


def trip(app: Flask, path: Path) -> Trip:
    """Bring a file in, hand its document out, and compare."""
    runner = app.test_cli_runner()
    result = runner.invoke(args=["register", "import", str(path)])
    if result.exit_code:
        raise SystemExit(result.output)
    number = path.stem.split("_")[1]
    out = runner.invoke(args=["register", "export", number, "--format", "xml"])
    if out.exit_code:
        raise SystemExit(out.output)
    before: Element = defusedxml.ElementTree.fromstring(path.read_bytes())
    after: Element = defusedxml.ElementTree.fromstring(out.stdout_bytes)
    with reading():
        notice = get_notice(number)
        text = notice_xml(edition_of(notice, text_in(notice, None)))
        db.session.rollback()
    read = canonical(defusedxml.ElementTree.fromstring(text))
    said, says = canonical(before), canonical(after)
    return Trip(
        number,
        counts(said, before),
        counts(says, after),
        lost(said, says),
        lost_to_readers(said, read),
    )


def empty_portal(folder: str) -> Flask:
    """Return a portal with an empty database in the folder."""
    app = create_app(
        read_settings(
            {"PORTAL_DATABASE_URL": f"sqlite:///{folder}/portal.db", "PORTAL_SECRET_KEY": "x" * 40}
        )
    )
    with app.app_context():
        db.create_all()
    return app


def main(folder: Path) -> None:
    """Print the table."""
    head = "".join(f"{kind:>22}" for kind in KINDS)
    print(f"{'document':<14}{head}   lost  not in the text")
    totals: tuple[Counter[str], Counter[str], Counter[str], Counter[str]]
    totals = (Counter(), Counter(), Counter(), Counter())
    made = 0
    with tempfile.TemporaryDirectory() as place:
        app = empty_portal(place)
        with app.app_context():
            for path in sorted(folder.glob("*.xml")):
                found = trip(app, path)
                made += 1
                for total, part in zip(
                    totals, (found.before, found.after, found.lost, found.unread), strict=True
                ):
                    total.update(part)
                print(_line(found.number, found.before, found.after, found.lost, found.unread))
    print(_line(f"{made} in all", *totals))


def _line(name: str, *parts: Counter[str]) -> str:
    before, after, gone, unread = parts
    figures = "".join(f"{f'{before[kind]} > {after[kind]}':>22}" for kind in KINDS)
    return f"{name:<14}{figures}{gone.total():>7}  {dict(+unread) or '-'}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
