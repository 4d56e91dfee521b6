"""Each action: what it writes, what it publishes, what it refuses."""

from datetime import timedelta
from random import Random

import pytest

from portal.accounts.models import Person
from portal.comments.rules import CommentState, Visibility
from portal.kernel.database import db
from portal.kernel.errors import Missing, RuleBroken
from portal.ledger.models import Entry
from portal.responses.actions import (
    answer_concern,
    cancel_commitment,
    group_points,
    keep_commitment,
    make_commitment,
    publish_batch,
    raise_concern,
    return_batch,
    submit_batch,
    ungroup_point,
)
from portal.responses.models import Batch, Commitment, Concern, Grouping, Response
from portal.responses.queries import (
    answers_to,
    coverage_of,
    filers_answered_by,
    list_answers,
    list_unanswered,
)
from portal.responses.rules import (
    BatchState,
    CommitmentState,
    Coverage,
    Disposition,
    ReasonCode,
)
from tests.conftest import NOON
from tests.makers import a_docket, a_person, an_organisation, in_all
from tests.responses.makers import (
    TODAY,
    TOMORROW,
    a_comment,
    a_commitment,
    a_concern,
    an_answer,
    points_of,
    published,
)

pytestmark = pytest.mark.usefixtures("app")


def _kinds() -> list[str]:
    return list(db.session.scalars(db.select(Entry.kind).order_by(Entry.id)))


def _entry(kind: str) -> Entry:
    return db.session.scalars(db.select(Entry).where(Entry.kind == kind)).one()


def test_concerns_are_numbered_within_their_docket():
    first, other = a_docket(), a_docket()
    made = [
        raise_concern(docket=docket, statement=in_all("It"), by=None, now=NOON)
        for docket in (first, first, other, first)
    ]

    assert [concern.number for concern in made] == [1, 2, 1, 3]
    assert _kinds() == ["ConcernRaised"] * 4


def test_a_concern_keeps_its_counts():
    docket = a_docket()
    union = an_organisation()
    comments = [
        a_comment(docket, "One", "Two", of=union),
        a_comment(docket, "Three", of=union),
        a_comment(docket, "Four", of=an_organisation()),
        a_comment(docket, "Five", "Six"),
        a_comment(docket, "Seven"),
    ]
    concern = a_concern(docket, *comments)

    assert (concern.points, concern.organisations, concern.citizens) == (7, 2, 2)
    ungroup_point(points_of(comments[2])[0], docket=docket, by=None, now=NOON)
    assert (concern.points, concern.organisations, concern.citizens) == (6, 1, 2)
    assert _entry("PointUngrouped").public is False


def test_kept_counts_are_those_that_counting_anew_would_find():
    docket = a_docket()
    unions = [an_organisation() for _ in range(3)]
    authors = [*unions, None, None]
    comments = [a_comment(docket, "One", "Two", of=authors[n % 5]) for n in range(10)]
    keys = points_of(*comments)
    by_point = {
        key: (comment.organisation_id, comment.id)
        for comment in comments
        for key in points_of(comment)
    }
    concern = raise_concern(docket=docket, statement=in_all("It"), by=None, now=NOON)
    chance = Random(7)  # noqa: S311  # The same walk at every run.
    inside: set[int] = set()
    for _ in range(40):
        outside = [key for key in keys if key not in inside]
        if outside and (not inside or chance.random() < 0.6):
            chosen = chance.sample(outside, chance.randint(1, min(4, len(outside))))
            group_points(chosen, concern=concern, by=None, now=NOON)
            inside |= set(chosen)
        else:
            gone = chance.choice(sorted(inside))
            ungroup_point(gone, docket=docket, by=None, now=NOON)
            inside.remove(gone)
        made_by = [by_point[key] for key in inside]
        assert concern.points == len(inside)
        assert concern.organisations == len({union for union, _comment in made_by if union})
        assert concern.citizens == len({comment for union, comment in made_by if not union})


def test_what_is_grouped_is_entered_by_number_and_not_by_name():
    docket = a_docket()
    comment = a_comment(docket, "One", "Two", number="C-7Q4M-9TXK", author_name="Aigul")
    a_concern(docket, comment)

    entry = _entry("PointsGrouped")
    assert "C-7Q4M-9TXK/2" in entry.content
    assert "Aigul" not in entry.content


@pytest.mark.parametrize(
    "state",
    [state for state in CommentState if not state.value.startswith("published")],
)
def test_points_that_are_not_posted_cannot_be_grouped(state):
    docket = a_docket()
    concern = a_concern(docket)
    hidden = a_comment(docket, state=state)

    with pytest.raises(RuleBroken, match="may not be"):
        group_points(points_of(hidden), concern=concern, by=None, now=NOON)


def test_points_of_elsewhere_grouped_already_or_unknown_are_refused():
    docket = a_docket()
    mine = a_comment(docket)
    concern = a_concern(docket, mine)
    for keys in (points_of(mine), points_of(a_comment(a_docket())), [999]):
        with pytest.raises(RuleBroken) as refused:
            group_points(keys, concern=concern, by=None, now=NOON)
        assert refused.value.field == "points"
    with pytest.raises(RuleBroken, match="at least one"):
        group_points([], concern=concern, by=None, now=NOON)
    with pytest.raises(RuleBroken, match="at most"):
        group_points(range(1, 300), concern=concern, by=None, now=NOON)


def test_a_point_that_is_in_no_concern_cannot_be_taken_out():
    docket = a_docket()
    grouped = a_comment(docket)
    a_concern(docket, grouped)

    with pytest.raises(Missing):
        ungroup_point(points_of(a_comment(docket))[0], docket=docket, by=None, now=NOON)
    with pytest.raises(Missing):
        ungroup_point(points_of(grouped)[0], docket=a_docket(), by=None, now=NOON)


def test_answers_of_a_docket_gather_in_one_batch_until_it_is_handed_in():
    docket = a_docket()
    first, second = an_answer(a_concern(docket)), an_answer(a_concern(docket))
    assert first.batch_id == second.batch_id
    submit_batch(db.session.get_one(Batch, first.batch_id), by=None, now=NOON)

    assert an_answer(a_concern(docket)).batch_id != first.batch_id
    assert an_answer(a_concern(a_docket())).batch_id != first.batch_id


def test_a_draft_is_rewritten_and_what_waits_is_not():
    docket = a_docket()
    concern = a_concern(docket)
    draft = an_answer(concern)
    again = an_answer(concern, disposition=Disposition.NOTED, answer=in_all("Noted."))
    assert again.id == draft.id
    assert again.answer == in_all("Noted.")

    batch = db.session.get_one(Batch, again.batch_id)
    submit_batch(batch, by=None, now=NOON)
    with pytest.raises(RuleBroken, match="may not change"):
        an_answer(concern)
    with pytest.raises(RuleBroken, match="takes no points"):
        group_points(points_of(a_comment(docket)), concern=concern, by=None, now=NOON)
    return_batch(batch, remark="Say why.", by=None, now=NOON)
    assert an_answer(concern).batch_id == batch.id


def test_nobody_answers_what_nobody_raised():
    concern = raise_concern(docket=a_docket(), statement=in_all("It"), by=None, now=NOON)

    with pytest.raises(RuleBroken, match="Nobody raised"):
        an_answer(concern)


def test_the_second_official_is_another_one():
    docket = a_docket()
    one, two, three = a_person(), a_person(), a_person()
    response = an_answer(a_concern(docket), by=one)
    batch = db.session.get_one(Batch, response.batch_id)
    submit_batch(batch, by=two, now=NOON)

    for hand in (one, two):
        with pytest.raises(RuleBroken, match="someone who did not write"):
            publish_batch(batch, by=hand, now=NOON)
    publish_batch(batch, by=three, now=NOON)
    assert batch.published_by_id == three.id
    assert batch.published_at == NOON


def test_a_batch_moves_only_along_its_way():
    response = an_answer(a_concern(a_docket()))
    batch = db.session.get_one(Batch, response.batch_id)

    with pytest.raises(RuleBroken, match="not at a point"):
        publish_batch(batch, by=None, now=NOON)
    with pytest.raises(RuleBroken, match="not at a point"):
        return_batch(batch, remark="No", by=None, now=NOON)
    submit_batch(batch, by=None, now=NOON)
    with pytest.raises(RuleBroken, match="what is to be mended"):
        return_batch(batch, remark="  ", by=None, now=NOON)
    publish_batch(batch, by=None, now=NOON)
    with pytest.raises(RuleBroken):
        submit_batch(batch, by=None, now=NOON)


def test_publication_says_how_many_were_answered_and_accepted():
    docket = a_docket()
    batch = published(
        an_answer(a_concern(docket)),
        an_answer(a_concern(docket), disposition=Disposition.ACCEPTED_IN_PART),
        an_answer(
            a_concern(docket),
            disposition=Disposition.OUT_OF_SCOPE,
            reason_code=ReasonCode.OTHER_BODY_DECIDES,
        ),
    )

    facts = _entry("AnswersPublished")
    assert f'"answered":3,"batch":{batch.id}' in facts.content.replace(" ", "")
    assert '"accepted":2' in facts.content.replace(" ", "")
    assert facts.public
    assert facts.docket == docket.number


def test_promises_get_their_numbers_at_publication_without_gaps():
    docket = a_docket()
    dropped = a_concern(docket)
    an_answer(dropped, commitments=[a_commitment(docket)])
    late, soon = a_commitment(docket, due_on=TODAY + timedelta(days=90)), a_commitment(docket)
    answers = [
        an_answer(dropped, commitments=[]),
        an_answer(a_concern(docket), commitments=[late, soon]),
        an_answer(a_concern(docket), commitments=[soon]),
    ]
    assert db.session.scalar(db.select(db.func.count(Commitment.id))) == 2
    assert late.number is None

    published(*answers)

    assert (soon.number, late.number) == ("CM-2026-0001", "CM-2026-0002")
    assert late.made_on == TODAY
    assert _kinds().count("CommitmentMade") == 2


def test_a_promise_that_brings_its_number_keeps_it():
    docket = a_docket()
    promise = a_commitment(docket, number="CM-01")
    published(an_answer(a_concern(docket), commitments=[promise]))

    assert promise.number == "CM-01"


def test_a_promise_whose_day_passed_while_it_waited_is_not_made():
    docket = a_docket()
    promise = a_commitment(docket, due_on=TOMORROW)
    response = an_answer(a_concern(docket), commitments=[promise])

    with pytest.raises(RuleBroken, match="was due on"):
        published(response, now=NOON + timedelta(days=1))


def test_a_promise_without_owner_is_not_kept():
    with pytest.raises(RuleBroken, match="one body that owes it"):
        make_commitment(
            docket=a_docket(), text=in_all("It"), agency_id=None, due_on=TOMORROW, now=NOON
        )


def test_a_promise_is_kept_once_and_with_a_word():
    docket = a_docket()
    promise = a_commitment(docket)
    response = an_answer(a_concern(docket), commitments=[promise])
    with pytest.raises(RuleBroken, match="not made yet"):
        keep_commitment(promise, note=in_all("Done."), by=None, now=NOON)
    published(response)
    with pytest.raises(RuleBroken) as refused:
        keep_commitment(promise, note=None, by=None, now=NOON)
    assert refused.value.field == "note"
    keep_commitment(promise, note=in_all("Done."), by=None, now=NOON)

    assert promise.state is CommitmentState.DONE
    assert promise.done_on == TODAY
    assert _entry("CommitmentKept").public
    with pytest.raises(RuleBroken, match="settled already"):
        cancel_commitment(promise, reason=in_all("No."), by=None, now=NOON)


def test_a_promise_is_given_up_with_a_reason():
    docket = a_docket()
    promise = a_commitment(docket)
    published(an_answer(a_concern(docket), commitments=[promise]))
    cancel_commitment(promise, reason=in_all("The law changed."), by=None, now=NOON)

    assert promise.state is CommitmentState.CANCELLED_WITH_REASON
    assert promise.done_on is None
    assert _entry("CommitmentCancelled").public


def _rewrite(name):
    concern = db.session.scalars(db.select(Concern)).first()
    response = db.session.scalars(db.select(Response)).first()
    commitment = db.session.scalars(db.select(Commitment)).first()
    batch = db.session.scalars(db.select(Batch)).first()
    if name == "answer":
        response.answer = in_all("Something else.")
    elif name == "statement":
        concern.statement = in_all("Something else.")
    elif name == "batch":
        batch.state = BatchState.RETURNED
    elif name == "promise":
        commitment.due_on = TODAY + timedelta(days=300)
    elif name == "point":
        db.session.delete(db.session.scalars(db.select(Grouping)).first())
    elif name == "deletion":
        db.session.delete(response)


@pytest.mark.parametrize("name", ["answer", "statement", "batch", "promise", "point", "deletion"])
def test_what_was_published_cannot_be_changed_even_past_the_actions(name):
    docket = a_docket()
    published(an_answer(a_concern(docket), commitments=[a_commitment(docket)]))

    _rewrite(name)
    with pytest.raises(RuleBroken, match="never changes"):
        db.session.commit()
    db.session.rollback()


def test_what_is_only_drafted_can():
    docket = a_docket()
    an_answer(a_concern(docket), commitments=[a_commitment(docket)])

    for name in ("answer", "statement", "promise"):
        _rewrite(name)
        db.session.commit()


def test_a_concern_that_is_answered_takes_no_more_points():
    docket = a_docket()
    comment = a_comment(docket)
    concern = a_concern(docket, comment)
    published(an_answer(concern))

    with pytest.raises(RuleBroken, match="Raise a new one"):
        group_points(points_of(a_comment(docket)), concern=concern, by=None, now=NOON)
    with pytest.raises(RuleBroken, match="Raise a new one"):
        ungroup_point(points_of(comment)[0], docket=docket, by=None, now=NOON)


def test_the_database_itself_refuses_a_refusal_without_reason():
    concern = a_concern(a_docket())
    response = an_answer(concern)
    response.disposition = Disposition.NOT_ACCEPTED

    with pytest.raises(Exception, match=r"reasoned|CHECK"):
        db.session.commit()
    db.session.rollback()


def test_coverage_counts_what_all_may_read():
    docket = a_docket()
    assert coverage_of(docket) == Coverage()
    a_comment(docket, state=CommentState.WITHHELD)
    published(an_answer(a_concern(docket, a_comment(docket, "One", "Two"))))
    a_concern(docket)
    a_comment(docket)

    assert coverage_of(docket) == Coverage(
        points=4, grouped=3, concerns=2, answered=1, points_answered=2
    )


def test_a_concern_that_lost_its_points_owes_no_answer():
    docket = a_docket()
    comment = a_comment(docket)
    a_concern(docket, comment)
    ungroup_point(points_of(comment)[0], docket=docket, by=None, now=NOON)

    assert coverage_of(docket) == Coverage(points=1)
    assert list_answers(docket, limit=9) == ([], None)
    assert list_unanswered(docket, limit=9) == []


def test_those_whose_points_a_batch_answers_are_found_once():
    docket = a_docket()
    twice, other, unanswered = a_comment(docket, "One", "Two"), a_comment(docket), a_comment(docket)
    a_concern(docket, unanswered)
    drafted = an_answer(a_concern(docket, twice))
    assert filers_answered_by(drafted.batch_id) == []
    batch = published(drafted, an_answer(a_concern(docket, other)))

    assert filers_answered_by(batch.id) == [twice, other]
    assert filers_answered_by(batch.id, after=twice.id, limit=5) == [other]


def test_what_became_of_each_point_of_a_comment():
    docket = a_docket()
    comment = a_comment(docket, "One", "Two", "Three", number="C-7Q4M-9TXK")
    keys = points_of(comment)
    concerns = [
        raise_concern(docket=docket, statement=in_all("It"), by=None, now=NOON) for _ in range(2)
    ]
    for key, concern in zip(keys, concerns, strict=False):
        group_points([key], concern=concern, by=None, now=NOON)
    published(an_answer(concerns[0]))
    an_answer(concerns[1])

    found = answers_to("C-7Q4M-9TXK")
    assert [(x.number, x.concern, x.disposition) for x in found] == [
        (1, 1, Disposition.ACCEPTED),
        (2, 2, None),
        (3, None, None),
    ]
    assert found[1].answer is None
    assert answers_to("C-7Q4M-9TXK", docket=a_docket().number) == []
    for facts in ({"state": CommentState.WITHHELD}, {"visibility": Visibility.COMMITTEE}):
        hidden = a_comment(docket, **facts)
        assert answers_to(hidden.number) == []


def test_who_drafts_is_written_down():
    drafter = a_person()
    response = answer_concern(
        a_concern(a_docket()),
        disposition=Disposition.NOTED,
        answer=in_all("Noted."),
        by=drafter,
        now=NOON,
    )

    assert db.session.get_one(Person, response.drafted_by_id) is drafter
