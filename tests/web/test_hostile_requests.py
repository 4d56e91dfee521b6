"""What no browser of an honest reader sends gets a refusal, never a fault."""

import io

import pytest

from portal.accounts.rules import Role
from portal.web.urls import own_address
from tests.makers import a_docket, a_notice, a_person, an_organisation

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("[" * 100_000, "application/json"),
        ('{"email": {"a": 1}}', "application/json"),
        ("[1, 2]", "application/json"),
        ("email=a@b.kz", "text/plain"),
        ("<a/>", "application/xml"),
    ],
)
def test_only_what_forms_send_is_read(browse, body, kind):
    assert browse().post("/en/sign-in", data=body, content_type=kind).status_code == 415


@pytest.mark.parametrize("field", ["email", "password", "name", "points-0-text", "key"])
def test_a_file_is_no_text(browse, field):
    notice = a_notice()

    for path in ("/en/sign-in", f"/en/notices/{notice.number}/comment"):
        sent = {field: (io.BytesIO(b"text"), "a.txt")}
        assert browse().post(path, data=sent).status_code == 400


def test_text_is_no_file(browse):
    path = f"/en/notices/{a_notice().number}/comment"

    assert browse().post(path, data={"files": "a.txt"}).status_code == 400


@pytest.mark.parametrize("place", ["\N{SUPERSCRIPT TWO}", "9" * 5000, "10000000000"])
def test_a_list_in_a_form_has_rows_of_plain_numbers(browse, place):
    path = f"/en/notices/{a_notice().number}/comment"

    answer = browse().post(path, data={f"points-{place}-text": "A"})

    assert answer.status_code == 400


def test_a_thousand_points_are_refused_at_the_price_of_forty(browse):
    path = f"/en/notices/{a_notice().number}/comment"
    data = {f"points-{place}-text": "A" for place in range(1000)}

    answer = browse().post(path, data=data | {"step": "check"})

    assert answer.status_code == 422
    assert "at most 40 points" in answer.text
    assert answer.text.count("<textarea") <= 41


@pytest.mark.parametrize("speaker", ["abc", "1:abc", ":", "9999999999999999999999:own_behalf", ""])
def test_nobody_speaks_for_what_was_not_offered(browse, speaker):
    notice = a_notice()
    person = a_person(of=an_organisation())
    data = {"speaker": speaker, "points-0-text": "A", "stance": "oppose", "declaration": "y"}

    answer = browse(person).post(f"/en/notices/{notice.number}/comment", data=data)

    assert answer.status_code == 422


@pytest.mark.parametrize(
    "words",
    [
        "_external=1&_scheme=javascript",
        "_method=TRACE",
        "_anchor=x",
        "_root=x",
        "locale=xx",
        "endpoint=x",
        "self=x",
        "number=x",
    ],
)
def test_words_of_the_program_in_a_query_do_not_change_its_links(browse, words):
    docket = a_docket()
    for _again in range(25):
        a_notice(docket)

    page = browse().get(f"/en/notices?{words}").text

    assert 'href="/en/notices?' in page
    assert "javascript:" not in page


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "//[",
        "/\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\u2028",
        "",
        "en/desk",
    ],
)
def test_signing_in_leads_nowhere_else(target):
    assert own_address(target) is None


def test_a_stranger_number_is_no_page(browse):
    administrator = browse(a_person(Role.ADMINISTRATOR))

    for key in ("9" * 16, "0", "-1", "1e3"):
        assert administrator.post(f"/en/desk/people/{key}/closed").status_code == 404
