"""Making the prints of what was published, for the worker: once each, and kept."""

import logging
from datetime import datetime
from io import BytesIO

from sqlalchemy.exc import IntegrityError

from portal.attachments.actions import attachment_of
from portal.attachments.files import store
from portal.attachments.models import Attachment
from portal.attachments.rules import PDF
from portal.kernel.database import db, reading, writing
from portal.register.exporting.files import File, file_of
from portal.register.exporting.models import Print
from portal.register.exporting.queries import text_in, texts_to_print
from portal.register.queries import get_notice

log = logging.getLogger(__name__)

AT_ONCE = 3
"""Prints of one turn of the worker: a long text takes seconds."""

LARGEST_PRINT = 256 * 1024 * 1024
"""Bytes."""


def make_prints(now: datetime) -> int:
    """Set in type what was published and has no print; a job for the worker. Commits.

    Nothing is locked meanwhile: the same text is the same file, and of two workers that
    print it at once the second finds it done.
    """
    waiting = texts_to_print(AT_ONCE)
    db.session.rollback()
    for key, number, language in waiting:
        file = _set(number, language)
        kept = None
        if file:
            kept = store().keep(
                BytesIO(file.content), file.name, largest=LARGEST_PRINT, media_type=PDF
            )
        with writing():
            attachment: Attachment | None = attachment_of(kept, now=now) if kept else None
            if attachment:
                db.session.add(attachment)
                db.session.flush()
            db.session.add(
                Print(text_id=key, attachment_id=attachment.id if attachment else None, made_at=now)
            )
            try:
                db.session.commit()
            except IntegrityError:
                db.session.rollback()
    return len(waiting)


def _set(number: str, language: str) -> File | None:
    """Return the print; nothing where it cannot be made, which must not hold up the others."""
    try:
        with reading():
            notice = get_notice(number)
            return file_of(notice, text_in(notice, language), "pdf")
    except Exception:
        log.exception("The print of a notice could not be made: %s, %s.", number, language)
        return None
    finally:
        db.session.rollback()
