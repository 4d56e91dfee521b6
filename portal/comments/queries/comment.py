"""One comment with all that it holds, by its number or by a link."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from portal.accounts.queries import token_hash
from portal.comments.models import Comment, CommentFile, Filer, Point
from portal.kernel.database import db, fill, first_row
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.register.models import Docket

_DOCKET_OF = (
    select(Docket.number)
    .join(Comment, Comment.docket_id == Docket.id)
    .where(Comment.number == bindparam("number"))
)
"""What each reading of a comment asks, put together once."""


_COMMENT = (
    select(Comment)
    .where(Comment.number == bindparam("number"))
    .options(
        joinedload(Comment.docket),
        joinedload(Comment.notice),
        joinedload(Comment.organisation),
        joinedload(Comment.agent),
        joinedload(Comment.region),
    )
)
_TO_DECIDE = _COMMENT.with_for_update(of=Comment)
_OF_COMMENT = {
    "points": select(Point)
    .where(Point.comment_id == bindparam("comment"))
    .options(joinedload(Point.question), joinedload(Point.dissent_of))
    .order_by(Point.number),
    "files": select(CommentFile)
    .where(CommentFile.comment_id == bindparam("comment"))
    .options(joinedload(CommentFile.attachment))
    .order_by(CommentFile.id),
}
"""Put together once."""


def get_comment(number: str, *, deciding: bool = False) -> Comment:
    """Return a comment with all that its page shows. 3 statements. Raises Missing.

    Whoever is about to decide about it has it alone until the end of the transaction.
    """
    comment = db.session.scalar(_TO_DECIDE if deciding else _COMMENT, {"number": number})
    if comment is None:
        raise Missing(N_("There is no such comment."))
    for name, statement in _OF_COMMENT.items():
        fill(comment, name, statement, comment=comment.id)
    return comment


def get_filed_by_link(secret: str, *, deciding: bool = False) -> tuple[Comment, Filer]:
    """Return the comment whose address is confirmed by this link, with its author.

    Raises Missing for a spent link.
    """
    query = select(Filer, Comment.number).join(Filer.comment)
    row = db.session.execute(query.where(Filer.token == token_hash(secret))).one_or_none()
    if row is None:
        raise Missing(N_("This link has been used already, or it is too old."))
    filer, number = row
    return get_comment(number, deciding=deciding), filer


def filer_of(comment: Comment) -> Filer | None:
    """Return how to reach the author of a comment."""
    return db.session.scalar(select(Filer).where(Filer.comment_id == comment.id))


def number_of(key: int | None) -> str | None:
    """Return the number of the comment with this row number."""
    return db.session.scalar(select(Comment.number).where(Comment.id == key)) if key else None


def find_docket_number(number: str) -> str | None:
    """Return the docket that a comment belongs to."""
    found = first_row(_DOCKET_OF, number=number)
    return found.number if found else None


def get_file(number: str, key: int) -> tuple[Comment, CommentFile]:
    """Return a file of a comment, with both. Raises Missing."""
    query = (
        select(CommentFile)
        .join(CommentFile.comment)
        .where(Comment.number == number, CommentFile.id == key)
        .options(joinedload(CommentFile.comment), joinedload(CommentFile.attachment))
    )
    file = db.session.scalar(query)
    if file is None:
        raise Missing(N_("This file is not here."))
    return file.comment, file
