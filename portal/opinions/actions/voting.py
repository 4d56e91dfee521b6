"""Stepping aside, putting a version to the vote, voting, dissenting."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from portal.accounts.models import Person
from portal.comments.rules import LONGEST_ASK
from portal.committees.queries import Standing
from portal.committees.rules import VOTING
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_
from portal.opinions.drafts import Draft
from portal.opinions.events import (
    OpinionDissented,
    OpinionPutToVote,
    OpinionRecused,
    OpinionVotedOn,
)
from portal.opinions.headings import lacking
from portal.opinions.models import Ballot, Dissent, Elector, Poll, Recusal
from portal.opinions.queries import voting_terms
from portal.opinions.results import able_to_dissent, all_have_voted, recused
from portal.opinions.rules import (
    LONGEST_DISSENT,
    LONGEST_REASON,
    WHOLE,
    Choice,
    Joining,
    Stage,
    check_closing,
    check_ready,
    dissents_until,
    items_of,
)
from portal.register.markup import captions

NO_VOTE = N_("There is no vote on this draft now.")


def step_aside(draft: Draft, *, item: int, reason: str, by: Person, now: datetime) -> list[Recusal]:
    """Let the reader's organisations keep out of a point, or of the whole. Raises RuleBroken.

    Their votes on it count no more, and their seats are not counted for a quorum.
    """
    if not (draft.is_open or draft.stage is Stage.VOTING):
        raise RuleBroken(N_("The vote on this draft is over; nobody can step aside any more."))
    if item != WHOLE and item not in {point.key for point in draft.latest.wording.points}:
        raise RuleBroken(N_("The draft has no such point."), field="item")
    if not reason.strip():
        raise RuleBroken(N_("Say what the interest is; it is published."), field="reason")
    if len(reason) > LONGEST_REASON:
        raise RuleBroken(
            N_("Use at most %(most)s characters."), field="reason", most=LONGEST_REASON
        )
    ours = {x.term.organisation_id for x in draft.standings if x.term}
    known = {x.organisation_id for x in draft.opinion.recusals if x.item == item}
    if ours <= known:
        raise RuleBroken(N_("Your organisation keeps out of this already."), field="item")
    made = [
        Recusal(
            opinion_id=draft.opinion.id,
            organisation_id=organisation,
            item=item,
            reason=reason.strip(),
            by_id=by.id,
            at=now,
        )
        for organisation in sorted(ours - known)
    ]
    draft.opinion.recusals.extend(made)
    db.session.flush()
    _end_when_all_have_voted(draft, now)
    publish(OpinionRecused(at=now, by=by.id, opinion=draft.opinion.number, is_taken_back=False))
    return made


def take_recusal_back(draft: Draft, *, recusal: int, by: Person, now: datetime) -> None:
    """Undo a recusal of the reader's organisation, while no vote has counted with it."""
    ours = {x.term.organisation_id for x in draft.standings if x.term}
    found = next(
        (x for x in draft.opinion.recusals if x.id == recusal and x.organisation_id in ours), None
    )
    if found is None:
        raise RuleBroken(N_("Your organisation has not stepped aside here."))
    if draft.poll is not None or not draft.is_open:
        raise RuleBroken(N_("A vote was opened since; the recusal stays."))
    draft.opinion.recusals.remove(found)
    db.session.delete(found)
    db.session.flush()
    publish(OpinionRecused(at=now, by=by.id, opinion=draft.opinion.number, is_taken_back=True))


def open_poll(
    draft: Draft,
    *,
    closes_on: date | None,
    apart: Collection[int] = (),
    by: Person,
    now: datetime,
) -> Poll:
    """Freeze the latest version and put it to the vote, with some points apart.

    The roll is every voting seat of the committees that is filled today. Raises RuleBroken.
    """
    if not draft.is_open:
        raise RuleBroken(N_("This draft is put to the vote already, or is closed."))
    if any(party.joining is Joining.INVITED for party in draft.opinion.parties):
        raise RuleBroken(
            N_("A committee has not answered yet. Wait for it, or take the invitation back.")
        )
    if draft.poll and draft.poll.version_id == draft.latest.id:
        raise RuleBroken(N_("This version has been voted on. Save another one first."))
    version, wording = draft.latest, draft.latest.wording
    parts = lacking(draft.opinion.kind, captions(version.body), version.locale)
    check_ready(wording, lacking=parts)
    closes_at = check_closing(closes_on, now=now)
    items = items_of(wording, apart)
    poll = Poll(
        opinion_id=draft.opinion.id,
        version_id=version.id,
        items=items,
        opened_by_id=by.id,
        opened_at=now,
        closes_at=closes_at,
    )
    terms = voting_terms([p.committee_id for p in draft.parties], on=legal_day(now))
    poll.electors = [
        Elector(
            committee_id=term.seat.committee_id,
            seat_id=term.seat_id,
            organisation_id=term.organisation_id,
        )
        for term in terms
    ]
    seated = {elector.committee_id for elector in poll.electors}
    if seated != {party.committee_id for party in draft.parties}:
        raise RuleBroken(N_("A committee without a filled voting seat cannot vote."))
    db.session.add(poll)
    db.session.flush()
    publish(
        OpinionPutToVote(at=now, by=by.id, opinion=draft.opinion.number, version=version.number)
    )
    return poll


def seats_to_vote(draft: Draft) -> list[Standing]:
    """Return the seats of the open vote for which the reader may speak."""
    if draft.poll is None:
        return []
    roll = {(x.seat_id, x.organisation_id) for x in draft.poll.electors}
    return [
        standing
        for standing in draft.standings
        if standing.term
        and standing.role in VOTING
        and (standing.term.seat_id, standing.term.organisation_id) in roll
    ]


def cast_vote(draft: Draft, *, choices: Mapping[int, Choice], by: Person, now: datetime) -> Poll:
    """Vote for the seats that one holds, or stands in for; or change that vote.

    A seat has one vote: once its alternate has voted the holder may not, and the other way
    round. Items on which the organisation stepped aside are passed over. Raises RuleBroken.
    """
    poll = draft.poll
    if poll is None or draft.stage is not Stage.VOTING:
        raise RuleBroken(NO_VOTE)
    seats = seats_to_vote(draft)
    if not seats:
        raise RuleBroken(N_("Your seat was not filled when this vote was opened."))
    given = {(ballot.seat_id, ballot.item): ballot for ballot in poll.ballots}
    free = [
        x
        for x in seats
        if x.term
        and all(
            ballot.person_id == by.id
            for (seat, _item), ballot in given.items()
            if seat == x.term.seat_id
        )
    ]
    if not free:
        raise RuleBroken(
            N_("The vote of your seat is cast already, by its alternate.")
            if not seats[0].is_alternate
            else N_("The vote of this seat is cast already, by its holder.")
        )
    counted = False
    for item in poll.items:
        aside = recused(draft.opinion, poll, item)
        for standing in free:
            if standing.term is None or standing.term.organisation_id in aside:
                continue
            if item not in choices:
                raise RuleBroken(N_("Choose for, against or abstain."), field=f"item-{item}")
            counted = True
            _put(
                poll,
                given.get((standing.term.seat_id, item)),
                standing.term.seat_id,
                item,
                choices[item],
                by,
                now,
            )
    if not counted:
        raise RuleBroken(N_("Your organisation stepped aside; it takes no part in this vote."))
    db.session.flush()
    _end_when_all_have_voted(draft, now)
    publish(OpinionVotedOn(at=now, by=by.id, opinion=draft.opinion.number))
    return poll


def _put(  # One line of the box.
    poll: Poll,
    ballot: Ballot | None,
    seat: int,
    item: int,
    choice: Choice,
    by: Person,
    now: datetime,
) -> None:
    if ballot is None:
        poll.ballots.append(Ballot(item=item, seat_id=seat, person_id=by.id, choice=choice, at=now))
    else:
        ballot.choice, ballot.at = choice, now


def _end_when_all_have_voted(draft: Draft, now: datetime) -> None:
    poll = draft.poll
    if poll and not poll.has_ended(now) and all_have_voted(draft.opinion, poll):
        poll.ended_at = now
        db.session.flush()


def dissent(draft: Draft, *, ask: str, text: str, by: Person, now: datetime) -> Dissent:
    """Attach what the reader's organisation says against an opinion, or that it says nothing.

    Only where its vote was not for it; until three working days after the vote. It may be
    rewritten until then. Raises RuleBroken.
    """
    poll = draft.poll
    if poll is None or draft.stage is not Stage.ADOPTED:
        raise RuleBroken(N_("A dissent is attached once an opinion is adopted."))
    if now >= dissents_until(poll.last_day):
        raise RuleBroken(N_("The days for attaching a dissent are over."))
    ours = {x.term.organisation_id for x in draft.standings if x.term}
    able = sorted(ours & able_to_dissent(draft.opinion, poll))
    if not able:
        raise RuleBroken(N_("Only whoever voted against, or abstained, attaches a dissent."))
    if len(ask) > LONGEST_ASK:
        raise RuleBroken(N_("Use at most %(most)s characters."), field="ask", most=LONGEST_ASK)
    if len(text) > LONGEST_DISSENT:
        raise RuleBroken(N_("Use at most %(most)s characters."), field="text", most=LONGEST_DISSENT)
    if text.strip() and not ask.strip():
        raise RuleBroken(
            N_("Say in one sentence what you ask, so that it can be answered."), field="ask"
        )
    known = {x.organisation_id: x for x in poll.dissents}
    organisation = next((key for key in able if key not in known), able[0])
    made = known.get(organisation)
    if made is None:
        made = Dissent(organisation_id=organisation)
        poll.dissents.append(made)
    made.person_id, made.at = by.id, now
    made.ask, made.text = ask.strip(), text.strip()
    db.session.flush()
    publish(OpinionDissented(at=now, by=by.id, opinion=draft.opinion.number))
    return made
