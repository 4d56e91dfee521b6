"""`conditions[…]`: each a restriction in SQL and a piece of the sentence that describes it.

What this register does not know (presidents, the Code of Federal Regulations, agendas) is
checked as over there and then found nowhere: an answer, not an error.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, false, not_, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from portal.api.v1.asking import Asked, texts
from portal.api.v1.directory import Directory, Named
from portal.api.v1.kinds import CODE, TYPES
from portal.comments.queries import regions
from portal.register.importing.document import docket_number
from portal.register.labels import KINDS
from portal.register.models import Docket, Notice, NoticeRegion, NoticeRelation, NoticeTheme
from portal.register.rules import NoticeKind

EARLIEST = date(1994, 1, 1)
YEARS_AHEAD = 10
LAST_CFR_TITLE = 50
FARTHEST_MILES = 200
AMERICAN = "%m/%d/%Y"
MOST_VALUES = 250
"""Values of one condition: as many as documents in one call."""

MOST_DOCKETS = 20
"""Each is looked for within the number of every docket."""

SECTIONS_THERE = frozenset(
    {
        "money",
        "environment",
        "world",
        "science-and-technology",
        "business-and-industry",
        "health-and-public-welfare",
    }
)
"""The sections of federalregister.gov: asked for here, they hold nothing."""


class Wrong(Exception):
    """A condition that cannot be read; the message is what the caller is told of it."""


@dataclass(frozen=True)
class Around:
    """What conditions are read against."""

    agencies: Directory
    themes: Directory
    today: date
    language: str = "en"


Read = tuple[ColumnElement[bool], str, str]
"""The restriction, and for the sentence a verb and what it is about."""
Reader = Callable[[Any, Around], Read]


@dataclass
class Sought:
    """All conditions together."""

    where: list[ColumnElement[bool]] = field(default_factory=list)
    told: dict[str, tuple[str, str]] = field(default_factory=dict)
    """A piece of the sentence by the name of the condition: its verb, and what it is about."""
    errors: dict[str, Any] = field(default_factory=dict)
    days: tuple[date, date] | None = None
    """Between which days of publication."""
    term: str = ""

    @property
    def description(self) -> str:
        """The sentence that says what was asked for."""
        pieces = [f"matching '{self.term}'"] if self.term else []
        pieces += [" ".join(self.told[name]) for name in CONDITIONS if name in self.told]
        return f"Documents {sentence(pieces)}" if pieces else "All Documents"


def sentence(pieces: list[str], *, two: str = " and ", last: str = ", and ") -> str:
    """Join pieces as a sentence lists them."""
    if len(pieces) <= 2:  # noqa: PLR2004  # Two of them need no comma.
        return two.join(pieces)
    return f"{', '.join(pieces[:-1])}{last}{pieces[-1]}"


def understood(asked: Asked, around: Around, known: Mapping[str, Reader] | None = None) -> Sought:
    """Read the conditions of a search. Costs no statement, and 1 where a place is asked for."""
    known = CONDITIONS if known is None else known
    sought = Sought(term=asked.term)
    if asked.wrong:
        sought.errors[asked.wrong] = "is not a valid field"
    for name, value in asked.conditions.items():
        if name == "term":
            continue
        if name not in known:
            sought.errors[name] = "is not a valid field"
        elif given(value):
            _read(known[name], name, value, around, sought)
    return sought


def _read(reader: Reader, name: str, value: Any, around: Around, sought: Sought) -> None:
    try:
        where, words, told = reader(value, around)
        if name == "publication_date":
            sought.days = days_of(value, "Publication Date", around.today)[:2]
    except Wrong as wrong:
        sought.errors[name] = str(wrong)
        return
    sought.where.append(where)
    if told:
        sought.told[name] = (words, told)


def given(value: Any) -> bool:
    """Say whether anything is asked for: an empty field of a form asks nothing."""
    parts = value.values() if isinstance(value, dict) else [value]
    return any(texts(part) for part in parts)


def read_day(text: str) -> date:
    """Read a day as ISO or as Americans write it. Raises Wrong."""
    for form in ("%Y-%m-%d", AMERICAN):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  # A day only.
        except ValueError:
            continue
    raise Wrong(text)


def days_of(value: Any, label: str, today: date) -> tuple[date, date, str]:
    """Return the first and the last day that are asked for, and how a sentence says it."""
    parts = value if isinstance(value, dict) else {"is": value}
    asked = {name: next(iter(texts(part)), "") for name, part in parts.items()}
    try:
        if day := asked.get("is"):
            one = read_day(day)
            return one, one, f"on {one:{AMERICAN}}"
        if year := asked.get("year"):
            one = read_day(f"{int(year):04}-01-01")
            return one, one.replace(month=12, day=31), f"in {one.year}"
        first, last = asked.get("gte"), asked.get("lte")
        begins = read_day(first or "") if first or not last else EARLIEST
        ends = read_day(last) if last else date(today.year + YEARS_AHEAD, 12, 31)
    except (Wrong, ValueError):
        raise Wrong(f"{label} is not a valid date.") from None
    if first and last:
        return begins, ends, f"from {begins:{AMERICAN}} to {ends:{AMERICAN}}"
    told = f"on or after {begins:{AMERICAN}}" if first else f"on or before {ends:{AMERICAN}}"
    return begins, ends, told


def dated(column: InstrumentedAttribute[date | None] | None, label: str, words: str) -> Reader:
    """Return the reader of a condition on a day; without a column nothing meets it."""

    def reader(value: Any, around: Around) -> Read:
        first, last, told = days_of(value, label, around.today)
        where = column.between(first, last) if column is not None else false()
        return where, words, told

    return reader


def _nowhere(words: str) -> Reader:
    """Read a condition that nothing in this register meets."""

    def reader(value: Any, _around: Around) -> Read:
        return false(), words, sentence(values(value), two=" or ")

    return reader


def values(value: Any, *, most: int = MOST_VALUES) -> list[str]:
    """Return the values of a condition. Raises Wrong where there are none, or too many."""
    found = texts(value)
    if not found or len(found) > most:
        raise Wrong("invalid value")
    return found


def _agencies(value: Any, around: Around) -> Read:
    found = _known(value, around.agencies.by_slug)
    return published_by(found, around), "from", _names(found, around)


def _agency_ids(value: Any, around: Around) -> Read:
    by_text = {str(key): one for key, one in around.agencies.by_id.items()}
    found = _known(value, by_text)
    return published_by(found, around), "from", _names(found, around)


def _known(value: Any, named: Mapping[str, Named]) -> list[Named]:
    try:
        return [named[text.lower()] for text in values(value)]
    except KeyError:
        raise Wrong("invalid value") from None


def published_by(agencies: Iterable[Named], around: Around) -> ColumnElement[bool]:
    """Return the condition on notices of agencies, and of those that stand under them."""
    return Notice.agency_id.in_(around.agencies.with_all_under(one.id for one in agencies))


def _names(found: Iterable[Named], around: Around) -> str:
    return sentence([one.name.tell(around.language).text for one in found], two=" or ")


def _types(value: Any, _around: Around) -> Read:
    codes = [code.upper() for code in values(value)]
    told = sentence([TYPES.get(code, code) for code in codes], two=" or ", last=", or ")
    return CODE.in_(codes), "of type", told


def _subtypes(words: str) -> Reader:
    def reader(value: Any, _around: Around) -> Read:
        kinds = {kind.value: kind for kind in NoticeKind if kind is not NoticeKind.FOREIGN}
        found = [kinds[text] for text in values(value) if text in kinds]
        told = [str(KINDS[kinds[x]]) if x in kinds else x for x in values(value)]
        where = Notice.kind.in_(found) if found else false()
        return where, words, sentence(told, two=" or ")

    return reader


def _dockets(value: Any, _around: Around) -> Read:
    asked = values(value, most=MOST_DOCKETS)
    spelled = {name for text in asked for name in (text, docket_number(text, "")) if name}
    named = or_(*(Docket.number.icontains(name, autoescape=True) for name in sorted(spelled)))
    within = select(Docket.id).where(named)
    return Notice.docket_id.in_(within), "filed under agency docket", ", ".join(asked)


def _topics(value: Any, around: Around) -> Read:
    found = _known(value, around.themes.by_slug)
    return _touching({one.id for one in found}), "about", _names(found, around)


def _sections(value: Any, around: Around) -> Read:
    here = [text for text in values(value) if text not in SECTIONS_THERE]
    found = _known(here, around.themes.by_slug) if here else []
    where = _touching(around.themes.with_all_under(one.id for one in found)) if found else false()
    return where, "in", _names(found, around) or sentence(values(value), two=" or ")


def _touching(themes: set[int]) -> ColumnElement[bool]:
    return Notice.id.in_(select(NoticeTheme.notice_id).where(NoticeTheme.theme_id.in_(themes)))


def flag(value: Any) -> bool:
    """Say whether a condition asks for yes."""
    return values(value)[0].lower() in {"1", "true", "yes"}


def _significant(value: Any, _around: Around) -> Read:
    if not flag(value):
        return true(), "", ""
    return false(), "whose", "Associated Unified Agenda Deemed Significant Under EO 12866"


def _accepting(value: Any, around: Around) -> Read:
    is_open = (Notice.opens_on <= around.today) & (Notice.closes_on >= around.today)
    if flag(value):
        return is_open, "", ""
    return or_(Notice.closes_on.is_(None), not_(is_open)), "", ""


def _correction(value: Any, _around: Around) -> Read:
    is_correction = Notice.kind == NoticeKind.CORRECTION
    return is_correction if flag(value) else not_(is_correction), "", ""


def _cfr(value: Any, _around: Around) -> Read:
    parts = value if isinstance(value, dict) else {}
    title, part = (next(iter(texts(parts.get(name))), "") for name in ("title", "part"))
    wrong = []
    if not title.isdecimal() or not 1 <= int(title[:9]) <= LAST_CFR_TITLE:
        wrong.append("CFR title must be between 1 and 50")
    if part and not re.fullmatch(r"\d{1,9}(?: ?- ?\d{1,9})?", part):
        wrong.append('CFR part must be an integer or a range (eg "1" or "1-200")')
    if wrong:
        raise Wrong(sentence(wrong))
    return false(), "affecting", f"{title} CFR {part}".rstrip()


def _near(value: Any, _around: Around) -> Read:
    parts = value if isinstance(value, dict) else {"location": value}
    place, within = (next(iter(texts(parts.get(name))), "") for name in ("location", "within"))
    if not place:
        return true(), "", ""
    miles = within or "25"
    if not miles.isdecimal() or not 1 <= int(miles[:9]) <= FARTHEST_MILES:
        raise Wrong(f"within must be between 1 and {FARTHEST_MILES} miles")
    touched = select(NoticeRegion.notice_id).where(NoticeRegion.region_id.in_(_regions(place)))
    return Notice.id.in_(touched), "located", f"within {miles} miles of {place}"


def _regions(place: str) -> list[int]:
    """Return the regions of which a place is named: nothing here is measured in miles."""
    sought = place.lower()
    return [
        key
        for key, name in regions()
        if any(sought in told.lower() for told in name.texts.values())
    ]


def _citing(value: Any, _around: Around) -> Read:
    earlier = select(Notice.id).where(Notice.number.in_(values(value)))
    later = select(NoticeRelation.later_id).where(NoticeRelation.earlier_id.in_(earlier))
    return Notice.id.in_(later), "citing", sentence(values(value), two=" or ")


def _numbers(value: Any, _around: Around) -> Read:
    return Notice.number.in_(values(value)), "", ""


def _volume(value: Any, _around: Around) -> Read:
    volumes = values(value)
    if not all(volume.isdecimal() and len(volume) <= len("99999") for volume in volumes):
        raise Wrong("invalid value")
    return Notice.volume.in_([int(volume) for volume in volumes]), "", ""


CONDITIONS: dict[str, Reader] = {
    "publication_date": dated(Notice.published_on, "Publication Date", "published"),
    "signing_date": dated(None, "Signing Date", "signed"),
    "effective_date": dated(None, "Effective Date", "with an effective date"),
    "comment_date": dated(Notice.closes_on, "Comment Close Date", "with a comment closing date"),
    "agency_ids": _agency_ids,
    "agencies": _agencies,
    "president": _nowhere("signed by"),
    "type": _types,
    "presidential_document_type": _subtypes("of presidential document type"),
    "docket_id": _dockets,
    "significant": _significant,
    "regulation_id_number": _nowhere("associated with RIN"),
    "cfr": _cfr,
    "near": _near,
    "sections": _sections,
    "topics": _topics,
    "small_entities": _nowhere("affecting Small"),
    "citing_document_numbers": _citing,
    "accepting_comments_on_regulations_dot_gov": _accepting,
    "correction": _correction,
    "notice_type": _subtypes("of notice type"),
    "document_numbers": _numbers,
    "volume": _volume,
    "executive_order_numbers": _nowhere("with executive order number"),
}
"""What can be asked for, in the order in which the sentence tells it."""
