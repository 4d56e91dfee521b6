"""Which comments a browser may know as its own: those it filed, and those it confirmed."""

from flask import session

from portal.comments.models import Comment
from portal.web.browsers import is_bound

CONFIRMED = "confirmed"
MOST_CONFIRMED = 10


def filed_here(comment: Comment) -> bool:
    """Say whether this browser filed the comment, or confirmed it."""
    return comment.number in session.get(CONFIRMED, ()) or is_bound(comment.idempotency_key)


def remember_confirmed(comment: Comment) -> None:
    """Let this browser read the receipt of a comment whose address it confirmed."""
    session[CONFIRMED] = [*session.get(CONFIRMED, ()), comment.number][-MOST_CONFIRMED:]
