"""Agencies, issues, the calendar, suggestions, and what all addresses have in common."""

import csv
import io
from datetime import date

import pytest

from portal.api.v1.conditions import CONDITIONS
from portal.api.v1.directory import AGENCY_FIELDS
from portal.api.v1.documents import FIELDS
from portal.api.v1.views.blueprint import START
from portal.api.views import EXAMPLES
from portal.kernel.calendar import holidays, is_working
from portal.kernel.errors import TooMany
from portal.web.pace import Pace
from tests.api.makers import a_foreign_notice, published
from tests.makers import a_docket, a_notice, a_theme, an_agency, in_all


def test_agencies_are_a_bare_list(call):
    above = an_agency("MEBP", name=in_all("Ministry of Budget"), abbreviation=in_all("MEBP"))
    below = an_agency("DFTR", parent_id=above.id, name=in_all("Department"))

    told = call("/agencies.json").json

    assert [one["name"] for one in told] == ["Department", "Ministry of Budget"]
    assert told[1] == {
        "agency_url": None,
        "child_ids": [below.id],
        "child_slugs": ["dftr"],
        "description": None,
        "id": above.id,
        "logo": None,
        "name": "Ministry of Budget",
        "parent_id": None,
        "recent_articles_url": (
            "http://localhost/api/v1/documents?conditions%5Bagency_ids%5D%5B%5D="
            f"{above.id}&order=newest"
        ),
        "short_name": "MEBP",
        "slug": "mebp",
        "url": "http://localhost/en/notices?agency=MEBP",
        "json_url": f"http://localhost/api/v1/agencies/{above.id}",
    }
    assert told[0]["parent_id"] == above.id


def test_an_agency_is_found_by_slug_and_by_number(call):
    agency = an_agency("MEBP")
    other = an_agency("MOA")

    assert list(call("/agencies/mebp.json").json) == list(AGENCY_FIELDS)
    assert call(f"/agencies/{agency.id}").json["slug"] == "mebp"
    assert [one["slug"] for one in call(f"/agencies/{other.id},{agency.id}").json] == [
        "moa",
        "mebp",
    ]
    assert call("/agencies/mebp", {"fields[]": "slug"}).json == {"slug": "mebp"}
    missing = call("/agencies/none")
    assert (missing.status_code, missing.json) == (404, {"error": 404})
    assert call("/agencies/mebp", {"fields[]": "colour"}).status_code == 400


def test_the_recent_documents_of_an_agency_are_where_it_says(call):
    notice = a_notice(a_docket(agency_id=an_agency("MEBP").id))
    a_notice()
    url = call("/agencies/mebp").json["recent_articles_url"].removeprefix("http://localhost/api/v1")

    told = call(url).json

    assert [one["document_number"] for one in told["results"]] == [notice.number]


def test_agencies_and_topics_are_suggested_by_any_of_their_names(call):
    an_agency("MEBP", name=in_all("Ministry of Budget"))
    a_theme("MKT", name=in_all("Market access"))

    for words in ("budget ministry", "(KK)", "mebp"):
        found = call("/agencies/suggestions", {"conditions[term]": words}).json
        assert [one["slug"] for one in found] == ["mebp"], words
    assert call("/topics/suggestions.json", {"conditions[term]": "access"}).json == [
        {"name": "Market access", "slug": "mkt", "url": "http://localhost/en/themes/MKT"}
    ]
    assert call("/topics/suggestions").json == []


def test_an_issue_is_a_table_of_contents(call):
    above = an_agency("MEBP", name=in_all("Ministry"))
    below = an_agency("DFTR", parent_id=above.id, name=in_all("Department"))
    notice = published("2026-04-01", a_docket(agency_id=below.id), title=in_all("Apples"))
    published("2026-03-31", a_docket(agency_id=above.id))

    told = call("/issues/2026-04-01.json").json

    assert told["meta"] == {"publication_date": "2026-04-01"}
    department, ministry = told["agencies"]
    assert ministry == {
        "name": "Ministry",
        "slug": "mebp",
        "see_also": [{"name": "Department", "slug": "dftr"}],
        "document_categories": [],
    }
    assert department["document_categories"] == [
        {
            "type": "Notice",
            "documents": [
                {
                    "subject_1": "Apples",
                    "subject_2": None,
                    "subject_3": None,
                    "document_numbers": [notice.number],
                }
            ],
        }
    ]
    assert call("/issues/current").json == told


def test_a_day_without_an_issue_is_not_there_and_a_day_that_is_none_is_refused(call):
    assert call("/issues/2026-04-01.json").json == {"status": 404, "message": "Record Not Found"}
    assert call("/issues/current").status_code == 404
    wrong = call("/issues/tomorrow.json")
    assert wrong.status_code == 400
    assert wrong.json == {"status": 400, "message": "Invalid Date Requested"}


def test_every_holiday_has_a_name(call):
    told = call("/holidays").json

    assert told["2026-03-22"] == "Nauryz"
    assert told["2026-05-27"] == "Kurban Ait"
    wanted = {f"{day}" for year in range(2024, 2029) for day in holidays(year)}
    assert set(told) == wanted


def test_what_takes_effect_does_so_on_a_working_day(call):
    told = call("/effective-dates", start_date="2026-04-20", end_date="04/26/2026").json

    assert list(told) == [f"2026-04-{day}" for day in range(20, 25)]
    assert told["2026-04-24"]["15"] == {
        "date": "2026-05-12",
        "delay_reasons": ["weekend", "Victory Day", "Day off, moved from a weekend"],
    }
    days = [date.fromisoformat(one["date"]) for day in told.values() for one in day.values()]
    assert all(is_working(day) for day in days)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"start_date": "2026-01-01", "end_date": "2026-05-01"}, 200),
        ({"start_date": "2026-01-01", "end_date": "2026-05-02"}, 400),
        ({"start_date": "2026-01-01"}, 400),
        ({"start_date": "soon", "end_date": "2026-05-02"}, 400),
    ],
)
def test_effective_dates_are_for_a_season_at_most(call, query, status):
    assert call("/effective-dates", query).status_code == status
    assert call("/effective_dates.json", query).status_code == status


def test_years_are_counted_in_a_table(call):
    published("2025-04-01", page=10, last_page=14)
    a_foreign_notice("PRORULE")

    documents, pages = (
        list(csv.reader(io.StringIO(call(f"/category_counts/{name}.csv").text)))
        for name in ("document_type", "page_count")
    )

    header = ["Year", "Rules", "Proposed Rules", "Notices", "Presidential Documents"]
    assert documents[3:] == [
        [*header, "All documents"],
        ["2026", "0", "1", "0", "0", "1"],
        ["2025", "0", "0", "1", "0", "1"],
    ]
    assert pages[3:] == [
        [*header, "All pages"],
        ["2026", "0", "1", "0", "0", "1"],
        ["2025", "0", "0", "5", "0", "5"],
    ]
    assert call("/category_counts/colour.csv").status_code == 404


def test_each_theme_has_a_search_in_its_section(call):
    goods = a_theme("MKT", name=in_all("Goods & more"))
    a_notice(themes=(a_theme("TRQ", parent_id=goods.id),))

    told = call("/suggested_searches.json").json

    assert [one["slug"] for one in told["mkt"]] == ["mkt", "trq"]
    assert [one["documents_in_last_year"] for one in told["mkt"]] == [0, 1]
    one = call("/suggested_searches/mkt.json").json
    assert one == {
        "description": "<p>Documents about: Goods &amp; more</p>",
        "slug": "mkt",
        "search_conditions": {"topics": ["mkt"]},
        "title": "Goods & more",
        "section": "mkt",
    }
    assert call("/suggested_searches/none").status_code == 404
    assert call("/suggested-searches").status_code == 404
    assert call("/suggested_searches", {"conditions[sections][]": "none"}).json == {}


def test_sections_show_what_was_published_on_a_day(call):
    theme = a_theme("MKT")
    notice = published("2026-04-01", themes=(theme,))
    published("2026-04-02", themes=(theme,))

    told = call("/sections", {"conditions[publication_date][is]": "2026-04-01"}).json

    assert [one["slug"] for one in told] == ["mkt"]
    assert told[0]["highlighted_documents"] == [
        {
            "document_number": notice.number,
            "html_url": f"http://localhost/en/notices/{notice.number}",
            "curated_title": notice.title.en,
            "curated_abstract": notice.summary.en,
            "photo": {},
        }
    ]
    assert call("/sections", {"conditions[publication_date][is]": "x"}).status_code == 404


def test_a_search_is_told_what_it_may_have_meant(call):
    agency = an_agency("MEBP", name=in_all("Ministry of Budget"))
    notice = a_notice(a_docket(agency_id=agency.id), page=40, last_page=41)

    def suggestions(words, **more):
        query = {"conditions[term]": words} | more
        return call("/documents/search-details", query).json["suggestions"]

    assert suggestions("13 RTN 41")["citation"] == {"document_numbers": [notice.number]}
    assert suggestions(notice.number)["document_number"] == {"document_number": notice.number}
    assert suggestions("budget")["search_refinement"] == {
        "count": 1,
        "search_conditions": {"agencies": ["mebp"]},
        "search_summary": "Documents from Ministry of Budget",
    }
    assert suggestions("nothing like that") == {}
    told = call("/documents/search-details", {"conditions[type]": "NOTICE"}).json
    assert told == {
        "suggestions": {},
        "filters": {"type": {"name": "Notice", "value": "Type"}},
    }


def test_titles_are_offered_to_whoever_is_typing(call):
    notice = a_notice(title=in_all("Duties on apples"))

    told = call("/documents/autocomplete-suggestions", {"conditions[term]": "duties app"}).json

    assert told == [
        {
            "document_number": notice.number,
            "search_term_completion": "Duties on apples",
            "entry_type": "Notice",
        }
    ]
    assert call("/documents/autocomplete-suggestions").json == []


def test_what_is_not_here_is_told_to_a_program(call, browse):
    for path in ("/nothing", "/images/er01.001", "/images/x.json", "/site_notifications/x"):
        answer = call(path)
        assert answer.status_code == 404
        assert answer.content_type == "application/json; charset=utf-8"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert call("/images/x").json == {}
    posted = browse().post("/api/v1/documents")
    assert posted.status_code == 405
    assert posted.json == {"status": 405, "message": "Method Not Allowed"}
    nul = call("/documents", {"conditions[term]": "\x00"})
    assert (nul.status_code, nul.json["status"]) == (400, 400)
    assert call("/documents", {"x": "y" * 5000}).json["status"] == 414


def test_any_page_of_the_web_may_read(browse):
    answer = browse().options("/api/v1/documents", headers={"Origin": "https://news.example"})

    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Access-Control-Allow-Origin" not in browse().get("/en/").headers


def test_a_host_that_is_not_ours_is_not_repeated(browse):
    a_notice()

    answer = browse().get("/api/v1/documents", headers={"Host": "evil.example"})

    assert "evil.example" not in answer.text


def test_whoever_asks_too_fast_is_told_to_wait(app, browse):
    app.extensions["paces"] = {START: Pace(holds=3, a_second=0.001)}
    caller = browse()

    answers = [caller.get("/api/v1/agencies", query_string={"n": n}) for n in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].json == {"status": 429, "message": "Too Many Requests"}
    assert int(answers[-1].headers["Retry-After"]) > 1


def test_a_long_answer_costs_more(app, browse):
    app.extensions["paces"] = {START: Pace(holds=20, a_second=0.001)}
    caller = browse()

    statuses = [caller.get(f"/api/v1/documents?per_page={n}").status_code for n in (900, 51)]

    assert statuses == [200, 429]


def test_a_bucket_fills_up_again():
    pace = Pace(holds=2, a_second=0.5)
    pace.spend("a", 2, now=0)
    pace.spend("b", 2, now=0)

    with pytest.raises(TooMany) as refused:
        pace.spend("a", 1, now=1.9)
    assert refused.value.retry_after == 1
    pace.spend("a", 1, now=2)
    with pytest.raises(TooMany):
        pace.spend("a", 1, now=2)


def test_the_description_for_programs_tells_what_is_there(app, call):
    told = call("/documentation.json").json

    assert told["servers"] == [{"url": "http://localhost/api/v1"}]
    search = told["paths"]["/documents.{format}"]["get"]["parameters"]
    fields = next(one for one in search if one["name"] == "fields[]")
    assert fields["schema"]["items"]["enum"] == list(FIELDS)
    routed = {rule.rule.partition("<")[0].rstrip("/.") for rule in app.url_map.iter_rules()}
    for path in told["paths"]:
        start = path.partition("{")[0].partition(".")[0].rstrip("/")
        assert f"/api/v1{start}" in routed, path


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_developers_are_told_how(browse, locale):
    page = browse().get(f"/{locale}/developers")

    assert page.status_code == 200
    assert "http://localhost/api/v1/documents.json?order=newest" in page.text
    assert all(f"<code>{name}</code>" in page.text for name in (*FIELDS, *CONDITIONS))


def test_what_developers_are_shown_answers(call):
    a_notice(themes=(a_theme("SPS"),))

    for _name, path in EXAMPLES:
        assert call(path).status_code == 200, path
