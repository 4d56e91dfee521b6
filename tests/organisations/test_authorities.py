"""Acting for an organisation, and filing for another by letter of authority."""

import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.accounts.models import Guest, Membership
from portal.accounts.queries import get_person
from portal.accounts.rules import Adoption, MemberRole, Role
from portal.comments.models import Comment
from portal.comments.queries import get_comment
from portal.comments.rules import Capacity
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.organisations.models import Authority
from portal.organisations.queries import get_organisation, owners_of
from portal.organisations.rules import Scope
from portal.outbox.models import Letter
from portal.outbox.owed import write_owed
from tests.attachments.makers import PDF
from tests.comments.makers import a_comment, posted
from tests.conftest import NOON
from tests.makers import a_docket, a_notice, a_person, a_theme, an_organisation, in_all
from tests.organisations.makers import a_member, a_number, an_authority

FIRST, LAST = date(2026, 4, 1), date(2026, 4, 30)
MIDNIGHT = datetime(2026, 4, 30, 19, tzinfo=UTC)
"""In legal time the first moment of May."""


def filed_by_letter(authority, *, by, notice=None, now=NOON):
    notice = notice or a_notice()
    return a_comment(
        notice=notice,
        by=get_person(by.id) if by.id else by,
        organisation_id=authority.giver_id,
        capacity=Capacity.ON_BEHALF_OF_CLIENT,
        authority_id=authority.id,
        now=now,
    )


def choices(browser, notice):
    return browser.get(f"/en/notices/{notice.number}/comment").text


@pytest.fixture
def pair(app):
    """Who gives a letter, who holds it, and a representative of the latter."""
    client = an_organisation(name=in_all("Client Mill"))
    agent = an_organisation(name=in_all("Law Office"))
    return client, agent, a_member(agent, MemberRole.REPRESENTATIVE)


def test_an_owner_gives_a_letter_and_the_owners_of_the_other_side_are_told(browse):
    client, agent = an_organisation(), an_organisation(number=a_number())
    owner, lawyer = a_member(client), a_member(agent)
    typed = {
        "holder": agent.number,
        "scope": "all",
        "theme": "",
        "starts_on": FIRST.isoformat(),
        "ends_on": LAST.isoformat(),
    }
    path = f"/en/desk/organisations/{client.slug}/authorities/new"
    browser = browse(owner)
    without = browser.post(path, data=typed)
    answer = browser.post(path, data=typed | {"files": (io.BytesIO(PDF), "letter.pdf")})

    assert without.status_code == 422
    assert "Choose the file." in without.text
    assert answer.status_code == 303
    authority = db.session.scalars(select(Authority)).one()
    assert (authority.giver_id, authority.holder_id) == (client.id, agent.id)
    assert (authority.starts_on, authority.ends_on) == (FIRST, LAST)
    assert [letter.recipient for letter in db.session.scalars(select(Letter))] == [lawyer.email]
    page = browser.get(f"/en/desk/organisations/{client.slug}").text
    assert "may file in your name" in page
    letter = f"/en/desk/authorities/{authority.id}/letter"
    for reader in (browser, browse(lawyer), browse(a_person(Role.CHAMBER))):
        with reader.get(letter) as handed_out:
            assert handed_out.data == PDF
    for stranger in (None, a_person(), a_person(Role.ANALYST)):
        assert browse(stranger).get(letter).status_code == 404


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"holder": "999"}, "No organisation with this number is in the register."),
        ({"ends_on": "2026-03-31"}, "The last day comes before the first."),
        ({"ends_on": "soon"}, "Last day"),
        ({"scope": "theme"}, "Choose the theme."),
        ({"scope": "docket", "docket": "X-1"}, "There is no docket with this number."),
        ({"files": (io.BytesIO(b"MZ"), "letter.pdf")}, "is not what its ending says"),
    ],
)
def test_a_letter_that_cannot_hold_is_refused_beside_its_field(browse, change, sentence):
    client, agent = an_organisation(), an_organisation(number=a_number())
    typed = {
        "holder": agent.number,
        "scope": "all",
        "theme": "",
        "starts_on": FIRST.isoformat(),
        "ends_on": LAST.isoformat(),
        "files": (io.BytesIO(PDF), "letter.pdf"),
    } | change
    answer = browse(a_member(client)).post(
        f"/en/desk/organisations/{client.slug}/authorities/new", data=typed
    )

    assert answer.status_code == 422
    assert sentence in answer.text
    assert agent.number in answer.text or "holder" in change
    assert db.session.scalar(select(Authority)) is None


def test_whoever_represents_the_holder_may_choose_the_giver(browse, pair):
    client, agent, lawyer = pair
    an_authority(client, agent)
    notice = a_notice()
    onlooker = a_member(agent, MemberRole.MEMBER)

    assert "Client Mill, by letter of authority to Law Office" in choices(browse(lawyer), notice)
    assert "Client Mill" not in choices(browse(onlooker), notice)
    assert "Client Mill" not in choices(browse(a_person()), notice)


def test_the_public_page_says_who_filed_for_whom(browse, pair):
    client, agent, lawyer = pair
    comment = posted(filed_by_letter(an_authority(client, agent), by=lawyer))
    page = browse().get(f"/en/comments/{comment.number}").text

    assert (comment.organisation_id, comment.agent_id) == (client.id, agent.id)
    assert "Filed by Law Office for Client Mill, by letter of authority." in page
    assert lawyer.name not in page
    listed = browse().get(f"/en/organisations/{client.slug}/comments").text
    assert comment.number in listed
    assert "Law Office" in listed


def test_it_is_chosen_checked_and_filed_in_the_form(browse, pair):
    client, agent, lawyer = pair
    authority, notice = an_authority(client, agent), a_notice()
    form = {
        "key": "a" * 32,
        "speaker": f"{client.id}:on_behalf_of_client:{authority.id}",
        "region_id": "",
        "locale": "en",
        "stance": "oppose",
        "points-0-text": "The quota is too small.",
        "declaration": "y",
    }
    browser = browse(lawyer)
    path = f"/en/notices/{notice.number}/comment"
    check = browser.post(path, data=form | {"step": "check"})
    assert check.status_code == 200
    assert "Filed by Law Office for Client Mill" in check.text
    assert browser.post(path, data=form | {"step": "file"}).status_code == 303
    comment = db.session.scalars(select(Comment)).one()
    assert comment.agent_id == agent.id
    tells_the_owners_of(client, comment)
    db.session.get_one(Authority, authority.id).ended_at = NOON
    db.session.commit()
    refused = browser.post(path, data=form | {"step": "file", "key": "b" * 32})
    assert refused.status_code == 422
    assert len(list(db.session.scalars(select(Comment)))) == 1


def tells_the_owners_of(client, comment):
    """Check that those who own the giver, and nobody else, hear of it."""
    assert write_owed(NOON)
    letters = db.session.scalars(select(Letter).where(Letter.key.startswith("filed-for-you")))
    told = {letter.recipient: letter for letter in letters}
    assert set(told) == {owner.email for owner in owners_of(client.id)}
    for letter in told.values():
        assert letter.subject == "Law Office filed a comment in the name of Client Mill"
        assert f"/en/comments/{comment.number}" in letter.text
        assert f"/en/desk/organisations/{client.slug}" in letter.html
        assert "The quota is too small." not in letter.text + letter.html


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_it_holds_from_its_first_day_to_its_last(pair, offset):
    client, agent, lawyer = pair
    notice = a_notice(opens="2026-03-01", closes="2026-06-01")
    for edge, inside in ((FIRST, offset >= 0), (LAST, offset <= 0)):
        authority = an_authority(client, agent)
        day = datetime.combine(edge + offset * timedelta(days=1), NOON.timetz())
        if inside:
            assert filed_by_letter(authority, by=lawyer, notice=notice, now=day).agent_id
        else:
            with pytest.raises(RuleBroken):
                filed_by_letter(authority, by=lawyer, notice=notice, now=day)


def test_it_ends_the_same_night(pair):
    client, agent, lawyer = pair
    authority = an_authority(client, agent)
    second = timedelta(seconds=1)

    assert filed_by_letter(authority, by=lawyer, now=MIDNIGHT - second).agent_id == agent.id
    with pytest.raises(RuleBroken):
        filed_by_letter(authority, by=lawyer, now=MIDNIGHT)


def test_it_covers_its_theme_or_its_docket_and_nothing_else(pair):
    client, agent, lawyer = pair
    theme = a_theme()
    covered, other = a_notice(a_docket(theme)), a_notice(a_docket(a_theme()))
    for facts in (
        {"scope": Scope.THEME, "theme_id": theme.id},
        {"scope": Scope.DOCKET, "docket_id": covered.docket_id},
    ):
        authority = an_authority(client, agent, **facts)
        assert filed_by_letter(authority, by=lawyer, notice=covered).agent_id == agent.id
        with pytest.raises(RuleBroken) as broken:
            filed_by_letter(authority, by=lawyer, notice=other)
        assert broken.value.field == "speaker"


@pytest.mark.parametrize("who", ["stranger", "member", "client", "guest"])
def test_nobody_else_files_under_it(pair, who):
    client, agent, _lawyer = pair
    authority = an_authority(client, agent)
    people = {
        "stranger": a_person(),
        "member": a_member(agent, MemberRole.MEMBER),
        "client": a_member(client),
        "guest": Guest(),
    }
    with pytest.raises(RuleBroken):
        filed_by_letter(authority, by=people[who])


def test_a_letter_of_one_organisation_is_none_of_another(pair):
    client, agent, lawyer = pair
    authority, client_of_others = an_authority(client, agent), an_organisation().id
    with pytest.raises(RuleBroken):
        a_comment(
            notice=a_notice(),
            by=get_person(lawyer.id),
            organisation_id=client_of_others,
            capacity=Capacity.ON_BEHALF_OF_CLIENT,
            authority_id=authority.id,
        )


@pytest.mark.parametrize("side", ["giver", "holder"])
def test_either_owner_ends_it_at_once(browse, pair, side):
    client, agent, lawyer = pair
    authority = an_authority(client, agent)
    owner = a_member(client if side == "giver" else agent)
    answer = browse(owner).post(f"/en/desk/authorities/{authority.id}/ended")

    assert answer.status_code == 303
    with pytest.raises(RuleBroken):
        filed_by_letter(db.session.get_one(Authority, authority.id), by=lawyer)


def test_a_person_sees_for_whom_they_act_and_a_membership_that_ends_ends_it(browse):
    first, second = an_organisation(), an_organisation(name=in_all("Second Union"))
    person = a_member(first)
    db.session.add(
        Membership(person_id=person.id, organisation_id=second.id, role=MemberRole.REPRESENTATIVE)
    )
    db.session.commit()
    browser, notice = browse(person), a_notice()
    assert "Acting for:" in browser.get("/en/desk").text
    assert "myself" in browser.get("/en/desk").text
    chosen = browser.post("/en/desk/acting", data={"organisation": second.slug})
    assert chosen.status_code == 303
    for page in ("/en/desk", "/en/notices", "/en/organisations"):
        assert "Acting for: <bdi>Second Union" in browser.get(page).text
    form = choices(browser, notice)
    assert re.search(rf'<input checked[^>]*value="{second.id}:on_behalf_of_members"', form)
    query = select(Membership).where(
        Membership.person_id == person.id, Membership.organisation_id == second.id
    )
    db.session.delete(db.session.scalars(query).one())
    db.session.commit()
    assert "Second Union" not in browser.get("/en/desk").text
    assert "Second Union" not in choices(browser, notice)


def test_whoever_has_one_organisation_is_not_asked_for_whom(browse):
    page = browse(a_member(an_organisation())).get("/en/desk").text

    assert "Acting for:" not in page


def test_nobody_acts_for_what_they_do_not_belong_to(browse):
    theirs, mine = an_organisation(), an_organisation()
    browser = browse(a_member(mine))
    refused = browser.post("/en/desk/acting", data={"organisation": theirs.slug})

    assert refused.status_code == 403


def test_a_filing_keeps_what_the_mandate_card_said_then(browse):
    organisation = an_organisation(members=214, adoption=Adoption.BOARD)
    comment = posted(a_comment(of=organisation))
    get_organisation(organisation.slug).members = 9
    db.session.commit()
    page = browse().get(f"/en/comments/{comment.number}").text

    assert "speaks for 214 members; positions adopted by the board" in page
    assert get_comment(comment.number).members == 214


def test_filing_makes_an_organisation_active(app):
    organisation = an_organisation()
    a_comment(of=organisation)
    db.session.expire_all()
    assert get_organisation(organisation.slug).last_active_on == date(2026, 4, 20)
    a_comment(of=get_organisation(organisation.slug), now=NOON - timedelta(days=3))
    db.session.expire_all()
    assert get_organisation(organisation.slug).last_active_on == date(2026, 4, 20)
