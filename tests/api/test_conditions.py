"""Conditions: what each finds, how the sentence tells it, and what is refused."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.api.v1.conditions import CONDITIONS, Wrong, days_of, read_day, sentence
from portal.register.models import NoticeRegion
from portal.register.rules import NoticeKind, NoticeState
from tests.api.makers import a_foreign_notice, corrects, published
from tests.conftest import NOON
from tests.makers import a_docket, a_notice, a_theme, an_agency, in_all, saved
from tests.organisations.makers import a_region

TODAY = NOON.date()


@pytest.fixture
def find(call):
    """Return a function that asks by conditions and returns the numbers that are found."""

    def ask(**conditions):
        query = {"order": "oldest", "per_page": 100}
        for name, value in conditions.items():
            parts = value if isinstance(value, dict) else {"": value}
            for part, one in parts.items():
                bracket = f"[{part}]" if part else ""
                listed = "[]" if isinstance(one, list) else ""
                query[f"conditions[{name}]{bracket}{listed}"] = one
        answer = call("/documents", query)
        assert answer.status_code == 200, answer.text
        return [one["document_number"] for one in answer.json.get("results", [])]

    return ask


@pytest.mark.parametrize("name", ["publication_date", "comment_date"])
@pytest.mark.parametrize("american", [False, True])
def test_days_are_found_from_the_first_to_the_last(find, name, american):
    docket = a_docket()
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 1), date(2026, 12, 31)]
    days.append(date(2027, 1, 1))
    notices = [
        a_notice(docket, opens=f"{day}", closes=f"{day}", published_on=day).number for day in days
    ]

    def told(day):
        return f"{day:%m/%d/%Y}" if american else f"{day}"

    assert find(**{name: {"is": told(days[2])}}) == [notices[2]]
    assert find(**{name: {"gte": told(days[1]), "lte": told(days[3])}}) == notices[1:4]
    assert find(**{name: {"gte": told(days[3])}}) == notices[3:]
    assert find(**{name: {"lte": told(days[1])}}) == notices[:2]
    assert find(**{name: {"year": "2026"}}) == notices[1:4]


@pytest.mark.parametrize("name", ["signing_date", "effective_date"])
def test_days_that_no_notice_has_find_nothing(find, name):
    a_notice()

    assert find(**{name: {"gte": "2000-01-01"}}) == []


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_read_as_it_is_written_here_and_there(day):
    assert read_day(f"{day:%Y-%m-%d}") == read_day(f"{day:%m/%d/%Y}") == day


@pytest.mark.parametrize(
    "parts",
    [{"is": "2026-02-30"}, {"gte": "soon"}, {"lte": "13/01/2026"}, {"year": "x"}, {"foo": "2026"}],
)
def test_a_day_that_is_none_is_refused(call, parts):
    with pytest.raises(Wrong):
        days_of(parts, "Publication Date", TODAY)
    query = {f"conditions[publication_date][{name}]": value for name, value in parts.items()}

    answer = call("/documents", query)

    assert answer.status_code == 400
    assert answer.json == {"errors": {"publication_date": "Publication Date is not a valid date."}}


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"is": "2026-01-02"}, "on 01/02/2026"),
        ({"gte": "2026-01-02"}, "on or after 01/02/2026"),
        ({"lte": "2026-01-02"}, "on or before 01/02/2026"),
        ({"gte": "2026-01-02", "lte": "2026-02-01"}, "from 01/02/2026 to 02/01/2026"),
        ({"year": "2024"}, "in 2024"),
        ("01/02/2026", "on 01/02/2026"),
    ],
)
def test_days_are_told_as_over_there(parts, told):
    assert days_of(parts, "Publication Date", TODAY)[2] == told


def test_an_agency_is_found_with_what_stands_under_it(find):
    above = an_agency("MEBP")
    below = an_agency("DFTR", parent_id=above.id)
    other = an_agency("MOA")
    ours = a_notice(a_docket(agency_id=above.id)).number
    theirs = a_notice(a_docket(agency_id=below.id)).number
    others = a_notice(a_docket(agency_id=other.id)).number

    assert find(agencies=["mebp"]) == sorted([ours, theirs])
    assert find(agencies="DFTR") == [theirs]
    assert find(agencies=["dftr", "moa"]) == sorted([theirs, others])
    assert find(agency_ids=[str(other.id)]) == [others]


def test_types_are_found(find):
    rule = a_foreign_notice("RULE").number
    proposal = a_foreign_notice("PRORULE").number
    notice = a_notice().number

    assert find(type="RULE") == [rule]
    assert find(type=["PRORULE"]) == [proposal]
    assert find(type=["notice"]) == [notice]
    assert find(type=["RULE", "PRORULE"]) == sorted([rule, proposal])
    assert find(type=["PRESDOCU"]) == find(type=["NOTHING"]) == []


def test_kinds_are_found(find):
    offer = a_notice(kind=NoticeKind.TARIFF_OFFER).number
    a_notice(kind=NoticeKind.OUTCOME)

    assert find(presidential_document_type=["tariff_offer"]) == [offer]
    assert find(notice_type=["tariff_offer"]) == [offer]
    assert find(presidential_document_type=["executive_order"]) == []


def test_dockets_are_found_however_they_are_written(find):
    notice = a_notice(a_docket(number="FAA-2024-0223")).number
    a_notice()

    assert find(docket_id="FAA-2024-0223") == [notice]
    assert find(docket_id=["faa-2024-0223"]) == [notice]
    assert find(docket_id="Docket No. FAA–2024–0223") == [notice]
    assert find(docket_id="FAA_2024_0223") == [notice]
    assert find(docket_id="%") == []


def test_topics_and_sections_are_found(find):
    goods = a_theme("MKT")
    below = a_theme("TRQ", parent_id=goods.id)
    other = a_theme("SPS")
    one = a_notice(themes=(below,)).number
    two = a_notice(themes=(other,)).number

    assert find(topics=["trq"]) == [one]
    assert find(topics=["mkt"]) == []
    assert find(sections=["mkt"]) == [one]
    assert find(sections="mkt", topics="sps") == []
    assert find(sections=["sps"]) == [two]
    assert find(sections=["money"]) == []


@pytest.mark.parametrize(
    ("shift", "is_open"), [((-3, 0), True), ((-3, -1), False), ((0, 3), True), ((1, 3), False)]
)
def test_what_takes_comments_today_is_found(find, shift, is_open):
    opens, closes = (f"{TODAY + timedelta(days=days)}" for days in shift)
    notice = a_notice(opens=opens, closes=closes).number
    silent = published("2026-04-02").number

    found = find(accepting_comments_on_regulations_dot_gov="1")
    others = find(accepting_comments_on_regulations_dot_gov="0")

    assert found == ([notice] if is_open else [])
    assert set(others) == ({silent} if is_open else {notice, silent})


def test_corrections_are_found(find):
    wrong = a_notice().number
    right = a_notice(kind=NoticeKind.CORRECTION).number

    assert find(correction="1") == [right]
    assert find(correction="0") == [wrong]


def test_what_names_an_earlier_document_is_found_by_it(find):
    wrong = a_notice()
    right = corrects(a_notice(state=NoticeState.DRAFT), wrong)

    assert find(citing_document_numbers=[wrong.number]) == [right.number]
    assert find(citing_document_numbers=[right.number]) == []


def test_a_place_is_found_as_the_region_of_its_name(find):
    region = a_region(name=in_all("Almaty Region"))
    draft = a_notice(state=NoticeState.DRAFT)
    saved(NoticeRegion(notice_id=draft.id, region_id=region.id))
    draft.state = NoticeState.PUBLISHED
    notice = saved(draft).number
    a_notice()

    assert find(near={"location": "almaty", "within": "200"}) == [notice]
    assert find(near={"location": "(kk)"}) == [notice]
    assert find(near={"location": "Aktau"}) == []


def test_numbers_volumes_and_words_are_found(find):
    docket = a_docket(number="ABC-2026-0001")
    apples = a_notice(docket, title=in_all("Apples and pears"), volume=12).number
    pears = a_notice(title=in_all("Pears"), volume=13).number

    assert find(document_numbers=[apples, "x"]) == [apples]
    assert find(volume="12") == [apples]
    assert find(term="PEARS") == sorted([apples, pears])
    assert find(term="pears apples") == [apples]
    assert find(term="pears -apples") == [pears]
    assert find(term="pears !apples") == [pears]
    assert find(term=apples) == [apples]
    assert find(term="abc-2026-0001") == [apples]


@pytest.mark.parametrize(
    "conditions",
    [
        {"president": ["someone"]},
        {"regulation_id_number": "2120-AA64"},
        {"cfr": {"title": "7", "part": "1-50"}},
        {"cfr": {"title": "50"}},
        {"near": {"location": "Almaty", "within": "200"}},
        {"near": {"location": "94105"}},
        {"small_entities": ["1"]},
        {"citing_document_numbers": ["2024-1"]},
        {"executive_order_numbers": ["1"]},
        {"significant": "1"},
    ],
)
def test_what_this_register_does_not_know_is_an_answer_of_nothing(find, conditions):
    a_notice()

    assert find(**conditions) == []


@pytest.mark.parametrize("conditions", [{"significant": "0"}, {"near": {"within": "10"}}])
def test_what_restricts_nothing_finds_everything(find, conditions):
    notice = a_notice().number

    assert find(**conditions) == [notice]


@pytest.mark.parametrize("name", [*CONDITIONS, "term"])
def test_an_empty_field_of_a_form_asks_nothing(call, name):
    a_notice()

    for query in ({f"conditions[{name}]": ""}, {f"conditions[{name}][]": ""}):
        assert call("/documents", query).json["count"] == 1


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ({"conditions[foo]": "1"}, {"foo": "is not a valid field"}),
        ({"conditions": "1"}, {"conditions": "is not a valid field"}),
        ({"conditions[agencies][]": "x"}, {"agencies": "invalid value"}),
        ({"conditions[agency_ids][]": "999"}, {"agency_ids": "invalid value"}),
        ({"conditions[topics][]": "x"}, {"topics": "invalid value"}),
        ({"conditions[sections][]": "x"}, {"sections": "invalid value"}),
        ({"conditions[volume]": "x"}, {"volume": "invalid value"}),
        (
            {"conditions[cfr][title]": "51", "conditions[cfr][part]": "x"},
            {
                "cfr": "CFR title must be between 1 and 50"
                ' and CFR part must be an integer or a range (eg "1" or "1-200")'
            },
        ),
        (
            {"conditions[near][location]": "Almaty", "conditions[near][within]": "201"},
            {"near": "within must be between 1 and 200 miles"},
        ),
    ],
)
@pytest.mark.parametrize("path", ["/documents", "/documents.csv", "/documents/facets/type"])
def test_a_condition_that_cannot_be_read_is_named(call, path, query, errors):
    answer = call(path, query)

    assert answer.status_code == 400
    assert answer.json == {"errors": errors}
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({}, "All Documents"),
        ({"conditions[publication_date][year]": "2024"}, "Documents published in 2024"),
        (
            {"conditions[term]": "x", "conditions[type]": "NOTICE"},
            "Documents matching 'x' and of type Notice",
        ),
        (
            {
                "conditions[type][]": ["RULE", "PRORULE", "NOTICE"],
                "conditions[agencies][]": ["mebp", "moa"],
                "conditions[comment_date][gte]": "2026-01-01",
            },
            (
                "Documents with a comment closing date on or after 01/01/2026,"
                " from Ministry MEBP or Ministry MOA,"
                " and of type Rule, Proposed Rule, or Notice"
            ),
        ),
    ],
)
def test_a_sentence_says_what_was_asked_for(call, query, told):
    an_agency("MEBP")
    an_agency("MOA")

    assert call("/documents", query).json == {"count": 0, "description": told}


def test_a_sentence_lists_as_sentences_do():
    assert sentence(["a"]) == "a"
    assert sentence(["a", "b"]) == "a and b"
    assert sentence(["a", "b", "c"]) == "a, b, and c"


def test_pages_follow_one_another_and_miss_nothing(call):
    docket = a_docket()
    numbers = [published(f"2026-04-{day:02}", docket).number for day in range(1, 6)]
    url, found, pages = "/documents?order=oldest&per_page=2&fields[]=document_number", [], []
    while url:
        told = call(url).json
        found += [one["document_number"] for one in told["results"]]
        pages.append(told["total_pages"])
        url = told.get("next_page_url", "").removeprefix("http://localhost/api/v1")

    assert found == numbers
    assert pages == [3, 3, 3]
    last = call("/documents", order="oldest", per_page=2, page=3).json
    assert last["previous_page_url"] == (
        "http://localhost/api/v1/documents?format=json&order=oldest&page=2&per_page=2"
    )
    assert "next_page_url" not in last
    assert call("/documents", per_page=2, page=4).json == {
        "count": 5,
        "description": "All Documents",
    }


def test_the_address_of_the_next_page_holds_what_was_asked(call):
    for _ in range(3):
        a_notice()

    told = call(
        "/documents.json",
        {"per_page": 2, "fields[]": ["title"], "conditions[type][]": "NOTICE", "order": "newest"},
    ).json

    assert told["next_page_url"] == (
        "http://localhost/api/v1/documents?conditions%5Btype%5D%5B%5D=NOTICE&fields%5B%5D=title"
        "&format=json&order=newest&page=2&per_page=2"
    )


def test_orders(call):
    docket = a_docket()
    first = published("2026-04-01", docket, number="A").number
    third = published("2026-04-02", docket, number="C").number
    second = published("2026-04-02", docket, number="B").number

    def found(order):
        return [one["document_number"] for one in call("/documents", order=order).json["results"]]

    assert found("newest") == found("relevance") == [third, second, first]
    assert found("oldest") == [first, second, third]
    assert found("id") == [first, third, second]


def test_only_the_numbers_are_told_where_nothing_else_is_wanted(call):
    a_notice()

    told = call("/documents", metadata_only=1).json

    assert told == {"count": 1, "description": "All Documents"}


def test_no_page_is_promised_that_would_be_read_as_the_first(call, monkeypatch):
    monkeypatch.setattr("portal.api.v1.views.documents.DEEPEST", 4)
    docket = a_docket()
    for day in range(1, 7):
        published(f"2026-04-{day:02}", docket)

    assert "next_page_url" in call("/documents", per_page=2).json
    assert "next_page_url" not in call("/documents", per_page=2, page=2).json


def test_dockets_are_asked_for_twenty_at_a_time(call):
    asked = [("conditions[docket_id][]", f"X-{number}") for number in range(21)]

    assert call(f"/documents?{urlencode(asked[:20])}").status_code == 200
    refused = call(f"/documents?{urlencode(asked)}")
    assert refused.status_code == 400
    assert list(refused.json["errors"]) == ["docket_id"]


def test_a_term_of_many_words_is_cut(call, statements):
    a_notice(search_text="one")
    words = "+".join(f"-qq{number}" for number in range(300))
    with statements() as few:
        call("/documents.json?conditions[term]=-qq0")
    with statements() as many:
        assert call(f"/documents.json?conditions[term]={words}").json["count"] == 1

    assert max(map(len, many.seen)) < 20 * max(map(len, few.seen))
