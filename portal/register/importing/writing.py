"""Making dockets and notices of documents that were understood."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from portal.accounts.models import Agency
from portal.kernel.clock import start_of
from portal.kernel.database import db
from portal.kernel.events import publish
from portal.kernel.text import Localized
from portal.register import markup
from portal.register.events import DocketOpened, NoticePublished
from portal.register.exporting.models import Original
from portal.register.importing.document import Document, initials
from portal.register.models import Docket, Notice, NoticeText
from portal.register.rules import DecisionStatus, NoticeKind, NoticeState

SERIES = "FR"
LANGUAGE = "en"
LONGEST_CODE = 40
"""Characters that the code of an agency has room for."""

STATUSES = {"RULE": DecisionStatus.DECIDED}
"""A final rule has nothing left to decide; everything else is open."""


@dataclass(frozen=True)
class Written:
    """What was made of a document."""

    notice: Notice
    opened_docket: bool
    made_agency: bool


def is_in(number: str) -> bool:
    """Say whether a notice of this number is in the register."""
    return db.session.scalar(select(Notice.id).where(Notice.number == number)) is not None


def bring_in(document: Document, *, now: datetime) -> Written:
    """Enter a document as a published notice of another register, in its docket."""
    agency, made_agency = foreign_agency(document.agency)
    status = STATUSES.get(document.kind, DecisionStatus.OPEN)
    docket, opens = foreign_docket(
        document.docket,
        title=document.title,
        agency=agency,
        opened_on=document.published,
        status=status,
    )
    closes = document.deadline.day
    notice = Notice(
        number=document.number,
        docket=docket,
        kind=NoticeKind.FOREIGN,
        state=NoticeState.DRAFT,
        agency=agency,
        unit=_told(document.unit) if document.unit else None,
        title=_told(document.title),
        summary=_told(document.summary),
        action=_told(document.action) if document.action else None,
        decision_status=status,
        chapters=[],
        series=SERIES,
        volume=document.volume,
        page=document.page,
        last_page=document.last_page or document.page,
        published_on=document.published,
        published_at=start_of(document.published),
        opens_on=document.published if closes else None,
        closes_on=closes,
        first_closing=closes,
        changed_at=now,
        texts=[
            NoticeText(
                locale=LANGUAGE,
                is_source=True,
                markdown=document.markdown,
                html=markup.render(document.markdown, locale=LANGUAGE),
            )
        ],
        questions=[],
        themes=[],
        regions=[],
        sectors=[],
        parts=[],
        remarks=[],
    )
    db.session.add(notice)
    db.session.flush()
    db.session.add(
        Original(
            notice_id=notice.id,
            root=document.kind,
            xml=document.original,
            unknown=dict(document.unknown),
        )
    )
    # Its words are there; from here on they are frozen.
    notice.state = NoticeState.PUBLISHED
    db.session.flush()
    if opens:
        publish(DocketOpened(at=now, by=None, docket=docket.number))
    publish(
        NoticePublished(
            at=now,
            by=None,
            docket=docket.number,
            notice=document.number,
            citation=notice.citation or document.number,
            kind=notice.kind,
            closes=closes,
        )
    )
    return Written(notice, opened_docket=opens, made_agency=made_agency)


def foreign_agency(name: str) -> tuple[Agency, bool]:
    """Return the body of that name in another country, and whether it had to be made."""
    code = agency_code(name)
    known = db.session.scalar(select(Agency).where(Agency.code == code))
    if known:
        return known, False
    made = Agency(code=code, kind="foreign", name=_told(name), abbreviation=_told(initials(name)))
    db.session.add(made)
    db.session.flush()
    return made, True


def agency_code(name: str) -> str:
    """Return the code of a body abroad: its name, fit for an address, cut where it is too long."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    if len(slug) <= LONGEST_CODE:
        return slug or "unnamed"
    digest = hashlib.sha256(slug.encode()).hexdigest()[:6]
    return f"{slug[: LONGEST_CODE - 7].rstrip('-')}-{digest}"


def foreign_docket(
    number: str, *, title: str, agency: Agency, opened_on: date, status: DecisionStatus
) -> tuple[Docket, bool]:
    """Return the docket of that number, and whether it had to be opened."""
    known = db.session.scalar(select(Docket).where(Docket.number == number))
    if known:
        if known.opened_on is None or known.opened_on > opened_on:
            known.opened_on = opened_on
        return known, False
    opened = Docket(
        number=number,
        title=_told(title),
        agency=agency,
        decision_status=status,
        opened_on=opened_on,
        themes=[],
    )
    db.session.add(opened)
    db.session.flush()
    return opened, True


def _told(text: str) -> Localized:
    return Localized(source=LANGUAGE, en=text)
