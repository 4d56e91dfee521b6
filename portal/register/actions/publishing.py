"""From a complete draft to the register: handing in, returning, approving, publishing."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from portal.accounts.models import Person
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import Event, publish
from portal.kernel.text import N_
from portal.register import markup
from portal.register.actions.drafting import hold
from portal.register.actions.numbers import issue_of, take_number
from portal.register.events import (
    DocketOpened,
    NoticeCorrected,
    NoticeExtended,
    NoticePublished,
    NoticeReopened,
    NoticeReturned,
    NoticeScheduled,
    NoticeWithdrawn,
)
from portal.register.models import Docket, ExtensionRequest, Notice, NoticeRelation, Remark
from portal.register.queries import earlier_of, files_of, lines_of, unmirrored
from portal.register.rules import (
    NOTICE_LIFE,
    SERIES,
    Ask,
    Earlier,
    FileKind,
    Filing,
    NoticeState,
    Relation,
    RequestState,
    check_schedule,
    closing_day,
    filled_in,
    missing,
    moved_closing,
    pages_of,
    volume_of,
)


def lacks(notice: Notice, *, today: date) -> list[RuleBroken]:
    """Return what stands between the notice and its publication on a day. 4 statements."""
    return missing(_filing(notice, today), today=today)


def _filing(notice: Notice, today: date) -> Filing:
    source = next((wording for wording in notice.texts if wording.is_source), None)
    files = files_of(notice)
    return Filing(
        kind=notice.kind,
        title=notice.title,
        summary=notice.summary,
        decision_status=notice.decision_status,
        themes=len(notice.themes),
        unmirrored=unmirrored(notice.themes, on=today),
        text=source.markdown if source else "",
        questions=tuple(
            Ask(row.text, row.form, tuple(row.options), row.unit) for row in notice.questions
        ),
        contact=(notice.contact_name, notice.contact_email, notice.contact_phone),
        wanted_closing=notice.wanted_closing,
        waiver_reason=notice.waiver_reason,
        parts=frozenset(row.part for row in notice.parts),
        context_waiver=notice.context_waiver,
        has_impact=any(file.kind is FileKind.IMPACT_ANALYSIS for file in files),
        impact_promised_on=notice.impact_promised_on,
        lines=len(lines_of(notice)),
        sourceless=tuple(
            str(file.title)
            for file in files
            if file.kind is FileKind.DATA and not (file.source and file.as_of)
        ),
        earlier=tuple(
            Earlier(
                number=row.earlier.number or "",
                kind=row.earlier.kind,
                period=row.earlier.period,
                first_closing=row.earlier.first_closing,
                is_withdrawn=row.earlier.withdrawn_on is not None,
            )
            for row in earlier_of(notice)
        ),
    )


def submit_notice(notice: Notice, *, by: Person, now: datetime) -> None:
    """Hand a complete draft to a second official."""
    hold(notice)
    NOTICE_LIFE.move(notice.state, NoticeState.SUBMITTED)
    _refuse_incomplete(notice, legal_day(now))
    notice.state = NoticeState.SUBMITTED
    notice.submitted_by_id = by.id
    notice.submitted_at = notice.changed_at = now
    db.session.flush()


def return_notice(notice: Notice, *, remark: str, by: Person, now: datetime) -> None:
    """Give a draft back to its author, approved already or not, and say what is to be mended.

    Raises RuleBroken without a remark.
    """
    hold(notice)
    if not remark.strip():
        raise RuleBroken(N_("Say what is to be mended."), field="remark")
    was_inspected = notice.is_on_inspection(legal_day(now))
    notice.state = NOTICE_LIFE.move(notice.state, NoticeState.RETURNED)
    notice.publish_on = notice.inspect_on = notice.approved_at = notice.approved_by_id = None
    notice.remarks.append(Remark(by_id=by.id, at=now, text=remark.strip()))
    notice.changed_at = now
    db.session.flush()
    docket = notice.docket.number
    publish(NoticeReturned(at=now, by=by.id, docket=docket, was_inspected=was_inspected))


def schedule_notice(
    notice: Notice,
    *,
    publish_on: date,
    inspect_on: date | None = None,
    by: Person,
    now: datetime,
    seen: datetime | None = None,
) -> None:
    """Approve a notice, to enter the register on a day to come.

    From `inspect_on` until then it lies open for public inspection. Raises RuleBroken as
    `publish_notice` does, by the rules of the day on which it is to appear.
    """
    hold(notice)
    NOTICE_LIFE.move(notice.state, NoticeState.SCHEDULED)
    _check_hand(notice, by=by, seen=seen)
    check_schedule(publish_on, inspect_on, today=legal_day(now))
    _refuse_incomplete(notice, publish_on)
    notice.state = NoticeState.SCHEDULED
    notice.publish_on, notice.inspect_on = publish_on, inspect_on
    notice.approved_by_id, notice.approved_at, notice.changed_at = by.id, now, now
    db.session.flush()
    publish(
        NoticeScheduled(
            at=now,
            by=by.id,
            docket=notice.docket.number,
            publish_on=publish_on,
            inspect_on=inspect_on,
        )
    )


def publish_notice(
    notice: Notice,
    *,
    by: Person,
    now: datetime,
    number: str | None = None,
    seen: datetime | None = None,
) -> None:
    """Put a notice into the register: number, place, closing day, and its words for good.

    Raises RuleBroken where it is incomplete, the approver had a hand in it, or it was
    handed in again since the approver read it (`seen`). A number is given only where the
    notice brings its own from elsewhere.
    """
    hold(notice)
    NOTICE_LIFE.move(notice.state, NoticeState.PUBLISHED)
    _check_hand(notice, by=by, seen=seen)
    notice.approved_by_id, notice.approved_at = by.id, now
    _enter(notice, number=number, now=now)


def publish_scheduled(notice: Notice, *, now: datetime) -> None:
    """Put an approved notice into the register, on its day or, where that was missed, after it.

    Raises RuleBroken where it lacks something by now: a committee, time.
    """
    hold(notice)
    if notice.state is not NoticeState.SCHEDULED:
        raise RuleBroken(NOTICE_LIFE.refusal)
    if notice.publish_on is None or notice.publish_on > legal_day(now):
        raise RuleBroken(N_("Its day has not come."))
    _enter(notice, number=None, now=now)


def _check_hand(notice: Notice, *, by: Person, seen: datetime | None) -> None:
    if seen is not None and seen != notice.submitted_at:
        raise RuleBroken(N_("The notice was handed in anew since you read it. Read it again."))
    if by.id in {notice.drafted_by_id, notice.submitted_by_id}:
        raise RuleBroken(N_("A notice is approved by someone who did not write it."))


def _enter(notice: Notice, *, number: str | None, now: datetime) -> None:
    today = legal_day(now)
    relations = _earlier_held(notice)
    _refuse_incomplete(notice, today)
    closes = closing_day(
        notice.kind, today, wanted=notice.wanted_closing, waived=bool(notice.waiver_reason)
    )
    pages = 1
    for wording in notice.texts:
        words = filled_in(wording.markdown, closes=closes, locale=wording.locale)
        wording.markdown = words
        wording.html = markup.render(words, locale=wording.locale)
        if wording.is_source:
            pages = pages_of(words)
    # The words are written before the state: once it is published, nothing of it is.
    db.session.flush()
    volume = volume_of(today)
    notice.number = number or f"TN-{today.year}-{take_number(f'TN-{today.year}'):02d}"
    last_page = take_number(f"page-{volume}", pages)
    issue_of(today)
    notice.series, notice.volume = SERIES, volume
    notice.page, notice.last_page = last_page - pages + 1, last_page
    notice.published_on, notice.published_at = today, now
    notice.opens_on = today if closes else None
    notice.closes_on = notice.first_closing = closes
    docket = notice.docket
    opens_docket = docket.opened_on is None
    if opens_docket:
        docket.opened_on = today
    docket.decision_status = notice.decision_status
    _carry_themes(notice, docket)
    notice.changed_at = now
    notice.state = NoticeState.PUBLISHED
    db.session.flush()
    by = notice.approved_by_id
    if opens_docket:
        publish(DocketOpened(at=now, by=by, docket=docket.number))
    publish(
        NoticePublished(
            at=now,
            by=by,
            docket=docket.number,
            notice=notice.number,
            citation=f"{notice.volume} {notice.series} {notice.page}",
            kind=notice.kind.value,
            closes=closes,
        )
    )
    for row in relations:
        _change_standing(notice, row, now=now)


def _earlier_held(notice: Notice) -> list[NoticeRelation]:
    """Return what the notice does to earlier ones, which nobody else changes meanwhile."""
    keys = [row.earlier_id for row in earlier_of(notice)]
    if keys:
        held = select(Notice).where(Notice.id.in_(keys)).order_by(Notice.id).with_for_update()
        db.session.scalars(held.execution_options(populate_existing=True)).all()
    return earlier_of(notice)


def _change_standing(notice: Notice, row: NoticeRelation, *, now: datetime) -> None:
    """Let a published notice change where an earlier one stands, and never what it says."""
    earlier, today = row.earlier, legal_day(now)
    told: Event | None = None
    facts: dict[str, Any] = {
        "at": now,
        "by": notice.approved_by_id,
        "docket": notice.docket.number,
        "notice": notice.number,
        "earlier": earlier.number,
    }
    if row.relation in {Relation.EXTENDS, Relation.REOPENS}:
        closes = moved_closing(
            notice.kind,
            earlier.period,
            first=earlier.first_closing,
            wanted=notice.wanted_closing,
            published=today,
        )
        stand(earlier, closes_on=closes)
        kind = NoticeExtended if row.relation is Relation.EXTENDS else NoticeReopened
        told = kind(**facts, closes=closes)
        _grant_requests(earlier, notice, now=now)
    elif row.relation is Relation.WITHDRAWS:
        closes_on = min(earlier.closes_on, today) if earlier.closes_on else None
        stand(earlier, withdrawn_on=today, closes_on=closes_on)
        told = NoticeWithdrawn(**facts)
    elif row.relation is Relation.CORRECTS:
        told = NoticeCorrected(**facts)
    if told:
        publish(told)


def stand(notice: Notice, **standing: date | None) -> None:
    """Write where a published notice stands, past the session, which lets nothing of it change."""
    db.session.execute(
        update(Notice)
        .where(Notice.id == notice.id)
        .values(standing)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(notice, list(standing))


def _grant_requests(earlier: Notice, extension: Notice, *, now: datetime) -> None:
    """Let every request for more time that waits be granted by the notice that gives it."""
    waiting = db.session.scalars(
        select(ExtensionRequest).where(
            ExtensionRequest.notice_id == earlier.id,
            ExtensionRequest.state == RequestState.WAITING,
            ExtensionRequest.due_on.is_not(None),
        )
    )
    for request in waiting:
        request.state = RequestState.GRANTED
        request.extension_id = extension.id
        request.decided_by_id, request.decided_at = extension.approved_by_id, now
    db.session.flush()


def _carry_themes(notice: Notice, docket: Docket) -> None:
    """Let the docket touch every theme that its notices touch (R01)."""
    here = {theme.id for theme in docket.themes}
    docket.themes.extend(theme for theme in notice.themes if theme.id not in here)


def _refuse_incomplete(notice: Notice, today: date) -> None:
    found = lacks(notice, today=today)
    if found:
        raise found[0]
