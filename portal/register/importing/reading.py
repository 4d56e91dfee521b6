"""Opening a file of the Federal Register without trusting it."""

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree
from defusedxml import DefusedXmlException

KINDS = ("RULE", "PRORULE", "NOTICE")
"""The documents that are understood; presidential ones and tables of contents are not."""

LARGEST = 64 * 1024 * 1024
"""Bytes. A whole daily issue has about a tenth of this."""

DEEPEST = 60
"""Elements within elements; the real ones have 12."""

_DAY_IN_NAME = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")


class Unreadable(Exception):
    """The file cannot be brought in; the message says why."""


def documents_in(path: Path) -> Iterator[tuple[Element, date]]:
    """Return each document of a file with the day of its issue; raises Unreadable."""
    root = _parsed(path)
    day = _day_of(root, path)
    found = [root] if root.tag in KINDS else [e for e in root.iter() if e.tag in KINDS]
    if not found:
        raise Unreadable(f"holds no {', '.join(KINDS[:-1])} or {KINDS[-1]}, but {root.tag}")
    if day is None:
        raise Unreadable("says no day of publication, in the text or in its name")
    for element in found:
        yield element, day


def _parsed(path: Path) -> Element:
    try:
        if path.stat().st_size > LARGEST:
            raise Unreadable(f"is larger than {LARGEST // 1024 // 1024} MB")
        root: Element = defusedxml.ElementTree.fromstring(path.read_bytes(), forbid_dtd=True)
    except DefusedXmlException as refused:
        raise Unreadable("declares its own entities, which no real document does") from refused
    except ParseError as broken:
        raise Unreadable(f"is not whole XML ({broken})") from broken
    except (LookupError, ValueError) as broken:
        raise Unreadable(f"is written in an encoding that is not known ({broken})") from broken
    except OSError as failed:
        raise Unreadable(f"cannot be opened ({failed.strerror})") from failed
    if _too_deep(root):
        raise Unreadable(f"nests its elements more than {DEEPEST} deep")
    return root


def _too_deep(root: Element) -> bool:
    level = [root]
    for _ in range(DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


def _day_of(root: Element, path: Path) -> date | None:
    printed = "".join(root.findtext("DATE") or "").strip() if root.tag == "FEDREG" else ""
    try:
        if printed:
            return datetime.strptime(printed, "%A, %B %d, %Y").date()  # noqa: DTZ007  # A day only.
        named = _DAY_IN_NAME.search(path.name)
        return date.fromisoformat(named[1]) if named else None
    except ValueError:
        return None


@lru_cache(maxsize=8)
def pages_beside(folder: Path) -> dict[str, tuple[int, int]]:
    """Return first and last pages by document number, from the `index.csv` of an issue.

    A short document has no page mark of its own; where an index stands beside the files or
    one folder above, it says on which page the document is.
    """
    for place in (folder / "index.csv", folder.parent / "index.csv"):
        if place.is_file():
            with place.open(encoding="utf-8", newline="") as lines:
                return dict(_pages_in(csv.DictReader(lines)))
    return {}


def _pages_in(rows: Iterable[dict[str, str]]) -> Iterator[tuple[str, tuple[int, int]]]:
    for row in rows:
        number, first = row.get("document_number") or "", row.get("start_page") or ""
        last = row.get("last_page") or ""
        if number and first.isdigit():
            yield number, (int(first), int(last) if last.isdigit() else int(first))
