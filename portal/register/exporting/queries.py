"""What was kept beside a notice for handing it out."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.register.exporting.models import Original, Print
from portal.register.models import Notice, NoticeText
from portal.register.rules import NoticeState


def find_original(notice: Notice) -> Original | None:
    """Return the XML that a document of another register came in."""
    return db.session.scalar(select(Original).where(Original.notice_id == notice.id))


def text_in(notice: Notice, language: str | None) -> NoticeText:
    """Return the text in the language, or the one written first. Raises Missing."""
    for text in notice.texts:
        if text.is_source if language is None else text.locale == language:
            return text
    raise Missing("The notice is not published in this language.")


def find_print(number: str, language: str | None) -> Print | None:
    """Return the print of a published notice, with what is known of its file. 1 statement.

    Without a language it is the one that was written first.
    """
    asked = NoticeText.is_source if language is None else NoticeText.locale == language
    query = (
        select(Print)
        .join(NoticeText, NoticeText.id == Print.text_id)
        .join(Notice, Notice.id == NoticeText.notice_id)
        .where(Notice.number == number, Notice.state == NoticeState.PUBLISHED, asked)
        .options(joinedload(Print.attachment))
    )
    return db.session.scalar(query)


def texts_to_print(limit: int) -> list[tuple[int, str, str]]:
    """Return published texts that have no print yet: key, notice, language; the oldest first."""
    query = (
        select(NoticeText.id, Notice.number, NoticeText.locale)
        .join(Notice, Notice.id == NoticeText.notice_id)
        .outerjoin(Print, Print.text_id == NoticeText.id)
        .where(Notice.state == NoticeState.PUBLISHED, Print.id.is_(None))
        .order_by(NoticeText.id)
        .limit(limit)
    )
    return [(key, str(number), locale) for key, number, locale in db.session.execute(query)]
