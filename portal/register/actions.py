"""What can be done to the register. Each action is one decision by one person."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import text

from portal.accounts.models import Agency, Person
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_, Localized
from portal.negotiations.models import Negotiation, Theme
from portal.negotiations.rules import Stage
from portal.register import markup
from portal.register.events import DocketCreated, DocketOpened, NoticePublished
from portal.register.models import Docket, Notice, NoticeText, Question, Remark
from portal.register.queries import unmirrored
from portal.register.rules import (
    NOTICE_LIFE,
    OPEN_TO_CHANGE,
    SERIES,
    DecisionStatus,
    Filing,
    NoticeKind,
    NoticeState,
    closing_day,
    filled_in,
    missing,
    pages_of,
    volume_of,
)


def open_docket(
    *,
    title: Localized,
    agency: Agency,
    themes: Iterable[Theme],
    negotiation: Negotiation | None = None,
    stage: Stage | None = None,
    number: str | None = None,
    by: Person | None,
    now: datetime,
) -> Docket:
    """Give a subject its number; the public sees it from its first notice on.

    `stage` is the stage of the negotiation that the docket consults on, by default the
    present one; it stays as the talks move on. Raises RuleBroken without a title.
    """
    if not title:
        raise RuleBroken(N_("Give the docket a title."), field="docket_title")
    year = legal_day(now).year
    prefix = agency.code.partition("-")[0]
    docket = Docket(
        number=number or f"{prefix}-{year}-{take_number(f'{prefix}-{year}'):04d}",
        title=title,
        agency=agency,
        negotiation=negotiation,
        stage=stage or (negotiation.consultation_stage if negotiation else None),
        decision_status=DecisionStatus.OPEN,
        owner_id=by.id if by else None,
        themes=list(themes),
    )
    db.session.add(docket)
    db.session.flush()
    publish(DocketCreated(at=now, by=docket.owner_id, docket=docket.number))
    return docket


def draft_notice(
    *,
    docket: Docket,
    kind: NoticeKind,
    agency: Agency,
    themes: Iterable[Theme],
    title: Localized | None = None,
    by: Person,
    now: datetime,
) -> Notice:
    """Begin a notice in a docket. Raises RuleBroken."""
    if kind is NoticeKind.FOREIGN:
        raise RuleBroken(N_("A document of another register is brought in, not drafted."))
    notice = Notice(
        docket=docket,
        kind=kind,
        agency=agency,
        title=title or Localized(source=by.locale),
        summary=Localized(source=by.locale),
        decision_status=docket.decision_status,
        chapters=[],
        contact_name=by.name,
        contact_email=by.email,
        drafted_by_id=by.id,
        changed_at=now,
        themes=list(themes),
        texts=[],
        questions=[],
        remarks=[],
    )
    db.session.add(notice)
    db.session.flush()
    return notice


def revise_notice(
    notice: Notice,
    *,
    texts: Mapping[str, str] | None = None,
    source: str | None = None,
    questions: Sequence[Localized] | None = None,
    seen: datetime | None = None,
    now: datetime,
    **facts: Any,
) -> None:
    """Write down a draft as it stands, finished or not.

    `seen` is when the draft that the author had before them was saved; one that was
    saved again since is not written over unseen. `texts` is the full text by language,
    `source` the one written first; `facts` are columns of the notice, and `themes`.
    Raises RuleBroken where it was, and while it waits for a second official.
    """
    _hold(notice)
    if notice.state not in OPEN_TO_CHANGE:
        raise RuleBroken(N_("The draft waits for a second official; it may not change meanwhile."))
    if seen is not None and seen != notice.changed_at:
        raise RuleBroken(
            N_(
                "Somebody else saved this draft while you were writing. Look at theirs in another"
                " window; saving again replaces it with yours."
            )
        )
    for name, value in facts.items():
        setattr(notice, name, value)
    if texts is not None:
        _revise_texts(notice, texts, source or notice.title.source)
    if questions is not None:
        _revise_questions(notice, questions)
    notice.changed_at = now
    db.session.flush()


def _revise_texts(notice: Notice, texts: Mapping[str, str], source: str) -> None:
    kept = {wording.locale: wording for wording in notice.texts}
    for locale, markdown in texts.items():
        written = markdown.replace("\r\n", "\n").strip()
        wording = kept.get(locale)
        if not written:
            if wording:
                notice.texts.remove(wording)
                db.session.delete(wording)
        elif wording:
            wording.markdown = written
            wording.is_source = locale == source
        else:
            notice.texts.append(
                NoticeText(locale=locale, is_source=locale == source, markdown=written)
            )
    if notice.texts and not any(wording.is_source for wording in notice.texts):
        notice.texts[0].is_source = True


def _revise_questions(notice: Notice, questions: Sequence[Localized]) -> None:
    for number, words in enumerate(questions, start=1):
        if number <= len(notice.questions):
            notice.questions[number - 1].text = words
        else:
            notice.questions.append(Question(number=number, text=words))
    for question in notice.questions[len(questions) :]:
        notice.questions.remove(question)
        db.session.delete(question)


def lacks(notice: Notice, *, today: date) -> list[RuleBroken]:
    """Return what stands between the notice and its publication today."""
    return missing(_filing(notice, today), today=today)


def _filing(notice: Notice, today: date) -> Filing:
    source = next((wording for wording in notice.texts if wording.is_source), None)
    return Filing(
        kind=notice.kind,
        title=notice.title,
        summary=notice.summary,
        decision_status=notice.decision_status,
        themes=len(notice.themes),
        unmirrored=unmirrored(notice.themes, on=today),
        text=source.markdown if source else "",
        questions=tuple(question.text for question in notice.questions),
        contact=(notice.contact_name, notice.contact_email, notice.contact_phone),
        wanted_closing=notice.wanted_closing,
        waiver_reason=notice.waiver_reason,
    )


def submit_notice(notice: Notice, *, by: Person, now: datetime) -> None:
    """Hand a complete draft to a second official."""
    _hold(notice)
    NOTICE_LIFE.move(notice.state, NoticeState.SUBMITTED)
    _refuse_incomplete(notice, legal_day(now))
    notice.state = NoticeState.SUBMITTED
    notice.submitted_by_id = by.id
    notice.submitted_at = notice.changed_at = now
    db.session.flush()


def return_notice(notice: Notice, *, remark: str, by: Person, now: datetime) -> None:
    """Give a draft back to its author, and say what is to be mended.

    Raises RuleBroken without a remark.
    """
    _hold(notice)
    if not remark.strip():
        raise RuleBroken(N_("Say what is to be mended."), field="remark")
    notice.state = NOTICE_LIFE.move(notice.state, NoticeState.RETURNED)
    notice.remarks.append(Remark(by_id=by.id, at=now, text=remark.strip()))
    notice.changed_at = now
    db.session.flush()


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
    _hold(notice)
    NOTICE_LIFE.move(notice.state, NoticeState.PUBLISHED)
    if seen is not None and seen != notice.submitted_at:
        raise RuleBroken(N_("The notice was handed in anew since you read it. Read it again."))
    if by.id in {notice.drafted_by_id, notice.submitted_by_id}:
        raise RuleBroken(N_("A notice is approved by someone who did not write it."))
    today = legal_day(now)
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
    volume = volume_of(today)
    notice.number = number or f"TN-{today.year}-{take_number(f'TN-{today.year}'):02d}"
    last_page = take_number(f"page-{volume}", pages)
    notice.series, notice.volume = SERIES, volume
    notice.page, notice.last_page = last_page - pages + 1, last_page
    notice.published_on, notice.published_at = today, now
    notice.opens_on = today if closes else None
    notice.closes_on = closes
    notice.approved_by_id = by.id
    notice.changed_at = now
    notice.state = NoticeState.PUBLISHED
    docket = notice.docket
    opens_docket = docket.opened_on is None
    if opens_docket:
        docket.opened_on = today
    docket.decision_status = notice.decision_status
    _carry_themes(notice, docket)
    db.session.flush()
    if opens_docket:
        publish(DocketOpened(at=now, by=by.id, docket=docket.number))
    publish(
        NoticePublished(
            at=now,
            by=by.id,
            docket=docket.number,
            notice=notice.number,
            citation=f"{notice.volume} {notice.series} {notice.page}",
            kind=notice.kind.value,
            closes=closes,
        )
    )


def _carry_themes(notice: Notice, docket: Docket) -> None:
    """Let the docket touch every theme that its notices touch (R01)."""
    here = {theme.id for theme in docket.themes}
    docket.themes.extend(theme for theme in notice.themes if theme.id not in here)


def _refuse_incomplete(notice: Notice, today: date) -> None:
    found = lacks(notice, today=today)
    if found:
        raise found[0]


def _hold(notice: Notice) -> None:
    """Let nobody else decide on the notice until this transaction ends."""
    db.session.refresh(
        notice, ["state", "changed_at", "submitted_at", "submitted_by_id"], with_for_update=True
    )


def take_number(sequence: str, count: int = 1) -> int:
    """Take the next numbers of a sequence and return the last of them.

    The row stays locked until the transaction ends, and a transaction that fails gives
    its numbers back: no gap, no number twice, however many publish at once.
    """
    statement = text(
        "INSERT INTO register_sequence (name, last) VALUES (:name, :count)"
        " ON CONFLICT (name) DO UPDATE SET last = register_sequence.last + :count"
        " RETURNING last"
    )
    return int(db.session.execute(statement, {"name": sequence, "count": count}).scalar_one())
