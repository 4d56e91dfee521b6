"""Opening dockets, and writing notices down as they come to be."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from portal.accounts.models import Agency, Person
from portal.attachments.actions import attachment_of
from portal.attachments.rules import Kept
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_, Localized
from portal.negotiations.models import Negotiation, Theme
from portal.negotiations.rules import Stage
from portal.register.actions.numbers import take_number
from portal.register.events import DocketCreated
from portal.register.models import (
    Docket,
    Notice,
    NoticeFile,
    NoticeLine,
    NoticePart,
    NoticeRelation,
    NoticeText,
    Plan,
    Question,
)
from portal.register.queries import earlier_of, files_of, lines_of
from portal.register.rules import (
    OPEN_TO_CHANGE,
    RELATION_OF,
    Ask,
    DecisionStatus,
    FileKind,
    Goods,
    NoticeKind,
    Part,
    Relation,
)

MOST_FILES = 20

OVERTAKEN = N_(
    "Somebody else saved this draft while you were writing. Nothing of yours is lost: compare"
    " the two, put together what you want to keep, and save again."
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
    plan: Plan | None = None,
    by: Person,
    now: datetime,
) -> Notice:
    """Begin a notice in a docket; `plan` is the planned consultation that it carries out.

    Raises RuleBroken.
    """
    if kind is NoticeKind.FOREIGN:
        raise RuleBroken(N_("A document of another register is brought in, not drafted."))
    notice = Notice(
        docket=docket,
        kind=kind,
        agency=agency,
        title=title or Localized(source=by.locale),
        summary=(plan.summary if plan else None) or Localized(source=by.locale),
        plan_id=plan.id if plan else None,
        decision_status=docket.decision_status,
        chapters=[],
        contact_name=by.name,
        contact_email=by.email,
        drafted_by_id=by.id,
        changed_at=now,
        themes=list(themes),
        regions=[],
        sectors=[],
        texts=[],
        questions=[],
        parts=[],
        remarks=[],
    )
    db.session.add(notice)
    db.session.flush()
    return notice


def revise_notice(  # noqa: PLR0913  # Each is a part of a notice, and may be left alone.
    notice: Notice,
    *,
    texts: Mapping[str, str] | None = None,
    source: str | None = None,
    questions: Sequence[Ask] | None = None,
    parts: Mapping[Part, Localized | None] | None = None,
    lines: Sequence[Goods] | None = None,
    earlier: Sequence[Notice] | None = None,
    seen: datetime | None = None,
    now: datetime,
    **facts: Any,
) -> None:
    """Write down a draft as it stands, finished or not.

    `seen` is when the draft that the author had before them was saved; one that was
    saved again since is not written over unseen. `texts` is the full text by language,
    `source` the one written first; `earlier` are the notices that it is about; `facts` are
    columns of the notice, its themes, regions and sectors.
    Raises RuleBroken, on `seen`, where it was, and while it waits for a second official.
    """
    hold(notice)
    require_open(notice)
    if seen is not None and seen != notice.changed_at:
        raise RuleBroken(OVERTAKEN, field="seen")
    for name, value in facts.items():
        setattr(notice, name, value)
    if texts is not None:
        _revise_texts(notice, texts, source or notice.title.source)
    if questions is not None:
        _revise_questions(notice, questions)
    if parts is not None:
        _revise_parts(notice, parts)
    if lines is not None:
        _revise_lines(notice, lines)
    if earlier is not None:
        _relate(notice, earlier)
    notice.changed_at = now
    db.session.flush()


def require_open(notice: Notice) -> None:
    """Refuse to change what waits for a second official, or has passed one."""
    if notice.state not in OPEN_TO_CHANGE:
        raise RuleBroken(N_("The draft waits for a second official; it may not change meanwhile."))


def hold(notice: Notice) -> None:
    """Let nobody else decide on the notice until this transaction ends."""
    db.session.refresh(
        notice, ["state", "changed_at", "submitted_at", "submitted_by_id"], with_for_update=True
    )


def _revise_texts(notice: Notice, texts: Mapping[str, str], source: str) -> None:
    """Keep each wording; one that was not touched since its source changed is stale."""
    kept = {wording.locale: wording for wording in notice.texts}
    written = {locale: x.replace("\r\n", "\n").strip() for locale, x in texts.items()}
    before = {locale: wording.markdown for locale, wording in kept.items()}
    source_changed = before.get(source) not in {None, written.get(source, before.get(source))}
    for locale, markdown in written.items():
        wording = kept.get(locale)
        if not markdown:
            if wording:
                notice.texts.remove(wording)
                db.session.delete(wording)
            continue
        if wording is None:
            wording = NoticeText(locale=locale, is_stale=False)
            notice.texts.append(wording)
        if locale == source or before.get(locale) != markdown:
            wording.is_stale = False
        elif source_changed:
            wording.is_stale = True
        wording.markdown = markdown
        wording.is_source = locale == source
    if notice.texts and not any(wording.is_source for wording in notice.texts):
        notice.texts[0].is_source = True


def _revise_questions(notice: Notice, questions: Sequence[Ask]) -> None:
    for number, ask in enumerate(questions, start=1):
        if number > len(notice.questions):
            notice.questions.append(Question(number=number))
        question = notice.questions[number - 1]
        question.text, question.form = ask.text, ask.form
        question.options, question.unit = list(ask.options), ask.unit
    for question in notice.questions[len(questions) :]:
        notice.questions.remove(question)
        db.session.delete(question)


def _revise_parts(notice: Notice, parts: Mapping[Part, Localized | None]) -> None:
    kept = {row.part: row for row in notice.parts}
    for part, text in parts.items():
        row = kept.get(part)
        if text and row:
            row.text = text
        elif text:
            notice.parts.append(NoticePart(part=part, text=text))
        elif row:
            notice.parts.remove(row)
            db.session.delete(row)


def _revise_lines(notice: Notice, lines: Sequence[Goods]) -> None:
    kept = lines_of(notice)
    for rank, goods in enumerate(lines, start=1):
        row = kept[rank - 1] if rank <= len(kept) else NoticeLine(notice_id=notice.id, rank=rank)
        row.year, row.code, row.goods = goods.year, goods.code, goods.goods
        row.duty_now, row.duty_proposed = goods.duty_now, goods.duty_proposed
        db.session.add(row)
    for row in kept[len(lines) :]:
        db.session.delete(row)


def _relate(notice: Notice, earlier: Sequence[Notice]) -> None:
    relation = RELATION_OF.get(notice.kind, Relation.FOLLOWS)
    kept = {row.earlier_id: row for row in earlier_of(notice)}
    for found in earlier:
        row = kept.pop(found.id, None)
        if row is None:
            row = NoticeRelation(later_id=notice.id, earlier_id=found.id)
            db.session.add(row)
        row.relation = relation
    for row in kept.values():
        db.session.delete(row)


def attach_file(  # noqa: PLR0913  # All that is to be known of a file.
    notice: Notice,
    *,
    file: Kept,
    kind: FileKind,
    title: Localized,
    locale: str,
    accessible: Kept | None = None,
    source: Localized | None = None,
    as_of: date | None = None,
    now: datetime,
) -> NoticeFile:
    """Put a file that is in the store beside a draft. Raises RuleBroken."""
    hold(notice)
    require_open(notice)
    kept = files_of(notice)
    if len(kept) >= MOST_FILES:
        raise RuleBroken(N_("A notice has at most %(most)s files."), field="files", most=MOST_FILES)
    if not title:
        raise RuleBroken(N_("Say what the file is."), field="file_title")
    row = NoticeFile(
        notice_id=notice.id,
        number=max((file.number for file in kept), default=0) + 1,
        kind=kind,
        title=title,
        locale=locale,
        attachment=attachment_of(file, now=now),
        accessible=attachment_of(accessible, now=now) if accessible else None,
        source=source,
        as_of=as_of,
    )
    db.session.add(row)
    notice.changed_at = now
    db.session.flush()
    return row


def detach_file(notice: Notice, file: NoticeFile, *, now: datetime) -> None:
    """Take a file away from a draft; its bytes stay in the store."""
    hold(notice)
    require_open(notice)
    db.session.delete(file)
    notice.changed_at = now
    db.session.flush()


def copy_notice(notice: Notice, origin: Notice, *, now: datetime) -> None:
    """Begin a draft with what an earlier notice says: its words, questions, goods and context.

    Days, numbers and files are not copied: they belonged to the earlier one alone.
    """
    revise_notice(
        notice,
        texts={wording.locale: wording.markdown for wording in origin.texts},
        source=next((x.locale for x in origin.texts if x.is_source), None),
        questions=[
            Ask(row.text, row.form, tuple(row.options), row.unit) for row in origin.questions
        ],
        parts={row.part: row.text for row in origin.parts},
        lines=[
            Goods(row.year, row.code, row.goods, row.duty_now, row.duty_proposed)
            for row in lines_of(origin)
        ],
        now=now,
        title=notice.title or origin.title,
        summary=origin.summary,
        unit=origin.unit,
        action=origin.action,
        chapters=list(origin.chapters),
        regions=list(origin.regions),
        sectors=list(origin.sectors),
    )
