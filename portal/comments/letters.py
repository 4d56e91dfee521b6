"""The letters of this room: receipts, confirmations, outcomes. They go to the author only."""

from datetime import datetime

from portal.accounts.queries import get_person
from portal.comments.labels import REASONS
from portal.comments.models import Comment, Filer
from portal.comments.queries import filer_of, get_comment
from portal.comments.rules import CommentState, next_days
from portal.kernel.errors import Missing
from portal.organisations.queries import owners_of
from portal.outbox.letters import compose, write
from portal.outbox.models import Letter
from portal.outbox.owed import owe
from portal.web.urls import absolute_url


def owe_receipt(comment: Comment, *, secret: str | None, now: datetime) -> None:
    """Let the worker write the receipt of a comment, with the link that confirms the address."""
    key = f"receipt:{comment.number}"
    owe("receipt", key=key, now=now, number=comment.number, secret=secret)


def write_receipt(*, key: str, now: datetime, number: str, secret: str | None) -> Letter:
    """Write the receipt of a comment; with a secret it asks to confirm the address.

    Raises Missing for a comment that nobody can be told of.
    """
    comment = get_comment(number)
    filer = filer_of(comment)
    if filer is None:
        raise Missing
    link = absolute_url("comments.confirm", locale=filer.locale, token=secret) if secret else None
    return write(
        "comments/mail/receipt",
        to=filer.email,
        locale=filer.locale,
        key=key,
        now=now,
        comment=comment,
        name=filer.name,
        days=next_days(comment.filed_at, comment.notice.closes_on if comment.notice else None),
        confirm_url=link,
    )


def owe_word_to_giver(comment: Comment, *, now: datetime) -> None:
    """Let the worker tell the owners of an organisation what was filed in its name by letter."""
    if comment.agent_id is None or comment.organisation_id is None:
        return
    for owner in owners_of(comment.organisation_id):
        key = f"filed-for-you:{comment.number}:{owner.id}"
        owe("filed for you", key=key, now=now, number=comment.number, reader=owner.id)


def write_word_to_giver(*, key: str, now: datetime, number: str, reader: int) -> Letter:
    """Write to an owner who filed in the organisation's name, and how to end that.

    Raises Missing where the comment or the reader is no more.
    """
    comment, owner = get_comment(number), get_person(reader)
    return write(
        "comments/mail/filed_for_you",
        to=owner.email,
        locale=owner.locale,
        key=key,
        now=now,
        comment=comment,
        name=owner.name,
    )


def send_outcome(
    comment: Comment, filer: Filer, *, original: str | None = None, now: datetime
) -> None:
    """Write what became of the comment: posted, withheld with the reason, or sent twice."""
    reason = comment.withhold_reason
    compose(
        "comments/mail/outcome",
        to=filer.email,
        locale=filer.locale,
        key=f"outcome:{comment.number}:{comment.state.value}:{now.isoformat()}",
        now=now,
        comment=comment,
        name=filer.name,
        is_posted=comment.state is CommentState.PUBLISHED,
        reason=REASONS[reason] if reason else None,
        original=original,
    )
