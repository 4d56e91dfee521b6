"""Making an adopted opinion a numbered comment in the docket."""

from collections.abc import Sequence
from datetime import datetime

from portal.accounts.models import Person
from portal.attachments.rules import Kept
from portal.comments.actions import file_adopted
from portal.comments.models import Comment
from portal.comments.rules import Capacity, Filing, NewPoint
from portal.committees.actions import note_activity
from portal.committees.rules import ActivityKind
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_
from portal.opinions.drafts import Draft
from portal.opinions.events import OpinionFiled
from portal.opinions.models import Poll
from portal.opinions.results import adopted_points, open_for_filing_from, results
from portal.opinions.rules import Stage, common_stance


def adopted(draft: Draft, *, now: datetime) -> Poll:
    """Return the vote that adopted the opinion, once it may be filed. Raises RuleBroken."""
    if draft.opinion.filed_at:
        raise RuleBroken(N_("This opinion is filed already."))
    if draft.poll is None or draft.stage is not Stage.ADOPTED:
        raise RuleBroken(N_("Only an opinion that its committees have adopted can be filed."))
    if now < open_for_filing_from(draft.opinion, draft.poll):
        raise RuleBroken(
            N_("Somebody who did not vote for it may still attach a dissent. Wait for that.")
        )
    return draft.poll


def filing_of(draft: Draft, poll: Poll, *, files: Sequence[Kept]) -> Filing:
    """Return what is filed: the points of the majority, then each dissent as a point."""
    version = poll.version
    points = adopted_points(draft.opinion, poll)
    said = [x for x in poll.dissents if x.ask or x.text]
    alone = len(draft.parties) == 1
    return Filing(
        points=[
            *(
                NewPoint(text=x.text, ask=x.ask, stance=x.stance, question=x.question)
                for x in points
            ),
            *(NewPoint(text=x.text, ask=x.ask, dissent_of=x.organisation.slug) for x in said),
        ],
        locale=version.locale,
        stance=common_stance(points),
        title=version.title,
        capacity=Capacity.COMMITTEE_OPINION if alone else Capacity.JOINT_POSITION,
        files=files,
        name=draft.codes,
    )


def name_of_text(draft: Draft) -> str:
    """Return what the file with the whole text is called."""
    return f"{draft.codes.replace(', ', '-')}-{draft.opinion.kind.value}.txt"


def written_out(poll: Poll) -> str:
    """Return the whole text as it was voted on, for the file beside the points."""
    version = poll.version
    points = [
        f"{place}. {point.ask}\n\n{point.text}".strip()
        for place, point in enumerate(version.wording.points, 1)
    ]
    return "\n\n".join([version.title, *([version.body] if version.body else []), *points]) + "\n"


def file_opinion(draft: Draft, *, files: Sequence[Kept], by: Person, now: datetime) -> Comment:
    """File an adopted opinion as a comment of its committees, posted at once.

    `files` holds its whole text. Raises RuleBroken where it is not adopted, where a
    dissent may still come, or where it is filed already.
    """
    poll = adopted(draft, now=now)
    opinion = draft.opinion
    comment = file_adopted(
        filing_of(draft, poll, files=files),
        notice=opinion.notice,
        key=f"opinion:{opinion.number}",
        by=by,
        now=now,
    )
    opinion.comment_id, opinion.filed_at = comment.id, now
    for party in draft.parties:
        note_activity(party.committee, ActivityKind.OPINION, legal_day(now))
    db.session.flush()
    votes = results(opinion, poll)[0].total
    publish(
        OpinionFiled(
            at=now,
            by=by.id,
            docket=opinion.docket.number,
            comment=comment.number,
            committees=draft.codes,
            in_favour=votes.in_favour,
            against=votes.against,
            abstained=votes.abstained,
            dissents=sum(bool(x.ask or x.text) for x in poll.dissents),
        )
    )
    return comment
