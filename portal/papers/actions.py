"""Filing papers, opening them on record, taking them away, and following up leaks."""

from collections.abc import Sequence
from datetime import datetime

from portal.accounts.models import Actor, Agency
from portal.committees.models import Committee
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_, random_number
from portal.papers.events import LeakClosed, LeakReported, PaperFiled, PaperRead, PaperWithdrawn
from portal.papers.models import LeakIncident, Paper, Reading
from portal.papers.rules import Manner, NewPaper, check_paper, check_words


def file_paper(
    new: NewPaper,
    *,
    sealed: str,
    committees: Sequence[Committee],
    agency: Agency,
    by: Actor,
    now: datetime,
) -> Paper:
    """File a paper; `sealed` is its text as it is kept. Raises RuleBroken."""
    paper = Paper(
        number=random_number("P"),
        kind=new.kind,
        clearance=new.clearance,
        title=check_paper(new, committees=len(committees)),
        locale=new.locale,
        sealed=sealed,
        public_title=new.public_title,
        abstract=new.abstract,
        agency_id=agency.id,
        filed_by_id=by.id,
        filed_at=now,
        committees=list(committees),
    )
    db.session.add(paper)
    db.session.flush()
    publish(
        PaperFiled(
            at=now,
            by=by.id,
            paper=paper.number,
            clearance=new.clearance.value,
            committees=len(committees),
        )
    )
    return paper


def open_paper(paper: Paper, *, manner: Manner, by: Actor, now: datetime) -> Reading:
    """Note that somebody opens a paper, before they see it, and give the opening its mark."""
    if paper.withdrawn_at is not None:
        raise RuleBroken(N_("This paper has been taken away."))
    reading = Reading(
        paper_id=paper.id, person_id=by.id, at=now, manner=manner, mark=random_number("R")
    )
    db.session.add(reading)
    db.session.flush()
    publish(PaperRead(at=now, by=by.id, paper=paper.number, mark=reading.mark, manner=manner.value))
    return reading


def withdraw_paper(paper: Paper, *, by: Actor, now: datetime) -> None:
    """Take a paper away; who read it stays on record."""
    db.session.refresh(paper, ["withdrawn_at"], with_for_update=True)
    if paper.withdrawn_at is not None:
        raise RuleBroken(N_("This paper has been taken away."))
    paper.withdrawn_at = now
    db.session.flush()
    publish(PaperWithdrawn(at=now, by=by.id, paper=paper.number))


def report_leak(paper: Paper, *, found: str, mark: str, by: Actor, now: datetime) -> LeakIncident:
    """Report words of a paper that were found where they do not belong."""
    incident = LeakIncident(
        paper_id=paper.id,
        reported_by_id=by.id,
        reported_at=now,
        found=check_words(found, field="found"),
        mark=mark.strip().upper(),
    )
    db.session.add(incident)
    db.session.flush()
    publish(LeakReported(at=now, by=by.id, paper=paper.number, incident=incident.id))
    return incident


def close_incident(
    incident: LeakIncident, *, paper: Paper, outcome: str, by: Actor, now: datetime
) -> None:
    """Say what was found out about a leak, and what follows."""
    words = check_words(outcome, field="outcome")
    db.session.refresh(incident, ["closed_at"], with_for_update=True)
    if incident.closed_at is not None:
        raise RuleBroken(N_("This report is closed already."))
    incident.outcome = words
    incident.closed_at = now
    incident.closed_by_id = by.id
    db.session.flush()
    publish(LeakClosed(at=now, by=by.id, paper=paper.number, incident=incident.id))
