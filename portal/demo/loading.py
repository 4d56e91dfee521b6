"""Loading the demonstration, once."""

from datetime import date, datetime
from functools import partial

from sqlalchemy import delete, select, update

from portal.comments.tallies import recount
from portal.demo.answers import answers
from portal.demo.cast import OPENING, cast
from portal.demo.dates import Shift
from portal.demo.doors import doors
from portal.demo.gatherings import gatherings
from portal.demo.lessons import lessons
from portal.demo.mirror import mirror
from portal.demo.openness import openness
from portal.demo.opinions import opinions
from portal.demo.papers import papers
from portal.demo.questions import questions
from portal.demo.rounds import rounds
from portal.demo.signins import kept_password
from portal.demo.standing import standing
from portal.demo.story import Story, tell
from portal.demo.talks import talks
from portal.demo.voices import voices
from portal.kernel.database import db
from portal.outbox.models import Letter
from portal.register.letters import CREATED
from portal.register.models import Docket
from portal.setup import reference
from portal.subscriptions.models import Fanout

FIRST_DOCKET, FIRST_DAY = "MEBP-2014-0001", date(2014, 1, 20)
"""The first docket of the story, and the day on which the story opens it."""


def find_shift() -> Shift | None:
    """Return by how much the story that is loaded was moved; nothing before it is loaded."""
    query = select(Docket.opened_on).where(Docket.number == FIRST_DOCKET)
    opened_on = db.session.scalar(query)
    return Shift((opened_on - FIRST_DAY).days) if opened_on else None


def load(*, now: datetime) -> int:
    """Load the reference data and the story; return how many steps it took, or 0.

    Where the story is loaded already it stays as it is, on the days on which it is.
    """
    if find_shift() is not None:
        reference.load(now=now)
        return 0
    shift = Shift.to(now)
    reference.load(now=shift.moment(OPENING))
    story = Story(shift)
    kept = kept_password()
    said = (talks, mirror, standing, papers, voices, opinions, answers, lessons, questions)
    met = (gatherings, openness, rounds, partial(doors, now=now))
    steps = tell(story, partial(cast, kept=kept), *said, *met)
    recount()
    _write_to_nobody(story)
    return steps


def _write_to_nobody(story: Story) -> None:
    """Take what the story tells for old news: nobody gets a letter about it."""
    db.session.flush()
    db.session.execute(
        update(Fanout).where(Fanout.docket.in_(story.dockets)).values(done_at=Fanout.at)
    )
    db.session.execute(delete(Letter).where(Letter.key.startswith(CREATED)))
