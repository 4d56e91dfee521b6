"""Writing together, voting, dissenting, filing: what the rows say afterwards."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.comments.models import Comment, Point
from portal.comments.queries import get_comment
from portal.comments.rules import Capacity, CommentState
from portal.comments.tallies import differences
from portal.committees.models import Term
from portal.kernel.clock import end_of, legal_day
from portal.kernel.database import db
from portal.kernel.errors import Missing, RuleBroken
from portal.ledger.models import Entry
from portal.opinions import actions
from portal.opinions.models import Ballot, Version
from portal.opinions.results import results
from portal.opinions.rules import Choice, Joining, Kind, Stage
from tests.conftest import NOON
from tests.opinions.makers import (
    SOON,
    a_draft_opinion,
    a_notice_for,
    a_table,
    a_wording,
    adopted,
    deciding,
    filed,
    invited,
    organisation_of,
    put_to_vote,
    the_opinion,
    vote,
)

LATER = end_of(SOON)
"""The first moment after a vote that lasts until SOON."""


@pytest.fixture
def table(app):
    return a_table(others=True)


def test_versions_are_kept_whole_and_nothing_is_saved_twice(table):
    number = a_draft_opinion(table)
    member = table.members[0]
    new = a_wording("Keep the duty on cheese.", "Train people in the south.")
    for _again in range(2):
        draft = deciding(number, member)
        saved = actions.save_version(draft, wording=new, base=1, by=member, now=NOON)
        db.session.commit()
        assert saved.number == 2

    versions = list(db.session.scalars(select(Version).order_by(Version.number)))
    assert [[point["ask"] for point in x.points] for x in versions] == [
        ["Keep the duty on cheese.", "Publish the use of every quota."],
        ["Keep the duty on cheese.", "Train people in the south."],
    ]


def test_whoever_is_second_is_told_and_nothing_is_overwritten(table):
    number = a_draft_opinion(table)
    first, second = table.members[:2]
    mine, theirs = a_wording("Mine."), a_wording("Theirs.")
    actions.save_version(deciding(number, first), wording=theirs, base=1, by=first, now=NOON)
    db.session.commit()

    with pytest.raises(RuleBroken) as refusal:
        actions.save_version(deciding(number, second), wording=mine, base=1, by=second, now=NOON)
    assert refusal.value.field == "base"
    assert deciding(number, second).latest.wording.points[0].ask == "Theirs."


def test_a_point_is_known_by_its_key_in_every_version_and_a_new_one_has_a_new_key(table):
    number = a_draft_opinion(table, a_wording("One.", "Two."))
    draft = deciding(number, table.chair)
    one, two = draft.latest.wording.points
    wording = a_wording("Two, in other words.", "Three.")
    wording = wording.__class__(
        title=wording.title,
        locale="en",
        points=[
            two.__class__(key=two.key, ask="Two, in other words."),
            two.__class__(key=777, ask="Three."),
            two.__class__(key=two.key, ask="Two again."),
        ],
    )
    saved = actions.save_version(draft, wording=wording, base=1, by=table.chair, now=NOON)

    assert (one.key, two.key) == (1, 2)
    assert [point.key for point in saved.wording.points] == [2, 3, 4]


def test_a_committee_takes_part_once_its_chair_said_yes(table):
    other = a_table()
    number = a_draft_opinion(table)
    invited(number, table, other)
    assert deciding(number, other.chair).invited
    assert deciding(number, other.secretary).invited
    with pytest.raises(Missing):
        deciding(number, other.members[0])

    draft = deciding(number, other.chair)
    actions.answer_invitation(
        draft, committee=other.committee, joins=True, by=other.chair, now=NOON
    )
    db.session.commit()
    assert deciding(number, other.members[0]).standings


@pytest.mark.parametrize("joining", [Joining.DECLINED, Joining.TAKEN_BACK])
def test_a_committee_that_takes_no_part_sees_nothing_any_more(table, joining):
    other = a_table()
    number = a_draft_opinion(table)
    invited(number, table, other)
    if joining is Joining.DECLINED:
        draft = deciding(number, other.chair)
        actions.answer_invitation(
            draft, committee=other.committee, joins=False, by=other.chair, now=NOON
        )
    else:
        draft = deciding(number, table.chair)
        actions.take_invitation_back(draft, committee=other.committee, by=table.chair, now=NOON)
    db.session.commit()

    with pytest.raises(Missing):
        deciding(number, other.chair)


def test_no_vote_is_opened_while_a_committee_has_not_answered(table):
    number = a_draft_opinion(table)
    invited(number, table, a_table())

    with pytest.raises(RuleBroken, match="has not answered"):
        put_to_vote(number, table)


@pytest.mark.parametrize(
    ("wording", "sentence"),
    [
        (a_wording().__class__(title="T", locale="en"), "no point yet"),
        (a_wording("").__class__(title="T", locale="en", points=a_wording("").points), "Point 1"),
    ],
)
def test_what_says_nothing_is_not_put_to_the_vote(table, wording, sentence):
    number = a_draft_opinion(table, wording)

    with pytest.raises(RuleBroken, match=sentence):
        put_to_vote(number, table)


def test_while_a_vote_lasts_the_draft_is_frozen(table):
    number = a_draft_opinion(table)
    put_to_vote(number, table)
    draft = deciding(number, table.chair)

    assert draft.stage is Stage.VOTING
    with pytest.raises(RuleBroken):
        actions.save_version(draft, wording=a_wording("X."), base=1, by=table.chair, now=NOON)
    with pytest.raises(RuleBroken):
        actions.invite_committee(draft, committee=a_table().committee, by=table.chair, now=NOON)
    with pytest.raises(RuleBroken):
        put_to_vote(number, table)


def test_a_vote_may_be_changed_until_the_end_and_ends_when_all_have_voted(table):
    number = a_draft_opinion(table)
    put_to_vote(number, table)
    vote(number, table.chair, Choice.AGAINST)
    vote(number, table.chair, Choice.FOR)
    for person in table.members:
        assert deciding(number, table.chair).stage is Stage.VOTING
        vote(number, person, Choice.FOR)

    draft = deciding(number, table.chair)
    assert draft.stage is Stage.ADOPTED
    assert db.session.scalar(select(func.count()).select_from(Ballot)) == 4
    with pytest.raises(RuleBroken):
        vote(number, table.chair, Choice.AGAINST)


def test_a_vote_closes_at_the_end_of_its_last_day(table):
    number = a_draft_opinion(table)
    put_to_vote(number, table)
    vote(number, table.chair, Choice.FOR, now=LATER - timedelta.resolution)

    with pytest.raises(RuleBroken, match="no vote on this draft"):
        vote(number, table.members[0], Choice.FOR, now=LATER)


@pytest.mark.parametrize("first", ["holder", "alternate"])
def test_holder_and_alternate_have_one_vote_together(table, first):
    number = a_draft_opinion(table)
    put_to_vote(number, table)
    holder, alternate = table.members[0], table.alternate
    if first == "alternate":
        holder, alternate = alternate, holder
    vote(number, holder, Choice.FOR)

    with pytest.raises(RuleBroken, match="cast already"):
        vote(number, alternate, Choice.AGAINST)
    vote(number, holder, Choice.AGAINST)
    choices = list(db.session.scalars(select(Ballot.choice)))
    assert choices == [Choice.AGAINST]


@pytest.mark.parametrize(
    ("voting", "stage"),
    [(2, Stage.NOT_ADOPTED), (3, Stage.ADOPTED), (4, Stage.ADOPTED)],
)
def test_two_thirds_of_the_filled_seats_make_a_quorum(table, voting, stage):
    number = a_draft_opinion(table)
    put_to_vote(number, table)
    for person in table.voters[:voting]:
        vote(number, person, Choice.FOR)

    assert deciding(number, table.chair, now=LATER).stage is stage


def test_every_committee_needs_its_own_quorum_and_majority(table):
    other = a_table(members=2)
    number = a_draft_opinion(table, joined=(other,))
    put_to_vote(number, table)
    for person in table.voters:
        vote(number, person, Choice.FOR)
    vote(number, other.chair, Choice.FOR)
    assert deciding(number, table.chair, now=LATER).stage is Stage.NOT_ADOPTED
    vote(number, other.members[0], Choice.AGAINST)
    assert deciding(number, table.chair, now=LATER).stage is Stage.NOT_ADOPTED
    vote(number, other.members[0], Choice.ABSTAIN)
    assert deciding(number, table.chair, now=LATER).stage is Stage.ADOPTED


def test_liaisons_and_observers_have_no_vote(table):
    number = a_draft_opinion(table)
    put_to_vote(number, table)

    for person in (table.liaison, table.observer, table.secretary):
        with pytest.raises(RuleBroken):
            vote(number, person, Choice.FOR)


def test_whoever_steps_aside_is_not_counted_and_cannot_vote(table):
    number = a_draft_opinion(table)
    put_to_vote(number, table)
    aside = table.members[0]
    vote(number, aside, Choice.AGAINST)
    draft = deciding(number, aside)
    actions.step_aside(draft, item=0, reason="We own the mill.", by=aside, now=NOON)
    db.session.commit()
    with pytest.raises(RuleBroken, match="stepped aside"):
        vote(number, aside, Choice.FOR)
    vote(number, table.chair, Choice.FOR)
    vote(number, table.members[1], Choice.FOR)

    draft = deciding(number, table.chair, now=LATER)
    (result,) = results(draft.opinion, draft.poll)
    assert (result.total.entitled, result.total.in_favour, result.total.against) == (3, 2, 0)
    assert draft.stage is Stage.ADOPTED


def test_a_recusal_from_one_point_leaves_the_vote_on_the_rest_where_it_is_apart(table):
    number = a_draft_opinion(table, a_wording("Sugar.", "Cheese."))
    aside = table.members[0]
    actions.step_aside(deciding(number, aside), item=1, reason="Our sugar.", by=aside, now=NOON)
    db.session.commit()
    put_to_vote(number, table, apart=(1,))
    for person in table.voters:
        vote(number, person, Choice.FOR, (1, Choice.AGAINST))

    draft = deciding(number, table.chair)
    whole, sugar = results(draft.opinion, draft.poll)
    assert (whole.total.entitled, whole.total.in_favour) == (4, 4)
    assert (sugar.total.entitled, sugar.total.against, sugar.is_adopted) == (3, 3, False)
    actions_left = [x.ask for x in actions.filing_of(draft, draft.poll, files=[]).points]
    assert actions_left == ["Cheese."]


def test_a_recusal_from_a_point_of_the_whole_keeps_out_of_the_whole(table):
    number = a_draft_opinion(table, a_wording("Sugar.", "Cheese."))
    aside = table.members[0]
    actions.step_aside(deciding(number, aside), item=1, reason="Our sugar.", by=aside, now=NOON)
    db.session.commit()
    put_to_vote(number, table)

    with pytest.raises(RuleBroken, match="stepped aside"):
        vote(number, aside, Choice.FOR)


def test_a_recusal_is_taken_back_only_before_a_vote(table):
    number = a_draft_opinion(table)
    aside = table.members[0]
    (made,) = actions.step_aside(
        deciding(number, aside), item=0, reason="Ours.", by=aside, now=NOON
    )
    db.session.commit()
    key = made.id
    with pytest.raises(RuleBroken):
        actions.take_recusal_back(
            deciding(number, table.chair), recusal=key, by=table.chair, now=NOON
        )
    put_to_vote(number, table)
    with pytest.raises(RuleBroken):
        actions.take_recusal_back(deciding(number, aside), recusal=key, by=aside, now=NOON)


def test_nobody_steps_aside_once_it_is_adopted_and_a_lost_vote_stays_lost(table):
    number = a_draft_opinion(table)
    adopted(number, table)
    aside = table.members[0]
    with pytest.raises(RuleBroken, match="over"):
        actions.step_aside(deciding(number, aside), item=0, reason="Ours.", by=aside, now=NOON)
    lost = a_draft_opinion(table)
    put_to_vote(lost, table)
    for person in (table.chair, table.members[1]):
        vote(lost, person, Choice.FOR)
    draft = deciding(lost, aside, now=LATER)
    actions.step_aside(draft, item=0, reason="Ours.", by=aside, now=LATER)
    db.session.commit()
    assert deciding(lost, aside, now=LATER).stage is Stage.NOT_ADOPTED


def test_whose_term_ended_votes_no_more_and_the_roll_stays(table):
    number = a_draft_opinion(table)
    put_to_vote(number, table)
    gone = table.members[0]
    vote(number, gone, Choice.FOR)
    term = db.session.scalars(select(Term).where(Term.holder_id == gone.id)).one()
    term.ends_on = legal_day(NOON)
    db.session.commit()
    midnight = end_of(legal_day(NOON))

    assert deciding(number, gone, now=midnight - timedelta.resolution).standings
    with pytest.raises(Missing):
        deciding(number, gone, now=midnight)
    draft = deciding(number, table.chair, now=midnight)
    (result,) = results(draft.opinion, draft.poll)
    assert (result.total.entitled, result.total.in_favour) == (4, 1)


def test_a_dissent_is_for_those_who_were_not_for_it_and_holds_the_filing_up(table):
    number = a_draft_opinion(table)
    against = table.members[0]
    adopted(number, table, against=(against,))
    with pytest.raises(RuleBroken, match="may still attach"):
        filed(number, table)
    with pytest.raises(RuleBroken, match="Only whoever"):
        actions.dissent(
            deciding(number, table.chair), ask="A.", text="B.", by=table.chair, now=NOON
        )
    actions.dissent(
        deciding(number, against), ask="Allocate quarterly.", text="Why.", by=against, now=NOON
    )
    db.session.commit()

    comment = get_comment(filed(number, table).number)
    last = comment.points[-1]
    assert (last.ask, last.dissent_of_id) == ("Allocate quarterly.", organisation_of(against).id)
    assert [point.dissent_of_id for point in comment.points[:-1]] == [None, None]


def test_silence_holds_the_filing_up_for_three_working_days(table):
    number = a_draft_opinion(table)
    adopted(number, table, against=(table.members[0],))
    over = end_of(legal_day(NOON) + timedelta(days=3))

    with pytest.raises(RuleBroken):
        filed(number, table, now=over - timedelta.resolution)
    with pytest.raises(RuleBroken, match="days for attaching"):
        actions.dissent(
            deciding(number, table.members[0], now=over),
            ask="Late.",
            text="",
            by=table.members[0],
            now=over,
        )
    assert filed(number, table, now=over).number


def test_to_say_that_there_is_none_is_enough(table):
    number = a_draft_opinion(table)
    against = table.members[0]
    adopted(number, table, against=(against,))
    actions.dissent(deciding(number, against), ask="", text="", by=against, now=NOON)
    db.session.commit()

    comment = filed(number, table)
    assert (
        db.session.scalar(
            select(func.count()).select_from(Point).where(Point.comment_id == comment.id)
        )
        == 2
    )


def test_filing_makes_a_posted_comment_of_the_committees(table):
    other = a_table(members=1)
    notice = a_notice_for(table)
    number = a_draft_opinion(table, notice=notice, joined=(other,))
    adopted(number, table, other)

    comment = get_comment(filed(number, table).number)
    codes = ", ".join(sorted([table.committee.code, other.committee.code]))
    assert comment.state is CommentState.PUBLISHED
    assert comment.posted_at == NOON
    assert comment.capacity is Capacity.JOINT_POSITION
    assert (comment.author_name, comment.organisation_id) == (codes, None)
    assert comment.docket_id == notice.docket_id
    assert [point.ask for point in comment.points] == [
        "Keep the duty on cheese.",
        "Publish the use of every quota.",
    ]
    assert differences() == []
    assert the_opinion(number).comment_id == comment.id
    entry = db.session.scalars(select(Entry).where(Entry.kind == "OpinionFiled")).one()
    assert entry.public
    assert entry.facts["committees"] == codes
    assert (entry.facts["in_favour"], entry.facts["against"]) == (6, 0)


def test_an_opinion_is_filed_once(table):
    number = a_draft_opinion(table)
    adopted(number, table)
    filed(number, table)

    with pytest.raises(RuleBroken, match="filed already"):
        filed(number, table)
    assert db.session.scalar(select(func.count()).select_from(Comment)) == 1


@pytest.mark.parametrize("voted", [False, True])
def test_what_is_not_adopted_cannot_be_filed(table, voted):
    number = a_draft_opinion(table)
    if voted:
        put_to_vote(number, table)
        vote(number, table.chair, Choice.FOR)

    with pytest.raises(RuleBroken, match="have adopted"):
        filed(number, table, now=LATER)


def test_after_a_lost_vote_another_version_may_win(table):
    number = a_draft_opinion(table)
    adopted(number, table, against=tuple(table.members))
    assert deciding(number, table.chair).stage is Stage.NOT_ADOPTED
    with pytest.raises(RuleBroken, match="has been voted on"):
        put_to_vote(number, table)
    actions.save_version(
        deciding(number, table.chair), wording=a_wording("Less."), base=1, by=table.chair, now=NOON
    )
    db.session.commit()
    assert deciding(number, table.chair).stage is Stage.DRAFTING
    adopted(number, table)
    assert deciding(number, table.chair).stage is Stage.ADOPTED


def test_an_issue_paper_needs_its_headings_and_says_where_it_has_no_evidence(table):
    body = "# Problem\nA.\n\n# Options\nB.\n\n# Who gains and who loses\n\n# Recommendation\nD."
    number = a_draft_opinion(table, a_wording(body=body), kind=Kind.ISSUE_PAPER)

    with pytest.raises(RuleBroken, match=r"Evidence, Who gains and who loses\."):
        put_to_vote(number, table)


def test_a_withdrawn_draft_stays_for_its_committee_only(table):
    number = a_draft_opinion(table)
    draft = deciding(number, table.chair)
    actions.withdraw_opinion(draft, by=table.chair, now=NOON)
    db.session.commit()

    assert deciding(number, table.members[0]).stage is Stage.WITHDRAWN
    with pytest.raises(RuleBroken):
        put_to_vote(number, table)
