"""Nothing of a draft reaches anybody but those who sit in its committees."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.rules import Role
from portal.kernel.clock import end_of, legal_day
from portal.kernel.database import db
from portal.ledger.models import Entry
from portal.opinions import actions
from portal.opinions.rules import Choice
from portal.outbox.models import Letter
from portal.register.models import Notice
from portal.register.queries import get_notice
from tests.conftest import NOON
from tests.makers import a_person, a_seat, an_agency, an_organisation
from tests.opinions.makers import (
    a_draft_opinion,
    a_notice_for,
    a_table,
    a_wording,
    adopted,
    deciding,
    filed,
    invited,
    put_to_vote,
    vote,
)
from tests.search.makers import findable

SECRETS = {
    "title": "Zaphod",
    "body": "Trillian",
    "ask": "Marvin",
    "point": "Slartibartfast",
    "remark": "Vogon",
    "recusal": "Krikkit",
    "dissent": "Magrathea",
}


@pytest.fixture
def world(app):
    """Two committees that write together, with a word of its own in every field."""
    ours, other = a_table(others=True), a_table()
    notice = a_notice_for(ours)
    number_of_notice = notice.number
    wording = a_wording(SECRETS["ask"], title=SECRETS["title"], body=f"{SECRETS['body']} and more.")
    point = wording.points[0].__class__(ask=SECRETS["ask"], text=SECRETS["point"])
    wording = wording.__class__(title=wording.title, locale="en", body=wording.body, points=[point])
    number = a_draft_opinion(ours, wording, notice=notice)
    member = ours.members[0]
    draft = deciding(number, member)
    actions.remark(draft, draft.latest, text=SECRETS["remark"], by=member, now=NOON)
    db.session.commit()
    actions.step_aside(
        deciding(number, ours.members[2]),
        item=0,
        reason=SECRETS["recusal"],
        by=ours.members[2],
        now=NOON,
    )
    db.session.commit()
    invited(number, ours, other)
    actions.answer_invitation(
        deciding(number, other.chair),
        committee=other.committee,
        joins=True,
        by=other.chair,
        now=NOON,
    )
    db.session.commit()
    put_to_vote(number, ours)
    for table in (ours, other):
        for person in table.voters:
            if person is not ours.members[2]:
                vote(number, person, Choice.AGAINST if person is member else Choice.FOR)
    actions.dissent(deciding(number, member), ask=SECRETS["dissent"], text="", by=member, now=NOON)
    db.session.commit()
    return number, ours, other, get_notice(str(number_of_notice))


def _strangers():
    agency = an_agency()
    yield "guest", None
    yield "citizen", a_person()
    yield "member of another committee", a_table().chair
    for role in Role:
        yield role.value, a_person(role, at=agency)
        yield f"{role.value} everywhere", a_person(role)
    yield "everything at once", a_person(*Role)


def _reads(browser, path):
    """Return how an address answers, and which of the words its page has."""
    answer = browser.get(path)
    return answer.status_code, [word for word in SECRETS.values() if word in answer.text]


def _addresses(app, number, code):
    """Every address of the room that takes the number of a draft, or a workspace."""
    values = {"locale": "en", "number": number, "code": code, "version": 1}
    for rule in app.url_map.iter_rules():
        named = rule.arguments - {"locale"}
        if rule.endpoint.startswith("opinions.") and "/my/" in rule.rule and named:
            known = {name: values[name] for name in rule.arguments}
            for method in sorted(set(rule.methods) & {"GET", "POST"}):
                yield method, app.url_map.bind("localhost").build(rule.endpoint, known)


def test_every_address_of_a_draft_is_missing_for_everyone_else(app, browse, world):
    number, ours, _other, _notice = world
    addresses = list(_addresses(app, number, ours.committee.code))
    assert len(addresses) == 20
    for name, person in _strangers():
        browser = browse(person)
        for method, path in addresses:
            answer = browser.open(path, method=method)
            assert answer.status_code == 404, (name, method, path)
            assert not [word for word in SECRETS.values() if word in answer.text]


def test_what_is_hidden_looks_like_what_never_was(browse, world):
    number, ours, _other, _notice = world
    browser = browse(a_person(*Role))

    for hidden, never in (
        (f"/en/my/opinions/{number}", "/en/my/opinions/OP-0000-0000-0000"),
        (f"/en/my/committees/{ours.committee.code}", "/en/my/committees/C-NONE"),
    ):
        seen, unseen = browser.get(hidden), browser.get(never)
        name = hidden.rpartition("/")[2], never.rpartition("/")[2]
        assert seen.text.replace(*name) == unseen.text
        assert "no-store" in seen.headers["Cache-Control"]


def test_those_who_sit_there_see_all_of_it(browse, world):
    number, ours, other, _notice = world

    for person in (ours.chair, ours.observer, ours.liaison, ours.secretary, other.members[0]):
        status, words = _reads(browse(person), f"/en/my/opinions/{number}")
        assert status == 200
        assert sorted(words) == sorted(SECRETS.values())


def test_no_public_page_feed_table_letter_or_entry_has_a_word_of_it(app, browse, world):
    number, ours, other, notice = world
    docket = notice.docket.number
    before = browse(a_person(*Role))
    paths = [
        "/en/",
        "/en/notices",
        f"/en/notices/{notice.number}",
        f"/en/dockets/{docket}",
        f"/en/dockets/{docket}/comments",
        f"/en/dockets/{docket}/answers",
        f"/en/committees/{ours.committee.code}",
        f"/en/committees/{ours.committee.code}/opinions",
        f"/en/committees/{other.committee.code}/opinions",
        "/en/committees",
        "/en/ledger",
        "/en/desk",
        "/en/desk/moderation",
        "/en/desk/answers",
        f"/en/desk/dockets/{docket}/points",
        "/en/my/comments",
        "/en/my/committees",
    ]
    with app.test_request_context():
        paths += [
            app.url_for("feeds.docket", locale="en", number=docket),
            app.url_for("feeds.comments", locale="en", number=docket),
            app.url_for("feeds.register", locale="en"),
        ]
    for path in paths:
        status, words = _reads(before, path)
        assert status == 200, path
        assert words == [], path
        assert number not in before.get(path).text, path
    findable(get_notice(db.session.scalars(select(Notice.number)).first()))
    assert docket not in before.get(f"/en/search?q={SECRETS['ask']}").text
    assert docket in before.get(f"/en/search?q={docket}").text
    for entry in db.session.scalars(select(Entry).where(Entry.kind.startswith("Opinion"))):
        assert not entry.public
        assert entry.docket is None
        assert not [word for word in SECRETS.values() if word in entry.content]
        assert ours.committee.code not in entry.content
    for letter in db.session.scalars(select(Letter)):
        assert not [word for word in SECRETS.values() if word in letter.text + letter.html]


def test_a_draft_changes_no_count_and_no_page_of_the_docket(browse, world):
    _number, ours, _other, notice = world
    path = f"/en/dockets/{notice.docket.number}"
    guest = browse()
    first = guest.get(path)

    second_draft = a_draft_opinion(ours, notice=get_notice(str(notice.number)))
    put_to_vote(second_draft, ours)

    again = guest.get(path)
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.text == first.text


def test_everyone_reads_it_from_the_filing_on(browse, world):
    number, ours, _other, _notice = world
    comment = filed(number, ours)

    for person in (None, a_person(Role.NEGOTIATOR), a_person(Role.ADMINISTRATOR)):
        status, words = _reads(browse(person), f"/en/opinions/{comment.number}")
        assert status == 200
        shown = {"title", "body", "ask", "point", "recusal", "dissent"}
        assert set(words) == {SECRETS[name] for name in shown}
        assert browse(a_person()).get(f"/en/my/opinions/{number}").status_code == 404


@pytest.mark.parametrize("role", [Role.CHAMBER, Role.MODERATOR])
def test_a_role_beside_the_seat_neither_opens_nor_closes_it(browse, role):
    table = a_table()
    number = a_draft_opinion(table)
    organisation = an_organisation()
    both = a_person(role, of=organisation)
    stranger = a_person(role, of=organisation)
    a_seat(table.committee, organisation, holder=both)

    assert browse(both).get(f"/en/my/opinions/{number}").status_code == 200
    assert browse(stranger).get(f"/en/my/opinions/{number}").status_code == 404


def test_after_the_last_day_of_a_term_there_is_nothing_from_midnight_on(browse, stopped_clock):
    table = a_table()
    number = a_draft_opinion(table)
    organisation = an_organisation()
    leaving = a_person(of=organisation)
    today = legal_day(NOON)
    a_seat(table.committee, organisation, holder=leaving, ends=today)
    midnight = end_of(today)
    browser = browse(leaving)

    stopped_clock(midnight - timedelta.resolution)
    assert browser.get(f"/en/my/opinions/{number}").status_code == 200
    assert browser.get(f"/en/my/committees/{table.committee.code}").status_code == 200
    stopped_clock(midnight)
    assert browser.get(f"/en/my/opinions/{number}").status_code == 404
    assert browser.get(f"/en/my/committees/{table.committee.code}").status_code == 404
    assert "On excluded goods" not in browser.get("/en/desk").text


def test_a_secretary_who_is_replaced_sees_nothing_any_more(browse):
    table = a_table()
    number = a_draft_opinion(table)
    browser = browse(table.secretary)
    assert browser.get(f"/en/my/opinions/{number}").status_code == 200

    table.committee.secretary_id = a_person(Role.CHAMBER).id
    db.session.commit()
    assert browser.get(f"/en/my/opinions/{number}").status_code == 404


def test_filing_by_another_hand_is_refused(browse, world):
    number, ours, other, _notice = world

    for person in (ours.members[0], ours.secretary, other.chair):
        assert browse(person).post(f"/en/my/opinions/{number}/filing").status_code == 403
    again = a_draft_opinion(ours)
    adopted(again, ours)
    assert browse(ours.chair).post(f"/en/my/opinions/{again}/filing").status_code == 303
