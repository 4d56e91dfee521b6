"""Whatever people do in whatever order: one vote a seat, nothing adopted without a quorum."""

from datetime import timedelta
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.committees.models import Term
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import Missing, RuleBroken
from portal.opinions import actions
from portal.opinions.models import Ballot, Elector, Opinion, Poll
from portal.opinions.results import results
from portal.opinions.rules import WHOLE, Choice, Stage
from tests.conftest import NOON, empty_database
from tests.opinions.makers import (
    a_draft_opinion,
    a_table,
    a_wording,
    deciding,
    filed,
    invited,
    organisation_of,
)

PEOPLE = 8
DEEDS = st.one_of(
    st.tuples(st.just("vote"), st.integers(0, PEOPLE), st.sampled_from(list(Choice))),
    st.tuples(st.just("step aside"), st.integers(0, PEOPLE), st.integers(0, 2)),
    st.tuples(st.just("end of term"), st.integers(0, PEOPLE), st.just(0)),
    st.tuples(st.just("open"), st.sampled_from([0, 0, 3]), st.integers(0, 1)),
    st.tuples(st.just("join"), st.just(0), st.just(0)),
    st.tuples(st.just("save"), st.integers(0, PEOPLE), st.integers(0, 99)),
    st.tuples(st.just("wait"), st.integers(1, 4), st.just(0)),
    st.tuples(st.just("file"), st.just(0), st.just(0)),
)


class History:
    """Two committees over one draft, and a clock that goes on."""

    def __init__(self) -> None:
        self.ours, self.other = a_table(members=3), a_table(members=2)
        self.number = a_draft_opinion(self.ours, a_wording("One.", "Two.", "Three."))
        invited(self.number, self.ours, self.other)
        alternate = self.ours.alternate
        assert alternate
        self.people = [*self.ours.voters, *self.other.voters, alternate, self.ours.secretary]
        self.now = NOON

    def do(self, deed, who, what):
        """Let somebody try something; a refusal changes nothing."""
        self.now += timedelta(minutes=1)
        person = self.people[who % len(self.people)]
        try:
            self._try(deed, who, what, person)
            db.session.commit()
        except (RuleBroken, Missing):
            db.session.rollback()

    def _try(self, deed, who, what, person):
        if deed == "wait":
            self.now += timedelta(days=who)
        elif deed == "end of term":
            query = select(Term).where(Term.holder_id == person.id)
            for term in db.session.scalars(query):
                term.ends_on = legal_day(self.now)
        elif deed == "file":
            filed(self.number, self.ours, now=self.now)
        else:
            person = {"join": self.other.chair, "open": self.ours.chair}.get(deed, person)
            draft = deciding(self.number, person, now=self.now)
            self._decide(draft, deed, who, what, {"by": person, "now": self.now})

    def _decide(self, draft, deed, who, what, by):
        if deed == "join":
            actions.answer_invitation(draft, committee=self.other.committee, joins=True, **by)
        elif deed == "open":
            day = legal_day(self.now) + timedelta(days=1 + who)
            actions.open_poll(draft, closes_on=day, apart=[2] if what else [], **by)
        elif deed == "save":
            wording = a_wording("One.", f"Two {what}.", "Three.")
            actions.save_version(draft, wording=wording, base=draft.latest.number, **by)
        elif deed == "vote":
            items = draft.poll.items if draft.poll else [WHOLE]
            actions.cast_vote(draft, choices=dict.fromkeys(items, what), **by)
        elif deed == "step aside":
            actions.step_aside(draft, item=what, reason="Ours.", **by)


def _check(history):
    ballots = list(db.session.execute(select(Ballot.poll_id, Ballot.item, Ballot.seat_id)))
    assert len(ballots) == len(set(ballots))
    draft = deciding(history.number, history.ours.secretary, now=history.now)
    for poll in db.session.scalars(select(Poll).order_by(Poll.id)):
        if draft.poll is None or poll.id != draft.poll.id:
            continue
        _check_poll(draft, draft.poll)
    opinion = db.session.scalars(select(Opinion)).one()
    assert (opinion.comment_id is None) == (draft.stage is not Stage.FILED)
    if draft.stage in {Stage.ADOPTED, Stage.FILED}:
        assert draft.poll
        assert draft.poll.has_ended(history.now)
        whole = results(draft.opinion, draft.poll)[0]
        for one in whole.counts.values():
            assert Fraction(one.cast, one.entitled) >= Fraction(2, 3)
            assert one.in_favour > one.against


def _check_poll(draft, poll):
    of_seat = dict(
        db.session.execute(
            select(Elector.seat_id, Elector.organisation_id).where(Elector.poll_id == poll.id)
        ).all()
    )
    for result in results(draft.opinion, poll):
        rows = db.session.execute(
            select(Ballot.seat_id, Ballot.choice).where(
                Ballot.poll_id == poll.id, Ballot.item == result.item
            )
        ).all()
        counted = [choice for seat, choice in rows if of_seat[seat] not in result.recused]
        assert result.total.in_favour == counted.count(Choice.FOR)
        assert result.total.against == counted.count(Choice.AGAINST)
        assert result.total.abstained == counted.count(Choice.ABSTAIN)
        able = [seat for seat, owner in of_seat.items() if owner not in result.recused]
        assert result.total.entitled == len(able)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(DEEDS, min_size=4, max_size=22))
def test_no_history_gives_a_seat_two_votes_or_adopts_without_a_quorum(app, deeds):
    empty_database()
    history = History()
    for deed in [("join", 0, 0), *deeds]:
        history.do(*deed)
        _check(history)


def test_a_history_that_ends_in_a_filing_is_among_them(app):
    history = History()
    history.do("join", 0, 0)
    history.do("open", 0, 1)
    for who in range(len(history.people) - 2):
        history.do("vote", who, Choice.FOR)
        _check(history)
    history.do("file", 0, 0)
    _check(history)

    assert organisation_of(history.ours.chair)
    draft = deciding(history.number, history.ours.secretary, now=history.now)
    assert draft.stage is Stage.FILED
