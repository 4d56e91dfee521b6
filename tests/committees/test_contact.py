"""Writing to a theme: both boxes get it, nobody is named in the ledger, nobody is spammed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.kernel.database import db
from portal.ledger.models import Entry
from portal.outbox.delivery import deliver
from portal.outbox.models import Letter
from tests.committees.makers import TODAY
from tests.makers import a_committee, a_person, a_theme
from tests.negotiations.makers import a_group
from tests.outbox.smtp import Mailbox, mail_server

QUESTION = {
    "to": ["group", "committee"],
    "name": "Botagoz Sarsen",
    "email": "Botagoz@mail.example",
    "words": "Which rule of origin holds for felt?",
}


@pytest.fixture
def mailbox(app, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "PORTAL_MAIL_FOLDER", str(tmp_path))
    box = Mailbox()
    with mail_server(box) as url:
        monkeypatch.setitem(app.config, "PORTAL_SMTP", url)
        yield box


def a_pair():
    theme = a_theme("ROO")
    a_group(theme, mailbox="group.roo@ministry.example")
    a_committee(theme, mailbox="chair.roo@chamber.example")
    return theme


def recipients():
    return sorted(db.session.scalars(select(Letter.recipient)))


def test_a_question_reaches_both_boxes_by_a_real_server(browse, mailbox):
    a_pair()
    answer = browse().post("/en/themes/ROO/contact", data=QUESTION)
    assert answer.status_code == 303
    while deliver(datetime.now(UTC)):
        pass

    got = {str(letter["To"]): letter for letter in mailbox.letters}

    assert set(got) == {
        "group.roo@ministry.example",
        "chair.roo@chamber.example",
        "botagoz@mail.example",
    }
    for box in ("group.roo@ministry.example", "chair.roo@chamber.example"):
        letter = got[box]
        assert letter["Reply-To"] == "botagoz@mail.example"
        assert letter["From"] == "portal@portal.example"
        text = letter.get_body(("plain",)).get_content()
        assert QUESTION["words"] in text
        assert "Botagoz Sarsen" in text
    receipt = got["botagoz@mail.example"]
    assert receipt["Reply-To"] is None
    number = str(receipt["Subject"]).rpartition(", ")[2]
    assert number.startswith("M-")
    assert number in str(got["group.roo@ministry.example"]["Subject"])


def test_what_has_to_be_filled_in_is_not_called_optional(browse):
    a_pair()
    assert "(optional)" not in browse().get("/en/themes/ROO/contact").text


@pytest.mark.parametrize(
    ("to", "boxes"),
    [
        (["group"], ["botagoz@mail.example", "group.roo@ministry.example"]),
        (["committee"], ["botagoz@mail.example", "chair.roo@chamber.example"]),
    ],
)
def test_one_side_may_be_chosen(browse, to, boxes):
    a_pair()
    browse().post("/en/themes/ROO/contact", data=QUESTION | {"to": to})
    assert recipients() == boxes


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"words": " "}, "Write your question."),
        ({"email": "nobody"}, "whole e-mail address"),
        ({"email": "a@b.example\r\nBcc: victim@mail.example"}, "whole e-mail address"),
        ({"name": ""}, "Write your name."),
        ({"to": []}, "Choose whom you write to."),
    ],
)
def test_what_cannot_be_sent_is_refused_and_kept_on_the_page(browse, facts, said):
    a_pair()
    answer = browse().post("/en/themes/ROO/contact", data=QUESTION | facts)
    assert answer.status_code == 422
    assert said in answer.text
    assert facts.get("name", QUESTION["name"]) in answer.text
    assert recipients() == []


def test_nothing_that_is_typed_becomes_a_header(browse, mailbox):
    a_pair()
    name = "Botagoz\r\nBcc: victim@mail.example\r\n\r\nHello"
    words = "Subject: other\r\nBcc: victim@mail.example\r\n.\r\nQUIT"
    browse().post("/en/themes/ROO/contact", data=QUESTION | {"name": name, "words": words})
    while deliver(datetime.now(UTC)):
        pass
    assert len(mailbox.letters) == 3
    for letter in mailbox.letters:
        assert letter["Bcc"] is None
        assert "other" not in str(letter["Subject"])
    assert "victim@mail.example" not in mailbox.recipients


def test_a_stranger_sends_nobody_words_by_our_hand(browse):
    a_pair()
    browse().post("/en/themes/ROO/contact", data=QUESTION)
    receipt = db.session.scalars(
        select(Letter).where(Letter.recipient == "botagoz@mail.example")
    ).one()
    assert QUESTION["words"] not in receipt.text + receipt.html
    assert "Its number is M-" in receipt.text


def test_whoever_is_signed_in_gets_their_words_back_at_their_own_address_only(browse):
    a_pair()
    person = a_person()
    browser = browse(person)
    assert person.email in browser.get("/en/themes/ROO/contact").text
    browser.post("/en/themes/ROO/contact", data=QUESTION | {"email": person.email})
    browser.post("/en/themes/ROO/contact", data=QUESTION | {"email": "else@mail.example"})
    kept = {x.recipient: x.text for x in db.session.scalars(select(Letter))}
    assert QUESTION["words"] in kept[person.email]
    assert QUESTION["words"] not in kept["else@mail.example"]


def test_the_ledger_knows_that_somebody_wrote_and_not_who_or_what(browse):
    a_pair()
    browse().post("/en/themes/ROO/contact", data=QUESTION)
    entry = db.session.scalars(select(Entry).where(Entry.kind == "ContactWritten")).one()
    assert not entry.public
    assert "ROO" in entry.content
    for secret in ("Botagoz", "botagoz", "felt"):
        assert secret not in entry.content


def test_a_side_that_is_not_there_is_not_offered(browse):
    theme = a_theme("ROO")
    assert browse().get("/en/themes/ROO/contact").status_code == 404
    a_committee(theme, mailbox="chair.roo@chamber.example", ends_on=TODAY)
    page = browse().get("/en/themes/ROO/contact").text
    assert "The committee of business" in page
    assert "The group of officials" not in page
    answer = browse().post("/en/themes/ROO/contact", data=QUESTION | {"to": ["group"]})
    assert answer.status_code == 422


def test_a_committee_that_is_over_gets_no_letters(browse):
    theme = a_theme("ROO")
    a_group(theme)
    a_committee(theme, ends_on=TODAY - timedelta(days=1))
    page = browse().get("/en/themes/ROO/contact").text
    assert "The committee of business" not in page


def test_strangers_write_so_often_and_no_oftener(browse):
    a_pair()
    browser = browse()
    answers = [browser.post("/en/themes/ROO/contact", data=QUESTION).status_code for _ in range(6)]
    assert answers == [303] * 5 + [429]
    others = [
        browser.post(
            "/en/themes/ROO/contact", data=QUESTION | {"email": f"a{n}@mail.example"}
        ).status_code
        for n in range(6)
    ]
    assert 429 in others
