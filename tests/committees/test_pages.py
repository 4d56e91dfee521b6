"""The mirror, the roster and the balance as everyone reads them."""

import re
from datetime import date, timedelta

import pytest

from portal.accounts.models import Region
from portal.committees.actions import note_activity
from portal.committees.governance import bodies
from portal.committees.rules import ActivityKind, ForumKind, SeatCategory
from portal.kernel.database import db
from tests.committees.makers import TODAY, a_place, a_term, an_officer
from tests.conftest import NOON
from tests.makers import (
    a_committee,
    a_person,
    a_seat,
    a_theme,
    an_organisation,
    in_all,
    saved,
)
from tests.negotiations.makers import a_group
from tests.organisations.makers import a_chapter

DAY = timedelta(days=1)


def links_on(page):
    return re.findall(r'<a[^>]* href="([^"]+)"', page)


def test_an_anonymous_visitor_finds_whom_to_ask_about_origin_in_two_clicks(browse):
    theme = a_theme("ROO", name=in_all("Rules of origin"))
    group = a_group(theme, lead_id=a_person(name="Dinara Lead").id)
    committee = a_committee(theme)
    visitor = browse()

    first = next(x for x in links_on(visitor.get("/en/").text) if x.endswith("/committees"))
    page = visitor.get(first).text
    assert "Rules of origin" in page
    assert "Dinara Lead" in page
    assert group.mailbox in page
    assert committee.mailbox in page

    second = next(x for x in links_on(page) if x.endswith("/themes/ROO/contact"))
    assert "The group of officials" in visitor.get(second).text


@pytest.mark.parametrize("asked", ["origin", "ORIGIN rules", "roo", "C-ROO", "(kk)"])
def test_the_map_is_searched_in_any_language_without_a_script(browse, asked):
    theme = a_theme("ROO", name=in_all("Rules of origin"))
    a_group(theme)
    a_committee(theme)
    a_group(a_theme("SRV", name=in_all("Trade in services")))
    page = browse().get("/en/committees", query_string={"q": asked}).text
    assert "Rules of origin" in page
    if asked != "(kk)":
        assert "Trade in services" not in page
        assert "1 theme was found." in page


def test_what_is_not_found_is_said_and_hostile_words_stay_words(browse):
    a_group(a_theme())
    page = browse().get("/en/committees", query_string={"q": '"><script>x'}).text
    assert "0 themes were found." in page
    assert "<script>x" not in page


def test_a_seat_long_vacant_and_a_group_without_anybody_stand_out(browse):
    theme = a_theme()
    a_group(theme)
    committee = a_committee(theme, established_on=TODAY - timedelta(days=61))
    a_seat(committee)
    page = browse().get("/en/committees").text
    assert "1 seat long vacant" in page
    assert "no counterpart is named" in page
    assert "0 of 1" in page


def test_a_seat_stands_out_after_sixty_days_and_not_before(browse):
    for days, found in ((60, False), (61, True)):
        committee = a_committee(a_theme(), established_on=TODAY - timedelta(days=days))
        a_seat(committee)
        page = browse().get(f"/en/committees/{committee.code}").text
        assert (f"vacant for {days} days" in page) is found
        assert "vacant" in page


@pytest.mark.parametrize(("days", "expired"), [(0, False), (1, True)])
def test_an_expired_contact_stands_out_and_waits_for_the_chamber(browse, days, expired):
    theme = a_theme()
    a_group(theme, lead_id=a_person().id, valid_until=TODAY - timedelta(days=days))
    a_committee(theme)
    page = browse().get("/en/committees").text
    assert ("contact expired" in page) is expired
    assert ("0 of 1" in page) is expired
    desk = browse(an_officer()).get("/en/desk").text
    assert (f"The contact of the group of theme {theme.code} has run out" in desk) is expired


def test_a_pair_is_whole_when_both_sides_are_there_and_can_be_reached(browse):
    theme = a_theme()
    a_group(theme, lead_id=a_person().id)
    a_committee(theme)
    assert "1 of 1" in browse().get("/en/committees").text


def test_an_ad_hoc_committee_closes_by_the_calendar_and_its_pages_stay(browse, stopped_clock):
    theme, member = a_theme(), an_organisation()
    committee = a_committee(
        theme,
        member,
        kind=ForumKind.ADHOC_FORMAL,
        mandate=in_all("Agree on one list"),
        ends_on=TODAY,
    )
    address = f"/en/committees/{committee.code}"
    before = browse().get(address).text
    assert "not sitting" not in before
    assert "Apply for a seat" in before

    stopped_clock(NOON + DAY)
    after = browse().get(address).text
    assert "not sitting" in after
    assert "Its time is over." in after
    assert "Agree on one list" in after
    assert member.name.en in after
    assert "Apply for a seat" not in after
    assert committee.mailbox not in browse().get("/en/committees").text


def test_an_informal_network_has_no_votes(browse):
    committee = a_committee(a_theme(), an_organisation(), kind=ForumKind.INFORMAL_NETWORK)
    page = browse().get(f"/en/committees/{committee.code}").text
    assert "Votes needed for a decision" not in page
    assert "incomplete" not in page


@pytest.mark.parametrize(("seats", "lacks"), [(3, True), (4, False)])
def test_under_four_seats_with_a_vote_it_stands_out_as_incomplete(browse, seats, lacks):
    committee = a_committee(a_theme(), *(an_organisation() for _ in range(seats)))
    page = browse().get(f"/en/committees/{committee.code}").text
    assert ("incomplete" in page) is lacks
    assert ("It lacks 1 seat with a vote" in page) is lacks


def test_the_quorum_is_two_thirds(browse):
    committee = a_committee(a_theme(), *(an_organisation() for _ in range(7)))
    page = browse().get(f"/en/committees/{committee.code}").text
    assert re.search(r"Votes needed for a decision</dt><dd>\s*5\s*</dd>", page)


def test_a_committee_without_an_academic_seat_is_flagged(browse):
    committee = a_committee(a_theme(), an_organisation())
    address = f"/en/committees/{committee.code}"
    assert "Nobody sits here for: Academia." in browse().get(address).text
    a_seat(committee, an_organisation(), category=SeatCategory.ACADEMIA)
    assert "Nobody sits here for" not in browse().get(f"{address}?again").text


def test_committees_of_the_environment_want_those_affected(browse):
    committee = a_committee(a_theme("ENV"), an_organisation())
    page = browse().get(f"/en/committees/{committee.code}").text
    for voice in ("Academia", "Labour", "Consumers", "Environment"):
        assert f"Nobody sits here for: {voice}." in page


def test_a_committee_that_does_nothing_for_half_a_year_is_asleep(browse):
    committee = a_committee(a_theme(), established_on=date(2025, 1, 1))
    address = f"/en/committees/{committee.code}"
    assert "Nothing has happened here for six months." in browse().get(address).text
    note_activity(committee, ActivityKind.MEETING, date(2026, 3, 2))
    note_activity(committee, ActivityKind.MEETING, date(2025, 3, 2))
    note_activity(committee, ActivityKind.OPINION, date(2026, 4, 2))
    db.session.commit()
    page = browse().get(f"{address}?again").text
    assert "Nothing has happened" not in page
    assert re.search(r"<b>1</b><span>Meetings held", page)
    assert re.search(r"<b>1</b><span>Opinions given", page)
    assert "2026-04-02" in page


def test_members_who_sat_a_year_ago_are_a_share_that_is_known(browse):
    committee = a_committee(a_theme(), established_on=date(2024, 1, 1))
    old = date(2024, 1, 1)
    for _ in range(3):
        a_seat(committee, an_organisation(), starts=old)
    a_seat(committee, an_organisation(), starts=TODAY - DAY)
    page = browse().get(f"/en/committees/{committee.code}").text
    assert re.search(r"<b>75 %</b><span>of the members sat a year ago too", page)


def test_the_balance_of_services_shows_size_scope_width_and_region(browse):
    region = saved(Region(code="mangystau", name=in_all("Mangystau")))
    committee = a_committee(a_theme("SRV"))
    a_seat(committee, an_organisation(kind="assoc_professional"))
    a_seat(committee, an_organisation(kind="firm_small", region_id=region.id))
    a_seat(committee, an_organisation(kind="chamber_regional", region_id=region.id))
    page = browse().get(f"/en/committees/{committee.code}").text
    for axis in ("Kind of organisation", "Size", "Whom they speak for", "Width", "Sector"):
        assert f"<caption>{axis}</caption>" in page
    assert "Across sectors" in page
    assert "Fewer than ten seats are told as numbers" in page
    assert "33&nbsp;%" not in page


@pytest.mark.parametrize(("seats", "shares"), [(9, False), (10, True)])
def test_shares_are_told_from_ten_seats_on(browse, seats, shares):
    committee = a_committee(a_theme(), *(an_organisation() for _ in range(seats)))
    page = browse().get(f"/en/committees/{committee.code}").text
    assert ("&nbsp;%" in page) is shares


def test_the_matrix_shows_empty_cells(browse):
    committee = a_committee(a_theme())
    a_seat(committee, an_organisation(chapters=[a_chapter("17"), a_chapter("84")]))
    page = browse().get("/en/committees/balance").text
    row = re.search(r"<tr><th scope=\"row\">Farming and food</th>(.*?)</tr>", page).group(1)
    assert "<td>1</td>" in row
    empty = re.search(r"<tr><th scope=\"row\">Stone, glass, metals</th>(.*?)</tr>", page).group(1)
    assert 'class="void"' in empty
    assert page.count('class="void"') == 5


def test_balance_costs_the_same_with_one_committee_and_with_three(browse, statements):
    browser = browse()
    counts = []
    for more in (1, 2):
        for _ in range(more):
            a_committee(a_theme(), an_organisation(), an_organisation())
        with statements() as seen:
            assert browser.get(f"/en/committees/balance?{more}").status_code == 200
        counts.append(len(seen))
    assert counts == [6, 6]


def test_the_balance_goes_on_by_code_and_counts_them_all(browse):
    for number in range(41):
        a_committee(a_theme(), an_organisation(), code=f"C-{number:02d}")
    first = browse().get("/en/committees/balance").text
    second = browse().get("/en/committees/balance?after=C-39").text
    assert "/en/committees/C-39" in first
    assert "/en/committees/C-40" not in first
    assert "/en/committees/C-40" in second
    assert "/en/committees/C-39" not in second
    assert all("41 seats are held today" in page for page in (first, second))


def test_an_empty_portal_has_pages_all_the_same(browse):
    assert "No committee has been set up." in browse().get("/en/committees/balance").text


def test_the_presidium_has_51_seats(browse):
    presidium = next(body for body in bodies() if body.code == "presidium")
    assert [quota.seats for quota in presidium.quotas] == [32, 16, 3]
    assert presidium.seats == 51
    page = browse().get("/en/committees/governance").text
    assert "<b>51</b>" in page
    for locale in ("kk", "ru"):
        assert browse().get(f"/{locale}/committees/governance").status_code == 200


def test_a_new_term_is_on_the_kept_page_at_once(browse):
    committee, organisation = a_committee(a_theme()), an_organisation()
    seat = a_place(committee)
    visitor = browse()
    address = f"/en/committees/{committee.code}"
    assert organisation.name.en not in visitor.get(address).text
    a_term(seat, organisation)
    assert organisation.name.en in visitor.get(address).text
