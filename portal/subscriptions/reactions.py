"""What following reacts to. Only a row is written here: letters to many wait for the worker."""

from portal.kernel.database import db
from portal.register.events import NoticePublished
from portal.register.rules import MOVES_CLOSING
from portal.responses.events import AnswersPublished
from portal.subscriptions.models import Fanout
from portal.subscriptions.rules import Audience, Cause


def announce_notice(event: NoticePublished) -> None:
    """Let those know who follow at once; of more time, those who commented before them (R23)."""
    db.session.add(
        Fanout(
            key=f"notice:{event.notice}",
            cause=Cause.NOTICE,
            subject=event.notice,
            docket=event.docket or "",
            at=event.at,
            audience=Audience.COMMENTERS if event.kind in MOVES_CLOSING else Audience.FOLLOWERS,
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
