"""Moving a negotiation through the six stages, and noting that those concerned were heard."""

from datetime import datetime

from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_, Localized
from portal.negotiations.actions.leading import hold
from portal.negotiations.events import ConsultationHeld, NegotiationMoved
from portal.negotiations.models import Consultation, Move, Negotiation
from portal.negotiations.queries import is_heard
from portal.negotiations.rules import ConsultationKind, Stage, Step, check_move, place_of


def move_negotiation(
    negotiation: Negotiation,
    *,
    station: str,
    waiver: Localized | None = None,
    reason: Localized | None = None,
    seen: int | None = None,
    by: Person | None,
    now: datetime,
) -> Move:
    """Say at which station of its life a negotiation stands from now on (R13).

    `waiver` is why nobody was consulted at the stage that is left, `reason` why talks go
    back or pass over a stage; both are published. `seen` is the number of the last move
    that the official had before them: whoever moves second is told, and moves nothing.
    Raises RuleBroken.
    """
    hold(negotiation)
    latest = select(func.max(Move.number)).where(Move.negotiation_id == negotiation.id)
    number = db.session.scalar(latest) or 0
    if seen is not None and seen != number:
        raise RuleBroken(
            N_("Somebody else moved this negotiation meanwhile. Look at where it stands now.")
        )
    held = is_heard(negotiation)
    before = negotiation.stage
    step = check_move(before, station, held=held, waiver=waiver, reason=reason)
    waived = waiver if step in {Step.ONWARD, Step.SKIPPING} and not held else None
    move = Move(
        negotiation_id=negotiation.id,
        number=number + 1,
        before=before,
        after=station,
        waiver=waived,
        reason=reason,
        by_id=by.id if by else None,
        at=now,
    )
    negotiation.stage = station
    negotiation.decided_at = now
    db.session.add(move)
    db.session.flush()
    publish(
        NegotiationMoved(
            at=now,
            by=move.by_id,
            negotiation=negotiation.code,
            place=place_of(negotiation.consultation_stage),
            before=before,
            after=station,
            waived=waived is not None,
        )
    )
    return move


def note_consultation(
    negotiation: Negotiation,
    *,
    kind: ConsultationKind,
    reference: str,
    stage: Stage | None = None,
    docket: str | None = None,
    by: int | None,
    now: datetime,
) -> None:
    """Note that those concerned were heard at a stage, by default where the talks stand.

    Rooms above call this in their reactions, with the person's row number as their event
    has it: the register for every published notice that takes comments. A room that holds
    meetings, hearings or briefings calls it when one was held, with its public number as
    `reference`. Noted again under the same number, nothing changes.
    """
    stage = stage or negotiation.consultation_stage
    known = select(Consultation.id).where(
        Consultation.negotiation_id == negotiation.id,
        Consultation.kind == kind,
        Consultation.reference == reference,
    )
    if db.session.scalar(known) is not None:
        return
    db.session.add(
        Consultation(
            negotiation_id=negotiation.id, stage=stage, kind=kind, reference=reference, at=now
        )
    )
    db.session.flush()
    publish(
        ConsultationHeld(
            at=now,
            by=by,
            docket=docket,
            negotiation=negotiation.code,
            stage=stage,
            kind=kind,
            reference=reference,
        )
    )
