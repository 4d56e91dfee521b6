"""What is kept beside a notice so that it can be handed out: its original, its print."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, event
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from portal.attachments.models import Attachment
from portal.kernel.columns import Json
from portal.kernel.database import Model
from portal.kernel.errors import RuleBroken
from portal.register.models import FROZEN, Notice, NoticeText


class Original(Model):
    """The XML that a document of another register came in, with all that it says."""

    __tablename__ = "notice_original"

    notice_id: Mapped[int] = mapped_column(ForeignKey(Notice.id), unique=True)
    root: Mapped[str] = mapped_column(String(10))
    """What the document is: RULE, PRORULE or NOTICE."""
    xml: Mapped[str]
    unknown: Mapped[dict[str, int]] = mapped_column(Json, default=dict)
    """What the import did not understand: the name of the element, and how often it stands."""


class Print(Model):
    """The print of a notice in one language, made once; its bytes are in the store."""

    __tablename__ = "notice_print"

    text_id: Mapped[int] = mapped_column(ForeignKey(NoticeText.id), unique=True)
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey(Attachment.id), index=True)
    """Nothing where the text could not be set in type; the log says why."""
    made_at: Mapped[datetime]

    attachment: Mapped[Attachment | None] = relationship(lazy="raise")


@event.listens_for(Session, "before_flush")
def _keep_originals(session: Session, _context: Any, _instances: Any) -> None:
    """Refuse any change of an original or of a print."""
    changed: Iterable[object] = [
        *(row for row in session.dirty if session.is_modified(row)),
        *session.deleted,
    ]
    if any(isinstance(row, Original | Print) for row in changed):
        raise RuleBroken(FROZEN)
