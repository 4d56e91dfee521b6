"""Opening an account oneself and moving to another address: letters that are answered."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.actions import create_person, forget_wishes
from portal.accounts.models import Guest, Invitation, Move, Person, SignUp
from portal.accounts.queries import token_hash
from portal.kernel.database import db
from portal.ledger.models import Entry
from portal.outbox.models import Letter
from tests.accounts.makers import PASSWORD, a_member, give_password
from tests.conftest import NOON
from tests.makers import a_person

ASKED = {"name": "Дана  Сейітқызы", "email": "Dana@Example.kz", "locale": "kk"}


def ask(client, **changed):
    return client.post("/en/sign-up", data=ASKED | changed)


def links(to):
    texts = db.session.scalars(
        select(Letter.text).where(Letter.recipient == to).order_by(Letter.id)
    )
    return [link for text in texts for link in re.findall(r"http://localhost(/\S+)", text)]


def link(to, part):
    return [found for found in links(to) if part in found][-1]


def move(client, email="new@example.kz"):
    return client.post("/en/account/address", data={"email": email})


def test_a_stranger_opens_an_account_by_the_link_of_a_letter(browse):
    client = browse()
    assert client.get("/en/sign-up").status_code == 200

    answer = ask(client)

    assert (answer.status_code, answer.location) == (303, "/en/sign-up?sent=yes")
    assert "on its way" in client.get(answer.location).text
    assert db.session.scalars(select(Person)).all() == []
    path = link("dana@example.kz", "/kk/sign-up/")
    assert "Дана Сейітқызы" in client.get(path).text
    assert db.session.scalars(select(Person)).all() == []
    weak = client.post(path, data={"password": "password1234"})
    assert weak.status_code == 422
    assert client.post(path, data={"password": PASSWORD}).location == "/kk/sign-in"
    person = db.session.scalars(select(Person)).one()
    assert (person.email, person.locale) == ("dana@example.kz", "kk")
    assert give_password(client, person).location == "/en/desk"
    assert client.get("/en/account").status_code == 200
    assert client.get(path).status_code == 404
    assert client.post(path, data={"password": PASSWORD}).status_code == 404


def test_the_link_lives_seven_days_and_is_kept_as_a_hash(browse, stopped_clock):
    ask(browse())
    path = link("dana@example.kz", "/sign-up/")
    token = path.rpartition("/")[2]

    assert db.session.scalars(select(SignUp.token)).one() == token_hash(token)
    assert len(token) >= 43
    stopped_clock(NOON + timedelta(days=7))
    assert browse().get(path).status_code == 404
    assert browse().post(path, data={"password": PASSWORD}).status_code == 404
    stopped_clock(NOON + timedelta(days=7, seconds=-1))
    assert browse().get(path).status_code == 200


def test_the_answer_and_the_work_are_the_same_whether_the_address_has_an_account(
    browse, statements
):
    known, closed = a_member(), a_member(disabled_at=NOON)
    a_person()
    seen = {}
    for email in (known.email, closed.email, "nobody@example.kz"):
        client = browse()
        with statements() as made:
            answer = ask(client, email=email)
        bodies = (answer.status_code, answer.location, client.get(answer.location).text)
        said = [re.sub(r"\s+", " ", statement) for statement in made.seen]
        seen[email] = (*bodies, *said)

    assert len({tuple(told) for told in seen.values()}) == 1
    assert len(db.session.scalars(select(Person)).all()) == 3
    kinds = db.session.scalars(select(Entry.kind)).all()
    assert kinds == ["AccountWished"] * 3


def test_the_owner_of_an_account_gets_a_letter_that_says_so_and_opens_nothing(browse):
    known, closed = a_member(), a_member(disabled_at=NOON)
    for person in (known, closed):
        ask(browse(), email=person.email.upper(), name="Somebody Else")

    first, second = db.session.scalars(select(Letter).order_by(Letter.id))
    assert "already" in first.subject
    assert known.name in first.text
    assert "Somebody Else" not in first.text
    assert "/sign-in/forgotten" in first.text
    assert "is closed" in second.text
    assert not [found for found in links(known.email) if "/sign-up" in found]


def test_an_account_opened_meanwhile_is_not_taken_over(browse):
    ask(browse(), locale="en")
    path = link("dana@example.kz", "/sign-up/")
    create_person(email="dana@example.kz", name="Dana", locale="ru", by=Guest(), now=NOON)
    db.session.commit()

    answer = browse().post(path, data={"password": PASSWORD})

    assert answer.status_code == 422
    assert "account with this address already" in answer.text
    assert db.session.scalars(select(Person.password)).one() is None


def test_of_two_wishes_for_one_address_the_first_link_used_serves(browse):
    for _ in range(2):
        ask(browse())
    first, second = [x for x in links("dana@example.kz") if "/sign-up/" in x]

    assert browse().post(second, data={"password": PASSWORD}).status_code == 303
    assert browse().post(first, data={"password": PASSWORD}).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"email": "no address"}, {"name": ""}, {"locale": "de"}, {"email": "a@b\r\nc"}]
)
def test_what_is_missing_gets_a_sentence_and_the_rest_is_kept(browse, wrong):
    answer = ask(browse(), **wrong)

    assert answer.status_code == 422
    assert wrong.get("name", "Дана") in answer.text
    assert db.session.scalars(select(Letter)).all() == []


def test_wishes_are_limited_for_an_address_and_for_a_source(browse):
    client = browse()
    spellings = ("dana@example.kz", "DANA@example.kz", " dana@example.kz")
    assert [ask(client, email=email).status_code for email in spellings] == [303] * 3
    assert ask(client).status_code == 429
    others = [ask(client, email=f"x{n}@example.kz").status_code for n in range(7)]

    assert others == [303] * 6 + [429]


def test_what_nobody_confirmed_is_swept_and_the_rest_stays(browse):
    ask(browse())
    person = a_member()
    move(browse(person))

    assert forget_wishes(NOON + timedelta(days=1)) == 0
    assert forget_wishes(NOON + timedelta(days=1, seconds=1)) == 1
    assert forget_wishes(NOON + timedelta(days=7)) == 0
    assert forget_wishes(NOON + timedelta(days=7, seconds=1)) == 1
    assert db.session.scalars(select(SignUp)).all() == db.session.scalars(select(Move)).all() == []
    assert len(db.session.scalars(select(Person)).all()) == 1


def test_an_address_is_changed_by_the_new_one_and_told_to_the_old_one(browse):
    person = a_member()
    old = person.email
    client, stranger = browse(person), browse()

    assert "on its way" in client.get(move(client).location).text
    path = link("new@example.kz", "/account/address/")
    assert links(old) == []
    assert "new@example.kz" in stranger.get(path).text
    assert db.session.get(Person, person.id).email == old
    assert stranger.post(path).status_code == 303

    assert db.session.get(Person, person.id).email == "new@example.kz"
    assert stranger.post(path).status_code == 404
    assert "/account/address/back/" in link(old, "/account/address/")
    assert client.get("/en/account").status_code == 200


def test_the_old_address_takes_the_change_back_within_seven_days(browse, stopped_clock):
    person = a_member()
    old = person.email
    client = browse(person)
    move(client)
    browse().post(link("new@example.kz", "/account/address/"))
    move(client, "third@example.kz")
    browse().post(link("third@example.kz", "/account/address/"))
    back, later_back = link(old, "/back/"), link("new@example.kz", "/back/")
    stopped_clock(NOON + timedelta(days=7))
    assert browse().get(back).status_code == 404
    stopped_clock(NOON + timedelta(days=7, seconds=-1))

    assert old in browse().get(back).text
    assert db.session.get(Person, person.id).email == "third@example.kz"
    assert browse().post(back).status_code == 303

    kept = db.session.get(Person, person.id)
    assert (kept.email, kept.password) == (old, None)
    assert client.get("/en/account").status_code == 401
    assert browse().post(back).status_code == 404
    assert browse().post(later_back).status_code == 404
    assert browse().post(link(old, "/invitation/"), data={"password": PASSWORD}).status_code == 303
    assert give_password(browse(), kept).status_code == 303


def test_links_that_lie_at_the_old_address_open_nothing_after_a_change(browse):
    person = a_member()
    client = browse(person)
    browse().post("/en/sign-in/forgotten", data={"email": person.email})
    assert db.session.scalars(select(Invitation.used_at)).one() is None
    reset = link(person.email, "/invitation/")
    move(client)

    browse().post(link("new@example.kz", "/account/address/"))

    assert browse().get(reset).status_code == 404


def test_a_taken_address_is_not_told_and_not_given(browse, statements):
    person, other = a_member(), a_member()
    client = browse(person)
    told = []
    for email in (other.email, "free@example.kz"):
        with statements() as made:
            answer = move(client, email)
        told.append((answer.status_code, answer.location, len(made)))

    assert told[0] == told[1]
    assert not [found for found in links(other.email) if "/account/address/" in found]
    assert "already" in db.session.scalars(select(Letter.subject)).first()
    own = move(client, person.email)
    assert own.status_code == 422


def test_an_address_that_was_taken_meanwhile_is_refused(browse):
    person = a_member()
    move(browse(person))
    a_member(email="new@example.kz")

    answer = browse().post(link("new@example.kz", "/account/address/"))

    assert answer.status_code == 422
    assert "account with this address already" in answer.text
    assert db.session.get(Person, person.id).email == person.email
