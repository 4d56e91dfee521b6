"""What every answer carries, and what no honest request holds."""

import pytest

from portal.accounts.rules import Role
from tests.conftest import make_portal
from tests.makers import a_docket, a_person


@pytest.mark.parametrize("path", ["/en/", "/en/nothing-here", "/healthz", "/static/favicon.svg"])
def test_every_answer_carries_the_headers(browse, path):
    answer = browse().get(path)
    answer.close()

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in policy
    assert "Server" not in answer.headers


def test_pages_are_kept_by_nobody_unless_they_are_the_same_for_all(browse):
    browser = browse()

    assert browser.get("/en/nothing-here").headers["Cache-Control"] == "no-store"
    assert browser.get("/en/").headers["Cache-Control"] == "public, no-cache"
    assert browser.get("/healthz").headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/en/?q=%00", 400),
        ("/en/notices/%00", 400),
        ("/en/?q=" + "a" * 5000, 414),
        ("/xx/", 404),
        ("/en/notices/" + "9" * 300, 404),
        ("/en/dockets/%E2%80%A8", 404),
    ],
)
def test_hostile_addresses_get_a_plain_refusal(browse, path, status):
    assert browse().get(path).status_code == status


@pytest.mark.parametrize(
    "where",
    [
        "dockets/{docket}?before=0001-01-01T00:00:00%2B14:00_5",
        "dockets/{docket}/comments?after=0001-01-01T00:00:00%2B14:00.5",
        "dockets/{docket}/comments?before=9999-12-31T23:59:59-05:00.5",
        "dockets/{docket}/answers?after=99999999999999999999",
        "notices?after=2026-04-20.99999999999999999999",
        "chamber?before=2026-04-20.99999999999999999999",
        "desk/people?after=99999999999999999999",
    ],
)
def test_a_list_cannot_be_asked_to_go_on_from_where_no_line_can_be(browse, where):
    reader = browse(a_person(Role.ADMINISTRATOR, Role.CHAMBER))

    answer = reader.get("/en/" + where.format(docket=a_docket().number))

    assert answer.status_code in {200, 400}


def test_a_strange_host_is_not_repeated(browse, caplog):
    answer = browse().get("/", headers={"Host": "evil.example"})

    assert answer.status_code == 400
    assert "evil.example" not in answer.text + str(answer.headers)
    assert not caplog.records


@pytest.fixture
def guarded(environment, app):
    """A browser of a portal that asks each form for its token, as in production."""
    strict = make_portal(environment, WTF_CSRF_ENABLED=True, PROPAGATE_EXCEPTIONS=False)
    strict.testing = False
    return strict.test_client()


def test_a_token_that_is_not_ascii_is_refused(guarded):
    assert guarded.post("/en/sign-in", data={"csrf_token": "қатал"}).status_code == 400
    typed = {"points-0-text": "Seven <years> are too few.", "password": "an open secret"}
    stale = guarded.post("/en/sign-in", data=typed)
    assert "Seven &lt;years&gt; are too few." in stale.text
    assert "an open secret" not in stale.text
    assert guarded.post("/en/sign-in", headers={"X-CSRFToken": "\xe9"}).status_code == 400
    assert guarded.post("/en/sign-in", data={"email": "a@b.kz"}).status_code == 400


@pytest.mark.parametrize(
    ("asked", "language"),
    [("ru,en;q=0.8", "ru"), ("de,en;q=0.5", "en"), ("de", "kk"), ("", "kk")],
)
def test_the_bare_address_leads_to_a_language_of_the_reader(browse, asked, language):
    answer = browse().get("/", headers={"Accept-Language": asked})

    assert answer.location == f"/{language}/"


def test_robots_may_read_what_is_public(browse):
    assert "Disallow: /*/desk" in browse().get("/robots.txt").text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_body_in_pieces_is_refused_before_anything_reads_it(guarded, method):
    answer = guarded.open(
        "/en/sign-in",
        method=method,
        headers={"Transfer-Encoding": "chunked"},
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 411
