"""Asking for more time: by anyone, decided in three working days, told to those concerned."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.accounts.models import Guest
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.outbox.models import Letter
from portal.register.actions import (
    Plea,
    ask_for_time,
    forget_unconfirmed_times,
    refuse_time,
    submit_notice,
)
from portal.register.models import ExtensionRequest, Notice
from portal.register.queries import get_draft, get_notice, get_time_request
from portal.register.rules import CommentPeriod, NoticeKind, RequestState, check_request
from portal.subscriptions.fanouts import expand_fanouts
from tests.comments.makers import a_comment
from tests.conftest import NOON
from tests.makers import a_notice, a_person, in_all
from tests.register.makers import a_mirrored_theme, an_approver, an_author, published

CLOSES = date(2026, 5, 6)


@pytest.fixture
def notice(app):
    """A notice that takes comments for a while yet."""
    theme = a_mirrored_theme()
    return a_notice(number="TN-2025-50", volume=12, closes=CLOSES.isoformat(), themes=(theme,))


def asked(notice, until=date(2026, 5, 20)):
    """Ask for more time as a person with an account."""
    person, number = a_person(), notice.number
    plea = Plea(until=until, reason="Polling takes weeks.")
    request, _secret = ask_for_time(get_notice(number), plea, by=person, now=NOON)
    db.session.commit()
    return request.number


@pytest.mark.parametrize(("before", "fine"), [(5, True), (4, False), (6, True), (0, False)])
def test_more_time_is_asked_for_five_working_days_before_the_close(before, fine):
    closes = NOON.date() + timedelta(days={0: 0, 4: 4, 5: 7, 6: 8}[before])
    period = CommentPeriod(date(2026, 4, 1), closes)
    until = closes + timedelta(days=7)
    if fine:
        check_request(period, until=until, now=NOON)
        return
    with pytest.raises(RuleBroken, match="five working days"):
        check_request(period, until=until, now=NOON)


@pytest.mark.parametrize(("days", "fine"), [(0, False), (1, True), (60, True), (61, False)])
def test_more_time_is_more_and_at_most_sixty_days(days, fine):
    period = CommentPeriod(date(2026, 4, 1), CLOSES)
    until = CLOSES + timedelta(days=days)
    if fine:
        check_request(period, until=until, now=NOON)
        return
    with pytest.raises(RuleBroken) as refusal:
        check_request(period, until=until, now=NOON)
    assert refusal.value.field == "until"


def test_a_guest_asks_confirms_and_the_three_working_days_run(app, browse, notice):
    guest = browse()
    path = f"/en/notices/{notice.number}/more-time"
    data = {"until": "2026-05-20", "reason": "We poll our members."}
    refused = guest.post(path, data=data)
    assert refused.status_code == 422
    assert "Write your name." in refused.text
    data |= {"name": "Botagoz", "email": "Botagoz@Mail.example"}
    assert guest.post(path, data=data).status_code == 303
    request = db.session.scalars(select(ExtensionRequest)).one()
    assert request.due_on is None
    letter = db.session.scalars(select(Letter)).one()
    assert letter.recipient == "botagoz@mail.example"
    link = re.search(r"/en/more-time/[\w-]+", letter.text)[0]
    assert guest.post(link).status_code == 303
    assert guest.post(link).status_code == 404
    assert get_time_request(request.number).due_on == date(2026, 4, 23)
    told = guest.get(f"/en/dockets/{get_notice(notice.number).docket.number}").text
    assert "More time was asked for on notice TN-2025-50: until 20 May 2026." in told
    assert "Botagoz" not in told


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"until": "31.02.2026", "reason": "x"}, "Not a valid date"),
        ({"until": "2026-05-20", "reason": " "}, "Say why the time is too short."),
        ({"until": "2026-05-20"}, "This field is required."),
        ({"until": "2026-05-01", "reason": "x"}, "ask for a later day"),
        ({"until": "2026-05-20", "reason": "x" * 2_001}, "2000"),
    ],
)
def test_what_cannot_be_asked_is_refused_beside_its_field(app, browse, notice, data, said):
    answer = browse(a_person()).post(f"/en/notices/{notice.number}/more-time", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.query(ExtensionRequest).count() == 0


def test_a_link_is_good_for_three_days(app, browse, notice, stopped_clock):
    guest = browse()
    data = {"until": "2026-05-20", "reason": "x", "name": "B", "email": "b@mail.example"}
    guest.post(f"/en/notices/{notice.number}/more-time", data=data)
    letter = db.session.scalars(select(Letter)).one()
    link = re.search(r"/en/more-time/[\w-]+", letter.text)[0]
    stopped_clock(NOON + timedelta(days=3))
    assert guest.post(link).status_code == 404


def test_what_nobody_confirmed_in_three_days_is_forgotten(app, notice):
    kept = asked(notice)
    plea = Plea(
        until=date(2026, 5, 20), reason="x", name="Bota", email="bota@mail.example", locale="kk"
    )
    ask_for_time(get_notice(notice.number), plea, by=Guest(), now=NOON)
    db.session.commit()

    assert forget_unconfirmed_times(NOON + timedelta(days=3, seconds=-1)) == 0
    assert forget_unconfirmed_times(NOON + timedelta(days=3)) == 1
    assert forget_unconfirmed_times(NOON + timedelta(days=3)) == 0
    assert list(db.session.scalars(select(ExtensionRequest.number))) == [kept]


def test_an_extension_grants_what_waits_and_everyone_concerned_gets_one_letter(app, browse, notice):
    number = notice.number
    agency_notice = get_notice(number)
    agency = agency_notice.agency
    author, approver = an_author(agency), an_approver(agency)
    first, second = asked(notice), asked(notice, until=date(2026, 5, 15))
    for n in range(3):
        a_comment(notice=get_notice(number), email=f"filer{n % 2}@mail.example")
    desk = browse(author)
    assert "Polling takes weeks." in desk.get("/en/desk/more-time").text
    answer = desk.post(f"/en/desk/more-time/{first}/extend")
    assert answer.status_code == 303
    key = db.session.scalars(select(Notice.id).where(Notice.kind == NoticeKind.EXTENSION)).one()
    draft = get_draft(key)
    assert {text.locale for text in draft.texts} == {"kk", "ru", "en"}
    assert draft.title.missing == []
    submit_notice(draft, by=author, now=NOON)
    db.session.commit()
    assert approver
    extension = published(get_draft(key))
    assert get_notice(number).closes_on == date(2026, 5, 20)
    assert extension.closes_on is None
    for one in (first, second):
        request = get_time_request(one)
        assert (request.state, request.extension_id) == (RequestState.GRANTED, extension.id)
    while expand_fanouts(NOON):
        pass
    letters = db.session.scalars(select(Letter)).all()
    decided = [x for x in letters if x.key.startswith("more-time-decided")]
    told = [x for x in letters if x.key.startswith(f"notice:{extension.number}")]
    assert len(decided) == 2
    assert sorted(x.recipient for x in told) == ["filer0@mail.example", "filer1@mail.example"]
    assert "need not be sent again" in told[0].text


def test_a_refusal_needs_a_reason_and_is_told(app, browse, notice):
    number = asked(notice)
    agency = get_notice(notice.number).agency
    approver = browse(an_approver(agency))
    path = f"/en/desk/more-time/{number}/refuse"
    assert approver.post(path, data={}).status_code == 422
    reason = {f"{number}-answer-ru": "Раунд близко.", f"{number}-answer-source": "ru"}
    assert approver.post(path, data=reason).status_code == 303
    assert get_time_request(number).state is RequestState.REFUSED
    [letter] = [x for x in db.session.scalars(select(Letter)) if "decided" in x.key]
    assert "Раунд близко." in letter.text
    with pytest.raises(RuleBroken, match="decided already"):
        refuse_time(get_time_request(number), answer=in_all("No."), by=a_person(), now=NOON)


@pytest.mark.parametrize("verb", ["refuse", "extend"])
def test_other_agencies_know_of_no_request(app, browse, notice, verb):
    number = asked(notice)
    for outsider in (a_person(), an_author(), None):
        answer = browse(outsider).post(f"/en/desk/more-time/{number}/{verb}")
        assert answer.status_code == 404
    assert "Polling" not in browse(an_author()).get("/en/desk/more-time").text


def test_what_is_due_shows_among_the_tasks(app, browse, notice):
    asked(notice)
    agency = get_notice(notice.number).agency
    assert "Decide on more time for TN-2025-50" in browse(an_approver(agency)).get("/en/desk").text
    assert "Decide on more time" not in browse(an_author()).get("/en/desk").text
