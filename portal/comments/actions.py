"""Filing, confirming, posting and withholding comments. Each is one decision by one person.

The counts change in the transaction that changes the comment.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.accounts.models import Actor, Organisation, Person
from portal.accounts.queries import token_hash
from portal.attachments.actions import attachment_of
from portal.comments.events import (
    CommentConfirmed,
    CommentDisowned,
    CommentFiled,
    CommentFolded,
    CommentPosted,
    CommentWithheld,
)
from portal.comments.models import Comment, CommentFile, Filer, Point
from portal.comments.policy import may_file_by_letter
from portal.comments.queries import Asked, Call, get_call
from portal.comments.rules import (
    COMMENT_LIFE,
    CONFIRMATION_LASTS,
    OF_COMMITTEES,
    POSTED,
    CommentState,
    Filing,
    NewPoint,
    Visibility,
    WithholdReason,
    canonical_filing,
    check_filing,
    check_period,
    tidy,
)
from portal.comments.tallies import count
from portal.kernel.clock import legal_day
from portal.kernel.database import db, insert_rows
from portal.kernel.errors import Missing, RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_, random_number
from portal.organisations.actions import note_activity
from portal.organisations.models import Authority
from portal.organisations.queries import find_letter
from portal.register.models import Notice


@dataclass(frozen=True)
class Prepared:
    """A comment that is checked and written out, and is not in the database yet."""

    comment: Comment
    points: Sequence[Point]
    files: Sequence[CommentFile]
    filer: Filer
    secret: str | None
    """Of the link by which an author without an account confirms the address."""
    call: Call


def file_comment(
    filing: Filing, *, call: Call, key: str, by: Actor, now: datetime
) -> tuple[Comment, str | None]:
    """Take a comment on a notice.

    Returns the comment and, where the author has no account, the secret of the link by
    which the address is to be confirmed. Raises RuleBroken for what cannot be taken. The
    key is unique: a caller that may come twice looks first, and minds IntegrityError.
    """
    prepared = prepare_comment(filing, call=call, key=key, by=by, now=now)
    enter_comment(prepared)
    return prepared.comment, prepared.secret


def prepare_comment(filing: Filing, *, call: Call, key: str, by: Actor, now: datetime) -> Prepared:
    """Do all of a filing that needs no writing, so that nobody waits for it.

    As `file_comment`; what is prepared is entered by `enter_comment`.
    """
    check_period(call.period, now=now)
    if filing.capacity in OF_COMMITTEES:
        raise RuleBroken(N_("Say for whom you speak."), field="speaker")
    check_filing(filing, questions=[question.number for question in call.questions])
    return _prepared(filing, call=call, key=key, by=by, now=now)


def file_adopted(filing: Filing, *, notice: Notice, key: str, by: Person, now: datetime) -> Comment:
    """Take what committees have adopted, and show it at once: they have read it themselves.

    Raises RuleBroken for what cannot be taken.
    """
    call = get_call(str(notice.number))
    questions = [question.number for question in call.questions]
    check_filing(filing, questions=questions, most_points=len(filing.points))
    prepared = _prepared(filing, call=call, key=key, by=by, now=now)
    prepared.comment.state = CommentState.PUBLISHED
    prepared.comment.posted_at = now
    enter_comment(prepared)
    return prepared.comment


def _prepared(filing: Filing, *, call: Call, key: str, by: Actor, now: datetime) -> Prepared:
    questions = {question.number: question for question in call.questions}
    organisation = _organisation(filing)
    authority = _authority(filing, docket_id=call.docket.id, by=by, now=now)
    filer, secret = _filer(filing, by=by)
    author = "" if organisation or filing.anonymous else filer.name
    if filing.capacity in OF_COMMITTEES:
        author = filing.name
    number = random_number("C")
    written = canonical_filing(
        filing,
        number=number,
        docket=call.docket.number,
        notice=call.number,
        organisation=organisation.slug if organisation else None,
        author=author,
        agent=authority.holder.slug if authority else None,
        filed_at=now,
    )
    comment = Comment(
        number=number,
        docket_id=call.docket.id,
        notice_id=call.id,
        state=CommentState.VERIFICATION_PENDING if secret else CommentState.IN_MODERATION,
        filed_at=now,
        locale=filing.locale,
        person_id=by.id,
        organisation_id=organisation.id if organisation else None,
        agent_id=authority.holder_id if authority else None,
        members=organisation.members if organisation else None,
        adoption=organisation.adoption if organisation else None,
        region_id=filing.region_id or (organisation.region_id if organisation else None),
        capacity=filing.capacity,
        author_name=author,
        visibility=Visibility.ANONYMOUS_PUBLIC if filing.anonymous else Visibility.PUBLIC,
        stance=filing.stance,
        title=tidy(filing.title),
        digest=hashlib.sha256(written.encode()).hexdigest(),
        idempotency_key=key,
    )
    points = _points(filing.points, questions, call.docket.id)
    files = [CommentFile(attachment=attachment_of(kept, now=now)) for kept in filing.files]
    return Prepared(comment, points, files, filer, secret, call)


def enter_comment(prepared: Prepared) -> None:
    """Write a prepared comment down, count it, tell of it.

    Raises IntegrityError where the key was used already.
    """
    comment, points = prepared.comment, prepared.points
    insert_rows(comment)
    parts: list[Point | CommentFile | Filer] = [*points, *prepared.files, prepared.filer]
    for part in parts:
        part.comment_id = comment.id
    insert_rows(*points)
    insert_rows(prepared.filer)
    db.session.add_all(prepared.files)
    if comment.organisation_id is not None:
        note_activity(comment.organisation_id, on=legal_day(comment.filed_at))
    count(comment.docket_id, comment.state, comments=1, points=len(points))
    publish(
        CommentFiled(
            at=comment.filed_at,
            by=comment.person_id,
            docket=prepared.call.docket.number,
            comment=comment.number,
            notice=prepared.call.number,
            points=len(points),
            digest=comment.digest,
        )
    )


def _organisation(filing: Filing) -> Organisation | None:
    if filing.organisation_id is None:
        return None
    organisation = db.session.get(Organisation, filing.organisation_id)
    if organisation is None or not organisation.active:
        raise RuleBroken(N_("Say for whom you speak."), field="speaker")
    return organisation


def _authority(filing: Filing, *, docket_id: int, by: Actor, now: datetime) -> Authority | None:
    """Return the letter under which it is filed, while it is in force. Raises RuleBroken."""
    if filing.authority_id is None:
        return None
    authority = find_letter(filing.authority_id, docket_id=docket_id, today=legal_day(now))
    if (
        authority is None
        or authority.giver_id != filing.organisation_id
        or not may_file_by_letter(by, authority)
    ):
        raise RuleBroken(
            N_("The letter of authority does not cover this, or it has ended."), field="speaker"
        )
    return authority


def check_letter(filing: Filing, *, docket_id: int, by: Actor, now: datetime) -> None:
    """Refuse a filing whose letter of authority does not cover it. Raises RuleBroken."""
    _authority(filing, docket_id=docket_id, by=by, now=now)


def _filer(filing: Filing, *, by: Actor) -> tuple[Filer, str | None]:
    """Return how to reach the author; without an account, also the secret of the link."""
    if isinstance(by, Person):
        return Filer(name=by.name, email=by.email, locale=by.locale), None
    if not filing.name.strip():
        raise RuleBroken(N_("Write your name."), field="name")
    if not filing.email:
        raise RuleBroken(N_("Write your e-mail address."), field="email")
    secret = secrets.token_urlsafe(24)
    filer = Filer(
        name=filing.name.strip(),
        email=filing.email,
        locale=filing.locale,
        token=token_hash(secret),
    )
    return filer, secret


def _points(points: Sequence[NewPoint], questions: dict[int, Asked], docket_id: int) -> list[Point]:
    dissenting = {point.dissent_of for point in points if point.dissent_of}
    known = {}
    if dissenting:
        query = select(Organisation.slug, Organisation.id)
        known = dict(db.session.execute(query.where(Organisation.slug.in_(dissenting))).all())
    return [
        Point(
            number=place,
            docket_id=docket_id,
            question_id=questions[point.question].id if point.question is not None else None,
            stance=point.stance,
            ask=tidy(point.ask),
            text=tidy(point.text),
            dissent_of_id=known[point.dissent_of] if point.dissent_of else None,
        )
        for place, point in enumerate(points, 1)
    ]


def confirm_comment(comment: Comment, filer: Filer, *, now: datetime) -> None:
    """Let the owner of the address confirm the comment, once, within seven days of filing.

    The comment's points and docket are loaded. Raises Missing for a link that is too old.
    """
    _use_link(comment, filer, now=now)
    filer.confirmed_at = now
    _move(comment, CommentState.IN_MODERATION)
    publish(CommentConfirmed(at=now, by=None, docket=comment.docket.number, comment=comment.number))


def disown_comment(comment: Comment, filer: Filer, *, now: datetime) -> None:
    """Let the owner of the address say that they did not write the comment."""
    _use_link(comment, filer, now=now)
    _move(comment, CommentState.WITHDRAWN)
    publish(CommentDisowned(at=now, by=None, docket=comment.docket.number, comment=comment.number))


def _use_link(comment: Comment, filer: Filer, *, now: datetime) -> None:
    if comment.state is not CommentState.VERIFICATION_PENDING:
        raise Missing(N_("This link has been used already, or it is too old."))
    if now >= comment.filed_at + CONFIRMATION_LASTS:
        raise Missing(N_("This link has been used already, or it is too old."))
    filer.token = None


def post_comment(comment: Comment, *, by: Actor, now: datetime) -> None:
    """Show a comment to everyone. Its points and docket are loaded."""
    _move(comment, CommentState.PUBLISHED)
    comment.posted_at = now
    comment.withhold_reason = None
    publish(CommentPosted(at=now, by=by.id, docket=comment.docket.number, comment=comment.number))


def withhold_comment(comment: Comment, *, reason: WithholdReason, by: Actor, now: datetime) -> None:
    """Show of a comment its number and the reason only. Its points and docket are loaded."""
    _move(comment, CommentState.WITHHELD)
    comment.withhold_reason = reason
    publish(
        CommentWithheld(
            at=now,
            by=by.id,
            docket=comment.docket.number,
            comment=comment.number,
            reason=reason,
        )
    )


def fold_comment(comment: Comment, *, original: str, by: Actor, now: datetime) -> None:
    """Mark a comment as sent twice; it points at the one of the same docket that is posted.

    Raises RuleBroken on `original`.
    """
    kept = db.session.scalar(
        select(Comment).where(Comment.number == original, Comment.docket_id == comment.docket_id)
    )
    if kept is None or kept.id == comment.id or kept.state not in POSTED:
        raise RuleBroken(N_("There is no such posted comment in this docket."), field="original")
    _move(comment, CommentState.DUPLICATE)
    comment.duplicate_of_id = kept.id
    publish(
        CommentFolded(
            at=now,
            by=by.id,
            docket=comment.docket.number,
            comment=comment.number,
            original=kept.number,
        )
    )


def _move(comment: Comment, state: CommentState) -> None:
    before = comment.state
    comment.state = COMMENT_LIFE.move(before, state)
    points = len(comment.points)
    count(comment.docket_id, before, comments=-1, points=-points)
    count(comment.docket_id, state, comments=1, points=points)
