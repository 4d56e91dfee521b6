"""Tables for machines: every comment of a docket, streamed, complete.

A comment that not everyone is shown has its row too, with number, state, day and digest, and
without its words: whoever counts the rows counts what was received.
"""

from collections.abc import Iterator

from sqlalchemy.orm import joinedload, selectinload

from portal.comments.models import Comment, CommentFile, Point
from portal.comments.queries import select_received
from portal.comments.rules import POSTED, Visibility
from portal.kernel.database import db, reading
from portal.kernel.paging import Turn
from portal.web.spreadsheet import line

CHUNK = 256
"""Comments read at once; memory does not grow with the docket."""

COLUMNS = (
    "comment",
    "point",
    "state",
    "filed_at",
    "posted_at",
    "digest",
    "notice",
    "organisation",
    "author",
    "stance",
    "language",
    "question",
    "ask",
    "text",
    "files",
    "withhold_reason",
)


def comments_csv(docket_id: int) -> Iterator[bytes]:
    """Write every received comment of a docket, a row for each point, the first filed first."""
    yield line(COLUMNS).encode()
    with reading():
        for comment in _received(docket_id):
            yield "".join(line(row) for row in _rows(comment)).encode()


def _received(docket_id: int) -> Iterator[Comment]:
    turn: Turn | None = None
    while True:
        query = select_received(docket_id, turn=turn, size=CHUNK).options(
            joinedload(Comment.organisation),
            joinedload(Comment.notice),
            selectinload(Comment.points).options(
                joinedload(Point.question), joinedload(Point.dissent_of)
            ),
            selectinload(Comment.files).joinedload(CommentFile.attachment),
        )
        comments = list(db.session.scalars(query))
        if not comments:
            return
        turn = Turn(comments[-1].filed_at, comments[-1].id)
        yield from comments
        db.session.expunge_all()


def _rows(comment: Comment) -> Iterator[list[str]]:
    head = [
        comment.state.value,
        comment.filed_at.isoformat(),
        comment.posted_at.isoformat() if comment.posted_at else "",
        comment.digest,
        (comment.notice.number or "") if comment.notice else "",
    ]
    if comment.state not in POSTED or comment.visibility is Visibility.COMMITTEE:
        reason = comment.withhold_reason.value if comment.withhold_reason else ""
        yield [comment.number, "", *head, *[""] * 8, reason]
        return
    named = comment.visibility is not Visibility.ANONYMOUS_PUBLIC
    author = comment.author_name if named else ""
    files = " ".join(file.attachment.sha256 for file in comment.files if not file.confidential)
    for point in comment.points:
        stance = point.stance or comment.stance
        speaking = point.dissent_of or comment.organisation
        yield [
            comment.number,
            str(point.number),
            *head,
            str(speaking.name) if speaking and named else "",
            author,
            stance.value if stance else "",
            comment.locale or "",
            str(point.question.number) if point.question else "",
            point.ask,
            point.text,
            files,
            "",
        ]
