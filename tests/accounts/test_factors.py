"""The second step of signing in, and what reaches the desk without it: nothing."""

import re
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from portal.accounts import codes
from portal.accounts.models import CodeApp, Passkey, Person, RecoveryCode, SignIn
from portal.accounts.rules import RECOVERY_CODES, Factor, Role
from portal.kernel.database import db
from portal.ledger.models import Entry
from portal.outbox.models import Letter
from tests.accounts.makers import (
    PASSWORD,
    a_member,
    an_app,
    give_code,
    give_password,
    recovery_codes,
    weakly,
)
from tests.conftest import NOON
from tests.makers import SOME_DAY, a_person, an_agency, saved

OFFERED = False
HALF_A_MINUTE = timedelta(seconds=30)
OPEN_WITHOUT_FACTOR = {
    "accounts.factors",
    "accounts.new_app",
    "accounts.new_passkey",
    "accounts.proof",
    "accounts.sign_out",
    "accounts.confirm_address",
    "accounts.restore_address",
}


def half_way(browse, *roles):
    person = a_member(*roles)
    app = an_app(person)
    client = browse()
    answer = give_password(client, person)
    assert answer.location == "/en/sign-in/second-step"
    return client, person, app


def is_in(client):
    return client.get("/en/account").status_code == 200


def test_the_password_alone_opens_nothing_once_there_is_an_app(browse):
    client, person, app = half_way(browse, Role.AUTHOR)

    assert not is_in(client)
    assert db.session.scalars(select(SignIn)).all() == []
    page = client.get("/en/sign-in/second-step")
    assert "Six digits" in page.text
    assert person.email not in page.text

    answer = give_code(client, app.at(NOON))

    assert (answer.status_code, answer.location) == (303, "/en/desk")
    assert person.name in client.get("/en/desk").text
    assert db.session.scalars(select(SignIn)).one().factor is Factor.APP


def test_the_second_step_leads_on_to_where_the_person_was_going(browse):
    person = a_member()
    app = an_app(person)
    client = browse()
    first = client.post(
        "/en/sign-in?next=/ru/account", data={"email": person.email, "password": PASSWORD}
    )

    assert first.location == "/en/sign-in/second-step?next=/ru/account"
    second = client.post(first.location, data={"code": app.at(NOON)})

    assert second.location == "/ru/account"
    elsewhere = "/en/sign-in/second-step?next=//evil.example"
    give_password(client, person)
    assert (
        client.post(elsewhere, data={"code": app.at(NOON + HALF_A_MINUTE)}).location == "/en/desk"
    )


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)])
def test_a_clock_may_be_off_by_one_step(browse, steps, status):
    client, _person, app = half_way(browse)

    assert give_code(client, app.at(NOON + steps * HALF_A_MINUTE)).status_code == status


def test_a_code_serves_once_and_none_before_it_serves_after(browse, stopped_clock):
    client, person, app = half_way(browse)
    assert give_code(client, app.at(NOON)).status_code == 303

    other = browse()
    give_password(other, person)
    replayed = give_code(other, app.at(NOON))
    assert replayed.status_code == 422
    assert "used already" in replayed.text
    assert give_code(other, app.at(NOON - HALF_A_MINUTE)).status_code == 422
    assert not is_in(other)
    stopped_clock(NOON + HALF_A_MINUTE)
    assert give_code(other, app.at(NOON)).status_code == 422
    assert give_code(other, app.at(NOON + HALF_A_MINUTE)).status_code == 303


@pytest.mark.parametrize("typed", ["", "000000 ", "12345", "1234567", "abcdef", "١٢٣٤٥٦"])
def test_what_is_no_code_gets_a_sentence_beside_the_field(browse, typed):
    client, _person, app = half_way(browse)
    assert app.at(NOON) != typed.strip()

    answer = give_code(client, typed)

    assert answer.status_code == 422
    assert 'id="code-error"' in answer.text
    assert not is_in(client)


def test_spaces_in_a_code_are_forgiven(browse):
    client, _person, app = half_way(browse)
    code = app.at(NOON)

    assert give_code(client, f" {code[:3]} {code[3:]} ").status_code == 303


def test_tries_of_codes_are_limited_for_an_account_from_whichever_browser(browse):
    client, person, app = half_way(browse)
    other = browse()
    give_password(other, person)
    wrong = str((int(app.at(NOON)) + 500_000) % 1_000_000).zfill(6)
    statuses = [give_code(x, wrong).status_code for x in (client, other) * 4]
    assert statuses == [422] * 8

    answer = give_code(browse_half_way(browse, person), app.at(NOON))

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def browse_half_way(browse, person):
    client = browse()
    give_password(client, person)
    return client


def test_a_password_waits_ten_minutes_for_its_factor(browse, stopped_clock):
    client, _person, app = half_way(browse)
    late = NOON + timedelta(minutes=10, seconds=1)
    stopped_clock(late)

    answer = give_code(client, app.at(late))

    assert answer.location == "/en/sign-in"
    assert not is_in(client)
    stopped_clock(NOON + timedelta(minutes=10))
    assert give_code(client, app.at(NOON + timedelta(minutes=10))).status_code == 303


@pytest.mark.parametrize("change", [{"password": "another"}, {"disabled_at": NOON}])
def test_a_password_that_waits_is_worth_nothing_once_the_account_changed(browse, change):
    client, person, app = half_way(browse)
    for name, value in change.items():
        setattr(db.session.get(Person, person.id), name, value)
    db.session.commit()

    assert give_code(client, app.at(NOON)).location == "/en/sign-in"
    assert not is_in(client)


def test_a_password_chosen_by_mail_does_not_go_round_the_factor(browse):
    person = a_member()
    app = an_app(person)
    client = browse()
    client.post("/en/sign-in/forgotten", data={"email": person.email})
    letter = db.session.scalars(select(Letter)).one()
    link = re.search(r"http://localhost(/en/invitation/\S+)", letter.text)[1]

    client.post(link, data={"password": "an entirely different one"})

    assert not is_in(client)
    first = give_password(client, person, "an entirely different one")
    assert first.location == "/en/sign-in/second-step"
    assert not is_in(client)
    assert give_code(client, app.at(NOON)).status_code == 303
    assert "Your password was changed" in db.session.scalars(select(Letter.subject)).all()


def test_a_closed_account_is_not_opened_by_what_its_owner_holds(browse):
    client, person, app = half_way(browse)
    administrator = browse(a_person(Role.ADMINISTRATOR))

    administrator.post(f"/en/desk/people/{person.id}/closed")

    assert give_code(client, app.at(NOON)).location == "/en/sign-in"
    assert not is_in(client)


def test_nobody_gives_a_code_before_a_password(browse):
    assert browse().get("/en/sign-in/second-step").location == "/en/sign-in"
    assert give_code(browse(), "123456").location == "/en/sign-in"


def test_a_recovery_code_serves_once_however_it_is_typed_and_its_owner_is_told(browse):
    client, person, _app = half_way(browse)
    first, second = recovery_codes(person)[:2]
    stranger = a_member()
    (foreign, *_) = recovery_codes(stranger)

    assert give_code(client, foreign).status_code == 422
    assert give_code(client, first.lower().replace("-", " ").replace("0", "o")).status_code == 303

    other = browse_half_way(browse, person)
    assert give_code(other, first).status_code == 422
    assert give_code(other, second).status_code == 303
    told = [letter.subject for letter in db.session.scalars(select(Letter))]
    assert "A recovery code of your account was used" in told
    used = db.session.scalars(select(SignIn.factor)).all()
    assert used == [Factor.RECOVERY, Factor.RECOVERY]
    kept = db.session.scalars(select(RecoveryCode.code)).all()
    assert not {first, first.replace("-", "")} & set(kept)


def test_an_official_without_a_factor_reaches_no_page_whatever_its_address(app, browse):
    official = a_member(Role.ADMINISTRATOR, Role.AUTHOR, Role.MODERATOR, at=an_agency())
    client = weakly(browse(), official)
    reached, refused = set(), 0
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        values = {"locale": "en"} | {
            name: 1 if name in {"key", "batch", "concern"} else "x"
            for name in rule.arguments - {"locale"}
        }
        with app.test_request_context():
            try:
                path = app.url_for(rule.endpoint, **values)
            except ValueError:  # A part that must be one of a few words.
                continue
        for method in rule.methods & {"GET", "POST"}:
            answer = client.open(path, method=method)
            led = (answer.location or "").endswith("/account/factors")  # In a language.
            if led if method == "GET" else answer.status_code == 403:
                refused += 1
            else:
                reached.add(rule.endpoint)
            if rule.endpoint == "accounts.sign_out":  # It did; come in again.
                db.session.query(SignIn).delete()
                weakly(client, official)

    assert reached == OPEN_WITHOUT_FACTOR | {"bare.health", "bare.robots", "bare.start"}
    assert refused > 60


def test_an_official_is_led_to_a_factor_and_then_to_the_desk(browse):
    official = a_member(Role.AUTHOR)
    elsewhere = weakly(browse(), official)
    client = browse()

    assert give_password(client, official).location == "/en/desk"
    assert client.get("/en/desk").location == "/en/account/factors"
    assert "You go on" not in client.get("/en/account/factors").text
    page = client.get("/en/account/factors/app").text
    key = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    assert "<svg" in page
    assert 'style="' not in page
    wrong = client.post("/en/account/factors/app", data={"code": "000000"})
    assert wrong.status_code == 422
    assert key in wrong.text.replace(" ", "")
    app = pyotp.TOTP(key)
    done = client.post("/en/account/factors/app", data={"code": app.at(NOON)})

    assert done.status_code == 200
    shown = re.findall(r"<code>((?:[0-9A-Z]{4}-){5}[0-9A-Z]{4})</code>", done.text)
    assert len(set(shown)) == RECOVERY_CODES
    assert done.headers["Cache-Control"] == "private, no-store"
    assert client.get("/en/desk").status_code == 200
    assert not is_in(elsewhere)
    assert shown[0] not in client.get("/en/account/factors").text
    letters = db.session.scalars(select(Letter.subject)).all()
    assert "An app for codes was added to your account" in letters
    client.post("/en/sign-out")
    give_password(client, official)
    assert give_code(client, app.at(NOON)).status_code == 422
    assert give_code(client, shown[0]).status_code == 303


def test_where_a_factor_is_only_offered_a_password_is_enough_until_one_is_set_up(
    app, browse, monkeypatch
):
    monkeypatch.setitem(app.config, "PORTAL_SECOND_FACTOR", OFFERED)
    official = a_member(Role.AUTHOR)
    client = browse()
    give_password(client, official)

    assert client.get("/en/desk").status_code == 200
    an_app(official)
    assert give_password(browse(), official).location == "/en/sign-in/second-step"


def test_the_key_of_an_app_is_kept_sealed_under_the_secret_of_the_portal(app, monkeypatch):
    person = a_person()
    key = an_app(person).secret
    sealed = db.session.scalars(select(CodeApp.sealed)).one()

    assert key not in sealed
    assert codes.unseal(sealed) == key
    assert codes.unseal("not sealed by us") is None
    monkeypatch.setitem(app.config, "PORTAL_SECRET_KEY", "another secret of another installation")
    assert codes.unseal(sealed) is None


def test_an_official_keeps_one_factor_and_others_may_have_none(browse):
    official, citizen = a_member(Role.ANALYST), a_member()
    for person in (official, citizen):
        an_app(person)
        recovery_codes(person)

    theirs, ours = browse(official), browse(citizen)
    kept = theirs.post("/en/account/factors/app/removal")
    assert kept.status_code == 422
    assert "needs a second factor" in kept.text
    key = saved(a_passkey(official)).id
    assert theirs.post("/en/account/factors/app/removal").status_code == 303
    assert theirs.post(f"/en/account/factors/passkeys/{key}/removal").status_code == 422
    assert ours.post(f"/en/account/factors/passkeys/{key}/removal").status_code == 404
    assert ours.post("/en/account/factors/app/removal").status_code == 303

    assert db.session.scalars(select(CodeApp)).all() == []
    owners = db.session.scalars(select(RecoveryCode.person_id)).all()
    assert set(owners) == {official.id}
    told = db.session.scalars(select(Letter.recipient)).all()
    assert sorted(told) == sorted([official.email, citizen.email])


def a_passkey(person, **facts):
    facts = {"credential": "AAAA", "public_key": "AAAA", "uses": 0, "label": "key"} | facts
    return Passkey(person_id=person.id, added_at=SOME_DAY, **facts)


def test_new_recovery_codes_make_the_old_ones_void(browse):
    person = a_member()
    client = browse(person)
    assert client.post("/en/account/factors/recovery").status_code == 422
    an_app(person)
    (old, *_) = recovery_codes(person)

    page = client.post("/en/account/factors/recovery").text

    (new, *_) = re.findall(r"<code>([0-9A-Z-]{29})</code>", page)
    assert give_code(browse_half_way(browse, person), old).status_code == 422
    assert give_code(browse_half_way(browse, person), new).status_code == 303


def test_an_administrator_frees_somebody_who_lost_a_phone(browse):
    administrator, person = a_person(Role.ADMINISTRATOR), a_member(Role.AUTHOR)
    an_app(person)
    recovery_codes(person)
    saved(a_passkey(person))
    theirs = browse(person)
    client = browse(administrator)
    path = f"/en/desk/people/{person.id}/factors"

    assert browse(a_person(Role.CHAMBER)).get(path).status_code == 403
    assert person.name in client.get(path).text
    assert client.post(path, data={"reason": "boredom"}).status_code == 422
    assert client.post(path, data={"reason": "stolen"}).status_code == 303

    assert not is_in(theirs)
    for table in (CodeApp, Passkey, RecoveryCode):
        assert db.session.scalars(select(table)).all() == []
    entry = db.session.scalars(select(Entry).order_by(Entry.id.desc())).first()
    assert entry.kind == "FactorsReset"
    assert '"stolen"' in entry.content
    letter = db.session.scalars(select(Letter)).one()
    assert letter.recipient == person.email
    assert "The phone or key is stolen" in letter.text
    assert "no second factor" in client.get(path).text
    own = client.post(f"/en/desk/people/{administrator.id}/factors", data={"reason": "lost"})
    assert own.status_code == 422
    assert client.get("/en/desk/people/999999/factors").status_code == 404


def test_the_command_frees_somebody_as_well(app):
    person = a_member()
    an_app(person)
    run = app.test_cli_runner().invoke

    done = run(args=["accounts", "reset-factors", person.email, "--reason", "broken"])

    assert done.exit_code == 0, done.output
    assert db.session.scalars(select(CodeApp)).all() == []
    assert db.session.scalars(select(Letter)).one().recipient == person.email
    assert run(args=["accounts", "reset-factors", "nobody@example.kz"]).exit_code == 1


def test_what_happens_to_factors_is_audited_without_secrets(browse):
    client, person, app = half_way(browse)
    code = app.at(NOON)
    give_code(client, code)
    client.post("/en/account/factors/recovery")
    client.post("/en/account/factors/app/removal")

    entries = db.session.scalars(select(Entry).order_by(Entry.id)).all()

    assert [entry.kind for entry in entries] == [
        "PersonSignedIn",
        "RecoveryCodesIssued",
        "FactorRemoved",
    ]
    assert not any(entry.public for entry in entries)
    told = " ".join(entry.content for entry in entries)
    assert not [x for x in (code, app.secret, person.email, person.name) if x in told]


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "{}",
        "[" * 5000,
        '{"id": 5, "response": {}}',
        '{"id": "AAAA", "response": {}}',
        "é",
    ],
)
def test_what_is_no_passkey_is_refused_in_words(browse, answer):
    person = a_member()
    saved(a_passkey(person))
    theirs = browse(person)
    for client, path, data in (
        (browse(), "/en/sign-in/passkey", {"credential": answer}),
        (browse_half_way(browse, person), "/en/sign-in/second-step", {"credential": answer or "x"}),
        (theirs, "/en/account/factors/passkey", {"credential": answer, "label": "key"}),
        (theirs, "/en/account/proof", {"proof_credential": answer or "x"}),
    ):
        client.get(path.replace("/passkey", "") if "sign-in/p" in path else path)
        refused = client.post(path, data=data)
        assert refused.status_code == 422
        assert "did not fit" in refused.text


def test_passkeys_are_offered_by_name_and_not_by_number(browse):
    assert "data-passkey" in browse().get("/en/sign-in").text
    by_number = browse().get("/en/sign-in", base_url="http://127.0.0.1")
    assert "data-passkey" not in by_number.text
    page = browse(a_person()).get("/en/account/factors", base_url="http://127.0.0.1")
    assert page.status_code in {200, 401}
