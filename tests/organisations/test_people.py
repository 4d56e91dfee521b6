"""Registering an organisation, and who belongs to it."""

import re
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.accounts.models import Membership, Organisation, Person
from portal.accounts.rules import MemberRole, Role
from portal.kernel import clock
from portal.kernel.database import db
from portal.kernel.errors import Missing, RuleBroken
from portal.ledger.models import Entry
from portal.organisations.actions import (
    answer_join_request,
    ask_to_join,
    change_role,
    invite_member,
    leave,
    register_organisation,
    remove_member,
    take_up_invitation,
    transfer_ownership,
    withdraw_invitation,
)
from portal.organisations.models import JoinRequest
from portal.organisations.queries import (
    find_kind,
    find_open_request,
    get_member,
    get_organisation,
    get_request,
    owners_of,
)
from portal.organisations.rules import INVITATION_LASTS
from portal.outbox.models import Letter
from tests.conftest import NOON
from tests.makers import a_person, an_organisation, in_all
from tests.organisations.makers import (
    a_chapter,
    a_kind,
    a_member,
    a_number,
    a_region,
    a_sector,
)

FORM = {
    "name-en": "Dairy Union",
    "name-source": "en",
    "kind": "assoc_national_sector",
    "size": "",
    "region": "kostanay",
    "sectors": ["C"],
    "chapters": ["04"],
    "languages": ["kk", "en"],
    "homepage": "dairy.example.kz",
}


@pytest.fixture
def reference(app):
    """What the form offers."""
    a_kind(), a_kind("firm_large"), a_region("kostanay"), a_chapter(), a_sector()


def role_of(person, organisation):
    db.session.expire_all()
    query = select(Membership.role).where(
        Membership.person_id == person.id, Membership.organisation_id == organisation.id
    )
    return db.session.scalar(query)


def membership(person, organisation):
    query = select(Membership.id).where(
        Membership.person_id == person.id, Membership.organisation_id == organisation.id
    )
    return get_member(organisation, db.session.scalars(query).one())


def letters():
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


def link_in(letter):
    return re.search(r"http://localhost(/\S+)", letter.text).group(1)


def kinds_of_entries():
    return [entry.kind for entry in db.session.scalars(select(Entry).order_by(Entry.id))]


def test_whoever_registers_an_organisation_is_its_owner(browse, reference):
    person, number = a_person(), a_number()
    answer = browse(person).post("/en/organisations/new", data=FORM | {"number": number})

    assert answer.status_code == 303
    organisation = get_organisation("dairy-union")
    assert organisation.number == number
    assert role_of(person, organisation) is MemberRole.OWNER
    organisation = get_organisation("dairy-union")
    assert organisation.region.code == "kostanay"
    assert [chapter.code for chapter in organisation.chapters] == ["04"]
    assert [sector.code for sector in organisation.sectors] == ["C"]
    assert organisation.languages == ["kk", "en"]
    assert organisation.homepage == "https://dairy.example.kz"
    assert "OrganisationRegistered" in kinds_of_entries()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"number": "123"}, "A business identification number has 12 digits."),
        ({"number": "000000000101"}, "its check digit does not fit"),
        ({"kind": ""}, "Choose the kind."),
        ({"homepage": "no homepage"}, "Write the address of the homepage"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    browse, reference, change, sentence
):
    typed = FORM | {"number": a_number(), "name-ru": "Союз «Степь»"} | change
    answer = browse(a_person()).post("/en/organisations/new", data=typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Союз «Степь»" in answer.text
    assert re.search(r'value="04"[^>]*checked|checked[^>]*value="04"', answer.text)
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 0


def test_a_name_in_one_language_suffices_and_none_does_not(browse, reference):
    browser = browse(a_person())
    typed = FORM | {"number": a_number(), "name-en": ""}
    nameless = browser.post("/en/organisations/new", data=typed)

    assert nameless.status_code == 422
    assert "Write this in at least one language." in nameless.text
    told = browser.post("/en/organisations/new", data=typed | {"name-kk": "Сүтшілер одағы"})
    assert told.status_code == 303
    assert get_organisation("sutshiler-odagy").name.source == "kk"


def test_a_number_that_is_there_already_says_no_more_than_that_and_offers_to_ask(browse, reference):
    number = a_number()
    taken = an_organisation(number=number, name=in_all("Secret Union"))
    owner, stranger = a_member(taken, name="Zhanar Owner"), a_person(name="Aset Stranger")
    browser = browse(stranger)
    answer = browser.post("/en/organisations/new", data=FORM | {"number": number})

    assert answer.status_code == 422
    assert "This organisation is registered already" in answer.text
    assert "Secret Union" not in answer.text
    assert "Zhanar" not in answer.text
    asked = browser.post("/en/organisations/join", data={"number": number})
    assert asked.status_code == 303
    assert [letter.recipient for letter in letters()] == [owner.email]
    assert "Aset Stranger" in letters()[0].text


def test_of_two_who_register_one_number_at_once_one_does(app, reference):
    """On SQLite the second waits for the first; on PostgreSQL the index decides."""
    number, people = a_number(), [a_person().id, a_person().id]
    db.session.rollback()
    together, told = threading.Barrier(2), []

    def register(person):
        with app.app_context():
            by = db.session.get_one(Person, person)
            kind = find_kind("assoc_national_sector")
            db.session.expunge_all()
            db.session.rollback()
            together.wait()
            try:
                register_organisation(
                    number=number,
                    name=in_all("Twice"),
                    kind=kind,
                    size=None,
                    region=None,
                    sectors=[],
                    chapters=[],
                    languages=[],
                    homepage="",
                    by=by,
                    now=NOON,
                )
                db.session.commit()
                told.append("registered")
            except RuleBroken as broken:
                db.session.rollback()
                told.append(broken.field)

    threads = [threading.Thread(target=register, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(told) == ["number", "registered"]
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 1
    assert db.session.scalar(select(func.count()).select_from(Membership)) == 1


def test_an_invitation_is_taken_up_once_by_the_account_of_its_address(browse):
    organisation = an_organisation()
    owner, invited = a_member(organisation), a_person()
    path = f"/en/desk/organisations/{organisation.slug}/invite"
    sent = browse(owner).post(path, data={"email": invited.email, "role": "representative"})

    assert sent.status_code == 303
    [letter] = letters()
    assert letter.recipient == invited.email
    link = link_in(letter)
    assert "Sign in" in browse().get(link).text
    reader = browse(invited)
    assert reader.get(link).status_code == 200
    assert role_of(invited, organisation) is None
    assert reader.post(link).status_code == 303
    assert role_of(invited, organisation) is MemberRole.REPRESENTATIVE
    assert reader.post(link).status_code == 404
    assert kinds_of_entries() == ["MemberInvited", "MemberJoined"]


def test_the_database_does_not_hold_what_opens_an_invitation(app):
    organisation = an_organisation()
    invitation, token = invite_member(
        organisation,
        email="x@example.org",
        role=MemberRole.MEMBER,
        by=a_member(organisation),
        now=NOON,
    )

    assert len(token) >= 43
    assert token not in invitation.token


def test_a_letter_that_is_passed_on_lets_nobody_in(browse):
    organisation = an_organisation()
    owner, other = a_member(organisation), a_person()
    _invitation, token = invite_member(
        organisation, email="meant@example.org", role=MemberRole.OWNER, by=owner, now=NOON
    )
    db.session.commit()
    answer = browse(other).post(f"/en/organisations/invitations/{token}")

    assert answer.status_code == 422
    assert "sent to another address" in answer.text
    assert role_of(other, organisation) is None


@pytest.mark.parametrize("late", [timedelta(seconds=-1), timedelta(0), timedelta(seconds=1)])
def test_an_invitation_holds_seven_days(app, late):
    organisation, invited = an_organisation(), a_person()
    _invitation, token = invite_member(
        organisation,
        email=invited.email,
        role=MemberRole.MEMBER,
        by=a_member(organisation),
        now=NOON,
    )
    at = NOON + INVITATION_LASTS + late
    if late < timedelta(0):
        take_up_invitation(token, by=invited, now=at)
        assert role_of(invited, organisation) is MemberRole.MEMBER
    else:
        with pytest.raises(Missing):
            take_up_invitation(token, by=invited, now=at)


def test_an_invitation_taken_back_or_sent_again_opens_nothing(app):
    organisation, invited = an_organisation(), a_person()
    owner = a_member(organisation)
    facts = {"email": invited.email, "role": MemberRole.MEMBER, "by": owner, "now": NOON}
    _first, earlier = invite_member(organisation, **facts)
    second, later = invite_member(organisation, **facts)
    with pytest.raises(Missing):
        take_up_invitation(earlier, by=invited, now=NOON)
    withdraw_invitation(second, organisation, by=owner, now=NOON)
    with pytest.raises(Missing):
        take_up_invitation(later, by=invited, now=NOON)
    with pytest.raises(RuleBroken):
        withdraw_invitation(second, organisation, by=owner, now=NOON)


def test_nobody_is_invited_who_belongs_to_it(app):
    organisation = an_organisation()
    owner = a_member(organisation)
    with pytest.raises(RuleBroken) as broken:
        invite_member(organisation, email=owner.email, role=MemberRole.MEMBER, by=owner, now=NOON)

    assert broken.value.field == "email"


def test_owners_let_in_whom_they_know_and_refuse_others(browse):
    organisation = an_organisation()
    owner, friend, stranger = a_member(organisation), a_person(), a_person()
    for person in (friend, stranger):
        asking = browse(person)
        asking.post(f"/en/organisations/{organisation.slug}/join")
        asking.post(f"/en/organisations/{organisation.slug}/join")
    assert len(letters()) == 2
    answering = browse(owner)
    page = answering.get(f"/en/desk/organisations/{organisation.slug}").text
    assert friend.name in page
    assert stranger.name in page
    for person, answer in ((friend, "yes"), (stranger, "no")):
        key = find_open_request(organisation.id, person.id).id
        path = f"/en/desk/organisations/{organisation.slug}/requests/{key}"
        assert answering.post(path, data={"answer": answer}).status_code == 303
        assert answering.post(path, data={"answer": answer}).status_code == 404

    assert role_of(friend, organisation) is MemberRole.REPRESENTATIVE
    assert role_of(stranger, organisation) is None
    assert [letter.recipient for letter in letters()[2:]] == [friend.email, stranger.email]


def test_the_chamber_finds_an_owner_for_whom_has_none_and_for_nobody_else(browse):
    chamber = a_person(Role.CHAMBER)
    ownerless, owned, asking = an_organisation(), an_organisation(), a_person()
    a_member(owned)
    for organisation in (ownerless, owned):
        ask_to_join(get_organisation(organisation.slug), by=asking, now=NOON)
    db.session.commit()
    browser = browse(chamber)
    desk = browser.get("/en/desk").text
    assert "which has no owner" in desk
    paths = {
        organisation: f"/en/desk/organisations/{organisation.slug}/requests/"
        f"{find_open_request(organisation.id, asking.id).id}"
        for organisation in (ownerless, owned)
    }
    assert browser.post(paths[owned], data={"answer": "yes"}).status_code == 403
    assert browser.post(paths[ownerless], data={"answer": "yes"}).status_code == 303

    assert role_of(asking, ownerless) is MemberRole.OWNER
    assert role_of(asking, owned) is None


def test_a_member_does_not_ask_to_be_let_in(app):
    organisation = an_organisation()
    member = a_member(organisation, MemberRole.MEMBER)
    with pytest.raises(RuleBroken):
        ask_to_join(get_organisation(organisation.slug), by=member, now=NOON)


def test_a_role_is_changed_and_the_member_told(browse):
    organisation = an_organisation()
    owner, member = a_member(organisation), a_member(organisation, MemberRole.MEMBER)
    key = membership(member, organisation).id
    path = f"/en/desk/organisations/{organisation.slug}/members/{key}/role"

    browser = browse(owner)
    assert browser.post(path, data={"role": "representative"}).status_code == 303
    assert role_of(member, organisation) is MemberRole.REPRESENTATIVE
    assert [letter.recipient for letter in letters()] == [member.email]
    assert browser.post(path, data={"role": "emperor"}).status_code == 422
    assert role_of(member, organisation) is MemberRole.REPRESENTATIVE


def test_a_member_of_another_organisation_is_out_of_reach(browse):
    ours, theirs = an_organisation(), an_organisation()
    owner, member = a_member(ours), a_member(theirs, MemberRole.MEMBER)
    key = membership(member, theirs).id
    browser = browse(owner)
    for verb in ("role", "owner", "removed"):
        path = f"/en/desk/organisations/{ours.slug}/members/{key}/{verb}"
        assert browser.post(path, data={"role": "member"}).status_code == 404

    assert role_of(member, theirs) is MemberRole.MEMBER


def test_an_owner_hands_over_and_stays_as_a_representative(app):
    organisation = an_organisation()
    owner, heir = a_member(organisation), a_member(organisation, MemberRole.MEMBER)
    transfer_ownership(membership(heir, organisation), organisation, by=owner, now=NOON)

    assert role_of(heir, organisation) is MemberRole.OWNER
    assert role_of(owner, organisation) is MemberRole.REPRESENTATIVE
    with pytest.raises(RuleBroken):
        transfer_ownership(membership(heir, organisation), organisation, by=owner, now=NOON)
    with pytest.raises(RuleBroken):
        transfer_ownership(membership(heir, organisation), organisation, by=heir, now=NOON)


def test_the_last_owner_neither_leaves_nor_is_made_less(browse):
    organisation = an_organisation()
    owner = a_member(organisation)
    a_member(organisation, MemberRole.REPRESENTATIVE)
    key = membership(owner, organisation).id
    inside = f"/en/desk/organisations/{organisation.slug}"
    browser = browse(owner)
    for path, data in (
        (f"{inside}/left", {}),
        (f"{inside}/members/{key}/role", {"role": "member"}),
        (f"{inside}/members/{key}/removed", {}),
    ):
        answer = browser.post(path, data=data)
        assert answer.status_code == 422
        assert "An organisation needs an owner." in answer.text
    assert role_of(owner, organisation) is MemberRole.OWNER
    a_member(organisation)
    assert browser.post(f"{inside}/left").status_code == 303
    assert role_of(owner, organisation) is None


def test_whoever_leaves_or_is_removed_acts_for_it_no_more_at_once(browse):
    organisation = an_organisation()
    owner, member = a_member(organisation), a_member(organisation, MemberRole.REPRESENTATIVE)
    reader = browse(member)
    inside = f"/en/desk/organisations/{organisation.slug}"
    assert reader.get(inside).status_code == 200
    key = membership(member, organisation).id
    assert browse(owner).post(f"{inside}/members/{key}/removed").status_code == 303

    assert reader.get(inside).status_code == 403
    assert [letter.recipient for letter in letters()] == [member.email]


def test_of_two_owners_who_leave_at_once_one_stays(app):
    organisation = an_organisation()
    owners = [a_member(organisation).id, a_member(organisation).id]
    key = organisation.id
    db.session.rollback()
    together, told = threading.Barrier(2), []

    def go(person):
        with app.app_context():
            ours = db.session.get_one(Organisation, key)
            by = db.session.get_one(Person, person)
            db.session.expunge_all()
            db.session.rollback()
            together.wait()
            try:
                leave(ours, by=by, now=NOON)
                db.session.commit()
                told.append("gone")
            except RuleBroken:
                db.session.rollback()
                told.append("stays")

    threads = [threading.Thread(target=go, args=(person,)) for person in owners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(told) == ["gone", "stays"]
    assert len(owners_of(key)) == 1


def test_each_decision_is_one_entry_that_names_nobody(app):
    organisation = an_organisation()
    owner, member, asking = a_member(organisation), a_person(), a_person()
    _invitation, token = invite_member(
        organisation, email=member.email, role=MemberRole.MEMBER, by=owner, now=NOON
    )
    take_up_invitation(token, by=member, now=NOON)
    change_role(
        membership(member, organisation),
        organisation,
        role=MemberRole.REPRESENTATIVE,
        by=owner,
        now=NOON,
    )
    remove_member(membership(member, organisation), organisation, by=owner, now=NOON)
    ask_to_join(get_organisation(organisation.slug), by=asking, now=NOON)
    request = find_open_request(organisation.id, asking.id)
    answer_join_request(
        get_request(organisation, request.id), organisation, accepted=False, by=owner, now=NOON
    )
    db.session.commit()
    entries = list(db.session.scalars(select(Entry).order_by(Entry.id)))

    assert [entry.kind for entry in entries] == [
        "MemberInvited",
        "MemberJoined",
        "MemberRoleChanged",
        "MemberRemoved",
        "MembershipAsked",
        "MembershipAnswered",
    ]
    for person in (owner, member, asking):
        assert all(person.email not in entry.content for entry in entries)
        assert all(person.name not in entry.content for entry in entries)


def test_requests_of_one_person_do_not_pile_up(app):
    organisation, person = an_organisation(), a_person()
    assert ask_to_join(get_organisation(organisation.slug), by=person, now=clock.now())
    assert not ask_to_join(get_organisation(organisation.slug), by=person, now=clock.now())
    assert db.session.scalar(select(func.count()).select_from(JoinRequest)) == 1
