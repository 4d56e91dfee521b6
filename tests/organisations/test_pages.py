"""The register of organisations, their pages, the regions: what everyone sees, and does not."""

import re
from datetime import date, timedelta

import pytest

from portal.accounts.rules import Adoption, MemberRole, OrganisationGroup, OrganisationSize
from portal.comments.rules import Visibility
from portal.kernel.database import db
from portal.organisations.actions import ask_to_join, invite_member, note_activity, state_mandate
from portal.organisations.queries import get_organisation, interested_in
from portal.organisations.queries.register import Narrowing, select_organisations
from portal.organisations.rules import ACTIVE_FOR, AccreditationState
from portal.setup.reference import load, records
from tests.comments.makers import a_comment, a_posted_comment
from tests.conftest import NOON
from tests.makers import a_committee, a_person, a_seat, a_theme, an_organisation, in_all
from tests.organisations.makers import (
    a_chapter,
    a_kind,
    a_member,
    a_number,
    a_region,
    a_sector,
    an_accreditation,
    an_authority,
)

TODAY = date(2026, 4, 20)
DAY = timedelta(days=1)


def named(text):
    return re.findall(r'row-title"><a href="[^"]*"><bdi>\s*([^<]*?)\s*</bdi>', text)


def test_the_register_lists_by_name_and_goes_on_by_key(browse):
    for number in range(45):
        an_organisation(name=in_all(f"Union {number:02d}"))
    browser, seen, page = browse(), [], "/en/organisations"
    while page:
        text = browser.get(page).text
        seen.append(named(text))
        further = re.search(r'rel="next" href="([^"]+)"', text)
        page = further and further[1].replace("&amp;", "&")

    assert [len(names) for names in seen] == [20, 20, 5]
    assert [name for names in seen for name in names] == [f"Union {x:02d}" for x in range(45)]
    back = re.search(r'rel="prev" href="([^"]+)"', text)[1].replace("&amp;", "&")
    assert named(browser.get(back).text) == seen[1]


@pytest.mark.parametrize(
    "query",
    [
        "q=MILL",
        "q=мельница",
        "group=firm",
        "region=kostanay",
        "chapter=11",
        "sector=C",
        "accredited=y",
        "active=y",
        "q=mill&group=firm&region=kostanay&accredited=y",
    ],
)
def test_the_register_is_narrowed_by_what_it_says_of_each(browse, query):
    region, chapter, sector = a_region("kostanay"), a_chapter("11"), a_sector("C")
    mill = an_organisation(
        name=in_all("Mill").revised(ru="Мельница"),
        group=OrganisationGroup.FIRM,
        region_id=region.id,
        chapters=[chapter],
        sectors=[sector],
        last_active_on=TODAY,
    )
    an_accreditation(mill, AccreditationState.GRANTED)
    other = an_organisation(name=in_all("Dairy"), last_active_on=TODAY - ACTIVE_FOR)
    an_accreditation(other, AccreditationState.GRANTED, ends_on=TODAY - DAY)
    an_accreditation(other, AccreditationState.REFUSED)

    assert named(browse().get(f"/en/organisations?{query}").text) == ["Mill"]
    assert len(named(browse().get("/en/organisations").text)) == 2


def test_what_is_no_choice_is_not_looked_for_and_nothing_found_is_said(browse):
    an_organisation()
    browser = browse()
    assert len(named(browser.get("/en/organisations?group=x&region=y&after=999999").text)) == 1
    assert "No organisation matches." in browser.get("/en/organisations?q=nobody%25").text


def test_an_empty_register_says_so(browse):
    assert "No organisation is registered yet." in browse().get("/en/organisations").text


def test_the_register_costs_the_same_with_one_organisation_and_with_three(browse, statements):
    a_kind()
    browser, counts = browse(), []
    for more in (1, 2):
        for _ in range(more):
            organisation = an_organisation(region_id=a_region().id)
            an_accreditation(organisation, AccreditationState.GRANTED)
        with statements() as seen:
            assert browser.get(f"/en/organisations?n={more}").status_code == 200
        counts.append(len(seen))

    assert counts == [8, 8]


def test_the_page_of_an_organisation_costs_the_same_with_one_seat_and_with_three(
    browse, statements
):
    organisation = an_organisation()
    browser, counts = browse(), []
    for more in (1, 2):
        for _ in range(more):
            a_committee(a_theme(), organisation)
        with statements() as seen:
            page = browser.get(f"/en/organisations/{organisation.slug}?n={more}")
        assert page.status_code == 200
        counts.append(len(seen))

    assert counts == [10, 10]


def test_a_page_shows_the_mandate_the_seats_and_the_standing(browse):
    a_kind()
    organisation = an_organisation(members=214, employees=9000, adoption=Adoption.BOARD)
    committee = a_committee(a_theme(), organisation)
    an_accreditation(organisation, AccreditationState.GRANTED)
    text = browse().get(f"/en/organisations/{organisation.slug}").text

    assert "214" in text
    assert "9,000" in text
    assert "positions adopted by the board" in text
    assert committee.code in text
    assert "Accredited by the Chamber until 31 December 2026." in text
    assert "has any effect on the right to comment" in text


def test_what_changes_a_page_makes_its_validator_new(browse):
    a_kind()
    organisation, browser = an_organisation(), browse()
    path = f"/en/organisations/{organisation.slug}"
    before = browser.get(path).headers["ETag"]
    assert browser.get(path, headers={"If-None-Match": before}).status_code == 304
    state_mandate(
        get_organisation(organisation.slug),
        members=5,
        employees=None,
        adoption=Adoption.SURVEY,
        by=a_person(),
        now=NOON,
    )
    db.session.commit()
    after = browser.get(path, headers={"If-None-Match": before})
    assert after.status_code == 200
    assert "positions adopted by a survey" in after.text


def test_a_state_enterprise_is_no_member_by_law_and_comments_all_the_same(browse):
    a_kind("state_enterprise", group=OrganisationGroup.STATE, in_chamber=False)
    a_kind("firm_large", group=OrganisationGroup.FIRM, in_chamber=True)
    state = an_organisation(kind="state_enterprise", group=OrganisationGroup.STATE)
    firm = an_organisation(kind="firm_large", group=OrganisationGroup.FIRM)
    browser = browse()

    page = browser.get(f"/en/organisations/{state.slug}").text
    assert "Not a member of the National Chamber by law." in page
    page = browser.get(f"/en/organisations/{firm.slug}").text
    assert "Member of the National Chamber by law." in page
    assert a_comment(of=state).organisation_id == state.id


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_who_filed_or_sat_within_a_year_counts_as_active(app, offset):
    edge = TODAY - ACTIVE_FOR + offset * DAY
    filed = an_organisation(last_active_on=edge)
    sat, held = an_organisation(), an_organisation()
    committee = a_committee(a_theme(), established_on=date(2020, 1, 1))
    a_seat(committee, sat, starts=date(2020, 1, 1), ends=edge)
    a_seat(committee, held, starts=TODAY + offset * DAY)
    an_organisation()
    found = set(db.session.scalars(select_organisations(Narrowing(active=True), today=TODAY)))

    assert (filed in found) == (offset > 0)
    assert (sat in found) == (offset > 0)
    assert (held in found) == (offset <= 0)


def test_those_whom_a_subject_concerns_are_found_by_chapter_sector_or_region(app):
    """Requirement R26: HS 0406 concerns those with chapter 04 or sector C in their profile."""
    dairy, steel = a_chapter("04"), a_chapter("72")
    making, farming = a_sector("C"), a_sector("A")
    by_goods = an_organisation(chapters=[dairy])
    by_sector = an_organisation(sectors=[making, farming])
    both = an_organisation(chapters=[dairy, steel], sectors=[making])
    an_organisation(chapters=[steel], sectors=[farming])
    an_organisation(chapters=[dairy], active=False)
    region = a_region("aktobe")
    near = an_organisation(region_id=region.id)

    assert interested_in(chapters=["04"], sectors=["C"]) == [by_goods, by_sector, both]
    assert interested_in(regions=["aktobe"]) == [near]
    assert interested_in() == []


def test_every_region_has_a_page_with_its_chamber_and_its_organisations(browse):
    load(now=NOON)
    db.session.commit()
    current = [record for record in records("regions") if record.get("current", True)]
    browser = browse()
    listed = browser.get("/en/regions").text

    assert len(current) == 20
    for record in current:
        assert record["name"]["en"] in listed
        assert browser.get(f"/en/regions/{record['code']}").status_code == 200
    assert "south-kazakhstan" not in listed
    assert "A former region" in browser.get("/en/regions/south-kazakhstan").text
    assert browser.get("/en/regions/atlantis").status_code == 404


def test_a_region_shows_its_chamber_first(browse):
    region = a_region("kostanay")
    a_kind("chamber_regional", group=OrganisationGroup.CHAMBER)
    facts = {"kind": "chamber_regional", "group": OrganisationGroup.CHAMBER}
    an_organisation(name=in_all("Chamber of Kostanay"), region_id=region.id, **facts)
    an_organisation(name=in_all("Mill"), region_id=region.id)
    an_organisation(name=in_all("Elsewhere"), region_id=a_region().id)
    page = browse().get("/en/regions/kostanay").text

    assert named(page) == ["Chamber of Kostanay", "Mill"]
    assert "Elsewhere" not in page
    assert page.index("Chamber of Kostanay") < page.index("Organisations of the region")
    empty = browse().get(f"/en/regions/{a_region('aktobe').code}").text
    assert "is not in the register yet" in empty
    assert "No organisation of this region is registered yet." in empty


def test_what_an_organisation_filed_is_listed_when_it_is_posted_and_under_its_name(browse):
    organisation = an_organisation()
    shown = a_posted_comment(of=organisation)
    waiting = a_comment(of=organisation)
    hidden = a_posted_comment(of=organisation)
    hidden.visibility = Visibility.COMMITTEE
    nameless = a_posted_comment(of=organisation)
    nameless.visibility = Visibility.ANONYMOUS_PUBLIC
    db.session.commit()
    text = browse().get(f"/en/organisations/{organisation.slug}/comments").text

    assert shown.number in text
    for comment in (waiting, hidden, nameless):
        assert comment.number not in text


def test_a_closed_organisation_has_no_page(browse):
    closed = an_organisation(active=False)

    for page in ("", "/comments"):
        assert browse().get(f"/en/organisations/{closed.slug}{page}").status_code == 404


def test_who_acts_for_an_organisation_is_never_public(browse):
    region = a_region()
    organisation = an_organisation(region_id=region.id, number=a_number())
    other = an_organisation()
    owner = a_member(organisation, name="Zhanar Owner", email="zhanar@secret.example")
    asking = a_person(name="Aset Asking", email="aset@secret.example")
    ask_to_join(get_organisation(organisation.slug), by=asking, now=NOON)
    invite_member(
        get_organisation(organisation.slug),
        email="invited@secret.example",
        role=MemberRole.MEMBER,
        by=owner,
        now=NOON,
    )
    db.session.commit()
    an_authority(organisation, other, given_by_id=owner.id)
    note_activity(organisation.id, on=TODAY)
    db.session.commit()
    inside = browse(owner).get(f"/en/desk/organisations/{organisation.slug}").text
    assert "aset@secret.example" in inside
    assert "invited@secret.example" in inside
    pages = [
        "/en/organisations",
        f"/en/organisations/{organisation.slug}",
        f"/en/organisations/{organisation.slug}/comments",
        "/en/regions",
        f"/en/regions/{region.code}",
    ]
    for reader in (None, asking, a_member(other)):
        browser = browse(reader)
        for page in pages:
            text = browser.get(page).text
            assert "secret.example" not in text
            assert "Zhanar" not in text
            assert "letter.pdf" not in text
        if reader is not None:
            assert browser.get(f"/en/desk/organisations/{organisation.slug}").status_code == 403


def test_a_size_is_shown_in_words(browse):
    organisation = an_organisation(size=OrganisationSize.SMALL)

    assert (
        "Small: 16 to 100 employees" in browse().get(f"/en/organisations/{organisation.slug}").text
    )


def test_an_owner_changes_what_may_change_and_states_the_mandate(browse):
    a_region("kostanay"), a_chapter("04"), a_sector("C")
    organisation = an_organisation()
    browser = browse(a_member(organisation))
    inside = f"/en/desk/organisations/{organisation.slug}"
    profile = {"region": "kostanay", "sectors": ["C"], "chapters": ["04"], "homepage": "a.kz"}
    assert browser.post(f"{inside}/profile", data=profile).status_code == 303
    refused = browser.post(f"{inside}/profile", data=profile | {"homepage": "no"})
    assert refused.status_code == 422
    assert 'value="no"' in refused.text
    mandate = {"members": "214", "employees": "", "adoption": "survey"}
    assert browser.post(f"{inside}/mandate", data=mandate).status_code == 303
    assert browser.post(f"{inside}/mandate", data=mandate | {"members": "-1"}).status_code == 422
    assert browser.post(f"{inside}/mandate", data={"members": "3"}).status_code == 422
    changed = get_organisation(organisation.slug)

    assert changed.region.code == "kostanay"
    assert changed.homepage == "https://a.kz"
    assert (changed.members, changed.employees, changed.adoption) == (214, None, Adoption.SURVEY)
    assert changed.mandate_on == TODAY
    assert 'value="214"' in browser.get(f"{inside}/mandate").text
