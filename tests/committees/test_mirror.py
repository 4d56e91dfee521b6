"""The mirror of groups and committees."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.committees.queries import find_standing, mirror, standings_of
from portal.committees.rules import SeatRole, sits
from portal.kernel.database import db
from tests.makers import (
    a_committee,
    a_person,
    a_seat,
    a_theme,
    an_organisation,
)
from tests.negotiations.makers import a_group

TODAY = date(2026, 4, 20)
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 12, 31))


@given(DAYS, DAYS)
def test_a_committee_sits_from_its_first_day_to_its_last(first, last):
    if last < first:
        return
    assert sits(first, last, first)
    assert sits(first, last, last)
    assert not sits(first, last, first - timedelta(days=1))
    assert not sits(first, last, last + timedelta(days=1))
    assert sits(first, None, date(2099, 1, 1))


def find_gaps(*, on):
    return [pair for pair in mirror(on=on) if pair.is_gap]


def test_a_core_theme_without_a_side_is_a_gap(app):
    whole, no_group, no_committee, bare = (a_theme() for _ in range(4))
    a_theme(core=False)
    for theme in (whole, no_committee):
        a_group(theme)
    for theme in (whole, no_group):
        a_committee(theme)
    gaps = [pair.theme.id for pair in find_gaps(on=TODAY)]
    assert gaps == [no_group.id, no_committee.id, bare.id]


def test_taking_a_committee_away_makes_the_gap_appear(app):
    theme = a_theme()
    a_group(theme)
    committee = a_committee(theme)
    assert find_gaps(on=TODAY) == []
    db.session.delete(committee)
    db.session.commit()
    assert [pair.theme.code for pair in find_gaps(on=TODAY)] == [theme.code]


def test_the_page_shows_the_gap_that_a_missing_committee_leaves_and_none_without(browse):
    theme = a_theme()
    a_group(theme)
    committee = a_committee(theme)
    reader = browse()
    home = reader.get("/en/").text
    assert 'href="/en/committees"' in home
    assert "Gaps in the mirror" not in reader.get("/en/committees").text
    db.session.delete(committee)
    db.session.commit()
    page = reader.get("/en/committees?again").text
    assert "Gaps in the mirror" in page
    assert "1 core theme lacks a side" in page
    assert f"Theme {theme.code}" in page[page.index('id="gaps"') :]


def test_a_committee_whose_time_is_over_leaves_a_gap(app):
    theme = a_theme()
    a_group(theme)
    a_committee(theme, ends_on=TODAY)
    assert find_gaps(on=TODAY) == []
    assert len(find_gaps(on=TODAY + timedelta(days=1))) == 1


def test_core_themes_come_first_in_their_order(app):
    late, early = a_theme(rank=20), a_theme(rank=10)
    further = a_theme(rank=1, core=False)
    assert [pair.theme.id for pair in mirror(on=TODAY)] == [early.id, late.id, further.id]


def test_both_counterparts_of_a_theme_are_one_click_from_home(browse):
    theme = a_theme()
    group, committee = a_group(theme), a_committee(theme)
    home = browse().get("/en/").text
    assert 'href="/en/committees"' in home
    page = browse().get("/en/committees").text
    assert group.mailbox in page
    assert committee.mailbox in page
    assert f"Theme {theme.code}" in page


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_mirror_costs_the_same_with_one_theme_and_with_three(browse, statements, locale):
    browser = browse()
    counts = []
    for _ in (1, 3):
        for _more in range(2 if counts else 1):
            theme = a_theme()
            a_group(theme)
            a_committee(theme, an_organisation())
        with statements() as seen:
            assert browser.get(f"/{locale}/committees?{len(counts)}").status_code == 200
        counts.append(len(seen))
    assert counts == [6, 6]


def test_a_committee_shows_its_seats_its_chair_and_the_group_it_faces(browse):
    theme = a_theme()
    group = a_group(theme)
    chair = a_person(name="Aigerim Chair")
    members = [an_organisation(), an_organisation()]
    committee = a_committee(theme, *members, ends_on=date(2026, 12, 31))
    a_seat(committee, an_organisation(), holder=chair, role=SeatRole.CHAIR)
    a_seat(committee)
    page = browse().get(f"/en/committees/{committee.code}").text
    assert "Aigerim Chair" in page
    assert group.mailbox in page
    for member in members:
        assert member.name.en in page
    assert "vacant" in page
    assert "2026-12-31" in page


def test_an_organisation_whose_term_is_over_sits_no_more(browse):
    committee, before, now = a_committee(a_theme()), an_organisation(), an_organisation()
    a_seat(committee, before, ends=TODAY - timedelta(days=1))
    a_seat(committee, now, ends=TODAY)
    page = browse().get(f"/en/committees/{committee.code}").text
    assert before.name.en not in page
    assert now.name.en in page


def test_a_committee_page_costs_the_same_with_one_seat_and_with_three(browse, statements):
    browser = browse()
    counts = []
    for members in (1, 3):
        theme = a_theme()
        a_group(theme)
        committee = a_committee(theme, *(an_organisation() for _ in range(members)))
        with statements() as seen:
            assert browser.get(f"/en/committees/{committee.code}").status_code == 200
        counts.append(len(seen))
    assert counts == [9, 9]


def test_a_committee_that_is_over_says_so(browse):
    committee = a_committee(a_theme(), ends_on=date(2026, 4, 19))
    assert "not sitting" in browse().get(f"/en/committees/{committee.code}").text


@pytest.mark.parametrize("path", ["committees/C-NONE", "themes/NONE", "negotiations/NONE"])
def test_what_is_not_there_is_missing(browse, path):
    assert browse().get(f"/en/{path}").status_code == 404


def test_an_empty_portal_has_an_empty_mirror(browse):
    assert "No theme has been entered yet." in browse().get("/en/committees").text


def test_a_person_stands_where_a_term_of_theirs_runs(app):
    holder, alternate, secretary, stranger = (a_person() for _ in range(4))
    committee = a_committee(a_theme(), secretary_id=secretary.id)
    a_seat(committee, an_organisation(), holder=holder, alternate=alternate, ends=TODAY)

    def standing(person, on=TODAY):
        return find_standing(committee, person.id, on=on)

    assert not standing(holder).is_alternate
    assert standing(alternate).is_alternate
    assert standing(secretary).is_secretary
    assert standing(stranger) is None
    assert find_standing(committee, None, on=TODAY) is None
    assert standing(holder, TODAY + timedelta(days=1)) is None
    assert standing(secretary, TODAY + timedelta(days=1)) is not None


def test_nobody_stands_in_a_committee_whose_time_is_over(app):
    holder = a_person()
    committee = a_committee(a_theme(), secretary_id=holder.id, ends_on=TODAY - timedelta(days=1))
    a_seat(committee, an_organisation(), holder=holder)
    assert standings_of(holder.id, on=TODAY) == []


def test_a_seat_of_ones_own_comes_before_standing_in_for_another(app):
    person = a_person()
    committee = a_committee(a_theme())
    a_seat(committee, an_organisation(), alternate=person)
    a_seat(committee, an_organisation(), holder=person)
    a_seat(committee, an_organisation(), alternate=person)
    assert [x.is_alternate for x in standings_of(person.id, on=TODAY)] == [False]
