"""One document of the Federal Register, understood."""

import re
import string
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from xml.etree.ElementTree import Element, tostring

from portal.register.importing.body import Body
from portal.register.importing.deadlines import Deadline, comment_deadline
from portal.register.importing.inline import page_of, words

FIRST_VOLUME_YEAR = 1936
"""The year of volume 1 of the Federal Register."""

LONGEST_SUMMARY = 600
"""Characters, where a summary has to be taken from the text."""

DASHES = str.maketrans(dict.fromkeys("–—‒−‐‑", "-"))
SMALL = {"a", "an", "and", "for", "in", "of", "on", "the", "to"}

_NUMBER = re.compile(
    r"(?:FR|RTN)\s+Doc\.?\s*([A-Z]?\d[\w-]*|[A-Z]\d+-[\w-]+|TN-\d[\w-]*)", re.IGNORECASE
)
_DOCKET = re.compile(
    r"^(?P<before>[\w ]{0,20}?)\b"
    r"(?:docket|file|release|project|document|doc|control|number)\b\.?\s*"
    r"(?:no|nos|number|numbers|id|identifier)?\b[.:]*\s*(?P<number>.*\d.*)$",
    re.IGNORECASE,
)
_FILE = re.compile(r"^(?:SEC )?File No\.", re.IGNORECASE)
_NOT_IN_ADDRESSES = re.compile(r"[^A-Za-z0-9]+")
_END_OF_SENTENCE = re.compile(r"(?<=[a-z)\d”])\.(?=\s)")


@dataclass
class Document:
    """What a document says of itself, and its text in Markdown."""

    number: str
    kind: str
    """RULE, PRORULE or NOTICE."""
    agency: str
    unit: str
    docket: str
    title: str
    summary: str
    action: str
    markdown: str
    published: date
    volume: int
    page: int | None
    last_page: int | None
    deadline: Deadline
    original: str
    """The document itself, as XML."""
    unknown: Counter[str] = field(default_factory=Counter)
    """What was not understood: the name of the element, and how often it stands there."""


class Incomplete(Exception):
    """The document lacks what a notice cannot be without; the message says what."""


def understood(element: Element, published: date, *, named: str = "") -> Document:
    """Read one document; `named` is the name of its file, the last resort for its number."""
    preamble = element.find("PREAMB")
    if preamble is None:
        raise Incomplete("has no preamble")
    title = _first(preamble, "SUBJECT")
    agency = _first(preamble, "AGENCY")
    number = _number(element, named)
    for found, what in ((number, "number"), (title, "subject"), (agency, "agency")):
        if not found:
            raise Incomplete(f"has no {what}")
    # First of all: reading parts footnotes that the printer put together.
    element.tail = None
    original = tostring(element, encoding="unicode")
    body = Body(element)
    markdown = body.markdown()
    page, last_page = _pages(element)
    return Document(
        number=number,
        kind=element.tag,
        agency=headline(agency),
        unit=headline(_first(preamble, "SUBAGY")),
        docket=docket_number(_first(preamble, "DEPDOC"), agency) or number,
        title=title,
        summary=_under(preamble, "SUM") or _beginning(element),
        action=_under(preamble, "ACT"),
        markdown=markdown,
        published=published,
        volume=published.year - FIRST_VOLUME_YEAR + 1,
        page=page,
        last_page=last_page,
        deadline=comment_deadline(
            "\n".join(_under(preamble, name) for name in ("DATES", "EFFDATE")), published
        ),
        original=original,
        unknown=body.reader.unknown,
    )


def _first(preamble: Element, name: str) -> str:
    found = preamble.find(name)
    return words(found) if found is not None else ""


def _under(preamble: Element, name: str) -> str:
    """Return the words under a caption, without the caption."""
    return "\n".join(
        words(part)
        for caption in preamble.findall(name)
        for part in caption
        if part.tag not in {"HD", "PRTPAGE", "FTNT"}
    ).strip()


def _beginning(element: Element) -> str:
    """Return the first sentences of a document that has no summary."""
    preamble = element.find("PREAMB")
    texts = (words(p) for part in (preamble, element.find("SUPLINF")) for p in _texts(part))
    text = next((text for text in texts if len(text) > 60), "")  # noqa: PLR2004  # Not a heading.
    if len(text) <= LONGEST_SUMMARY:
        return text
    ends = [end.end() for end in _END_OF_SENTENCE.finditer(text, 0, LONGEST_SUMMARY)]
    return text[: ends[-1]] if ends else text[:LONGEST_SUMMARY].rsplit(" ", 1)[0] + "…"


def _texts(element: Element | None) -> Iterator[Element]:
    if element is not None:
        yield from (child for child in element.iter() if child.tag in {"P", "FP"})


def _number(element: Element, named: str) -> str:
    printed = _first(element, "FRDOC")
    found = _NUMBER.search(printed.translate(DASHES)) or re.search(
        r"(?<=_)([A-Z]?\d[\w]*-[\w-]+)(?=_|\.)", named
    )
    return found[1].strip("-")[:60] if found else ""


def _pages(element: Element) -> tuple[int | None, int | None]:
    """Return the first and the last page, as far as the marks within the document tell.

    A document that begins in the middle of a page has no mark there: it begins on the page
    before its first mark.
    """
    marks = [int(page) for e in element.iter("PRTPAGE") if (page := page_of(e)).isdigit()]
    if not marks:
        return None, None
    begins = marks[0] if _begins_with_a_mark(element) else marks[0] - 1
    return begins, max(marks)


def _begins_with_a_mark(element: Element) -> bool:
    for e in element.iter():
        if e.tag == "PRTPAGE":
            return True
        if (e.text or "").strip():
            return False
    return False


def docket_number(printed: str, agency: str) -> str:
    """Return the docket that brackets name, fit for an address: `FAA-2024-0223`; else nothing."""
    parts = [
        part.strip(" []")
        for part in re.split(r"[;,]| and ", printed.translate(DASHES).strip(" []"))
    ]
    parts = [part for part in parts if any(letter.isdigit() for letter in part)]
    if not parts:
        return ""
    part = next((part for part in parts if _FILE.match(part)), parts[0])
    found = _DOCKET.match(part)
    told = f"{found['before']} {found['number']}" if found else part
    number = _NOT_IN_ADDRESSES.sub("-", told).strip("-")
    if not any(letter.isalpha() for letter in number):
        number = f"{initials(agency)}-{number}"
    return number[:60].strip("-")


def initials(name: str) -> str:
    """Return the letters that a body is known by: `FMC`."""
    return "".join(w[0] for w in re.findall(r"[^\W\d_]+", name) if w.lower() not in SMALL).upper()


def headline(name: str) -> str:
    """Return a name as it is written in a sentence, where it is printed in capitals."""
    if not name.isupper():
        return name
    told = [word if word in SMALL else string.capwords(word, "-") for word in name.lower().split()]
    return " ".join([string.capwords(told[0], "-"), *told[1:]])
