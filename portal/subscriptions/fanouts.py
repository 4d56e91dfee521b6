"""Writing the letters that one event owes to many people: a job for the worker.

A little at a time, each little in one transaction with the mark of how far it came, so
that a publication waits for nobody and a killed worker repeats nothing. Letters have
unique keys besides: whoever commented and follows gets the one letter that says more.
"""

import logging
from datetime import datetime

from sqlalchemy import select

from portal.kernel.database import db, reading, writing
from portal.kernel.errors import Missing, RuleBroken
from portal.register.models import Docket
from portal.register.queries import get_docket, get_notice
from portal.responses.queries import filers_answered_by
from portal.subscriptions import letters
from portal.subscriptions.models import Fanout
from portal.subscriptions.queries import answers_in, commented_in, concerned, filers_of, own_answers
from portal.subscriptions.rules import LOOK_BACK, Audience, Cause, Frequency

log = logging.getLogger(__name__)

BATCH = 25
"""People in one transaction: on SQLite nobody else writes meanwhile."""


def expand_fanouts(now: datetime) -> int:
    """Write the next few letters that are owed; return how many people were looked at. Commits."""
    waiting = select(Fanout).where(Fanout.done_at.is_(None)).order_by(Fanout.id).limit(1)
    with reading():
        found = db.session.scalar(waiting)
        db.session.rollback()
    if found is None:
        return 0
    with writing():
        fanout = db.session.scalar(waiting.with_for_update(skip_locked=True))
        if fanout is None:
            db.session.rollback()
            return 0
        done = _continue(fanout, now)
        db.session.commit()
    return done


def _continue(fanout: Fanout, now: datetime) -> int:
    """Write the next few letters; none about what is no news any more, such as an old import."""
    try:
        docket = get_docket(fanout.docket)
    except Missing:
        log.warning("%s: its docket is not public; nobody is written to.", fanout.key)
        fanout.done_at = now
        return 1
    if fanout.at < now - LOOK_BACK:
        fanout.done_at = now
        return 1
    if fanout.audience is Audience.ANSWERED:
        looked_at = _write_to_answered(fanout, docket, now)
        if looked_at < BATCH:
            fanout.audience, fanout.last_id = Audience.FOLLOWERS, 0
        return looked_at + 1
    if fanout.audience is Audience.COMMENTERS:
        looked_at = _write_to_commenters(fanout, docket, now)
        if looked_at < BATCH:
            fanout.audience, fanout.last_id = Audience.FOLLOWERS, 0
        return looked_at + 1
    looked_at = _write_to_followers(fanout, docket, now)
    if looked_at < BATCH:
        fanout.done_at = now
    return looked_at + 1


def _write_to_answered(fanout: Fanout, docket: Docket, now: datetime) -> int:
    """Write to the authors of the next comments: one letter with all their points."""
    batch = int(fanout.subject)
    comments = filers_answered_by(batch, after=fanout.last_id, limit=BATCH)
    filers = filers_of([comment.id for comment in comments])
    for email, locale in {(filer.email, filer.locale): None for filer in filers.values()}:
        try:
            letters.send_own_answers(
                docket,
                own_answers(email, batch),
                email=email,
                locale=locale,
                fanout=fanout,
                now=now,
            )
        except RuleBroken:
            log.warning("%s: one author's address cannot be written to.", fanout.key)
    if comments:
        fanout.last_id = comments[-1].id
    return len(comments)


def _write_to_commenters(fanout: Fanout, docket: Docket, now: datetime) -> int:
    """Write to the authors of the next comments that there is more time."""
    notice = get_notice(fanout.subject)
    comments = commented_in(docket.id, after=fanout.last_id, limit=BATCH)
    filers = filers_of(comments)
    for email, locale in {(filer.email, filer.locale): None for filer in filers.values()}:
        try:
            letters.send_extension(notice, email=email, locale=locale, fanout=fanout, now=now)
        except RuleBroken:
            log.warning("%s: one author's address cannot be written to.", fanout.key)
    if comments:
        fanout.last_id = comments[-1]
    return len(comments)


def _write_to_followers(fanout: Fanout, docket: Docket, now: datetime) -> int:
    """Write to the next followers who want to know at once."""
    themes = {theme.code for theme in docket.themes}
    notice = get_notice(fanout.subject) if fanout.cause is Cause.NOTICE else None
    if notice:
        themes |= {theme.code for theme in notice.themes}
    followers = concerned(
        docket.number, themes, Frequency.IMMEDIATE, after=fanout.last_id, limit=BATCH
    )
    answers = answers_in(int(fanout.subject)) if followers and notice is None else []
    for subscription in followers:
        if notice:
            letters.send_notice(notice, subscription, fanout=fanout, now=now)
        else:
            letters.send_answers(docket, answers, subscription, fanout=fanout, now=now)
    if followers:
        fanout.last_id = followers[-1].subscriber_id
    return len(followers)
