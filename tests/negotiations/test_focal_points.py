"""R53: who answers for a theme within a body, their deputies, and what they hand over."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.accounts.rules import Role
from portal.kernel.database import db
from portal.ledger.models import Entry
from portal.negotiations.models import FocalPoint
from portal.negotiations.queries import contacts_for, get_post
from tests.conftest import NOON
from tests.makers import a_person, a_theme, an_agency
from tests.negotiations.makers import a_focal_point

TODAY = date(2026, 4, 20)
NOTE = "Open: the visa question. Ask Geneva."


def a_ministry():
    agency = an_agency()
    return agency, a_theme(), a_person(Role.NEGOTIATOR, at=agency)


def test_a_focal_point_is_named_and_everyone_sees_the_role_but_no_personal_address(browse):
    agency, theme, keeper = a_ministry()
    person, deputy = (a_person(Role.FOCAL_POINT, at=agency) for _ in range(2))
    typed = {
        "agency": agency.id,
        "theme": theme.id,
        "person": person.id,
        "deputy": deputy.id,
        "mailbox": "focal@ministry.example",
        "languages": ["kk", "ru"],
        "starts_on": "2026-04-20",
    }
    address = "/en/desk/negotiations/focal-points/new"
    assert browse(keeper).post(address, data=typed).status_code == 303
    page = browse().get(f"/en/themes/{theme.code}").text
    for shown in (person.name, deputy.name, "focal@ministry.example", "Қазақша, Русский"):
        assert shown in page
    assert person.email not in page
    assert deputy.email not in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"person": "keeper"}, "Not a valid choice."),
        ({"person": "stranger"}, "Not a valid choice."),
        ({"person": "neighbour"}, "does not hold this office there."),
        ({"deputy": "person"}, "Nobody stands in for themselves."),
        ({"starts_on": "2026-01-12"}, "Somebody holds this post on that day."),
        ({"agency": "other"}, "Not a valid choice."),
    ],
)
def test_a_focal_point_that_cannot_be_is_refused(browse, typed, sentence):
    agency, theme, keeper = a_ministry()
    a_focal_point(theme, agency, ends_on=date(2026, 3, 31))
    person = a_person(Role.FOCAL_POINT, at=agency)
    keys = {
        "keeper": keeper.id,
        "person": person.id,
        "stranger": a_person(Role.FOCAL_POINT, at=an_agency()).id,
        "neighbour": a_person(Role.FOCAL_POINT, at=an_agency(parent_id=agency.id)).id,
        "other": an_agency().id,
    }
    data = {
        "agency": agency.id,
        "theme": theme.id,
        "person": person.id,
        "mailbox": "focal@ministry.example",
        "languages": ["kk"],
        "starts_on": "2026-04-01",
    } | {name: keys.get(value, value) for name, value in typed.items()}
    page = browse(keeper).post("/en/desk/negotiations/focal-points/new", data=data)
    assert page.status_code == 422
    assert sentence in page.text
    assert len(list(db.session.scalars(select(FocalPoint)))) == 1


def leave(browser, post, until="2026-04-30", note=NOTE):
    address = f"/en/desk/negotiations/focal-points/{post.id}/handover"
    return browser.post(address, data={"ends_on": until, "handover": note})


def test_the_deputy_answers_from_the_day_after_the_focal_point_leaves(browse):
    agency, theme, _keeper = a_ministry()
    deputy = a_person(Role.FOCAL_POINT, at=agency)
    post = a_focal_point(theme, agency, deputy_id=deputy.id)
    own = browse(post.person)
    assert leave(own, post).status_code == 303
    for day, who, stands_in in (
        (date(2026, 4, 30), post.person_id, deputy.id),
        (date(2026, 5, 1), deputy.id, None),
    ):
        [contact] = contacts_for(theme, on=day)
        assert contact.person.id == who
        assert (contact.deputy.id if contact.deputy else None) == stands_in


def test_a_successor_answers_from_their_first_day(app):
    agency, theme, _keeper = a_ministry()
    a_focal_point(theme, agency, ends_on=date(2026, 4, 10))
    successor = a_focal_point(theme, agency, starts_on=date(2026, 4, 20))
    [before] = contacts_for(theme, on=TODAY - timedelta(days=1))
    [after] = contacts_for(theme, on=TODAY)
    assert before.person is None
    assert after.person.id == successor.person_id


def test_when_an_account_is_closed_the_deputy_answers(app):
    agency, theme, _keeper = a_ministry()
    deputy = a_person(Role.FOCAL_POINT, at=agency)
    post = a_focal_point(theme, agency, deputy_id=deputy.id)
    post.person.disabled_at = NOON
    db.session.commit()
    [contact] = contacts_for(theme, on=TODAY)
    assert (contact.person.id, contact.deputy) == (deputy.id, None)


def alerted(browser):
    return "Nobody is left to answer" in browser.get("/en/desk").text


def test_leaving_without_deputy_or_successor_raises_an_alert(browse):
    agency, theme, negotiator = a_ministry()
    keeper, administrator = browse(negotiator), browse(a_person(Role.ADMINISTRATOR))
    elsewhere = browse(a_person(Role.NEGOTIATOR, at=an_agency()))
    post = a_focal_point(theme, agency)
    own = browse(post.person)
    assert not alerted(keeper)

    assert leave(own, post).status_code == 303
    assert alerted(keeper)
    assert alerted(administrator)
    assert not alerted(elsewhere)

    successor = a_focal_point(theme, agency, starts_on=date(2026, 5, 1))
    assert not alerted(keeper)
    db.session.delete(db.session.get_one(FocalPoint, successor.id))
    get_post(post.id).deputy_id = a_person(Role.FOCAL_POINT, at=agency).id
    db.session.commit()
    assert not alerted(keeper)


def test_a_closed_account_without_deputy_raises_it_too(browse):
    agency, theme, keeper = a_ministry()
    post = a_focal_point(theme, agency)
    post.person.disabled_at = NOON
    db.session.commit()
    assert alerted(browse(keeper))
    page = browse().get(f"/en/themes/{theme.code}").text
    assert "nobody answers now" in page


@pytest.mark.parametrize(
    ("until", "note", "sentence"),
    [
        ("2026-01-11", NOTE, "Nobody leaves before they have begun."),
        ("2026-04-30", " \n ", "Write what whoever follows has to know"),
        ("", NOTE, "This field is required."),
    ],
)
def test_a_hand_over_that_helps_nobody_is_refused_and_kept(browse, until, note, sentence):
    agency, theme, _keeper = a_ministry()
    post = a_focal_point(theme, agency)
    page = leave(browse(post.person), post, until, note)
    assert page.status_code == 422
    assert sentence in page.text
    assert note.strip() in page.text
    assert get_post(post.id).ends_on is None


def test_nobody_leaves_twice_or_after_a_successor(browse):
    agency, theme, negotiator = a_ministry()
    keeper = browse(negotiator)
    gone = a_focal_point(theme, agency, ends_on=TODAY - timedelta(days=1))
    assert "has left already" in leave(keeper, gone).text
    a_focal_point(theme, agency, starts_on=TODAY)
    other = a_theme()
    here = a_focal_point(other, agency, ends_on=TODAY)
    assert leave(keeper, here, "2026-05-05").status_code == 303
    a_focal_point(other, agency, starts_on=date(2026, 5, 6))
    assert "a successor has begun already" in leave(keeper, here, "2026-05-06").text


def test_the_hand_over_note_is_read_within_the_agency_only(browse):
    agency, theme, _keeper = a_ministry()
    post = a_focal_point(theme, agency)
    assert leave(browse(post.person), post).status_code == 303
    address = f"/en/desk/negotiations/focal-points/{post.id}"

    for role in (Role.ANALYST, Role.FOCAL_POINT, Role.NEGOTIATOR):
        assert NOTE in browse(a_person(role, at=agency)).get(address).text, role
    administrator = browse(a_person(Role.ADMINISTRATOR))
    for path in (address, f"{address}/handover"):
        assert NOTE not in administrator.get(path).text
    for other in (a_person(Role.FOCAL_POINT, at=an_agency()), a_person(Role.CHAMBER), None):
        assert browse(other).get(address).status_code in {401, 403}
    for public in (f"/en/themes/{theme.code}", "/en/themes", "/en/committees", "/en/"):
        assert "visa question" not in browse().get(public).text
    assert not [x for x in db.session.scalars(select(Entry)) if "visa" in x.content]

    assert leave(administrator, post, note="Added by another.").status_code == 303
    assert get_post(post.id).handover == f"{NOTE}\n\nAdded by another."


def test_somebody_elses_post_is_not_handed_over(browse):
    agency, theme, _keeper = a_ministry()
    post = a_focal_point(theme, agency)
    colleague = browse(a_person(Role.FOCAL_POINT, at=agency))
    assert leave(colleague, post).status_code == 403
    address = f"/en/desk/negotiations/focal-points/{post.id}"
    assert colleague.post(address, data={}).status_code == 403
    assert "Hand the post over" not in colleague.get(address).text


def test_the_theme_costs_the_same_with_one_focal_point_and_with_three(browse, statements):
    browser, theme = browse(), a_theme()
    counts = []
    for more in (1, 2):
        for _ in range(more):
            a_focal_point(theme, an_agency())
        with statements() as seen:
            assert browser.get(f"/en/themes/{theme.code}?{more}").status_code == 200
        counts.append(len(seen))
    assert counts == [5, 5]
