"""The letters of this room: receipts, confirmations, outcomes. They go to the author only."""

from datetime import datetime

from portal.comments.labels import REASONS
from portal.comments.models import Comment, Filer
from portal.comments.rules import CommentState, next_days
from portal.outbox.letters import compose
from portal.outbox.models import Letter
from portal.web.urls import absolute_url


def send_receipt(
    comment: Comment, filer: Filer, *, secret: str | None, now: datetime
) -> Letter | None:
    """Write the receipt; with a secret it asks to confirm the address.

    The comment's points, files, notice and docket are loaded.
    """
    link = absolute_url("comments.confirm", locale=filer.locale, token=secret) if secret else None
    return compose(
        "comments/mail/receipt",
        to=filer.email,
        locale=filer.locale,
        key=f"receipt:{comment.number}",
        now=now,
        comment=comment,
        name=filer.name,
        days=next_days(comment.filed_at, comment.notice.closes_on if comment.notice else None),
        confirm_url=link,
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
