"""Reminding those who owe a promise: at which step, whom, and each of them once."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from portal.accounts.models import Agency, Person
from portal.accounts.rules import Role
from portal.kernel import jobs
from portal.kernel.database import db
from portal.negotiations.models import NegotiatingGroup
from portal.outbox.models import Letter
from portal.responses.actions import cancel_commitment, keep_commitment
from portal.responses.models import Commitment, Reminder
from portal.responses.reminders import remind_of_promises
from portal.responses.rules import REMINDED_AFTER, ReminderStep, step_reached
from portal.web.worker import turn
from tests.makers import a_docket, a_person, a_theme, an_agency, in_all, saved
from tests.outbox.smtp import Mailbox, mail_server
from tests.responses.makers import a_commitment, a_concern, an_answer, published

DUE = date(2026, 5, 20)


def on(day):
    """Noon of a day."""
    return datetime.combine(day, time(7), UTC)


def after(days):
    return on(DUE + timedelta(days=days))


def a_promise(agency=None, **facts):
    """A promise that was made, due on 20 May."""
    agency = agency or an_agency()
    docket = a_docket()
    commitment = a_commitment(docket, agency_id=agency.id, due_on=DUE, **facts)
    published(an_answer(a_concern(docket), commitments=[commitment]))
    return db.session.get_one(Commitment, commitment.id)


def remind(now):
    done = 0
    while remind_of_promises(now):
        done += 1
    return done


def letters():
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (-4, None),
        (-3, ReminderStep.SOON),
        (-1, ReminderStep.SOON),
        (0, ReminderStep.DUE),
        (1, ReminderStep.LATE),
        (9, ReminderStep.LATE),
        (10, ReminderStep.LONG_LATE),
        (400, ReminderStep.LONG_LATE),
    ],
)
def test_the_step_is_the_last_one_that_the_calendar_has_reached(days, step):
    assert step_reached(DUE, today=DUE + timedelta(days=days)) is step


def test_steps_stand_in_the_order_in_which_they_are_reached():
    assert list(REMINDED_AFTER) == list(ReminderStep)
    assert all(one < other for one, other in pairwise(REMINDED_AFTER.values()))


@pytest.mark.parametrize("days", range(-5, 13))
def test_the_worker_reminds_on_every_day_of_which_the_rule_says_so(app, days):
    commitment = a_promise()
    a_person(Role.ANALYST, at=db.session.get_one(Agency, commitment.agency_id))
    step = step_reached(DUE, today=DUE + timedelta(days=days))

    assert remind(after(days)) == (1 if step else 0)
    assert list(db.session.scalars(select(Reminder.step))) == ([step] if step else [])
    assert len(letters()) == (1 if step else 0)


def test_each_step_is_told_once_however_often_the_worker_looks(app):
    commitment = a_promise()
    agency = db.session.get_one(Agency, commitment.agency_id)
    analyst = a_person(Role.ANALYST, at=agency).email
    approver = a_person(Role.APPROVER, at=agency).email
    a_person(Role.AUTHOR, at=agency)
    a_person(Role.ANALYST, at=an_agency())

    for days in range(-10, 30):
        remind(after(days))
        remind(after(days))

    assert [letter.recipient for letter in letters()] == sorted([analyst, approver]) * 4
    subjects = [letter.subject for letter in letters()][::2]
    assert subjects == [
        f"3 days left for promise {commitment.number}",
        f"Promise {commitment.number} is due today",
        f"Promise {commitment.number} is 1 day late",
        f"Promise {commitment.number} is 10 days late",
    ]


def test_a_worker_that_slept_reminds_late_rather_than_never(app):
    a_promise()
    a_person(Role.ADMINISTRATOR)

    assert remind(after(2)) == 1
    assert letters()[0].subject.endswith("is 2 days late")
    assert remind(after(40)) == 1
    assert letters()[1].subject.endswith("is 40 days late")
    assert remind(after(41)) == 0


@pytest.mark.parametrize("settle", [keep_commitment, cancel_commitment])
def test_nobody_is_reminded_of_what_is_settled(app, settle):
    commitment = a_promise()
    a_person(Role.ADMINISTRATOR)
    word = "note" if settle is keep_commitment else "reason"
    settle(commitment, by=None, now=after(-8), **{word: in_all("Because.")})
    db.session.commit()

    assert remind(after(10)) == 0
    assert letters() == []


def test_a_promise_that_is_only_drafted_reminds_nobody(app):
    a_commitment(a_docket(), due_on=DUE)
    a_person(Role.ADMINISTRATOR)

    assert remind(after(10)) == 0


def test_somebody_is_always_reminded(app):
    above = an_agency()
    agency = an_agency(parent_id=above.id)
    a_promise(agency)
    administrator = a_person(Role.ADMINISTRATOR).email
    remind(after(-3))

    lead = a_person(Role.NEGOTIATOR, at=agency)
    group = NegotiatingGroup(
        code="WG",
        theme_id=a_theme().id,
        agency_id=agency.id,
        lead_id=lead.id,
        mailbox="group@agency.example",
        languages="ru kk",
    )
    saved(group)
    remind(after(0))

    higher = a_person(Role.APPROVER, at=above).email
    remind(after(1))

    gone = a_person(Role.ANALYST, at=agency, disabled_at=on(date(2026, 1, 1)))
    there = a_person(Role.ANALYST, at=agency).email
    remind(after(10))

    assert [letter.recipient for letter in letters()] == [
        administrator,
        "group@agency.example",
        higher,
        there,
    ]
    assert letters()[1].locale == "ru"
    assert gone.email not in {letter.recipient for letter in letters()}


def test_an_agency_without_officials_is_reminded_at_its_mailbox(app):
    a_promise(an_agency(mailbox="office@agency.example"))
    a_person(Role.ADMINISTRATOR)

    remind(after(0))

    assert [(letter.recipient, letter.locale) for letter in letters()] == [
        ("office@agency.example", "kk")
    ]


def test_where_nobody_is_there_the_log_says_so_and_others_are_reminded(app, caplog):
    a_promise()
    a_promise()

    assert remind(after(0)) == 2
    assert caplog.text.count("there is nobody to be reminded") == 2


def test_an_address_that_is_none_stops_nobody_else(app):
    commitment = a_promise()
    agency = db.session.get_one(Agency, commitment.agency_id)
    broken = a_person(Role.ANALYST, at=agency)
    other = a_person(Role.ANALYST, at=agency).email
    db.session.get_one(Person, broken.id).email = "no address"
    db.session.commit()

    remind(after(0))

    assert [letter.recipient for letter in letters()] == [other]


def test_the_reminder_arrives_through_a_real_mail_server(app, tmp_path, monkeypatch, stopped_clock):
    commitment = a_promise(text=in_all("Seminar on certificates of origin"))
    number = commitment.number
    agency = db.session.get_one(Agency, commitment.agency_id)
    a_person(Role.ANALYST, at=agency, locale="kk", email="analyst@agency.example")
    monkeypatch.setitem(app.config, "PORTAL_MAIL_FOLDER", str(tmp_path))
    stopped_clock(after(1))
    mailbox = Mailbox()
    with mail_server(mailbox) as url:
        monkeypatch.setitem(app.config, "PORTAL_SMTP", url)
        assert "promises reminded of" in jobs.every()
        while turn():
            pass

    assert mailbox.recipients == {"analyst@agency.example": 1}
    [letter] = mailbox.letters
    text = letter.get_body(("plain",)).get_content()
    assert "Seminar on certificates of origin (kk)" in text
    assert f"/kk/desk/promises/{number}" in text
    assert number in letter["Subject"]
