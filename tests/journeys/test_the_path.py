"""The one path that everything is for, walked in each language as people walk it.

A ministry publishes a notice; an association and a citizen comment; a moderator posts;
officials answer with a promise; each of those who asked gets one letter, through a real
mail server; the Chamber sees what was answered; a citizen reads and subscribes.
"""

import hashlib
import re
from urllib.parse import urlsplit

import pytest

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.kernel import jobs
from portal.kernel.database import db
from portal.ledger.audit import verify
from portal.register.rules import CAPTIONS
from portal.web.worker import turn
from tests.journeys.visitor import Visitor
from tests.makers import (
    a_committee,
    a_person,
    a_theme,
    an_agency,
    an_organisation,
)
from tests.outbox.smtp import Mailbox, mail_server
from tests.register.makers import WHOLE_CONTEXT

TEXT = "\n\n".join(f"# {caption}\nWhat is said under {caption.lower()}." for caption in CAPTIONS)


@pytest.fixture
def post(app, tmp_path, monkeypatch):
    """A real mail server, and a portal that knows it."""
    monkeypatch.setitem(app.config, "PORTAL_MAIL_FOLDER", str(tmp_path))
    mailbox = Mailbox()
    with mail_server(mailbox) as url:
        monkeypatch.setitem(app.config, "PORTAL_SMTP", url)
        yield mailbox


def work():
    """Let the worker do everything that is due."""
    assert jobs.every()
    while turn():
        pass


def link_in(letter, part, locale):
    """Return the page, below the language, of the first link in a letter that holds the part."""
    text = letter.get_body(("plain",)).get_content()
    [address, *_] = [x for x in re.findall(r"https?://\S+", text) if part in x]
    return urlsplit(address).path.removeprefix(f"/{locale}")


def to(mailbox, address):
    """Return the letters to an address, in the order in which they came."""
    return [letter for letter in mailbox.letters if letter["To"] == address]


def point_key(page, ask):
    """Return the box of the point that asks for this."""
    return re.findall(r'name="points"[^>]*value="(\d+)"', page[: page.index(ask)])[-1]


@pytest.fixture
def cast(app):
    """The people of the story."""
    ministry = an_agency("MEBP")
    theme = a_theme("AGR")
    dairy = an_organisation()
    a_committee(theme, dairy)
    people = {
        "author": a_person(Role.AUTHOR, at=ministry),
        "approver": a_person(Role.APPROVER, at=ministry),
        "analyst": a_person(Role.ANALYST, at=ministry),
        "moderator": a_person(Role.MODERATOR),
        "chamber": a_person(Role.CHAMBER),
        "dairy": a_person(of=dairy),
    }
    return {
        "ministry": ministry.id,
        "organisation": dairy.id,
        "e-mail": people["dairy"].email,
        **{name: person.id for name, person in people.items()},
    }


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_from_a_notice_to_its_answers(locale, cast, browse, post):  # noqa: PLR0915  # One story.
    def as_(who):
        person = db.session.get(Person, cast[who]) if who in cast else None
        return Visitor(browse(person), locale)

    texts = {f"docket_title-{x}": f"Cheese from Serbia, {x}" for x in ("kk", "ru", "en")}

    # (a) An official drafts, previews and submits; a second publishes.
    author = as_("author").open("/desk/notices").follow("/desk/notices/new")
    author.submit({"agency": "MEBP", "kind": "tariff_offer", "themes": ["AGR"], **texts})
    author.submit({}, press="add_question")
    author.submit(
        {
            **{f"title-{x}": f"Tariff offer on cheese, {x}" for x in ("kk", "ru", "en")},
            **{f"summary-{x}": f"What is offered on cheese, {x}." for x in ("kk", "ru", "en")},
            "questions-0-text-en": "What would a lower duty change for you?",
            "questions-1-text-en": "Which rule of origin can you meet?",
            "lines": "0406; 15 %; 10 %; Cheese and curd",
            **{f"part_{part.value}-en": f"About {part.value}." for part in WHOLE_CONTEXT},
            "wanted_closing": "2026-05-20",
            "contact_name": "Nurlan Zhaksybekov",
            "contact_email": "trade-consult@mebp.example",
            "contact_phone": "+7 7172 00 00 02",
            "text_en": TEXT,
            "source": "en",
        },
        press="preview",
    )
    author.sees("What is said under supplementary information.", "Which rule of origin")
    author.submit({}, action="/submit")
    draft = author.address
    assert as_("nobody").open("/desk/notices").status == 401
    approver = as_("approver")
    approver.browser.get(draft)
    approver.open(draft.removeprefix(f"/{locale}"))
    approver.submit({}, action="/publish")
    approver.sees("TN-2026-01", "13 RTN 1", "MEBP-2026-0001")

    reader = as_("nobody")
    reader.open("/").sees(f"Tariff offer on cheese, {locale}")
    reader.open("/notices").sees("TN-2026-01")
    reader.open("/feed.atom").sees("TN-2026-01")
    reader.open("/cite/13-RTN-1").sees("TN-2026-01")

    # (g) A citizen subscribes, and confirms that it was they.
    reader.open("/dockets/MEBP-2026-0001").follow("/follow")
    reader.submit({"email": "citizen@mail.example", "frequency": "immediate"})
    work()
    [asked] = to(post, "citizen@mail.example")
    reader.open(link_in(asked, "/follow/", locale)).submit({})
    post.letters.clear()

    # (b) The association finds the notice under its committee, and files two points.
    dairy = as_("dairy").open("/my/comments").sees(f"Tariff offer on cheese, {locale}")
    dairy.follow("/notices/TN-2026-01")
    dairy.follow("/notices/TN-2026-01/comment")
    dairy.submit({}, press="add")
    dairy.submit(
        {
            "speaker": f"{cast['organisation']}:on_behalf_of_members",
            "stance": "oppose",
            "title": "Idle plants",
            "points-0-question": "1",
            "points-0-ask": "Keep cheese out of the offer.",
            "points-0-text": "Our plants stand idle for half the year.",
            "points-1-question": "",
            "points-1-ask": "Train small firms in rules of origin.",
            "points-1-text": "Seventeen of thirty-one members do not know the form.",
            "declaration": "y",
        },
        files={"files": [("capacity.csv", b"month,litres\n1,46\n2,51\n")]},
        press="check",
    )
    dairy.sees("Keep cheese out of the offer.", "capacity.csv").submit({}, press="file")
    [number] = set(re.findall(r"C-[0-9A-Z]{4}-[0-9A-Z]{4}", dairy.address))
    dairy.sees(number, hashlib.sha256(b"month,litres\n1,46\n2,51\n").hexdigest())

    # (b) A citizen without an account does the same, with an address that is confirmed.
    citizen = as_("nobody").open("/notices/TN-2026-01/comment")
    citizen.submit(
        {
            "name": "Botagoz",
            "email": "botagoz@mail.example",
            "stance": "support",
            "points-0-ask": "Say what it will cost in the shop.",
            "points-0-text": "In winter cheese is dear.",
            "declaration": "y",
        },
        press="check",
    )
    citizen.submit({}, press="file")
    work()
    [receipt] = to(post, "botagoz@mail.example")
    citizen.open(link_in(receipt, "/confirm/", locale)).submit({}, press="yes")

    # (c) A moderator posts both; the docket counts them.
    moderator = as_("moderator")
    for _ in range(2):
        moderator.open("/desk/moderation").follow("/desk/moderation/")
        moderator.submit({}, press="post")
    reader.open("/dockets/MEBP-2026-0001").sees("<b>2</b>", number)
    reader.open("/dockets/MEBP-2026-0001/comments").sees("Keep cheese out of the offer.")
    reader.sees_not("botagoz@mail.example")
    work()
    post.letters.clear()

    # (d) An official groups the points and answers; a second publishes.
    analyst = as_("analyst")
    for ask in ("Keep cheese out", "Train small firms", "Say what it will cost"):
        analyst.open("/desk/dockets/MEBP-2026-0001/points").sees(ask)
        key = point_key(analyst.text, ask)
        analyst.submit({"points": [key], "concern": "", "statement-en": f"{ask}, they ask."})
    answers = {
        1: {"disposition": "accepted_in_part", "answer-en": "A quota of 150 tonnes."},
        2: {"disposition": "accepted", "answer-en": "A seminar will be held."}
        | {
            "promises-0-text-en": "Seminar on certificates of origin",
            "promises-0-agency_id": str(cast["ministry"]),
            "promises-0-due_on": "2026-05-08",
        },
        3: {
            "disposition": "not_accepted",
            "reason_code": "insufficient_evidence",
            "answer-en": "Nobody can say yet.",
        },
    }
    for concern, answer in answers.items():
        analyst.open("/desk/dockets/MEBP-2026-0001/points")
        analyst.follow(f"/desk/dockets/MEBP-2026-0001/concerns/{concern}")
        analyst.submit(answer)
    analyst.open("/desk/dockets/MEBP-2026-0001/points").follow("/desk/answers/")
    analyst.submit({}, action="/submit")
    batch = analyst.address
    reader.open("/dockets/MEBP-2026-0001/answers").sees_not("A quota of 150 tonnes.")
    approver.open(batch.removeprefix(f"/{locale}").removesuffix("/submit"))
    approver.submit({}, action="/publish")
    reader.open("/dockets/MEBP-2026-0001/answers")
    reader.sees("A quota of 150 tonnes.", "Seminar on certificates of origin", "CM-2026-")

    # (e) Whoever filed and whoever follows gets one letter each.
    work()
    assert post.recipients == {
        cast["e-mail"]: 1,
        "botagoz@mail.example": 1,
        "citizen@mail.example": 1,
    }
    [told] = to(post, cast["e-mail"])
    assert "A quota of 150 tonnes." in told.get_body(("plain",)).get_content()

    # (f) The Chamber sees what is answered and what is promised.
    as_("chamber").open("/chamber").sees("MEBP-2026-0001", "CM-2026-")

    # The ledger tells the whole story, and nothing was done behind its back.
    assert verify().faults == []
