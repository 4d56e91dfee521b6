"""What cannot be taken gets a sentence beside its field, and nothing that was typed is lost.

The bad inputs that committees meet with; a business identification number is tried in
tests/organisations, two people at one draft in tests/opinions, tests/register and tests/adjacent.
"""

import re
from datetime import timedelta

from sqlalchemy import func, select

from portal.adjacent.models import TableQuestion
from portal.committees.models import Seat, Term
from portal.committees.rules import SeatRole
from portal.kernel.clock import end_of
from portal.kernel.database import db
from portal.meetings.models import BriefingQuestion
from portal.opinions.models import Opinion
from portal.opinions.rules import Choice
from tests.adjacent.makers import a_room
from tests.committees.makers import (
    TODAY,
    a_declaration,
    a_place,
    a_term,
    an_officer,
    an_undertaking,
)
from tests.makers import (
    a_committee,
    a_person,
    a_seat,
    a_theme,
    an_agency,
    an_organisation,
)
from tests.opinions.makers import (
    SOON,
    a_draft_opinion,
    a_notice_for,
    a_table,
    put_to_vote,
    vote,
)


def beside(answer, field):
    """Return the sentence that stands beside a field, to which the field is tied."""
    found = re.search(rf'id="{field}-error">.*?<span>(.*?)</span></p>', answer.text, re.DOTALL)
    assert found, field
    assert re.search(rf'aria-describedby="[^"]*\b{field}-error"', answer.text)
    return found.group(1)


def is_chosen(answer, value):
    """Say whether a choice of a list is still made."""
    return re.search(rf'<option selected value="{value}">', answer.text) is not None


def ask_for_a_seat(browse, committee, role):
    return browse(an_officer()).post(
        f"/en/desk/committees/{committee.code}/seats", data={"role": role, "category": "academia"}
    )


def test_a_sixteenth_voting_seat(browse):
    committee = a_committee(a_theme(), *(an_organisation() for _ in range(15)))
    answer = ask_for_a_seat(browse, committee, "deputy_chair")

    assert answer.status_code == 422
    assert "at most 15 seats with a vote" in beside(answer, "role")
    assert is_chosen(answer, "deputy_chair")
    assert is_chosen(answer, "academia")
    assert db.session.scalar(select(func.count(Seat.id))) == 15


def test_two_chairs(browse):
    committee = a_committee(a_theme())
    a_seat(committee, role=SeatRole.CHAIR)
    answer = ask_for_a_seat(browse, committee, "chair")

    assert answer.status_code == 422
    assert beside(answer, "role") == "The committee has a chair already."
    assert is_chosen(answer, "chair")
    assert is_chosen(answer, "academia")
    assert db.session.scalar(select(func.count(Seat.id))) == 1


def test_overlapping_terms(browse):
    seat, organisation = a_place(), an_organisation()
    held = a_term(seat, starts_on=TODAY, ends_on=TODAY + timedelta(days=90))
    typed = {
        "organisation_id": organisation.id,
        "starts_on": (TODAY + timedelta(days=90)).isoformat(),
        "ends_on": (TODAY + timedelta(days=400)).isoformat(),
    }
    answer = browse(an_officer()).post(f"/en/desk/seats/{seat.id}", data=typed)

    assert answer.status_code == 422
    assert "Somebody holds this seat in that time." in beside(answer, "starts_on")
    assert is_chosen(answer, organisation.id)
    for day in (typed["starts_on"], typed["ends_on"]):
        assert f'value="{day}"' in answer.text
    assert db.session.scalars(select(Term.id)).all() == [held.id]
    typed["starts_on"] = (TODAY + timedelta(days=91)).isoformat()
    assert browse(an_officer()).post(f"/en/desk/seats/{seat.id}", data=typed).status_code == 303


def test_a_vote_without_a_quorum_is_not_filed(browse, stopped_clock):
    table = a_table()
    number = a_draft_opinion(table)
    put_to_vote(number, table)
    vote(number, table.members[0], Choice.FOR)
    stopped_clock(end_of(SOON))
    answer = browse(table.chair).post(f"/en/my/opinions/{number}/filing")

    assert answer.status_code == 422
    assert "Only an opinion that its committees have adopted can be filed." in answer.text
    assert "not reached" in browse(table.chair).get(f"/en/my/opinions/{number}").text
    assert db.session.scalars(select(Opinion)).one().comment_id is None


def test_an_opinion_by_somebody_who_is_no_member(browse):
    table, elsewhere = a_table(), a_table()
    notice = a_notice_for(table)
    words = "Our own opinion on cheese & milk"
    typed = {"kind": "opinion", "notice": notice.id, "title": words, "locale": "en"}
    path = f"/en/my/committees/{table.committee.code}/opinions/new"
    for stranger in (elsewhere.chair, a_person()):
        answer = browse(stranger).post(path, data=typed)
        assert answer.status_code == 404
        assert "What you typed" in answer.text
        assert "Our own opinion on cheese &amp; milk" in answer.text
    assert db.session.scalar(select(Opinion)) is None

    number = a_draft_opinion(table)
    remark = {"remark-text": "What I think of point 2."}
    answer = browse(elsewhere.chair).post(f"/en/my/opinions/{number}/remarks", data=remark)
    assert answer.status_code == 404
    assert "What I think of point 2." in answer.text


def test_an_expired_undertaking(browse, stopped_clock):
    committee, person = a_committee(a_theme()), a_person()
    an_undertaking(person, expires_on=TODAY)
    a_declaration(person)
    a_seat(committee, an_organisation(), holder=person)
    room = a_room(committee, an_agency())
    browser = browse(person)
    assert browser.get(f"/en/rooms/{room.id}").status_code == 200

    stopped_clock(end_of(TODAY))
    words = "Only if the quota is quarterly."
    browser = browse(person)
    answer = browser.post(
        f"/en/rooms/{room.id}/questions/1/answer",
        data={"verdict": "conditions", "text": words, "version": "0"},
    )
    assert answer.status_code == 404
    assert words in answer.text
    page = browser.get("/en/my/seats").text
    assert "no undertaking in force" in page
    assert "/en/my/undertaking" in page
    assert db.session.scalar(select(TableQuestion)) is None
    assert db.session.scalar(select(BriefingQuestion)) is None


def test_no_page_of_an_error_repeats_what_is_secret(browse):
    typed = {
        "proof": "a secret of words",
        "password": "four words of mine",
        "current": "my old pass phrase",
        "text": "What I wrote for an hour.",
    }
    answer = browse(a_person()).post("/en/rooms/999999/questions/1/answer", data=typed)
    assert answer.status_code == 404
    assert typed.pop("text") in answer.text
    for words in typed.values():
        assert words not in answer.text
    huge = {"text": "word " * 300_000}
    answer = browse(a_person()).post("/en/rooms/999999/questions/1/answer", data=huge)
    assert answer.status_code == 404
    assert "word word" not in answer.text
