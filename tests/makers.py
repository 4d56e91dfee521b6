"""Plain builders. Each makes one good record; a test overrides only what it is about."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import count
from typing import Any, TypeVar

from portal.accounts.models import Agency, Duty, Membership, Organisation, Person
from portal.accounts.rules import MemberRole, OrganisationGroup, Role
from portal.committees.models import Committee, Seat, Term
from portal.committees.rules import ForumKind, SeatCategory, SeatRole
from portal.kernel.database import Model, db
from portal.kernel.text import Localized
from portal.negotiations.models import Negotiation, Theme
from portal.negotiations.rules import Stage
from portal.register.models import Docket, Notice, NoticeText, Question
from portal.register.rules import DecisionStatus, NoticeKind, NoticeState

Record = TypeVar("Record", bound=Model)

_next = count(1)

SOME_DAY = datetime(2026, 4, 1, 6, tzinfo=UTC)


def saved(record: Record) -> Record:
    """Keep a record and return it."""
    db.session.add(record)
    db.session.commit()
    return record


def in_all(text: str) -> Localized:
    """Return a text that is told in all three languages, each wording marked with its own."""
    return Localized(source="ru", kk=f"{text} (kk)", ru=f"{text} (ru)", en=text)


def an_agency(code: str | None = None, **facts: Any) -> Agency:
    """A public body."""
    code = code or f"AG{next(_next)}"
    facts = {
        "kind": "ministry",
        "name": in_all(f"Ministry {code}"),
        "abbreviation": in_all(code),
    } | facts
    return saved(Agency(code=code, **facts))


def an_organisation(**facts: Any) -> Organisation:
    """An association."""
    number = next(_next)
    facts = {
        "slug": f"organisation-{number}",
        "number": f"{number:012d}",
        "name": in_all(f"Association {number}"),
        "kind": "assoc_national_sector",
        "group": OrganisationGroup.ASSOCIATION,
    } | facts
    return saved(Organisation(**facts))


def a_person(
    *roles: Role,
    at: Agency | None = None,
    of: Organisation | None = None,
    **facts: Any,
) -> Person:
    """Someone with an account; with roles an official, with `of` a representative."""
    number = next(_next)
    facts = {
        "email": f"person{number}@example.org",
        "name": f"Person {number}",
        "locale": "en",
        "created_at": SOME_DAY,
    } | facts
    person = saved(Person(**facts))
    for role in roles:
        saved(Duty(person_id=person.id, role=role, agency_id=at.id if at else None))
    if of:
        saved(
            Membership(person_id=person.id, organisation_id=of.id, role=MemberRole.REPRESENTATIVE)
        )
    return person


def a_theme(code: str | None = None, **facts: Any) -> Theme:
    """A theme."""
    number = next(_next)
    code = code or f"T{number:02d}"
    facts = {"name": in_all(f"Theme {code}"), "core": True, "rank": number} | facts
    return saved(Theme(code=code, **facts))


def a_negotiation(**facts: Any) -> Negotiation:
    """Talks with a partner."""
    number = next(_next)
    facts = {
        "code": f"FTA-{number}",
        "kind": "fta",
        "name": in_all(f"Agreement {number}"),
        "stage": "negotiation",
    } | facts
    if "lead_id" not in facts:
        facts["lead_id"] = an_agency().id
    return saved(Negotiation(**facts))


def a_committee(theme: Theme, *members: Organisation, **facts: Any) -> Committee:
    """The mirror committee of a theme, with these organisations in it."""
    facts = {
        "code": f"C-{theme.code}",
        "kind": ForumKind.PERMANENT_FORMAL,
        "mailbox": f"chair.{theme.code.lower()}@chamber.example",
        "languages": "kk ru",
        "established_on": date(2026, 1, 12),
    } | facts
    committee = saved(Committee(theme_id=theme.id, **facts))
    for member in members:
        a_seat(committee, member)
    return committee


def a_seat(
    committee: Committee,
    organisation: Organisation | None = None,
    *,
    holder: Person | None = None,
    alternate: Person | None = None,
    role: SeatRole = SeatRole.MEMBER,
    category: SeatCategory = SeatCategory.ASSOCIATION,
    starts: date = date(2026, 1, 12),
    ends: date | None = None,
) -> Seat:
    """A seat, held by an organisation where one is given, and vacant where none is."""
    seat = Seat(
        committee_id=committee.id,
        role=role,
        category=category,
        created_on=committee.established_on,
    )
    if organisation:
        seat.terms = [
            Term(
                organisation_id=organisation.id,
                holder_id=holder.id if holder else None,
                alternate_id=alternate.id if alternate else None,
                starts_on=starts,
                ends_on=ends,
            )
        ]
    return saved(seat)


def a_docket(*themes: Theme, **facts: Any) -> Docket:
    """A docket that is open to the public."""
    number = next(_next)
    facts = {
        "number": f"MEBP-2026-{number:04d}",
        "title": in_all(f"Subject {number}"),
        "stage": Stage.DURING,
        "decision_status": DecisionStatus.OPEN,
        "opened_on": date(2026, 4, 1),
    } | facts
    if "agency_id" not in facts:
        facts["agency_id"] = an_agency().id
    docket = Docket(**facts)
    docket.themes = list(themes)
    return saved(docket)


def a_notice(
    docket: Docket | None = None,
    *,
    opens: str | None = "2026-04-02",
    closes: str | None = "2026-05-04",
    questions: int = 0,
    themes: tuple[Theme, ...] = (),
    text: str = "# SUMMARY\nWhat is proposed.\n\n# SUPPLEMENTARY INFORMATION\nMore.\n",
    also: Mapping[str, str] | None = None,
    **facts: Any,
) -> Notice:
    """A published notice that takes comments in April 2026; `also` is its text by language."""
    number = next(_next)
    docket = docket or a_docket()
    published = date.fromisoformat(opens) if opens else date(2026, 4, 2)
    facts = {
        "number": f"TN-2026-{number:02d}",
        "kind": NoticeKind.REQUEST_FOR_COMMENTS,
        "state": NoticeState.PUBLISHED,
        "agency_id": docket.agency_id,
        "title": in_all(f"Notice {number}"),
        "summary": in_all(f"What notice {number} is about."),
        "decision_status": DecisionStatus.OPEN,
        "series": "RTN",
        "volume": 13,
        "page": number,
        "last_page": number,
        "published_on": published,
        "published_at": SOME_DAY,
        "changed_at": SOME_DAY,
    } | facts
    state = facts.pop("state")
    closing = date.fromisoformat(closes) if closes else None
    notice = Notice(
        docket_id=docket.id,
        opens_on=date.fromisoformat(opens) if opens and closes else None,
        closes_on=closing,
        state=NoticeState.DRAFT,
        **{"first_closing": closing} | facts,
    )
    notice.themes = list(themes)
    html = "".join(f"<p>{line}</p>" for line in text.splitlines() if line)
    notice.texts = [NoticeText(locale="en", is_source=True, markdown=text, html=html)]
    notice.texts += [
        NoticeText(locale=locale, is_source=False, markdown=words)
        for locale, words in (also or {}).items()
    ]
    notice.questions = [
        Question(number=n, text=in_all(f"Question {n}?")) for n in range(1, questions + 1)
    ]
    db.session.add(notice)
    db.session.flush()
    notice.state = state
    return saved(notice)
