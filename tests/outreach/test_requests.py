"""Asking for information: number, clock, route, answers, letters, and who reads what."""

import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from threading import Barrier, Thread
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.accounts.models import Guest
from portal.accounts.rules import Role
from portal.kernel import clock
from portal.kernel.calendar import is_working, working_days_between
from portal.kernel.database import db
from portal.kernel.errors import Missing, RuleBroken
from portal.kernel.text import Localized
from portal.ledger.models import Entry
from portal.outbox.models import Letter
from portal.outreach.actions import (
    acknowledge_request,
    confirm_request,
    extend_request,
    pass_on_request,
)
from portal.outreach.models import Asker, InformationRequest, PublicAnswer, RequestStep
from portal.outreach.queries import asker_of, figures, get_request
from portal.outreach.rules import (
    GROUNDED,
    OUTCOMES,
    REQUEST_LIFE,
    RefusalGround,
    RequestState,
    StepKind,
    acknowledge_by,
    answer_due,
    appeal_until,
    check_extension,
    check_outcome,
    check_stripped,
    extended_due,
    is_overdue,
)
from tests.conftest import NOON
from tests.makers import a_person, a_theme, an_agency, in_all
from tests.outreach.makers import EMAIL, NAME, WORDS, a_request, answered, publicly, the_centre

TODAY = date(2026, 4, 20)
DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2028, 12, 31))
FORM = {
    "subject": "Flour to Egypt",
    "text": WORDS,
    "theme": "",
    "locale": "en",
    "wanted": "table",
    "name": NAME,
    "email": EMAIL,
}


def key_on(page):
    return re.search(r'name="key"[^>]*value="([0-9a-f]{32})"', page).group(1)


def send(browser, **fields):
    """Open the form and send it filled in."""
    page = browser.get("/en/requests/new")
    return browser.post("/en/requests/new", data=FORM | {"key": key_on(page.text)} | fields)


def letters():
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


def path_in(letter, part):
    [address, *_] = [x for x in re.findall(r"https?://\S+", letter.text) if part in x]
    return urlsplit(address).path


def number_of(answer):
    return answer.location.rpartition("/")[2]


def fetched(browser, path):
    """Fetch a file; return how it was answered, and the bytes."""
    answer = browser.get(path)
    found = (answer.status_code, answer.data)
    answer.close()
    return found


# Rules.


@given(day=DAYS)
def test_an_answer_is_due_on_the_first_working_day_from_the_fifteenth_on(day):
    due = answer_due(day)
    assert is_working(due)
    assert due >= day + timedelta(days=15)
    assert not any(is_working(day + timedelta(days=n)) for n in range(15, (due - day).days))


@given(day=DAYS)
def test_an_extension_gives_fifteen_days_more_of_the_same_count(day):
    later = extended_due(day)
    assert is_working(later)
    assert later >= day + timedelta(days=30)
    assert not any(is_working(day + timedelta(days=n)) for n in range(30, (later - day).days))


@given(day=DAYS)
def test_it_is_taken_in_hand_on_the_next_working_day(day):
    assert working_days_between(day, acknowledge_by(day)) == 1
    assert is_working(acknowledge_by(day))


def test_an_appeal_has_fifteen_days():
    assert appeal_until(date(2026, 4, 20)) == date(2026, 5, 5)


@given(days=st.integers(min_value=-3, max_value=3), state=st.sampled_from(RequestState))
def test_only_what_is_owed_and_past_its_day_is_overdue(days, state):
    owed = state in {RequestState.RECEIVED, RequestState.ACKNOWLEDGED}
    due = TODAY + timedelta(days=days)
    assert is_overdue(state, due, today=TODAY) == (owed and days < 0)
    assert not is_overdue(state, None, today=TODAY)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"extended_on": TODAY}, "reason"),
        ({"due_on": TODAY - timedelta(days=1)}, "reason"),
        ({"reason": " "}, "reason"),
        ({"state": RequestState.ANSWERED}, None),
        ({"state": RequestState.VERIFICATION_PENDING, "due_on": None}, None),
    ],
)
def test_time_is_extended_once_in_time_and_for_a_reason(facts, field):
    good = {
        "state": RequestState.RECEIVED,
        "due_on": TODAY,
        "extended_on": None,
        "reason": "The figures come from customs.",
        "today": TODAY,
    }
    check_extension(**good)
    with pytest.raises(RuleBroken) as refused:
        check_extension(**good | facts)
    assert refused.value.field == field


@pytest.mark.parametrize("outcome", RequestState)
@pytest.mark.parametrize("ground", [None, RefusalGround.CONFIDENTIAL_TALKS])
@pytest.mark.parametrize("body", ["", "The customs committee"])
@pytest.mark.parametrize("words", ["", "Words."])
def test_an_answer_gives_account(outcome, ground, body, words):
    account = (
        outcome in OUTCOMES
        and (ground is not None) == (outcome in GROUNDED)
        and bool(body) == (outcome is RequestState.REDIRECTED)
        and bool(words)
    )
    if account:
        check_outcome(outcome, words=words, ground=ground, body=body)
    else:
        with pytest.raises(RuleBroken):
            check_outcome(outcome, words=words, ground=ground, body=body)


def test_outcomes_end_a_request_unless_something_was_kept_back_and_is_appealed():
    for outcome in OUTCOMES:
        after = (RequestState.APPEALED,) if outcome in GROUNDED else ()
        assert REQUEST_LIFE.moves.get(outcome, ()) == after


@pytest.mark.parametrize(
    "words",
    [
        f"Please write to {EMAIL.upper()}.",
        "As Sarsenova asked,",
        "as SARSENOVA, Aigerim",
        "Aigerim asks what flour needs",
    ],
)
def test_what_names_the_asker_is_not_published(words):
    with pytest.raises(RuleBroken) as refused:
        check_stripped([words], name=NAME, email=EMAIL, field="answer")
    assert refused.value.field == "answer"


@pytest.mark.parametrize("words", ["Aigerimovo is a village.", "What flour needs.", ""])
def test_what_does_not_name_the_asker_is(words):
    check_stripped([words], name=NAME, email=EMAIL, field="answer")


# Asking.


def test_a_citizen_without_an_account_asks_confirms_and_gets_a_day(browse):
    the_centre()
    guest = browse()

    sent = send(guest)
    assert sent.status_code == 303
    number = number_of(sent)
    assert re.fullmatch(r"IR(-[0-9A-HJKMNP-TV-Z]{4}){3}", number)
    page = guest.get(f"/en/requests/{number}").text
    assert "One step is left" in page
    assert "15 days after you confirm your address" in page
    assert WORDS in page

    [asked] = letters()
    assert asked.recipient == EMAIL
    link = path_in(asked, "/requests/confirm/")
    other = browse()
    assert WORDS in other.get(link).text
    assert get_request(number).state is RequestState.VERIFICATION_PENDING
    assert other.post(link, data={"answer": "yes"}).status_code == 303

    found = get_request(number)
    assert found.state is RequestState.RECEIVED
    assert (found.received_on, found.due_on) == (TODAY, date(2026, 5, 5))
    assert "5 May 2026" in other.get(f"/en/requests/{number}").text
    [_, registered] = letters()
    assert number in registered.text
    assert "5 May 2026" in registered.subject
    assert other.get(link).status_code == 404


def test_someone_with_an_account_has_nothing_to_confirm(browse):
    the_centre()
    person = a_person(email="reader@firm.example", name="Marat Reader")
    browser = browse(person)

    number = number_of(send(browser))

    found = get_request(number)
    assert found.due_on == date(2026, 5, 5)
    assert [letter.recipient for letter in letters()] == ["reader@firm.example"]
    assert number in browser.get("/en/my/requests").text
    assert "/en/my/requests" in browser.get("/en/desk").text


def test_an_address_that_is_not_the_askers_can_say_so(browse):
    the_centre()
    number = number_of(send(browse()))
    link = path_in(letters()[0], "/requests/confirm/")

    assert browse().post(link, data={"answer": "no"}).status_code == 303

    assert get_request(number).state is RequestState.WITHDRAWN
    assert figures(TODAY).received == 0
    assert browse().post(link, data={"answer": "yes"}).status_code == 404


def test_a_link_is_good_for_seven_days(app):
    asked = a_request(confirmed=False)
    late = NOON + timedelta(days=7)
    with pytest.raises(Missing):
        confirm_request(asked, asker_of(asked), now=late)
    confirm_request(asked, asker_of(asked), now=late - timedelta(seconds=1))
    assert asked.received_on == date(2026, 4, 27)
    assert asked.due_on == date(2026, 5, 12)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"subject": "  "}, "Say in a few words what it is about."),
        ({"text": ""}, "Write what you want to know."),
        ({"name": ""}, "Write your name."),
        ({"email": "nobody"}, "Write a whole e-mail address"),
        ({"email": ""}, "Write your e-mail address."),
        ({"subject": "x" * 201}, "Use at most 200 characters."),
        ({"text": "x" * 5001}, "Use at most 5000 characters."),
        ({"wanted": "gold"}, "Not a valid choice"),
        ({"theme": "999"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_taken_is_refused_beside_the_field_and_kept(browse, fields, sentence):
    the_centre()
    answer = send(browse(), **fields)
    assert answer.status_code == 422
    assert sentence in answer.text.replace("&#39;", "'")
    if "text" not in fields:
        assert WORDS in answer.text
    assert db.session.scalar(select(func.count(InformationRequest.id))) == 0
    assert letters() == []


def test_a_form_that_is_sent_twice_asks_once(browse):
    the_centre()
    guest = browse()
    key = key_on(guest.get("/en/requests/new").text)
    first, second = (guest.post("/en/requests/new", data=FORM | {"key": key}) for _ in range(2))

    assert first.location == second.location
    assert "Nothing was asked twice" in guest.get(second.location).text
    assert len(letters()) == 1
    other = browse()
    other.get("/en/requests/new")
    third = other.post("/en/requests/new", data=FORM | {"key": key})
    assert third.location != first.location


def test_a_double_click_asks_once(app, browse):
    the_centre()
    guest = browse()
    key = key_on(guest.get("/en/requests/new").text)
    cookie = guest.get_cookie("session") or guest.get_cookie(app.config["SESSION_COOKIE_NAME"])
    together, found = Barrier(3), []
    db.session.remove()

    def press():
        with app.app_context():
            client = app.test_client()
            client.set_cookie(cookie.key, cookie.value)
            together.wait()
            found.append(client.post("/en/requests/new", data=FORM | {"key": key}).location)

    presses = [Thread(target=press) for _ in range(3)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()

    assert len(set(found)) == 1
    assert db.session.scalar(select(func.count(InformationRequest.id))) == 1
    assert len(letters()) == 1


def test_what_strangers_send_is_counted(app, browse, monkeypatch):
    the_centre()
    monkeypatch.setitem(app.config, "PORTAL_LIMITS", "on")
    statuses = [send(browse(), subject=f"Again {n}").status_code for n in range(6)]
    assert statuses == [303] * 5 + [429]
    assert send(browse(), email="another@mail.example").status_code == 303


# Routing.


def test_a_request_goes_to_the_lead_of_its_theme_and_else_to_the_centre(browse):
    ministry = an_agency("MOA")
    led, unled = a_theme(lead_id=ministry.id), a_theme()
    centre = the_centre()
    assert a_request(theme=led).agency_id == ministry.id
    assert a_request(theme=unled).agency_id == centre.id
    assert a_request().agency_id == centre.id
    through_the_form = number_of(send(browse(), theme=str(led.id)))
    assert get_request(through_the_form).agency_id == ministry.id


# Answering.


def at_desk(browse, asked, role=Role.ANALYST):
    """A browser of somebody who answers for the agency that has the request."""
    agency = get_request(asked.number).agency
    return browse(a_person(role, at=agency, name="Official Answerer"))


def test_the_desk_shows_counts_age_and_what_is_overdue(browse):
    ministry = an_agency("MOA")
    theme = a_theme(lead_id=ministry.id)
    old = a_request(theme=theme, subject="The old one", now=datetime(2026, 3, 30, 7, tzinfo=UTC))
    a_request(theme=theme, subject="The new one")
    a_request(theme=theme, subject="Not confirmed", confirmed=False)
    a_request(subject="Of another agency")
    answered(a_request(theme=theme, subject="Done already"))
    analyst = a_person(Role.ANALYST, at=ministry)
    desk = browse(analyst)

    page = " ".join(desk.get("/en/desk/requests").text.split())
    figures = re.findall(r"<b>(\d+)</b><span>(.*?)</span>", page)
    assert figures[:2] == [("2", "to be answered"), ("1", "overdue")]
    assert figures[2] == ("2", "in nobody's hands")
    assert figures[3] == ("15", "working days: the oldest")
    assert page.index("The old one") < page.index("The new one")
    for hidden in ("Not confirmed", "Of another agency", "Done already"):
        assert hidden not in page
    overdue = desk.get("/en/desk/requests?show=overdue").text
    assert "The old one" in overdue
    assert "The new one" not in overdue
    assert "Done already" in desk.get("/en/desk/requests?show=closed").text
    waiting = desk.get("/en/desk").text
    assert waiting.index("Answer a request: The old one") < waiting.index("The new one")
    assert f'datetime="{old.due_on}"' in waiting
    assert "Of another agency" not in waiting


def test_overdue_comes_and_goes_with_the_calendar_alone(browse, stopped_clock):
    asked = a_request()
    stopped_clock(clock.end_of(date(2026, 5, 5)) - timedelta(seconds=1))
    desk = at_desk(browse, asked)
    assert "overdue</span>" not in browse().get(f"/en/requests/{asked.number}").text
    assert "No request is in this list." in desk.get("/en/desk/requests?show=overdue").text
    stopped_clock(clock.end_of(date(2026, 5, 5)))
    assert "It is late, and still owed." in browse().get(f"/en/requests/{asked.number}").text
    assert asked.number in desk.get("/en/desk/requests?show=overdue").text
    assert figures(date(2026, 5, 6)).overdue == 1


def test_an_official_takes_it_in_hand_extends_and_answers_with_files(browse):
    asked = a_request()
    number = asked.number
    desk = at_desk(browse, asked)

    assert desk.post(f"/en/desk/requests/{number}/acknowledge").status_code == 303
    found = get_request(number)
    assert (found.state, found.acknowledged_on) == (RequestState.ACKNOWLEDGED, TODAY)
    assert "Official Answerer" in desk.get(f"/en/desk/requests/{number}").text
    reason = {"extend-reason": "The figures come from customs."}
    assert desk.post(f"/en/desk/requests/{number}/extend", data=reason).status_code == 303
    assert get_request(number).due_on == date(2026, 5, 20)
    again = desk.post(f"/en/desk/requests/{number}/extend", data=reason)
    assert again.status_code == 422
    assert "once only" in again.text
    answer = desk.post(
        f"/en/desk/requests/{number}/answer",
        data={
            "outcome": "answered",
            "words": "The general form.\r\n\r\nFrom your chamber.",
            "files": (BytesIO(b"form,fee\ngeneral,0\n"), "form.csv"),
        },
    )
    assert answer.status_code == 303

    found = get_request(number)
    assert (found.state, found.closed_on) == (RequestState.ANSWERED, TODAY)
    assert [step.kind for step in found.steps] == [
        StepKind.ACKNOWLEDGED,
        StepKind.EXTENDED,
        StepKind.ANSWERED,
    ]
    told = letters()
    assert [letter.recipient for letter in told] == [EMAIL] * 3
    assert "20 May 2026" in told[1].text
    assert "The figures come from customs." in told[1].text
    assert "From your chamber." in told[2].text
    asker = browse()
    page = asker.get(path_in(told[2], "/requests/link/"), follow_redirects=True).text
    assert "<p>From your chamber.</p>" in page
    [file] = re.findall(rf"/en/requests/{number}/files/\d+", page)
    assert fetched(asker, file) == (200, b"form,fee\ngeneral,0\n")
    assert fetched(desk, file) == (200, b"form,fee\ngeneral,0\n")
    assert fetched(browse(), file)[0] == 404


@pytest.mark.parametrize(
    ("fields", "state", "sentence"),
    [
        (
            {"outcome": "partly_answered", "ground": "confidential_talks"},
            RequestState.PARTLY_ANSWERED,
            "You may appeal until",
        ),
        (
            {"outcome": "refused_with_reason", "ground": "not_held"},
            RequestState.REFUSED,
            "No public body has this information",
        ),
        (
            {"outcome": "redirected", "body": "Customs Control Committee"},
            RequestState.REDIRECTED,
            "Customs Control Committee",
        ),
    ],
)
def test_a_request_ends_in_one_of_four_ways(browse, fields, state, sentence):
    asked = a_request()
    desk = at_desk(browse, asked, Role.NEGOTIATOR)
    sent = desk.post(f"/en/desk/requests/{asked.number}/answer", data={"words": "Words."} | fields)
    assert sent.status_code == 303
    assert get_request(asked.number).state is state
    [letter] = letters()
    assert sentence in letter.text
    assert ("5 May 2026" in letter.text) == (state in GROUNDED)
    appeal = "Appeal until" in browse().get(f"/en/requests/{asked.number}").text
    assert appeal == (state in GROUNDED)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose what the answer is."),
        ({"outcome": "refused_with_reason"}, "Choose the ground"),
        ({"outcome": "answered", "ground": "unclear"}, "Only a refusal"),
        ({"outcome": "redirected"}, "Name the body"),
        ({"outcome": "answered", "words": ""}, "Write the answer."),
    ],
)
def test_an_answer_without_account_is_refused_and_what_was_written_stays(browse, fields, sentence):
    asked = a_request()
    desk = at_desk(browse, asked)
    file = {"files": (BytesIO(b"a,b\n1,2\n"), "kept.csv")}
    answer = desk.post(
        f"/en/desk/requests/{asked.number}/answer",
        data={"words": "What I wrote."} | fields | file,
    )
    assert answer.status_code == 422
    assert sentence in answer.text
    assert ("What I wrote." in answer.text) == ("words" not in fields)
    assert "kept.csv" in answer.text
    assert get_request(asked.number).closed_on is None
    assert letters() == []
    note = re.search(r'name="kept" value="([^"]+)"', answer.text).group(1)
    good = {"outcome": "answered", "words": "Now whole.", "kept": note}
    assert desk.post(f"/en/desk/requests/{asked.number}/answer", data=good).status_code == 303
    assert get_request(asked.number).steps[0].files[0].attachment.name == "kept.csv"


def test_a_request_is_passed_on_with_its_day(browse):
    asked = a_request()
    desk = at_desk(browse, asked)
    other = an_agency("MOA")
    path = f"/en/desk/requests/{asked.number}/pass-on"
    assert desk.post(path, data={"pass-agency": ""}).status_code == 422
    sent = desk.post(path, data={"pass-agency": str(other.id), "pass-reason": "They know."})
    assert sent.status_code == 303
    found = get_request(asked.number)
    assert (found.agency_id, found.due_on) == (other.id, asked.due_on)
    assert desk.get(f"/en/desk/requests/{asked.number}").status_code == 403
    assert at_desk(browse, found).get(f"/en/desk/requests/{asked.number}").status_code == 200
    [letter] = letters()
    assert "They know." in letter.text
    assert "MOA" in letter.text


@pytest.mark.parametrize(
    "act",
    [
        answered,
        lambda asked: acknowledge_request(asked, by=None, now=NOON),
        lambda asked: extend_request(asked, reason="More.", by=None, now=NOON),
        lambda asked: pass_on_request(asked, agency=an_agency(), reason="", by=None, now=NOON),
    ],
)
def test_what_is_closed_stays_closed(app, act):
    asked = answered(a_request())
    with pytest.raises(RuleBroken):
        act(asked)


def test_the_figures_count_what_was_answered_in_time(app):
    answered(a_request(), now=clock.end_of(date(2026, 5, 5)) - timedelta(seconds=1))
    answered(a_request(), now=clock.end_of(date(2026, 5, 5)))
    a_request()
    a_request(confirmed=False)
    found = figures(date(2026, 5, 6))
    assert (found.received, found.answered, found.on_time, found.overdue, found.public) == (
        3,
        2,
        1,
        1,
        0,
    )


# Who reads what.


def test_strangers_see_how_far_it_has_come_and_nothing_else(browse):
    asked = answered(a_request(), words="What was answered.")
    page = browse().get(f"/en/requests/{asked.number}").text
    assert "Answered" in page
    for secret in (WORDS, asked.subject, NAME, EMAIL, "What was answered."):
        assert secret not in page
    assert browse().get("/en/requests/IR-0000-0000-0000").status_code == 404
    assert browse().get(f"/en/requests/{asked.number.lower()}").status_code == 200
    found = browse().get(f"/en/requests?number={asked.number.lower()}")
    assert found.location == f"/en/requests/{asked.number}"
    assert browse().get("/en/requests/link/made-up").status_code == 404


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.ANALYST, Role.NEGOTIATOR])
def test_only_officials_of_the_body_that_answers_read_it(browse, role):
    above = an_agency()
    below = an_agency(parent_id=above.id)
    asked = a_request(theme=a_theme(lead_id=below.id))
    path = f"/en/desk/requests/{asked.number}"
    assert NAME in browse(a_person(role, at=below)).get(path).text
    assert browse(a_person(role, at=above)).get(path).status_code == 200
    assert browse(a_person(role, at=an_agency())).get(path).status_code == 403
    assert browse(a_person(role)).get(path).status_code == 403
    assert browse(a_person(Role.CHAMBER)).get(path).status_code == 403
    assert browse(a_person(Role.APPROVER, at=below)).get(path).status_code == 403
    assert browse().get(path).status_code == 401


def test_the_chamber_answers_what_is_asked_of_the_chamber(browse):
    chamber = an_agency("NCE", kind="chamber")
    asked = a_request(theme=a_theme(lead_id=chamber.id))
    officer = browse(a_person(Role.CHAMBER))
    assert asked.subject in officer.get("/en/desk/requests").text
    assert officer.get(f"/en/desk/requests/{asked.number}").status_code == 200


def test_the_ledger_and_the_feed_name_nobody_and_quote_nothing(browse):
    asked = a_request()
    acknowledge_request(asked, by=None, now=NOON)
    extend_request(asked, reason="A reason of ours.", by=None, now=NOON)
    answered(asked, words="The words of the answer.")
    publicly(asked)
    told = "\n".join(entry.content for entry in db.session.scalars(select(Entry)))
    assert told.count(asked.number) == 6
    feed = browse().get("/en/feed.atom").text
    assert asked.number in feed
    for secret in (NAME, "Sarsenova", EMAIL, WORDS, asked.subject, "A reason of ours."):
        assert secret not in told
        assert secret not in feed


# The library.


def test_an_official_publishes_an_answer_without_the_asker(browse):
    asked = answered(a_request(text=f"I am {NAME} of Kostanay. {WORDS}"))
    desk = at_desk(browse, asked)
    path = f"/en/desk/requests/{asked.number}/publish"
    page = desk.get(path).text
    assert WORDS in page
    fields = {
        "title-source": "en",
        "title-en": "A certificate for flour",
        "question-source": "en",
        "question-en": f"I am {NAME}. {WORDS}",
        "answer-source": "en",
        "answer-en": "The general form.",
    }
    refused = desk.post(path, data=fields)
    assert refused.status_code == 422
    assert "The asker&#39;s name is still in it: Aigerim." in refused.text
    assert "/learn/answers/" not in browse().get("/en/learn/answers").text
    assert desk.post(path, data=fields | {"question-en": WORDS}).status_code == 303

    listed = browse().get("/en/learn/answers").text
    shown = browse().get(f"/en/learn/answers/{asked.number}").text
    assert "A certificate for flour" in listed
    assert WORDS in shown
    for page in (listed, shown):
        for secret in (NAME, "Sarsenova", EMAIL, "Kostanay"):
            assert secret not in page
    assert desk.post(path, data=fields | {"question-en": WORDS}).status_code == 422
    assert figures(TODAY).public == 1


def test_only_what_was_answered_is_published_and_only_with_words(app):
    asked = a_request()
    with pytest.raises(RuleBroken):
        publicly(asked)
    db.session.rollback()
    answered(asked)
    with pytest.raises(RuleBroken):
        publicly(asked, answer=None)
    db.session.rollback()
    assert db.session.scalar(select(PublicAnswer.id)) is None


def test_files_go_along_only_where_the_official_said_so(browse):
    asked = a_request()
    desk = at_desk(browse, asked)
    for_all = (BytesIO(b"a,b\n1,2\n"), "public.csv")
    for_one = (BytesIO(b"c,d\n3,4\n"), "private.csv")
    desk.post(
        f"/en/desk/requests/{asked.number}/answer",
        data={"outcome": "answered", "words": "W.", "files": [for_all, for_one]},
    )
    first, second = get_request(asked.number).steps[0].files
    publicly(asked, files={first.id})
    shown = browse().get(f"/en/learn/answers/{asked.number}").text
    assert "public.csv" in shown
    assert "private.csv" not in shown
    assert fetched(browse(), f"/en/requests/{asked.number}/files/{first.id}")[0] == 200
    assert fetched(browse(), f"/en/requests/{asked.number}/files/{second.id}")[0] == 404


def test_answers_are_found_by_words_in_any_language_and_by_theme(browse):
    theme = a_theme("ROO")
    first = answered(a_request(theme=theme))
    second = answered(a_request())
    title = Localized(source="ru", ru="Сертификат для муки", kk="Ұн сертификаты")
    publicly(first, title=title)
    publicly(second, title=in_all("Something else"), question=in_all("About sheep?"))
    find = browse().get
    assert first.number in find("/en/learn/answers?q=МУКИ").text
    assert first.number in find("/kk/learn/answers?q=ұн+сертификаты").text
    assert second.number not in find("/en/learn/answers?q=муки").text
    assert second.number not in find("/en/learn/answers?theme=ROO").text
    assert first.number in find("/en/learn/answers?theme=ROO").text
    assert "No answer holds these words." in find("/en/learn/answers?q=%25").text
    assert find("/en/learn/answers/IR-0000").status_code == 404


def test_an_empty_library_and_an_empty_queue_say_so(browse):
    assert "No answer has been published yet." in browse().get("/en/learn/answers").text
    assert (
        "No request is in this list."
        in browse(a_person(Role.ANALYST, at=an_agency())).get("/en/desk/requests").text
    )
    assert "not asked for anything yet" in browse(a_person()).get("/en/my/requests").text


def test_lists_cost_the_same_with_one_and_with_three(browse, statements):
    centre = the_centre()
    person = a_person()
    desk, own, guest = browse(a_person(Role.ANALYST, at=centre)), browse(person), browse()
    counts = []
    for more in (1, 2):
        for _ in range(more):
            a_request(by=person)
            publicly(answered(a_request(theme=a_theme())))
        for browser, path in (
            (desk, "/en/desk/requests"),
            (desk, "/en/desk/requests?show=closed"),
            (desk, "/en/desk"),
            (own, "/en/my/requests"),
            (guest, f"/en/learn/answers?page={more}"),
            (guest, "/en/requests"),
        ):
            with statements() as seen:
                assert browser.get(path).status_code == 200
            counts.append(len(seen))
    assert counts[:6] == counts[6:]


def test_a_request_costs_the_same_with_one_step_and_with_three(browse, statements):
    asked = a_request()
    desk = at_desk(browse, asked)
    counts = []
    for act in (
        lambda found: acknowledge_request(found, by=None, now=NOON),
        lambda found: (
            extend_request(found, reason="More.", by=None, now=NOON),
            pass_on_request(found, agency=an_agency(), reason="", by=None, now=NOON),
            pass_on_request(found, agency=the_centre(), reason="", by=None, now=NOON),
        ),
    ):
        act(get_request(asked.number))
        db.session.commit()
        with statements() as seen:
            assert desk.get(f"/en/desk/requests/{asked.number}").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_secrets_of_links_are_kept_hashed(app):
    asked = a_request(confirmed=False)
    token = db.session.scalar(select(Asker.token).where(Asker.request_id == asked.id))
    assert re.fullmatch(r"[0-9a-f]{64}", token)
    assert Guest().id is None
    assert db.session.scalar(select(RequestStep.id)) is None
