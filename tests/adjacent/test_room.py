"""Who may enter the adjacent room, what each side sees, and what both can do there."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.rules import Role
from portal.adjacent.models import AdjacentRoom, Shift, TableQuestion
from portal.adjacent.rules import Verdict
from portal.committees.rules import SeatRole
from portal.kernel.clock import end_of
from portal.kernel.database import db
from portal.ledger.models import Entry
from portal.outbox.models import Letter
from tests.adjacent.makers import TODAY, Sides, a_question, a_round, bound, drafted, released
from tests.committees.makers import a_declaration, an_undertaking
from tests.conftest import NOON
from tests.makers import a_committee, a_person, a_seat, a_theme, an_organisation, saved

SECRET = "May we give 400 tonnes of cheese?"


@pytest.fixture
def sides(app):
    return Sides()


def pages_of(room):
    path = f"/en/rooms/{room.id}"
    return [path, f"{path}/live", f"{path}/questions/1", f"{path}/roster", f"{path}/debrief"]


def posts_of(room):
    path = f"/en/rooms/{room.id}/questions/1"
    answer = {"verdict": "yes", "text": "", "version": "0"}
    return [
        (f"/en/rooms/{room.id}/ask", {"text": "x", "due_at": "2026-04-20T16:00"}),
        (f"{path}/answer", answer),
        (f"{path}/release", {"version": "0"}),
        (f"{path}/withdraw", {}),
        (f"{path}/use", {"use": "x"}),
        (f"/en/rooms/{room.id}/roster", {}),
        (f"/en/rooms/{room.id}/roster/1", {}),
    ]


def outsiders(sides):
    """Everyone who is near, and may not know of it."""
    elsewhere = a_committee(a_theme())
    other = bound(a_person())
    a_seat(elsewhere, an_organisation(), holder=other)
    unsigned, undeclared, lapsed, former = (a_person() for _ in range(4))
    a_declaration(unsigned)
    an_undertaking(undeclared)
    an_undertaking(lapsed, expires_on=TODAY - timedelta(days=1))
    a_declaration(lapsed)
    bound(former)
    for person in (unsigned, undeclared, lapsed):
        a_seat(sides.committee, an_organisation(), holder=person)
    a_seat(sides.committee, an_organisation(), holder=former, ends=TODAY - timedelta(days=1))
    roles = [a_person(role) for role in Role if role is not Role.NEGOTIATOR]
    return [other, unsigned, undeclared, lapsed, former, a_person(), *roles]


def test_to_everyone_outside_there_is_no_room(sides, browse):
    room = sides.room()
    a_question(room, sides.lead)
    for person in outsiders(sides):
        browser = browse(person)
        for path in pages_of(room):
            answer = browser.get(path)
            assert answer.status_code == 404
            assert sides.committee.code not in answer.text
        for path, data in posts_of(room):
            assert browser.post(path, data=data).status_code == 404
        assert sides.committee.code not in browser.get("/en/rooms").text
    for path in pages_of(room):
        assert browse().get(path).status_code == 401
    assert db.session.scalars(select(TableQuestion)).one().version == 0


def test_both_sides_see_the_question_and_only_one_the_draft(sides, browse):
    room = sides.room()
    drafted(a_question(room, sides.lead), sides.member)
    for person in (sides.chair, sides.member, sides.alternate, sides.secretary, sides.lead):
        browser = browse(person)
        assert SECRET in browser.get(f"/en/rooms/{room.id}").text
        assert f"/en/rooms/{room.id}" in browser.get("/en/rooms").text
    page = f"/en/rooms/{room.id}/questions/1"
    assert "quota is quarterly" in browse(sides.chair).get(page).text
    for path in pages_of(room):
        assert "quota is quarterly" not in browse(sides.lead).get(path).text


def test_access_ends_in_the_night_in_which_the_undertaking_ends(sides, browse, stopped_clock):
    room = sides.room()
    person = a_person()
    an_undertaking(person, expires_on=TODAY)
    a_declaration(person)
    a_seat(sides.committee, an_organisation(), holder=person)
    stopped_clock(end_of(TODAY) - timedelta(minutes=1))
    browser = browse(person)
    assert browser.get(f"/en/rooms/{room.id}").status_code == 200
    stopped_clock(end_of(TODAY))
    assert browser.get(f"/en/rooms/{room.id}").status_code == 404


def test_a_question_gets_a_number_a_clock_and_calls_who_is_on_call(sides, browse):
    room = sides.room()
    for person, hours in ((sides.member, (-1, 1)), (sides.alternate, (1, 2))):
        first, last = (NOON + timedelta(hours=x) for x in hours)
        saved(Shift(room_id=room.id, person_id=person.id, starts_at=first, ends_at=last))
    browser = browse(sides.lead)
    answer = browser.post(
        f"/en/rooms/{room.id}/ask", data={"text": SECRET, "due_at": "2026-04-20T16:40"}
    )
    assert answer.status_code == 303
    question = db.session.scalars(select(TableQuestion)).one()
    assert question.number == 1
    assert question.due_at == NOON + timedelta(hours=4, minutes=40)
    letters = list(db.session.scalars(select(Letter)))
    assert [letter.recipient for letter in letters] == [sides.member.email]
    assert "16:40" in letters[0].subject
    for part in (letters[0].subject, letters[0].text, letters[0].html):
        assert "cheese" not in part


def test_with_nobody_on_call_the_chair_and_the_secretary_are_called(sides, browse):
    room = sides.room()
    data = {"text": SECRET, "due_at": "2026-04-20T16:40"}
    browse(sides.lead).post(f"/en/rooms/{room.id}/ask", data=data)
    called = set(db.session.scalars(select(Letter.recipient)))
    assert called == {sides.chair.email, sides.secretary.email}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": "", "due_at": "2026-04-20T16:40"}, "Write what the table wants to know."),
        ({"text": "Kept?", "due_at": ""}, "Say by when."),
        ({"text": "Kept?", "due_at": "2026-04-20T12:05"}, "Leave at least 10 minutes"),
        ({"text": "Kept?", "due_at": "2026-04-25T12:00"}, "for today or tomorrow"),
        ({"text": "Kept?", "due_at": "not a time"}, "Not a valid datetime value."),
    ],
)
def test_a_question_that_cannot_be_put_keeps_what_was_typed(sides, browse, typed, said):
    room = sides.room()
    answer = browse(sides.lead).post(f"/en/rooms/{room.id}/ask", data=typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert typed["text"] in answer.text
    assert f'value="{typed["due_at"]}"' in answer.text
    assert db.session.scalar(select(TableQuestion)) is None


def test_two_hands_answer_and_the_table_is_told(sides, browse):
    room = sides.room()
    a_question(room, sides.lead)
    page = f"/en/rooms/{room.id}/questions/1"
    writer, reader = browse(sides.member), browse(sides.chair)
    data = {"verdict": "conditions", "text": "If quarterly.", "version": "0"}
    assert writer.post(f"{page}/answer", data=data).status_code == 303
    assert writer.post(f"{page}/release", data={"version": "1"}).status_code == 422
    assert "If quarterly." not in browse(sides.lead).get(page).text
    assert reader.post(f"{page}/release", data={"version": "1"}).status_code == 303
    assert "If quarterly." in browse(sides.lead).get(page).text
    [letter] = db.session.scalars(select(Letter).where(Letter.recipient == sides.lead.email))
    assert "quarterly" not in letter.text + letter.html + letter.subject
    question = db.session.scalars(select(TableQuestion)).one()
    assert question.verdict is Verdict.CONDITIONS
    assert (question.drafted_by_id, question.released_by_id) == (sides.member.id, sides.chair.id)


def test_conditions_without_words_are_refused_and_the_choice_is_kept(sides, browse):
    room = sides.room()
    a_question(room, sides.lead)
    data = {"verdict": "conditions", "text": " ", "version": "0"}
    path = f"/en/rooms/{room.id}/questions/1/answer"
    answer = browse(sides.member).post(path, data=data)
    assert answer.status_code == 422
    assert "Write under which conditions." in answer.text
    assert 'checked id="verdict-2"' in answer.text
    assert db.session.scalars(select(TableQuestion)).one().version == 0


def test_what_was_written_meanwhile_is_shown_and_not_overwritten(sides, browse):
    room = sides.room()
    drafted(a_question(room, sides.lead), sides.chair)
    page = f"/en/rooms/{room.id}/questions/1"
    data = {"verdict": "no", "text": "Mine, written slowly.", "version": "0"}
    answer = browse(sides.member).post(f"{page}/answer", data=data)
    assert answer.status_code == 422
    assert "Mine, written slowly." in answer.text
    assert "If the quota is quarterly." in answer.text
    assert 'name="version" type="hidden" value="1"' in answer.text
    assert db.session.scalars(select(TableQuestion)).one().answer == "If the quota is quarterly."


def test_an_answer_that_was_rewritten_is_not_released_unread(sides, browse):
    room = sides.room()
    drafted(a_question(room, sides.lead), sides.member)
    page = f"/en/rooms/{room.id}/questions/1"
    data = {"verdict": "no", "text": "Now a refusal.", "version": "1"}
    assert browse(sides.member).post(f"{page}/answer", data=data).status_code == 303
    assert browse(sides.chair).post(f"{page}/release", data={"version": "1"}).status_code == 422
    assert db.session.scalars(select(TableQuestion)).one().released_at is None


def test_what_was_released_or_withdrawn_does_not_change(sides, browse):
    room = sides.room()
    released(drafted(a_question(room, sides.lead), sides.member), sides.chair)
    a_question(room, sides.lead, number=2, withdrawn_at=NOON)
    data = {"verdict": "no", "text": "Too late.", "version": "1"}
    for number in (1, 2):
        page = f"/en/rooms/{room.id}/questions/{number}"
        assert browse(sides.member).post(f"{page}/answer", data=data).status_code == 422
        assert browse(sides.lead).post(f"{page}/withdraw").status_code == 422


def test_liaisons_and_the_secretary_read_and_do_not_answer(sides, browse):
    room = sides.room()
    a_question(room, sides.lead)
    liaison = bound(a_person())
    seat = {"holder": liaison, "role": SeatRole.LIAISON_NONVOTING}
    a_seat(sides.committee, an_organisation(), **seat)
    data = {"verdict": "yes", "text": "", "version": "0"}
    for person in (liaison, sides.secretary, sides.lead):
        browser = browse(person)
        page = f"/en/rooms/{room.id}/questions/1"
        assert browser.post(f"{page}/answer", data=data).status_code == 403
        assert browser.post(f"{page}/release", data={"version": "0"}).status_code == 403
    asked = {"text": "x", "due_at": "2026-04-20T16:40"}
    for person in (sides.chair, sides.secretary):
        assert browse(person).post(f"/en/rooms/{room.id}/ask", data=asked).status_code == 403


def test_the_roster_is_kept_by_chair_and_secretary(sides, browse):
    room = sides.room()
    path = f"/en/rooms/{room.id}/roster"
    hours = {"starts_at": "2026-04-20T12:00", "ends_at": "2026-04-20T18:00"}
    data = {"person_id": str(sides.member.id), **hours}
    assert browse(sides.member).post(path, data=data).status_code == 403
    for person in (sides.chair, sides.secretary):
        assert browse(person).post(path, data=data).status_code == 303
    backwards = data | {"ends_at": "2026-04-20T11:00"}
    answer = browse(sides.chair).post(path, data=backwards)
    assert answer.status_code == 422
    assert "The hours end before they begin." in answer.text
    stranger = data | {"person_id": str(a_person().id)}
    assert browse(sides.chair).post(path, data=stranger).status_code == 422
    shift = db.session.scalars(select(Shift).limit(1)).one()
    assert browse(sides.chair).post(f"{path}/{shift.id}").status_code == 303
    assert len(list(db.session.scalars(select(Shift)))) == 1


def test_rooms_are_opened_by_negotiators_and_the_chamber(sides, browse):
    coming = a_round()
    data = {"round_id": str(coming.id), "committee_id": str(sides.committee.id)}
    assert browse(sides.chair).post("/en/desk/rooms/new", data=data).status_code == 403
    assert browse(sides.secretary).post("/en/desk/rooms/new", data=data).status_code == 303
    twice = browse(sides.lead).post("/en/desk/rooms/new", data=data)
    assert twice.status_code == 422
    assert "within call of the round already" in twice.text
    bare = a_committee(a_theme())
    data["committee_id"] = str(bare.id)
    refused = browse(sides.lead).post("/en/desk/rooms/new", data=data)
    assert "No group of officials faces this committee" in refused.text
    assert db.session.scalars(select(AdjacentRoom)).one().group_id == sides.group.id


def test_the_live_part_says_when_nothing_has_changed(sides, browse):
    room = sides.room()
    question = a_question(room, sides.lead)
    browser = browse(sides.member)
    first = browser.get(f"/en/rooms/{room.id}/live")
    assert SECRET in first.text
    same = browser.get(
        f"/en/rooms/{room.id}/live", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert same.status_code == 304
    released(drafted(question, sides.member), sides.chair)
    changed = browser.get(
        f"/en/rooms/{room.id}/live", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert changed.status_code == 200
    assert "no-store" in changed.headers["Cache-Control"]


def test_the_debrief_is_there_when_the_round_is_over(sides, browse, stopped_clock):
    room = sides.room()
    question = released(drafted(a_question(room, sides.lead), sides.member), sides.chair)
    question.use = "The partner took it."
    saved(question)
    a_question(room, sides.lead, number=2, text="And 500?")
    assert browse(sides.chair).get(f"/en/rooms/{room.id}/debrief").status_code == 422
    stopped_clock(end_of(TODAY + timedelta(days=2)))
    page = browse(sides.chair).get(f"/en/rooms/{room.id}/debrief").text
    for words in (SECRET, "If the quota is quarterly.", "The partner took it.", "And 500?"):
        assert words in page
    over = browse(sides.lead).post(
        f"/en/rooms/{room.id}/ask", data={"text": "x", "due_at": "2026-04-24T16:40"}
    )
    assert over.status_code == 422


def test_the_page_costs_the_same_with_one_question_and_with_three(sides, browse, statements):
    counts = []
    for number in (1, 3):
        room = sides.room(number=10 + number)
        for n in range(1, number + 1):
            released(drafted(a_question(room, sides.lead, number=n), sides.member), sides.chair)
        browser = browse(sides.member)
        with statements() as seen:
            assert browser.get(f"/en/rooms/{room.id}").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 14


def test_nothing_said_in_the_room_is_in_the_ledger(sides, browse):
    room = sides.room()
    data = {"text": SECRET, "due_at": "2026-04-20T16:40"}
    browse(sides.lead).post(f"/en/rooms/{room.id}/ask", data=data)
    page = f"/en/rooms/{room.id}/questions/1"
    answer = {"verdict": "no", "text": "A refusal nobody reads.", "version": "0"}
    browse(sides.member).post(f"{page}/answer", data=answer)
    browse(sides.chair).post(f"{page}/release", data={"version": "1"})
    browse(sides.lead).post(f"{page}/use", data={"use": "Nothing of it."})
    entries = list(db.session.scalars(select(Entry).order_by(Entry.id)))
    kinds = ["QuestionAsked", "AnswerDrafted", "AnswerReleased", "UseTold"]
    assert [x.kind for x in entries if x.kind in kinds] == kinds
    assert not any(entry.public for entry in entries if entry.kind in kinds)
    told = " ".join(str(entry.facts) for entry in entries)
    for words in ("cheese", "refusal", "Nothing of it"):
        assert words not in told
