"""A round, from the call to the debrief, in each language, as both sides live it.

The Chamber opens the room, the chair puts somebody on call, the negotiator asks from the
table, whoever is on call is written to by a real mail server, one member answers and
another releases, a question that nobody answers climbs, and when the round is over
everybody reads what was asked, said and done.
"""

from datetime import timedelta

import pytest

from portal.accounts.models import Person
from portal.kernel import jobs
from portal.kernel.database import db
from portal.ledger.audit import verify
from portal.web.worker import turn
from tests.adjacent.makers import Sides, a_round
from tests.conftest import NOON
from tests.journeys.visitor import Visitor
from tests.outbox.smtp import Mailbox, mail_server

QUESTION = "May we give 400 tonnes of cheese?"
ANSWER = "Yes, if the quota is counted quarterly."
SECOND = "And what of poultry?"
USE = "The partner took the quarterly count."


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


def letters_to(mailbox, address):
    """Return what somebody was written, as it came over the wire."""
    return [
        letter.get_body(("plain",)).get_content()
        for letter in mailbox.letters
        if letter["To"] == address
    ]


NAMES = ("lead", "secretary", "chair", "member", "alternate")


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_a_round_from_the_call_to_the_debrief(post, browse, stopped_clock, locale):
    sides, round_key = Sides(), a_round().id
    keys = {name: getattr(sides, name).id for name in NAMES}
    emails = {name: getattr(sides, name).email for name in NAMES}
    committee_key, code = sides.committee.id, sides.committee.code

    def sits_down(name):
        """Return a person of the story at a browser, signed in just now."""
        return Visitor(browse(db.session.get_one(Person, keys[name])), locale)

    secretary = sits_down("secretary").open("/rooms").follow("/desk/rooms/new")
    secretary.submit({"round_id": str(round_key), "committee_id": str(committee_key)}).sees(code)
    room = secretary.address.removeprefix(f"/{locale}")

    hours = {"starts_at": "2026-04-20T09:00", "ends_at": "2026-04-20T21:00"}
    chair = sits_down("chair").open(room).follow("/roster")
    chair.submit({"person_id": str(keys["member"]), **hours}).sees("Serik Member")

    table = sits_down("lead").open(room).follow("/ask").sees("Serik Member")
    table.submit({"text": QUESTION, "due_at": "2026-04-20T16:40"}).sees(QUESTION, "16:40")
    work()
    [call] = letters_to(post, emails["member"])
    assert "16:40" in call
    assert letters_to(post, emails["chair"]) == []

    member, alternate = sits_down("member"), sits_down("alternate")
    member.open("/desk").follow("/questions/1").sees(QUESTION)
    member.submit({"verdict": "conditions", "text": ANSWER}).sees(ANSWER)
    table.open(f"{room}/questions/1").sees_not(ANSWER)
    alternate.open("/desk").follow("/questions/1").sees(ANSWER)
    alternate.submit({"version": "1"}, action="/release").sees(ANSWER)
    work()
    assert len(letters_to(post, emails["lead"])) == 1
    table.open(f"{room}/questions/1").sees(ANSWER)

    table.open(f"{room}/ask").submit({"text": SECOND, "due_at": "2026-04-20T13:00"})
    before = {name: len(letters_to(post, emails[name])) for name in NAMES}
    work()
    assert len(letters_to(post, emails["member"])) == before["member"] + 1
    stopped_clock(NOON + timedelta(hours=1))
    work()
    for name in ("chair", "secretary", "lead"):
        assert len(letters_to(post, emails[name])) == before[name] + 1
    for letter in post.letters:
        assert "cheese" not in str(letter)
        assert "poultry" not in str(letter)

    stopped_clock(NOON + timedelta(days=3))
    table = sits_down("lead").open("/desk").follow("/questions/1")
    table.submit({"use": USE}, action="/use").sees(USE)
    for name in ("lead", "chair", "alternate"):
        reader = sits_down(name).open(room).follow("/debrief")
        reader.sees(QUESTION, ANSWER, USE, SECOND)
    assert Visitor(browse(), locale).open(f"{room}/debrief").status == 401
    work()
    assert verify().faults == []
