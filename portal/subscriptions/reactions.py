"""What following reacts to. Only a row is written here: letters to many wait for the worker."""

from portal.kernel.database import db
from portal.register.events import NoticePublished
from portal.responses.events import AnswersPublished
from portal.subscriptions.models import Fanout
from portal.subscriptions.rules import Audience, Cause


def announce_notice(event: NoticePublished) -> None:
    """Let those know who follow at once."""
    db.session.add(
        Fanout(
            key=f"notice:{event.notice}",
            cause=Cause.NOTICE,
            subject=event.notice,
            docket=event.docket or "",
            at=event.at,
            audience=Audience.FOLLOWERS,
        )
    )


def announce_answers(event: AnswersPublished) -> None:
    """Let those know whose points were answered, then those who follow at once."""
    db.session.add(
        Fanout(
            key=f"answers:{event.batch}",
            cause=Cause.ANSWERS,
            subject=str(event.batch),
            docket=event.docket or "",
            at=event.at,
            audience=Audience.ANSWERED,
        )
    )
