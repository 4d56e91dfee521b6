"""R13: no stage is left unheard without a published reason, and the page shows it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal.accounts.rules import Role
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.ledger.models import Entry
from portal.negotiations.actions import move_negotiation, note_consultation
from portal.negotiations.models import Consultation, Move
from portal.negotiations.queries import get_negotiation, is_heard, moves_of
from portal.negotiations.rules import ConsultationKind, Stage
from portal.register.actions import open_docket
from portal.register.models import Docket
from tests.conftest import NOON
from tests.makers import a_docket, a_person, a_theme, an_agency, in_all
from tests.negotiations.makers import heard, talks_of
from tests.register.makers import a_submitted_notice, published

HOUR = timedelta(hours=1)


def a_negotiator():
    agency = an_agency()
    return a_person(Role.NEGOTIATOR, at=agency), talks_of(agency)


def move(negotiation, station, **facts):
    facts = {"by": None, "now": NOON} | facts
    moved = move_negotiation(negotiation, station=station, **facts)
    db.session.commit()
    return moved


def test_moving_a_stage_without_event_or_waiver_is_refused_and_the_page_shows_the_stage_bar(
    browse,
):
    person, talks = a_negotiator()
    browser = browse(person)
    address = f"/en/desk/negotiations/{talks.code}/stage"

    refused = browser.post(address, data={"station": "negotiation", "seen": "0"})
    assert refused.status_code == 422
    assert "Nobody was consulted at this stage." in refused.text
    assert db.session.scalar(select(func.count()).select_from(Move)) == 0
    assert get_negotiation(talks.code).stage == "exploratory"

    page = browse().get(f"/en/negotiations/{talks.code}").text
    assert 'class="stages"' in page
    assert page.count('aria-current="step"') == 1
    assert "No consultation has been held at this stage yet." in page

    heard(talks)
    moved = browser.post(address, data={"station": "negotiation", "seen": "0"})
    assert moved.status_code == 303
    page = browse().get(f"/en/negotiations/{talks.code}").text
    assert "Hearing H-1" in page
    assert "stage 2 of 6" in page


def test_a_published_reason_lets_a_stage_be_left_and_stands_beside_it(browse):
    person, talks = a_negotiator()
    typed = {
        "station": "negotiation",
        "seen": "0",
        "waiver-source": "ru",
        "waiver-ru": "Переговоры <b>начаты</b> союзом.",
    }
    answer = browse(person).post(f"/en/desk/negotiations/{talks.code}/stage", data=typed)
    assert answer.status_code == 303
    page = browse().get(f"/ru/negotiations/{talks.code}").text
    assert "Переговоры &lt;b&gt;начаты&lt;/b&gt; союзом." in page
    assert person.name not in page
    [row] = moves_of(talks)
    assert (row.number, row.before, row.after) == (1, "exploratory", "negotiation")
    assert (row.by_id, row.at, row.waiver.ru) == (person.id, NOON, typed["waiver-ru"])
    entry = db.session.scalars(select(Entry).where(Entry.kind == "NegotiationMoved")).one()
    assert entry.public
    assert entry.facts["place"] == 2
    assert entry.facts["waived"] is True
    assert "союзом" not in str(entry.facts)


def test_what_was_typed_is_kept_beside_a_refusal(browse):
    person, talks = a_negotiator()
    typed = {"station": "ratification", "seen": "0", "waiver-en": "Held before we began."}
    page = browse(person).post(f"/en/desk/negotiations/{talks.code}/stage", data=typed)
    assert page.status_code == 422
    assert "This passes over a stage." in page.text
    assert "Held before we began." in page.text
    assert '<option selected value="ratification">' in page.text


def test_where_people_were_heard_no_excuse_is_kept(app):
    talks = talks_of(an_agency())
    heard(talks)
    assert move(talks, "negotiation", waiver=in_all("Not needed")).waiver is None


def test_back_and_onward_again_asks_for_a_new_consultation(app):
    talks = talks_of(an_agency(), stage="negotiation")
    heard(talks, "H-1", now=NOON)
    move(talks, "conclusion", now=NOON + HOUR)
    move(talks, "suspended", reason=in_all("Elections."), now=NOON + 2 * HOUR)
    assert not is_heard(talks)
    with pytest.raises(RuleBroken, match="Nobody was consulted"):
        move(talks, "conclusion", now=NOON + 3 * HOUR)
    db.session.rollback()
    heard(talks, "H-2", now=NOON + 4 * HOUR)
    move(talks, "conclusion", now=NOON + 5 * HOUR)
    assert [x.number for x in moves_of(talks)] == [1, 2, 3]


def test_a_consultation_ahead_of_a_stage_counts_for_it(app):
    talks = talks_of(an_agency())
    heard(talks, "H-1")
    heard(talks, "H-2", stage=Stage.DURING)
    move(talks, "negotiation")
    assert is_heard(talks)
    move(talks, "conclusion")
    assert not is_heard(talks)


def test_within_a_stage_talks_move_freely(app):
    talks = talks_of(an_agency())
    move(talks, "mandate")
    assert talks.stage == "mandate"


def test_who_moves_second_is_told_and_moves_nothing(browse):
    person, talks = a_negotiator()
    heard(talks)
    browser = browse(person)
    address = f"/en/desk/negotiations/{talks.code}/stage"
    assert 'name="seen" type="hidden" value="0"' in browser.get(address).text
    assert browser.post(address, data={"station": "negotiation", "seen": "0"}).status_code == 303
    second = browser.post(address, data={"station": "mandate", "seen": "0"})
    assert second.status_code == 422
    assert "Somebody else moved this negotiation meanwhile." in second.text
    assert get_negotiation(talks.code).stage == "negotiation"
    assert len(moves_of(talks)) == 1


def test_reasons_stand_where_they_belong(browse):
    talks = talks_of(an_agency())
    move(talks, "ratification", waiver=in_all("No time."), reason=in_all("Signed by the union."))
    move(talks, "suspended", reason=in_all("Parliament sent it back."), now=NOON + HOUR)
    page = browse().get(f"/en/negotiations/{talks.code}").text
    rows = {stage: page.index(f'<li id="{stage.value}">') for stage in Stage}
    parts = [page[rows[a] : rows[b]] for a, b in zip(Stage, [*Stage][1:], strict=False)]
    assert "No time." in parts[0]
    assert ["Signed by the union." in part for part in parts] == [False, True, True, True, False]
    assert "Parliament sent it back." in parts[4]


def test_a_notice_that_takes_comments_is_a_consultation_at_the_stage_of_its_docket(app):
    talks = talks_of(an_agency())
    docket = a_docket(
        a_theme(), negotiation_id=talks.id, stage=Stage.PRE_OUTCOME, opened_on=date(2026, 4, 1)
    )
    notice = published(a_submitted_notice(docket=docket))
    [held] = db.session.scalars(select(Consultation))
    assert (held.kind, held.stage) == (ConsultationKind.NOTICE, Stage.PRE_OUTCOME)
    assert (held.reference, held.negotiation_id) == (notice.number, talks.id)


def test_a_notice_that_takes_no_comments_is_none(app):
    talks = talks_of(an_agency())
    docket = a_docket(a_theme(), negotiation_id=talks.id)
    published(a_submitted_notice(docket=docket, kind="round_report"))
    assert db.session.scalar(select(func.count()).select_from(Consultation)) == 0


def test_noted_twice_it_is_held_once(app):
    talks = talks_of(an_agency())
    for _ in range(2):
        note_consultation(talks, kind=ConsultationKind.MEETING, reference="M-1", by=None, now=NOON)
    assert db.session.scalar(select(func.count()).select_from(Consultation)) == 1


def test_a_docket_takes_the_stage_of_its_negotiation_and_keeps_it(app):
    agency = an_agency()
    talks = talks_of(agency)
    facts = {"agency": agency, "themes": [a_theme()], "by": None, "now": NOON}
    here = open_docket(title=in_all("Here"), negotiation=talks, **facts)
    ahead = open_docket(title=in_all("Ahead"), negotiation=talks, stage=Stage.PRE_OUTCOME, **facts)
    alone = open_docket(title=in_all("Alone"), **facts)
    heard(talks)
    move(talks, "negotiation")
    stages = [db.session.get_one(Docket, x.id).stage for x in (here, ahead, alone)]
    assert stages == [Stage.PRE_NEGOTIATION, Stage.PRE_OUTCOME, None]
