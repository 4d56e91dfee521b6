"""The search page: what it shows, what it forgives, what it costs, and what it gives away."""

import re

import pytest
from defusedxml.ElementTree import fromstring

from portal.accounts.models import HsChapter
from portal.search.rules import PAGE
from portal.search.views import SEARCHES, WORDS
from portal.web.pace import Pace
from tests.conftest import Browser
from tests.makers import a_docket, a_person, a_theme, in_all, saved
from tests.search.makers import a_findable_notice, titled

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def guest(browse) -> Browser:
    """A browser of somebody without an account."""
    return browse()


def found(guest, **asked):
    return guest.get("/en/search", query_string=asked).text


def main_of(text):
    return text[text.index("<main") : text.index("</main>")]


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_page_stands_in_three_languages_filled_empty_and_unasked(app, browse, locale):
    docket = a_docket(a_theme())
    notice = a_findable_notice(docket, title=titled(en="Camels", ru="Верблюды", kk="Түйелер"))
    guest = browse()
    for query in ("", "camels", "nowhere", "camels -camels", "-camels", '"', "camels OR xyz"):
        answer = guest.get(f"/{locale}/search", query_string={"q": query})
        assert answer.status_code == 200
        assert '<meta name="robots" content="noindex">' in answer.text
    text = guest.get(f"/{locale}/search?q=camels&year=2026&sort=newest").text
    assert f"/{locale}/notices/{notice.number}" in text
    assert f"/{locale}/dockets/{docket.number}" in text


def test_the_search_box_of_every_page_leads_there(app, guest):
    assert 'action="/ru/search"' in guest.get("/ru/about").text
    assert main_of(found(guest)).count("<form") == 1
    assert found(guest).count('type="search"') == 1


def test_old_addresses_of_searches_lead_there_too(app, guest):
    answer = guest.get("/en/notices?q=milk+%26+honey")
    assert answer.location == "/en/search?q=milk+%26+honey"
    assert guest.get("/en/dockets?q=milk").location == "/en/search?q=milk&kind=docket"


def test_what_was_typed_stays_and_is_only_text(app, guest):
    a_findable_notice(title=in_all("<script>alert(1)</script> camels"), summary=in_all("<b>camels"))
    text = found(guest, q='camels "><script>alert(2)</script>')
    assert "<script>alert" not in text
    text = found(guest, q="camels")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>camels</mark>" in text
    assert "&lt;b&gt;<mark>camels</mark>" in text


def test_an_exact_hit_comes_first_with_a_way_to_go(app, guest):
    notice = a_findable_notice(number="TN-2014-07", volume=13, page=7, last_page=7)
    for query in ("TN-2014-07", "tn 2014-07", "13 RTN 7"):
        text = main_of(found(guest, q=query))
        assert "Go to TN-2014-07" in text
        assert text.index(f'href="/en/notices/{notice.number}"') < text.index('class="rows"')
    assert "Go to" not in found(guest, q="subject")


def test_a_code_of_goods_is_told_by_its_chapter(app, guest):
    saved(HsChapter(code="04", name=in_all("Dairy produce")))
    a_findable_notice(text="The line 0402.10")
    assert "Dairy produce" in found(guest, q="0402.10")
    assert "Dairy produce" not in found(guest, q="line")


def test_results_can_be_narrowed_and_widened_again_by_links(app, guest):
    theme = a_theme("AGR", name=in_all("Agriculture"))
    docket = a_docket(theme)
    a_findable_notice(docket, title=in_all("Camels"))
    text = found(guest, q="camels")
    link = re.search(r'href="([^"]*theme=AGR[^"]*)">Agriculture', text)
    narrowed = guest.get(link[1].replace("&amp;", "&")).text
    assert "1 document was found" in narrowed
    chip = re.search(r'class="badge" href="([^"]+)"', narrowed)
    assert guest.get(chip[1].replace("&amp;", "&")).text.count('class="row"') == 2


@pytest.mark.parametrize(
    "words", ["%", "_", "\\", "\x07", "'", "x" * 900, "\ud800", "🐫", "\u202eab"]
)
def test_signs_that_databases_read_differently_are_only_signs(app, guest, words):
    a_findable_notice()
    for path in ("search", "search/words", "search.atom"):
        answer = guest.get(f"/en/{path}", query_string={"q": words.encode("utf-8", "replace")})
        assert answer.status_code == 200


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "nonsense"},
        {"agency": "' OR 1=1"},
        {"theme": "%"},
        {"period": "soon"},
        {"year": "99999999999999999999"},
        {"year": "٢٠٢٦"},
        {"sort": "worst"},
        {"page": "-1"},
        {"page": "99999999999999999999"},
        {"page": "x"},
        {"_external": "1", "locale": "xx", "endpoint": "y"},
    ],
)
def test_what_no_reader_can_mean_narrows_nothing(app, guest, asked):
    a_findable_notice(title=in_all("Camels"))
    answer = guest.get("/en/search", query_string={"q": "camels", **asked})
    assert answer.status_code == 200
    assert "2 documents were found" in answer.text


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"q": "cammels"}, "No document holds this:"),
        ({"q": "cammels"}, 'href="/en/search?q=camels"'),
        ({"q": "-camels"}, "Say also what is to be found."),
        ({"q": '"!"'}, "There is no word in this question."),
        ({"q": "camels steel"}, "no document holds them all"),
        ({"q": "camels", "year": "2020"}, "hides 2 documents"),
        ({"q": "camels " + "x" * 300}, "only its beginning"),
        ({}, "How to search"),
    ],
)
def test_nothing_found_is_said_with_what_to_do_next(app, guest, asked, told):
    a_findable_notice(title=in_all("Camels"))
    a_findable_notice(title=in_all("Steel"))
    assert told in found(guest, **asked)


def test_pages_lead_on_and_back(app, guest):
    for _ in range(PAGE + 1):
        a_findable_notice(title=in_all("Camels"))
    text = found(guest, q="camels", kind="request_for_comments")
    assert "Page 1 of 2" in text
    link = re.search(r'rel="next" href="([^"]+)"', text)[1].replace("&amp;", "&")
    text = guest.get(link).text
    assert "Page 2 of 2" in text
    assert f'<ol class="rows" start="{PAGE + 1}">' in text
    assert 'rel="prev"' in text


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize(
    ("path", "cost"),
    [
        ("/en/search?q=camels", 7),
        ("/en/search?q=camels&theme=AGR&sort=newest", 7),
        ("/en/search?q=%22of+camels%22", 8),
        ("/en/search", 2),
        ("/en/search/words?q=ca", 3),
        ("/en/search.atom?q=camels", 7),
    ],
)
def test_pages_cost_a_fixed_number_of_statements(app, browse, statements, path, cost, many):
    theme = a_theme("AGR")
    for _ in range(many):
        a_findable_notice(a_docket(theme), title=in_all("Of camels"))
    guest = browse()
    with statements() as seen:
        assert guest.get(path).status_code == 200
    assert len(seen) == cost


def test_a_search_is_answered_from_memory_until_something_happens(app, guest):
    a_findable_notice(title=in_all("Camels"))
    first = guest.get("/en/search?q=camels")
    tag = first.headers["ETag"]
    assert guest.get("/en/search?q=camels", headers={"If-None-Match": tag}).status_code == 304


def test_words_are_offered_while_typing(app, guest):
    for _ in range(2):
        a_findable_notice(title=titled(en="Camels of Kazakhstan", ru="Верблюды", kk="Түйелер"))
    a_findable_notice(title=in_all("Cameras"))

    def offered(typed):
        return guest.get("/en/search/words", query_string={"q": typed}).json

    assert offered("came") == ["camels", "cameras"]
    assert offered("big Came") == ["big camels", "big cameras"]
    assert offered("вер") == ["верблюды"]
    assert offered("түй") == ["түйелер"]
    assert offered("camels") == []
    assert offered("c") == offered("") == offered("camels ") == offered("<%") == []


def test_a_search_can_be_followed_by_feed(app, guest):
    notice = a_findable_notice(title=in_all("Camels & <co>"))
    answer = guest.get("/en/search.atom?q=camels&kind=request_for_comments")
    assert answer.mimetype == "application/atom+xml"
    feed = fromstring(answer.text)
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == "http://localhost/en/search.atom?q=camels&kind=request_for_comments"
    assert links["alternate"] == "http://localhost/en/search?q=camels&kind=request_for_comments"
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Camels & <co>"
    assert entry.findtext(f"{ATOM}id") == f"http://localhost/en/notices/{notice.number}"
    assert fromstring(guest.get("/ru/search.atom?q=nowhere").text).findall(f"{ATOM}entry") == []
    assert 'href="/en/search.atom?q=camels"' in found(guest, q="camels").replace("&amp;", "&")


def test_a_stranger_who_asks_without_end_is_told_to_wait(app, browse):
    app.extensions["paces"] = {"search": Pace(holds=SEARCHES, a_second=0.1)}
    guest, person = browse(), browse(a_person())
    for number in range(SEARCHES):
        assert guest.get(f"/en/search?q=w{number}").status_code == 200
    answer = guest.get("/en/search?q=more")
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 11
    assert guest.get("/en/search.atom?q=more").status_code == 429
    assert guest.get("/en/search/words?q=more").status_code == 200
    assert guest.get("/en/notices").status_code == 200
    assert person.get("/en/search?q=more").status_code == 200


def test_so_is_one_whose_script_asks_for_words_without_end(app, guest):
    app.extensions["paces"] = {"search words": Pace(holds=WORDS, a_second=0.001)}
    for number in range(WORDS):
        guest.get(f"/en/search/words?q=w{number}")
    assert guest.get("/en/search/words?q=more").status_code == 429
