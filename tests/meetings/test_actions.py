"""What officers and members of a committee can do with its meetings, and what not."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.ledger.models import Entry
from portal.meetings.actions import (
    cancel_meeting,
    change_meeting,
    demand_meeting,
    draft_minutes,
    drop_decision,
    drop_item,
    finish_action,
    note_recusal,
    publish_minutes,
    record_attendance,
    record_decision,
)
from portal.meetings.letters import tell_of_meetings
from portal.meetings.models import Demand, Minutes
from portal.meetings.queries import get_decision
from portal.meetings.rules import Presence
from portal.outbox.models import Letter
from tests.conftest import NOON
from tests.makers import in_all
from tests.meetings.makers import (
    NEXT_WEEK,
    a_bench,
    a_call,
    a_meeting,
    a_past_meeting,
    an_item,
    anew,
    everyone_there,
    published_minutes,
)


def _refused(field, call, *args, **facts):
    with pytest.raises(RuleBroken) as broken:
        call(*args, **facts)
    assert broken.value.field == field
    db.session.rollback()


def _letters():
    return sorted(letter.recipient for letter in db.session.scalars(select(Letter)))


def test_meetings_are_numbered_within_their_year(app):
    bench = a_bench()
    numbers = [a_meeting(bench.committee).number for _ in range(2)]
    assert numbers == ["M-2026-0001", "M-2026-0002"]


def test_a_committee_whose_time_is_over_by_then_does_not_meet(app):
    bench = a_bench(ends_on=NEXT_WEEK)
    a_meeting(bench.committee, on=NEXT_WEEK)
    with pytest.raises(RuleBroken) as broken:
        a_meeting(bench.committee, on=NEXT_WEEK + timedelta(days=1))
    assert broken.value.field == "on"


def test_one_member_is_enough_and_the_day_that_is_set_meets_the_demand(app):
    bench, other = a_bench(), a_bench()
    term = bench.terms[1]
    demand_meeting(bench.committee, term=term, reason="Cheese.", by=bench.member, now=NOON)
    db.session.commit()
    _refused(None, demand_meeting, bench.committee, term=term, reason="Eggs.", by=None, now=NOON)
    _refused(
        "reason", demand_meeting, bench.committee, term=bench.terms[0], reason="", by=None, now=NOON
    )
    a_meeting(other.committee)
    assert db.session.scalars(select(Demand)).one().meeting_id is None

    meeting = a_meeting(bench.committee)

    assert db.session.scalars(select(Demand)).one().meeting_id == meeting.id
    demand_meeting(bench.committee, term=term, reason="Eggs.", by=bench.member, now=NOON)


def test_an_event_of_a_demand_holds_no_words_of_it(app):
    bench = a_bench()
    words = "The secret of the cheese"
    demand_meeting(bench.committee, term=bench.terms[1], reason=words, by=bench.member, now=NOON)
    db.session.commit()
    assert all(words not in entry.content for entry in db.session.scalars(select(Entry)))


def test_who_takes_part_is_told_once_of_each_state(app):
    bench = a_bench()
    meeting = a_meeting(bench.committee, capacity=5)
    everyone = sorted(
        person.email for person in (bench.secretary, bench.chair, bench.member, bench.alternate)
    )
    for _ in range(2):
        tell_of_meetings(NOON)
    assert _letters() == everyone

    change_meeting(anew(meeting), a_call(capacity=6), by=None, now=NOON)
    db.session.commit()
    cancel_meeting(anew(meeting), reason=in_all("Snow."), by=None, now=NOON)
    db.session.commit()
    while tell_of_meetings(NOON):
        pass

    assert _letters() == sorted([*everyone, *everyone])
    last = db.session.scalars(select(Letter).order_by(Letter.id.desc())).first()
    assert last.subject.startswith("Cancelled:")
    assert "Snow." in last.text


def test_a_cancelled_meeting_needs_a_reason_and_is_over_for_everyone(app):
    meeting = a_meeting(a_bench().committee)
    _refused("reason", cancel_meeting, meeting, reason=None, by=None, now=NOON)
    cancel_meeting(anew(meeting), reason=in_all("Snow."), by=None, now=NOON)
    db.session.commit()
    _refused(None, change_meeting, anew(meeting), a_call(), by=None, now=NOON)
    with pytest.raises(RuleBroken):
        an_item(anew(meeting))


def test_the_agenda_is_fixed_once_the_meeting_has_begun(app):
    meeting = a_meeting(a_bench().committee)
    item = an_item(meeting)
    with pytest.raises(RuleBroken):
        an_item(meeting, now=meeting.starts_at)
    _refused(None, drop_item, anew(meeting), item, by=None, now=meeting.starts_at)
    found = anew(meeting)
    drop_item(found, found.items[0], by=None, now=NOON)
    db.session.commit()
    assert anew(meeting).items == []


def test_items_move_with_their_meeting(app):
    meeting = a_meeting(a_bench().committee)
    an_item(meeting, starts=a_call().starts)
    change_meeting(anew(meeting), a_call(on=date(2026, 4, 28)), by=None, now=NOON)
    db.session.commit()
    found = anew(meeting)
    assert found.items[0].starts_at == found.starts_at


def test_a_seat_steps_aside_once_with_a_reason(app):
    bench = a_bench()
    meeting = a_past_meeting(bench.committee)
    an_item(meeting)
    found = anew(meeting)
    item, term, why = found.items[0], bench.terms[1], in_all("The line is its own.")
    _refused("term_id", note_recusal, found, item, term=None, reason=why, by=None, now=NOON)
    found = anew(meeting)
    item = found.items[0]
    _refused("reason", note_recusal, found, item, term=term, reason=None, by=None, now=NOON)
    found = anew(meeting)
    note_recusal(found, found.items[0], term=term, reason=why, by=None, now=NOON)
    db.session.commit()
    found = anew(meeting)
    item = found.items[0]
    _refused("term_id", note_recusal, found, item, term=term, reason=why, by=None, now=NOON)
    _refused(None, drop_item, anew(meeting), anew(meeting).items[0], by=None, now=NOON)


def test_attendance_is_recorded_by_seat_after_the_meeting(app):
    bench = a_bench()
    ahead, held = a_meeting(bench.committee), a_past_meeting(bench.committee)
    _refused(None, record_attendance, ahead, presences={}, by=None, now=NOON)
    holder, alternate, _vacant = bench.terms
    seats = {holder.id: Presence.HOLDER, alternate.id: Presence.ALTERNATE}
    record_attendance(anew(held), presences=seats, by=None, now=NOON)
    db.session.commit()
    found = anew(held)
    assert [row.presence for row in found.attendance] == [
        Presence.HOLDER,
        Presence.ALTERNATE,
        Presence.ABSENT,
    ]
    entry = db.session.scalars(select(Entry).order_by(Entry.id.desc())).first()
    assert (entry.facts["present"], entry.facts["voting"]) == (2, 3)
    record_attendance(found, presences={}, by=None, now=NOON)
    db.session.commit()
    assert {row.presence for row in anew(held).attendance} == {Presence.ABSENT}


def test_minutes_are_written_by_one_and_approved_by_another(app):
    bench = a_bench()
    meeting = a_past_meeting(bench.committee)
    _refused(None, publish_minutes, meeting, by=bench.chair, now=NOON)
    _refused("text", draft_minutes, anew(meeting), text=None, by=None, now=NOON)
    draft_minutes(anew(meeting), text=in_all("Said."), by=bench.chair, now=NOON)
    db.session.commit()
    _refused(None, publish_minutes, anew(meeting), by=bench.chair, now=NOON)
    draft_minutes(anew(meeting), text=in_all("Said."), by=bench.secretary, now=NOON)
    db.session.commit()
    _refused(None, publish_minutes, anew(meeting), by=bench.chair, now=NOON)
    everyone_there(anew(meeting))
    publish_minutes(anew(meeting), by=bench.chair, now=NOON)
    db.session.commit()
    (minutes,) = anew(meeting).minutes
    assert (minutes.version, minutes.published_at) == (1, NOON)


def test_published_minutes_never_change_a_correction_is_the_next_version(app):
    meeting = published_minutes(a_past_meeting(a_bench().committee), "First.")
    minutes = meeting.minutes[0]
    minutes.text = in_all("Rewritten.")
    with pytest.raises(RuleBroken):
        db.session.flush()
    db.session.rollback()
    db.session.delete(db.session.scalars(select(Minutes)).one())
    with pytest.raises(RuleBroken):
        db.session.flush()
    db.session.rollback()
    _refused("correction", draft_minutes, anew(meeting), text=in_all("Second."), by=None, now=NOON)

    meeting = published_minutes(anew(meeting), "Second.", correction=in_all("A name was wrong."))

    assert [(x.version, x.text.en) for x in meeting.minutes] == [(1, "First."), (2, "Second.")]


def test_what_was_recorded_is_fixed_with_the_minutes(app):
    meeting = a_past_meeting(a_bench().committee)
    decision = record_decision(meeting, text=in_all("Approved."), now=NOON)
    db.session.commit()
    meeting = published_minutes(anew(meeting))
    _refused(None, record_attendance, meeting, presences={}, by=None, now=NOON)
    _refused(None, record_decision, anew(meeting), text=in_all("More."), now=NOON)
    found = anew(meeting)
    _refused(None, drop_decision, found, get_decision(found, decision.number))


def test_an_action_is_done_once_and_only_where_something_is_to_be_done(app):
    bench = a_bench()
    meeting = a_past_meeting(bench.committee)
    record_decision(meeting, text=in_all("Approved."), now=NOON)
    record_decision(
        meeting,
        text=in_all("Ask the Center."),
        organisation_id=bench.terms[1].organisation_id,
        due_on=date(2026, 4, 30),
        now=NOON,
    )
    db.session.commit()
    meeting = anew(meeting)
    _refused(None, finish_action, meeting, get_decision(meeting, 1), by=None, now=NOON)
    meeting = anew(meeting)
    finish_action(meeting, get_decision(meeting, 2), by=None, now=NOON)
    db.session.commit()
    meeting = anew(meeting)
    assert get_decision(meeting, 2).done_on == date(2026, 4, 20)
    _refused(None, finish_action, meeting, get_decision(meeting, 2), by=None, now=NOON)
