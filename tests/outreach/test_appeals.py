"""Appeals against what was kept back, and requests that nobody confirmed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.accounts.rules import Role
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.ledger.models import Entry
from portal.outbox.models import Letter
from portal.outreach.actions import (
    appeal_answer,
    decide_appeal,
    extend_request,
    forget_unconfirmed,
)
from portal.outreach.models import Asker, InformationRequest
from portal.outreach.queries import get_request
from portal.outreach.rules import (
    CLOSING,
    CONFIRMATION_LASTS,
    GROUNDED,
    RefusalGround,
    RequestState,
    StepKind,
    answer_due,
    appeal_until,
    extended_due,
    takes_appeal,
)
from tests.conftest import NOON
from tests.makers import a_person, a_theme, an_agency
from tests.outreach.makers import EMAIL, NAME, WORDS, a_request, answered, appealed, publicly

TODAY = legal_day(NOON)
WHY = "The tariff is public in the other country."
REFUSED = {
    "outcome": RequestState.REFUSED,
    "words": "It is kept back.",
    "ground": RefusalGround.CONFIDENTIAL_TALKS,
}


def refused(asked, **facts):
    """The request, of which everything was kept back."""
    return answered(asked, **(REFUSED | facts))


def decided(asked, *, allowed, by=None, now=NOON):
    decide_appeal(
        get_request(asked.number), allowed=allowed, reason="Looked at again.", by=by, now=now
    )
    db.session.commit()
    return get_request(asked.number)


def letters(email=EMAIL):
    return list(
        db.session.scalars(select(Letter).where(Letter.recipient == email).order_by(Letter.id))
    )


@given(st.sampled_from(RequestState), st.sampled_from(StepKind) | st.none(), st.integers(-20, 20))
def test_an_appeal_is_taken_in_time_against_what_was_kept_back_and_once(state, last, offset):
    closed_on = date(2026, 4, 20)
    today = appeal_until(closed_on) + timedelta(days=offset)
    taken = takes_appeal(state, last, closed_on=closed_on, today=today)

    assert taken == (state in GROUNDED and last in CLOSING and offset <= 0)


def test_the_asker_appeals_from_the_page_of_the_request(browse):
    asker = a_person()
    asked = refused(a_request(by=asker, theme=a_theme(lead_id=an_agency().id)))
    browser = browse(asker)
    path = f"/en/requests/{asked.number}"
    assert "Send the appeal" in browser.get(path).text

    empty = browser.post(f"{path}/appeal", data={"words": " "})
    assert empty.status_code == 422
    assert "Say why something should not be kept back." in empty.text
    assert browser.post(f"{path}/appeal", data={"words": WHY}).status_code == 303
    found = get_request(asked.number)
    assert found.state is RequestState.APPEALED
    assert (found.steps[-1].kind, found.steps[-1].words) == (StepKind.APPEALED, WHY)
    page = browser.get(path).text
    assert "Under appeal" in page
    assert WHY in page
    assert "Send the appeal" not in page
    assert "decides by 5 May 2026" in page
    (letter,) = letters(asker.email)
    assert "The asker appealed" in letter.subject
    assert "decides by 5 May 2026" in letter.text

    again = browser.post(f"{path}/appeal", data={"words": WHY})
    assert again.status_code == 422
    assert "nothing here to appeal against" in again.text


def test_an_asker_without_an_account_appeals_by_the_link_of_the_letter(browse):
    asked = refused(a_request())
    stranger = browse()
    path = f"/en/requests/{asked.number}"
    assert stranger.post(f"{path}/appeal", data={"words": WHY}).status_code == 404
    assert "Send the appeal" not in stranger.get(path).text
    assert get_request(asked.number).state is RequestState.REFUSED


def test_an_appeal_waits_for_an_approver_who_did_not_answer(browse):
    agency = an_agency()
    who_refused = a_person(Role.ANALYST, Role.APPROVER, at=agency)
    asked = refused(a_request(theme=a_theme(lead_id=agency.id)), by=who_refused)
    path = f"/en/desk/appeals/{asked.number}"
    approver = browse(a_person(Role.APPROVER, at=agency))
    assert approver.get(path).status_code == 404  # Nobody appealed: not theirs to read.
    asked = appealed(asked)

    assert f"Decide on an appeal: {asked.subject}" in approver.get("/en/desk").text
    assert "Decide on an appeal" not in browse(who_refused).get("/en/desk").text
    assert browse(who_refused).get(path).status_code == 403
    for other in (
        a_person(Role.ANALYST, at=agency),
        a_person(Role.APPROVER, at=an_agency()),
        a_person(Role.APPROVER),
        a_person(Role.CHAMBER),
        a_person(),
    ):
        assert browse(other).get(path).status_code == 403
    assert browse().get(path).status_code == 401
    page = approver.get(path).text
    for words in (WORDS, "It is public elsewhere.", "It is kept back.", NAME):
        assert words in page

    lacking = approver.post(path, data={"outcome": "dismissed", "reason": " "})
    assert lacking.status_code == 422
    assert "Say why. The asker reads it." in lacking.text
    done = approver.post(path, data={"outcome": "dismissed", "reason": "The ground holds."})
    assert done.status_code == 303
    found = get_request(asked.number)
    assert found.state is RequestState.REFUSED
    assert found.closed_on == TODAY
    letter = letters()[-1]
    assert "The appeal was dismissed" in letter.subject
    assert "The ground holds." in letter.text
    assert "You may appeal" not in letter.text
    assert "Decide on an appeal" not in approver.get("/en/desk").text
    assert approver.post(path, data={"outcome": "allowed", "reason": "No."}).status_code == 422


def test_whoever_kept_it_back_does_not_decide(app):
    official = a_person(Role.ANALYST)
    asked = appealed(refused(a_request(), by=official))
    with pytest.raises(RuleBroken):
        decide_appeal(asked, allowed=True, reason="Mine.", by=official, now=NOON)


def test_an_appeal_that_is_allowed_lets_the_clock_run_anew(app, browse):
    asked = appealed(refused(a_request()))
    later = NOON + timedelta(days=10)
    asked = decided(asked, allowed=True, now=later)

    assert asked.state is RequestState.ACKNOWLEDGED
    assert asked.closed_on is None
    assert asked.due_on == answer_due(legal_day(later))
    assert asked.received_on == TODAY
    extend_request(asked, reason="More to read.", by=None, now=later)
    assert asked.due_on == extended_due(legal_day(later))
    db.session.commit()
    again = answered(asked, words="Here it is after all.")
    assert again.state is RequestState.ANSWERED
    assert publicly(again).public_answer.answered_on == again.closed_on


def test_a_second_refusal_can_be_appealed_but_a_dismissed_appeal_cannot(app):
    asked = decided(appealed(refused(a_request())), allowed=True)
    asked = appealed(refused(asked))
    asked = decided(asked, allowed=False)
    assert asked.state is RequestState.REFUSED
    with pytest.raises(RuleBroken):
        appeal_answer(asked, words=WHY, by=None, now=NOON)


@pytest.mark.parametrize(("days", "taken"), [(-1, True), (0, True), (1, False)])
def test_an_appeal_comes_within_its_days(app, days, taken):
    asked = refused(a_request())
    now = NOON + (appeal_until(TODAY) - TODAY) + timedelta(days=days)
    if taken:
        assert appealed(asked, now=now).state is RequestState.APPEALED
    else:
        with pytest.raises(RuleBroken):
            appealed(asked, now=now)


def test_the_answer_in_part_is_published_though_an_appeal_came_after_it(app):
    part = answered(
        a_request(),
        outcome=RequestState.PARTLY_ANSWERED,
        words="One half.",
        ground=RefusalGround.PERSONAL_DATA,
    )
    asked = decided(appealed(part), allowed=False)
    assert asked.state is RequestState.PARTLY_ANSWERED
    assert publicly(asked).public_answer.agency_id == asked.agency_id


def test_the_ledger_tells_of_an_appeal_without_its_words(app):
    decided(appealed(refused(a_request())), allowed=False)
    kept = " ".join(db.session.scalars(select(Entry.content)))
    assert "RequestAppealed" in kept
    for words in ("elsewhere", "Looked at again.", NAME, EMAIL):
        assert words not in kept


@pytest.mark.parametrize("number", [1, 3])
def test_the_desk_of_who_decides_costs_the_same_for_one_appeal_and_for_three(
    browse, statements, number
):
    agency = an_agency()
    theme = a_theme(lead_id=agency.id)
    approver = browse(a_person(Role.APPROVER, at=agency))
    with statements() as none:
        approver.get("/en/desk")
    for _ in range(number):
        appealed(refused(a_request(theme=theme)))
    with statements() as seen:
        assert approver.get("/en/desk").text.count("Decide on an appeal") == number
    assert len(seen) == len(none) + 1


@pytest.mark.parametrize(("seconds", "gone"), [(-1, 0), (0, 1), (1, 1)])
def test_what_nobody_confirmed_within_seven_days_is_forgotten(app, seconds, gone):
    unconfirmed = a_request(confirmed=False).number
    kept = a_request().number
    now = NOON + CONFIRMATION_LASTS + timedelta(seconds=seconds)

    assert forget_unconfirmed(now) == gone
    assert forget_unconfirmed(now) == 0
    left = set(db.session.scalars(select(InformationRequest.number)))
    assert left == ({kept} if gone else {kept, unconfirmed})
    assert db.session.scalar(select(func.count(Asker.id))) == len(left)
    entries = " ".join(db.session.scalars(select(Entry.content)))
    assert ("RequestForgotten" in entries) == bool(gone)
