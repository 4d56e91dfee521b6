"""Answering concerns: drafted by some, approved by another, published together, then frozen."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Person
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_, Localized
from portal.register.actions import take_number
from portal.register.models import Docket
from portal.responses.actions.grouping import docket_of, hold
from portal.responses.events import (
    AnswerDrafted,
    AnswersPublished,
    BatchReturned,
    BatchSubmitted,
    CommitmentMade,
)
from portal.responses.models import (
    Batch,
    Commitment,
    Concern,
    Response,
    ResponseCommitment,
)
from portal.responses.queries import find_draft_batch
from portal.responses.rules import (
    BATCH_LIFE,
    OPEN_TO_CHANGE,
    TAKEN_UP,
    BatchState,
    Disposition,
    ReasonCode,
    check_answer,
)


def answer_concern(
    concern: Concern,
    *,
    disposition: Disposition,
    reason_code: ReasonCode | None = None,
    answer: Localized | None,
    deferred_until: date | None = None,
    commitments: Sequence[Commitment] = (),
    by: Person | None,
    now: datetime,
) -> Response:
    """Draft the answer to a concern, or rewrite the draft; it joins the docket's open batch.

    `commitments` are all promises of the answer, from `make_commitment`; a draft that no
    answer promises any more is dropped. Raises RuleBroken.
    """
    docket = docket_of(concern.docket_id)
    hold(docket)
    response = _response_to(concern)
    if response is not None and response.batch.state not in OPEN_TO_CHANGE:
        raise RuleBroken(N_("The answer waits for approval, or is published; it may not change."))
    if not concern.points:
        raise RuleBroken(N_("Nobody raised this concern: group a point into it first."))
    words = check_answer(
        disposition,
        answer=answer,
        reason_code=reason_code,
        deferred_until=deferred_until,
        today=legal_day(now),
    )
    by_id = by.id if by else None
    if response is None:
        batch = find_draft_batch(docket) or _begin_batch(docket, by_id)
        response = Response(concern_id=concern.id, batch_id=batch.id)
    response.disposition = disposition
    response.reason_code = reason_code
    response.answer = words
    response.deferred_until = deferred_until
    response.drafted_by_id = by_id
    response.changed_at = now
    db.session.add(response)
    db.session.flush()
    _promise(response, commitments)
    publish(AnswerDrafted(at=now, by=by_id, docket=docket.number, concern=concern.number))
    return response


def _begin_batch(docket: Docket, by_id: int | None) -> Batch:
    batch = Batch(docket_id=docket.id, state=BatchState.DRAFT, made_by_id=by_id, remark="")
    db.session.add(batch)
    db.session.flush()
    return batch


def _promise(response: Response, commitments: Sequence[Commitment]) -> None:
    """Let an answer hold exactly these promises, and drop drafts that nothing promises."""
    wanted = {commitment.id for commitment in commitments}
    links = ResponseCommitment.response_id == response.id
    here = set(db.session.scalars(select(ResponseCommitment.commitment_id).where(links)))
    db.session.add_all(
        ResponseCommitment(response_id=response.id, commitment_id=key)
        for key in sorted(wanted - here)
    )
    gone = here - wanted
    if gone:
        db.session.flush()
        db.session.execute(
            delete(ResponseCommitment).where(links, ResponseCommitment.commitment_id.in_(gone))
        )
        still = select(ResponseCommitment.commitment_id)
        db.session.execute(
            delete(Commitment).where(
                Commitment.id.in_(gone),
                Commitment.made_on.is_(None),
                Commitment.id.not_in(still),
            )
        )
    db.session.flush()
    db.session.expire(response, ["commitments"])


def submit_batch(batch: Batch, *, by: Person | None, now: datetime) -> None:
    """Hand the drafted answers of a docket to a second official. Raises RuleBroken."""
    _hold(batch)
    BATCH_LIFE.move(batch.state, BatchState.SUBMITTED)
    if not _responses_of(batch):
        raise RuleBroken(N_("There is no answer to hand in yet."))
    batch.state = BatchState.SUBMITTED
    batch.submitted_by_id = by.id if by else None
    batch.submitted_at = now
    db.session.flush()
    publish(_event(BatchSubmitted, batch, by, now))


def return_batch(batch: Batch, *, remark: str, by: Person | None, now: datetime) -> None:
    """Give answers back to those who drafted them, and say what is to be mended.

    Raises RuleBroken.
    """
    _hold(batch)
    if not remark.strip():
        raise RuleBroken(N_("Say what is to be mended."), field="remark")
    batch.state = BATCH_LIFE.move(batch.state, BatchState.RETURNED)
    batch.remark = remark.strip()
    db.session.flush()
    publish(_event(BatchReturned, batch, by, now))


def publish_batch(batch: Batch, *, by: Person | None, now: datetime) -> None:
    """Make the answers of a batch public, for good, and number their promises.

    Raises RuleBroken where the approver drafted or handed in any of them.
    """
    _hold(batch)
    BATCH_LIFE.move(batch.state, BatchState.PUBLISHED)
    responses = _responses_of(batch)
    hands = {batch.submitted_by_id, *(response.drafted_by_id for response in responses)}
    if by is not None and by.id in hands:
        raise RuleBroken(N_("Answers are approved by someone who did not write them."))
    made = _make_promises(batch, legal_day(now))
    batch.state = BatchState.PUBLISHED
    batch.published_by_id = by.id if by else None
    batch.published_at = now
    batch.remark = ""
    db.session.flush()
    docket = docket_of(batch.docket_id)
    publish(
        AnswersPublished(
            at=now,
            by=batch.published_by_id,
            docket=docket.number,
            batch=batch.id,
            answered=len(responses),
            accepted=sum(response.disposition in TAKEN_UP for response in responses),
        )
    )
    for commitment in made:
        publish(
            CommitmentMade(
                at=now,
                by=batch.published_by_id,
                docket=docket.number,
                commitment=str(commitment.number),
                due=commitment.due_on,
            )
        )


def _make_promises(batch: Batch, today: date) -> list[Commitment]:
    """Give the drafted promises of a batch their numbers, the soonest due first."""
    query = (
        select(Commitment)
        .join(ResponseCommitment, ResponseCommitment.commitment_id == Commitment.id)
        .join(Response, Response.id == ResponseCommitment.response_id)
        .where(Response.batch_id == batch.id, Commitment.made_on.is_(None))
        .order_by(Commitment.due_on, Commitment.id)
    )
    made = list(db.session.scalars(query).unique())
    for commitment in made:
        if commitment.due_on <= today:
            raise RuleBroken(
                N_("A promise in these answers was due on %(day)s. Return them for a new day."),
                day=f"{commitment.due_on:%d.%m.%Y}",
            )
        sequence = f"CM-{today.year}"
        commitment.number = commitment.number or f"{sequence}-{take_number(sequence):04d}"
        commitment.made_on = today
    return made


def _event(
    kind: type[BatchSubmitted] | type[BatchReturned],
    batch: Batch,
    by: Person | None,
    now: datetime,
) -> BatchSubmitted | BatchReturned:
    docket = docket_of(batch.docket_id)
    return kind(at=now, by=by.id if by else None, docket=docket.number, batch=batch.id)


def _hold(batch: Batch) -> None:
    """Let nobody else decide on the batch until this transaction ends."""
    hold(docket_of(batch.docket_id))
    db.session.refresh(batch, ["state", "submitted_by_id"])


def _responses_of(batch: Batch) -> list[Response]:
    return list(db.session.scalars(select(Response).where(Response.batch_id == batch.id)))


def _response_to(concern: Concern) -> Response | None:
    query = (
        select(Response)
        .where(Response.concern_id == concern.id)
        .options(joinedload(Response.batch))
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(query)
