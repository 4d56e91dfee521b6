"""Applying for a seat: waiting, seated, refused with a reason, looked at again on appeal."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.rules import MemberRole
from portal.committees.actions import (
    appeal_refusal,
    refuse_application,
    seat_applicant,
    uphold_refusal,
    withdraw_application,
)
from portal.committees.rules import ApplicationState, RefusalReason, SeatCategory
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.ledger.models import Entry
from portal.outbox.models import Letter, Owed
from portal.outbox.owed import write_owed
from tests.committees.makers import (
    TODAY,
    a_member,
    a_place,
    a_term,
    an_application,
    an_officer,
    refused,
)
from tests.conftest import NOON
from tests.makers import a_committee, a_theme, an_organisation

WHY = {"reason_code": RefusalReason.OUTSIDE_THEME, "reason": "Sugar is not traded here."}


def refusal(call, *args, **facts):
    with pytest.raises(RuleBroken) as broken:
        call(*args, **facts)
    db.session.rollback()
    return broken.value.field


def test_an_applicant_is_given_a_seat(app):
    committee, organisation, officer = a_committee(a_theme()), an_organisation(), an_officer()
    holder = a_member(organisation)
    application = an_application(committee, organisation=organisation)
    seat = a_place(committee)

    term = seat_applicant(
        application, seat=seat, holder_id=holder.id, starts_on=TODAY, by=officer, now=NOON
    )

    assert application.state is ApplicationState.SEATED
    assert (application.term_id, application.decided_by_id) == (term.id, officer.id)
    assert (term.organisation_id, term.holder_id) == (organisation.id, holder.id)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (WHY | {"reason_code": None}, "reason_code"),
        (WHY | {"reason": "  "}, "reason"),
    ],
)
def test_nobody_is_refused_without_a_reason(app, facts, field):
    application = an_application()
    assert refusal(refuse_application, application, by=an_officer(), now=NOON, **facts) == field
    assert application.state is ApplicationState.WAITING


def test_an_appeal_is_decided_by_another_officer_than_the_one_who_refused(app):
    one, other = an_officer(), an_officer()
    committee = a_committee(a_theme())
    application = refused(an_application(committee), by=one)
    appeal_refusal(application, appeal="We do trade in it.", by=None, now=NOON)
    db.session.commit()
    seat = a_place(committee)

    facts = {"by": one, "now": NOON}
    assert refusal(uphold_refusal, application, reason="No.", **facts) is None
    assert (
        refusal(seat_applicant, application, seat=seat, holder_id=None, starts_on=TODAY, **facts)
        is None
    )
    assert application.state is ApplicationState.APPEALED

    uphold_refusal(application, reason="It was looked at again.", by=other, now=NOON)
    assert application.state is ApplicationState.UPHELD
    assert application.decided_by_id == one.id
    assert application.appeal_decided_by_id == other.id


def test_an_appeal_can_lead_to_a_seat(app):
    committee = a_committee(a_theme())
    application = refused(an_application(committee), by=an_officer())
    appeal_refusal(application, appeal="We do trade in it.", by=None, now=NOON)
    seat_applicant(
        application,
        seat=a_place(committee),
        holder_id=None,
        starts_on=TODAY,
        by=an_officer(),
        now=NOON,
    )
    assert application.state is ApplicationState.SEATED


def test_a_refusal_is_appealed_once_and_with_words(app):
    application = refused(an_application(), by=an_officer())
    facts = {"by": None, "now": NOON}
    assert refusal(appeal_refusal, application, appeal=" ", **facts) == "appeal"
    appeal_refusal(application, appeal="Look again.", **facts)
    db.session.commit()
    assert refusal(appeal_refusal, application, appeal="Look again.", **facts) is None
    uphold_refusal(application, reason="It stands.", by=an_officer(), now=NOON)
    db.session.commit()
    assert refusal(appeal_refusal, application, appeal="And again.", **facts) is None


def test_what_is_decided_cannot_be_taken_back_or_decided_again(app):
    waiting, decided = an_application(), refused(an_application(), by=an_officer())
    withdraw_application(waiting, by=None, now=NOON)
    db.session.commit()
    for application in (waiting, decided):
        assert refusal(withdraw_application, application, by=None, now=NOON) is None
        assert refusal(refuse_application, application, by=an_officer(), now=NOON, **WHY) is None


def test_a_seat_of_another_kind_or_committee_is_refused(app):
    committee = a_committee(a_theme())
    application = an_application(committee)
    for seat in (a_place(committee, category=SeatCategory.LABOUR), a_place()):
        field = refusal(
            seat_applicant,
            application,
            seat=seat,
            holder_id=None,
            starts_on=TODAY,
            by=None,
            now=NOON,
        )
        assert field == "seat_id"


def test_who_sits_there_or_waits_already_does_not_apply_again(app):
    committee, seated, waiting = a_committee(a_theme()), an_organisation(), an_organisation()
    a_term(a_place(committee), seated)
    first = an_application(committee, organisation=waiting)
    for organisation in (seated, waiting):
        assert refusal(an_application, committee, organisation=organisation) == "organisation_id"
    refused(first, by=an_officer())
    an_application(committee, organisation=waiting)


def test_one_applies_to_a_committee_that_sits_and_says_why(app):
    over = a_committee(a_theme(), ends_on=TODAY - timedelta(days=1))
    assert refusal(an_application, over) is None
    assert refusal(an_application, case=" ") == "case"


def test_a_body_puts_forward_another_organisation(app):
    chamber, grower = an_organisation(), an_organisation()
    assert refusal(an_application, organisation=grower, nominated_by=grower) == "organisation_id"
    assert an_application(organisation=grower, nominated_by=chamber).nominated_by_id == chamber.id


def test_the_ledger_keeps_numbers_and_reasons_but_no_words_of_the_applicant(app):
    application = refused(an_application(case="Our margins fell by half."), by=an_officer())
    appeal_refusal(application, appeal="You favour our rivals.", by=None, now=NOON)
    db.session.commit()
    kept = " ".join(db.session.scalars(select(Entry.content)))
    assert "no_vacancy" in kept
    assert application.number in kept
    for words in ("margins", "rivals", "2028"):
        assert words not in kept


def decided(browse, application, by, **typed):
    path = f"/en/desk/applications/{application.number}"
    assert browse(by).post(path, data=typed).status_code == 303
    assert write_owed(NOON)
    letters = list(db.session.scalars(select(Letter).order_by(Letter.id)))
    assert not db.session.scalar(select(Owed))
    return letters


REFUSED = {"outcome": "refuse", "reason_code": "outside_theme", "reason": "Sugar is not traded."}


def test_those_who_act_for_the_applicant_are_told_of_a_refusal_and_how_to_appeal(browse):
    grower, chamber = an_organisation(), an_organisation()
    told = [
        a_member(grower, MemberRole.OWNER, locale="ru"),
        a_member(grower, MemberRole.REPRESENTATIVE),
        a_member(chamber, MemberRole.OWNER),
    ]
    a_member(grower, MemberRole.MEMBER)
    a_member(grower, MemberRole.OWNER, disabled_at=NOON)
    application = an_application(organisation=grower, nominated_by=chamber)
    letters = decided(browse, application, an_officer(), **REFUSED)

    assert sorted(x.recipient for x in letters) == sorted(x.email for x in told)
    english = next(x for x in letters if x.recipient == told[1].email)
    assert "the application for a seat was refused" in english.subject
    for said in (
        "The work lies outside the theme",
        "Sugar is not traded.",
        "Another officer decides",
        f"/en/my/applications/{application.number}",
    ):
        assert said in english.text
        assert said in english.html
    russian = next(x for x in letters if x.recipient == told[0].email)
    assert f"/ru/my/applications/{application.number}" in russian.text


def test_the_applicant_is_told_of_a_seat_and_of_what_comes_next(browse):
    committee, grower = a_committee(a_theme()), an_organisation()
    owner = a_member(grower, MemberRole.OWNER)
    application, seat = an_application(committee, organisation=grower), a_place(committee)
    (letter,) = decided(
        browse,
        application,
        an_officer(),
        outcome="seat",
        seat_id=seat.id,
        holder_id=owner.id,
        starts_on=TODAY.isoformat(),
    )
    assert letter.subject == f"Committee {committee.code}: you have a seat"
    assert "20 April 2026" in letter.text
    assert "declares interests once a year" in letter.text
    assert "Reason" not in letter.text


def test_the_applicant_is_told_what_came_of_an_appeal(browse):
    grower = an_organisation()
    a_member(grower, MemberRole.OWNER)
    application = an_application(organisation=grower)
    decided(browse, application, an_officer(), **REFUSED)
    appeal_refusal(application, appeal="Look again.", by=None, now=NOON)
    db.session.commit()
    facts = {"outcome": "refuse", "reason_code": "", "reason": "It was looked at: no trade."}
    letters = decided(browse, application, an_officer(), **facts)

    assert len(letters) == 2
    assert letters[1].subject.endswith("the refusal of a seat stands")
    assert "It was looked at: no trade." in letters[1].text
    assert "appeal on the page" not in letters[1].text


def test_a_refusal_that_is_not_taken_tells_nobody(browse):
    grower = an_organisation()
    a_member(grower, MemberRole.OWNER)
    application = an_application(organisation=grower)
    path = f"/en/desk/applications/{application.number}"
    answer = browse(an_officer()).post(path, data=REFUSED | {"reason": " "})
    assert answer.status_code == 422
    assert db.session.scalar(select(Owed)) is None
