"""The desk: who leads, which rounds are held, who negotiates a theme."""

from datetime import date, timedelta

import pytest
from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.accounts.queries import get_agency
from portal.accounts.rules import Role
from portal.committees.queries import mirror
from portal.kernel.database import db
from portal.negotiations.actions import name_group
from portal.negotiations.models import GroupPlace, NegotiatingGroup, Negotiation, Round
from portal.negotiations.queries import (
    continuity_of_groups,
    find_group,
    get_negotiation,
    get_side,
    groups,
    officials,
)
from portal.negotiations.rules import reach
from portal.negotiations.tasks import tasks
from portal.setup.reference import load
from tests.conftest import NOON
from tests.makers import a_committee, a_person, a_theme, an_agency, in_all, saved
from tests.negotiations.makers import a_group, a_round, talks_of

TODAY = date(2026, 4, 20)


def lead(**facts):
    """An agency, a negotiator of it, and talks that it leads."""
    agency = an_agency(**facts)
    return agency, a_person(Role.NEGOTIATOR, at=agency), talks_of(agency)


def test_each_negotiation_has_exactly_one_lead(app):
    with pytest.raises(IntegrityError):
        saved(Negotiation(code="FTA-X", kind="fta", name=in_all("X"), stage="negotiation"))
    db.session.rollback()


def test_who_leads_is_named_and_drawn_for_everyone(browse):
    agency, person, talks = lead()
    deputy = a_person(Role.APPROVER, at=agency)
    typed = {"leader": person.id, "deputy": deputy.id, "partners": "rs, EG"}
    answer = browse(person).post(f"/en/desk/negotiations/{talks.code}", data=typed)
    assert answer.status_code == 303
    for page in (f"/en/negotiations/{talks.code}", "/en/negotiations"):
        told = browse().get(page).text
        assert person.name in told
        assert deputy.name in told
        assert person.email not in told
        assert agency.name.en in told
    assert "Serbia, Egypt" in browse().get(f"/en/negotiations/{talks.code}").text
    assert "Сербия" in browse().get(f"/ru/negotiations/{talks.code}").text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"deputy": "own"}, "Say first for whom they stand in."),
        ({"leader": "own", "deputy": "own"}, "Nobody stands in for themselves."),
        ({"leader": "stranger"}, "does not hold this office there."),
        ({"leader": "own", "partners": "RS QQ"}, "These are no countries: QQ."),
    ],
)
def test_a_lead_that_cannot_be_is_refused_beside_the_field(browse, typed, sentence):
    _agency, person, talks = lead()
    keys = {"own": person.id, "stranger": a_person(Role.NEGOTIATOR, at=an_agency()).id}
    data = {name: keys.get(value, value) for name, value in typed.items()}
    page = browse(person).post(f"/en/desk/negotiations/{talks.code}", data=data)
    assert page.status_code == 422
    assert sentence in page.text
    assert get_negotiation(talks.code).leader is None


def test_only_an_administrator_hands_talks_to_another_unit(browse):
    agency, person, talks = lead()
    other = an_agency()
    address = f"/en/desk/negotiations/{talks.code}"
    browser = browse(person)
    assert 'name="lead"' not in browser.get(address).text
    browser.post(address, data={"lead": other.id, "leader": person.id})
    assert get_negotiation(talks.code).lead_id == agency.id
    administrator = browse(a_person(Role.ADMINISTRATOR))
    assert administrator.post(address, data={"lead": other.id, "leader": ""}).status_code == 303
    assert get_negotiation(talks.code).lead_id == other.id


def test_reference_data_never_overwrites_what_people_decided(browse):
    load(now=NOON)
    db.session.commit()
    talks = get_negotiation("FTA-SRB")
    unit = talks.lead
    person = a_person(Role.NEGOTIATOR, at=unit)
    browser = browse(person)
    address = f"/en/desk/negotiations/{talks.code}"
    assert browser.post(address, data={"leader": person.id, "partners": "RS ME"}).status_code == 303
    move = {"station": "suspended", "seen": "0", "reason-en": "Talks are reopened."}
    assert browser.post(f"{address}/stage", data=move).status_code == 303

    again = load(now=NOON)
    db.session.commit()

    talks = get_negotiation("FTA-SRB")
    assert (again.added, again.changed) == (0, 0)
    assert (talks.stage, talks.leader_id, talks.partners) == ("suspended", person.id, ["RS", "ME"])


def test_reference_data_mends_what_nobody_decided_on(app):
    load(now=NOON)
    talks = get_negotiation("PTA-EGY")
    talks.partners, talks.stage = [], "closed"
    db.session.commit()
    assert load(now=NOON).changed == 1
    assert (talks.partners, talks.stage) == (["EG"], "exploratory")


def test_a_round_is_entered_to_come_or_past_and_shown(browse):
    _agency, person, talks = lead()
    browser = browse(person)
    address = f"/en/desk/negotiations/{talks.code}/rounds/new"
    for number, first, last in ((7, "2013-01-28", "2013-01-30"), (8, "2026-05-11", "2026-05-11")):
        typed = {
            "number": number,
            "starts_on": first,
            "ends_on": last,
            "place-en": f"City {number}",
        }
        assert browser.post(address, data=typed).status_code == 303
    page = browse().get(f"/en/negotiations/{talks.code}").text
    assert page.index("Round 8") < page.index("Round 7")
    assert "City 7" in page
    assert '<time datetime="2013-01-28">28</time>–<time datetime="2013-01-30">30 January' in page
    assert 'value="9"' in browser.get(address).text


@pytest.mark.parametrize(
    ("first", "last", "number", "sentence"),
    [
        ("2026-05-20", "2026-05-19", 2, "A round cannot end before it begins."),
        ("2026-05-13", "2026-05-20", 2, "Round 1 is held on some of these days."),
        ("2026-05-20", "2027-05-21", 2, "A round lasts at most 60 days."),
        ("2026-05-20", "2026-05-21", 1, "Round 1 is entered already."),
        ("2026-02-31", "2026-05-21", 2, "Not a valid date value."),
    ],
)
def test_days_that_no_round_has_are_refused_and_kept(browse, first, last, number, sentence):
    _agency, person, talks = lead()
    a_round(talks)
    typed = {"number": number, "starts_on": first, "ends_on": last, "place-ru": "Город"}
    page = browse(person).post(f"/en/desk/negotiations/{talks.code}/rounds/new", data=typed)
    assert page.status_code == 422
    assert sentence in page.text
    assert f'value="{first}"' in page.text
    assert "Город" in page.text
    assert db.session.scalar(select(func.count()).select_from(Round)) == 1


def test_a_round_is_moved_and_its_own_days_do_not_stand_in_its_way(browse):
    _agency, person, talks = lead()
    a_round(talks)
    address = f"/en/desk/negotiations/{talks.code}/rounds/1"
    typed = {"starts_on": "2026-05-12", "ends_on": "2026-05-15", "place-en": "Vienna"}
    browser = browse(person)
    assert browser.post(address, data=typed).status_code == 303
    [moved] = get_negotiation(talks.code).rounds
    assert (moved.starts_on, moved.place.en) == (date(2026, 5, 12), "Vienna")
    assert browser.get(f"/en/desk/negotiations/{talks.code}/rounds/9").status_code == 404


def test_the_other_talks_may_have_a_round_on_the_same_days(browse):
    agency, person, talks = lead()
    a_round(talks_of(agency))
    typed = {"number": 1, "starts_on": "2026-05-11", "ends_on": "2026-05-13", "place-en": "Oslo"}
    address = f"/en/desk/negotiations/{talks.code}/rounds/new"
    assert browse(person).post(address, data=typed).status_code == 303


def a_led_theme():
    agency = an_agency()
    theme = a_theme(lead_id=agency.id)
    return agency, theme, a_person(Role.NEGOTIATOR, at=agency)


def named(agency, person, **facts):
    return {
        "agency": agency.id,
        "lead": person.id,
        "mailbox": "group@ministry.example",
        "languages": ["kk", "en"],
        "valid_until": "2026-12-31",
    } | facts


def test_a_group_is_named_and_everyone_sees_how_to_reach_it(browse):
    agency, theme, person = a_led_theme()
    substitute = a_person(Role.AUTHOR, at=agency)
    address = f"/en/desk/negotiations/groups/{theme.code}"
    typed = named(agency, person, substitute=substitute.id)
    assert browse(person).post(address, data=typed).status_code == 303
    for page in (f"/en/themes/{theme.code}", "/en/committees", "/en/themes"):
        assert "group@ministry.example" in browse().get(page).text, page
    told = browse().get(f"/en/themes/{theme.code}").text
    assert person.name in told
    assert substitute.name in told
    assert "contact expired" not in told


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"mailbox": "nobody"}, "Write a whole e-mail address"),
        ({"languages": []}, "Choose at least one language."),
        ({"valid_until": "2026-04-19"}, "A contact is good until a day to come."),
        ({"substitute": "own"}, "Nobody stands in for themselves."),
        ({"agency": "other"}, "does not hold this office there."),
    ],
)
def test_a_group_that_nobody_could_reach_is_refused(browse, typed, sentence):
    agency, theme, person = a_led_theme()
    keys = {"own": person.id, "other": an_agency().id}
    data = named(agency, person) | {
        name: keys.get(value, value) if isinstance(value, str) else value
        for name, value in typed.items()
    }
    page = browse(person).post(f"/en/desk/negotiations/groups/{theme.code}", data=data)
    assert page.status_code == 422
    assert sentence in page.text
    assert groups() == {}


def test_only_the_permanent_group_mirrors_a_committee(browse):
    agency, person, talks = lead()
    theme = a_theme()
    permanent = a_group(theme)
    address = f"/en/desk/negotiations/{talks.code}/groups/{theme.code}"
    typed = named(agency, person, mailbox="only.here@ministry.example")
    assert browse(person).post(address, data=typed).status_code == 303

    assert groups()[theme.id].id == permanent.id
    assert find_group(theme).id == permanent.id
    assert find_group(theme, negotiation_id=talks.id).code == f"WG-{theme.code}-{talks.code}"
    elsewhere = talks_of(agency)
    assert find_group(theme, negotiation_id=elsewhere.id).id == permanent.id
    assert [pair.group.id for pair in mirror(on=TODAY)] == [permanent.id]

    a_committee(theme)
    a_committee(theme, code="C-HERE", negotiation_id=talks.id)
    assert "only.here@" in browse().get("/en/committees/C-HERE").text
    assert "only.here@" not in browse().get(f"/en/committees/C-{theme.code}").text
    here = browse().get(f"/en/negotiations/{talks.code}").text
    assert "only.here@" in here
    assert permanent.mailbox not in here
    assert permanent.mailbox in browse().get(f"/en/negotiations/{elsewhere.code}").text


def test_a_theme_has_one_permanent_group_and_one_in_each_negotiation(app):
    theme, talks = a_theme(), talks_of(an_agency())
    for negotiation_id in (None, talks.id):
        a_group(theme, negotiation_id=negotiation_id)
        with pytest.raises(IntegrityError):
            a_group(theme, negotiation_id=negotiation_id)
        db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(NegotiatingGroup)) == 2


def told(person):
    [actor] = [x for x in officials(None, *Role) if x.id == person.id]
    with current_app.test_request_context("/en/desk"):
        return list(tasks(actor, NOON))


def test_an_expired_contact_stands_out_and_raises_a_task(browse):
    agency, theme, person = a_led_theme()
    a_committee(theme)
    a_group(theme, agency_id=agency.id, valid_until=TODAY - timedelta(days=1))
    for page in (f"/en/themes/{theme.code}", "/en/committees", "/en/themes"):
        assert "contact expired" in browse().get(page).text, page

    administrator = a_person(Role.ADMINISTRATOR)
    elsewhere = a_person(Role.NEGOTIATOR, at=an_agency())
    analyst = a_person(Role.ANALYST, at=agency)
    for keeper in (person, administrator):
        desk = browse(keeper).get("/en/desk").text
        assert f"Confirm the contact of group WG-{theme.code}" in desk
        assert "overdue" in desk
    for other in (elsewhere, analyst):
        assert "Confirm the contact" not in browse(other).get("/en/desk").text


@pytest.mark.parametrize(("days", "asked"), [(13, True), (14, False), (-1, True)])
def test_who_keeps_a_contact_is_asked_two_weeks_ahead(app, days, asked):
    agency, theme, person = a_led_theme()
    a_group(theme, agency_id=agency.id, valid_until=TODAY + timedelta(days=days))
    assert [task.due for task in told(person)] == [TODAY + timedelta(days=days)] * asked


def test_confirmed_again_the_task_is_gone(browse):
    agency, theme, person = a_led_theme()
    group = a_group(theme, agency_id=agency.id, lead_id=person.id, valid_until=TODAY)
    assert told(person)
    address = f"/en/desk/negotiations/groups/{theme.code}"
    browser = browse(person)
    assert 'value="2027-04-20"' in browser.get(address).text
    typed = named(agency, person, valid_until="2027-04-20")
    assert browser.post(address, data=typed).status_code == 303
    assert told(person) == []
    assert find_group(theme).id == group.id


def test_talks_that_nobody_leads_raise_a_task(app):
    _agency, person, talks = lead()
    assert [task.title for task in told(person)] == [
        f"Name who leads the negotiation {talks.code}."
    ]
    talks.leader_id = person.id
    db.session.commit()
    assert told(person) == []


def test_tasks_cost_the_same_with_one_and_with_three(app, statements):
    agency, _theme, person = a_led_theme()
    counts = []
    for more in (1, 2):
        for _ in range(more):
            a_group(a_theme(), agency_id=agency.id, valid_until=TODAY)
            talks_of(agency)
        [actor] = [x for x in officials(None, Role.NEGOTIATOR) if x.id == person.id]
        with app.test_request_context("/en/desk"), statements() as seen:
            assert len(list(tasks(actor, NOON))) == 2 * (1 if more == 1 else 3)
        counts.append(len(seen))
    assert counts == [3, 3]


def test_a_citizen_costs_no_statement(app, statements):
    citizen = a_person()
    db.session.refresh(citizen, ["duties"])
    with statements() as seen:
        assert list(tasks(citizen, NOON)) == []
    assert len(seen) == 0


def test_the_continuity_of_groups_is_known(browse):
    agency, theme, person = a_led_theme()
    second, third = (a_person(Role.NEGOTIATOR, at=agency) for _ in range(2))
    code = agency.code
    first, second, third = (one.name for one in (person, second, third))

    def sit(now, *names):
        people = {x.name: x for x in officials(None, Role.NEGOTIATOR)}
        name_group(
            get_side(theme.code),
            agency=get_agency(code),
            lead=people[names[0]],
            substitute=people[names[1]],
            reach=reach("group@ministry.example", ["kk"]),
            valid_until=date(2030, 1, 1),
            by=None,
            now=now,
        )
        db.session.commit()

    a_year_ago = NOON - timedelta(days=365)
    sit(a_year_ago, first, second)
    assert continuity_of_groups(on=TODAY) == (2, 2)
    assert continuity_of_groups(on=TODAY - timedelta(days=1)) is None
    sit(NOON - timedelta(days=100), third, first)
    assert continuity_of_groups(on=TODAY) == (1, 2)
    assert db.session.scalar(select(func.count()).select_from(GroupPlace)) == 3
    page = browse().get("/en/negotiations").text
    assert "1 of 2 still do" in page


def test_the_desk_costs_the_same_with_one_and_with_three(browse, statements):
    agency = an_agency()
    browser = browse(a_person(Role.NEGOTIATOR, at=agency))
    counts = []
    for more in (1, 2):
        for _ in range(more):
            talks_of(agency)
            a_group(a_theme(lead_id=agency.id))
        with statements() as seen:
            assert browser.get(f"/en/desk/negotiations?{more}").status_code == 200
        counts.append(len(seen))
    assert counts == [6, 6]
