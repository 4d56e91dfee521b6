"""How many documents match, by something."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.api.v1.facets import FACETS, PERIODS
from portal.register.rules import NoticeKind
from tests.api.makers import a_foreign_notice, published
from tests.makers import a_docket, a_notice, a_theme, an_agency

WITHIN = {
    "conditions[publication_date][gte]": "2026-01-29",
    "conditions[publication_date][lte]": "2026-02-03",
}


@pytest.mark.parametrize("ending", ["", ".json"])
def test_days_without_documents_are_there_too(call, ending):
    docket = a_docket()
    for day in ("2026-01-28", "2026-01-29", "2026-01-29", "2026-02-03", "2026-02-04"):
        published(day, docket)

    told = call(f"/documents/facets/daily{ending}", WITHIN).json

    assert list(told) == [f"{date(2026, 1, 29) + timedelta(days=n)}" for n in range(6)]
    assert [one["count"] for one in told.values()] == [2, 0, 0, 0, 0, 1]
    assert told["2026-01-29"] == {"count": 2, "name": "01/29/2026"}


@pytest.mark.parametrize(
    ("facet", "wanted"),
    [
        (
            "weekly",
            {
                "2026-01-26": {"count": 2, "name": "2026 Week 04"},
                "2026-02-02": {"count": 1, "name": "2026 Week 05"},
            },
        ),
        (
            "monthly",
            {
                "2026-01-01": {"count": 2, "name": "January 2026"},
                "2026-02-01": {"count": 1, "name": "February 2026"},
            },
        ),
        ("quarterly", {"2026-01-01": {"count": 3, "name": "Q1 2026"}}),
        ("yearly", {"2026-01-01": {"count": 3, "name": "2026"}}),
    ],
)
def test_longer_periods(call, facet, wanted):
    docket = a_docket()
    for day in ("2026-01-28", "2026-01-29", "2026-01-30", "2026-02-03", "2026-02-04"):
        published(day, docket)

    assert call(f"/documents/facets/{facet}", WITHIN).json == wanted


@given(st.sampled_from(sorted(PERIODS)), st.dates(date(1994, 1, 1), date(2090, 1, 1)))
def test_periods_follow_one_another_without_a_gap(name, day):
    begin, following, _called = PERIODS[name]
    start = begin(day)

    assert start <= day < following(start)
    assert begin(following(start)) == following(start)
    assert begin(following(start) - timedelta(days=1)) == start


def test_years_begin_where_that_register_begins_and_end_today(call):
    a_notice()

    told = call("/documents/facets/yearly").json

    assert list(told) == [f"{year}-01-01" for year in range(1994, 2027)]
    assert told["2026-01-01"]["count"] == 1


def test_periods_before_that_register_are_not_counted_out(call):
    asked = "/documents/facets/weekly?conditions[publication_date][gte]=0001-01-01"

    assert len(call(asked).json) < 53 * 33


def test_too_many_days_are_refused(call):
    answer = call("/documents/facets/daily")

    assert answer.status_code == 400
    assert list(answer.json["errors"]) == ["facet"]


def test_agencies_count_with_what_stands_under_them(call):
    above = an_agency("MEBP")
    below = an_agency("DFTR", parent_id=above.id)
    a_notice(a_docket(agency_id=above.id))
    a_notice(a_docket(agency_id=below.id))
    an_agency("MOA")

    assert call("/documents/facets/agency").json == {
        "mebp": {"count": 2, "name": "Ministry MEBP"},
        "dftr": {"count": 1, "name": "Ministry DFTR"},
    }


def test_topics_and_sections_count(call):
    goods = a_theme("MKT")
    below = a_theme("TRQ", parent_id=goods.id)
    a_notice(themes=(goods, below))
    a_notice(themes=(below,))

    topics, sections = (call(f"/documents/facets/{name}").json for name in ("topic", "section"))

    assert topics == {
        "trq": {"count": 2, "name": "Theme TRQ"},
        "mkt": {"count": 1, "name": "Theme MKT"},
    }
    assert sections == {"mkt": {"count": 2, "name": "Theme MKT"}}


def test_types_and_kinds_count(call):
    a_foreign_notice("RULE")
    a_foreign_notice("PRORULE")
    a_notice(kind=NoticeKind.TARIFF_OFFER)
    a_notice(kind=NoticeKind.OUTCOME)

    assert call("/documents/facets/type").json == {
        "NOTICE": {"count": 2, "name": "Notice"},
        "PRORULE": {"count": 1, "name": "Proposed Rule"},
        "RULE": {"count": 1, "name": "Rule"},
    }
    kinds = call("/documents/facets/subtype").json
    assert {name: one["count"] for name, one in kinds.items()} == {
        "tariff_offer": 1,
        "outcome": 1,
    }


@pytest.mark.parametrize("facet", [*FACETS, "yearly"])
def test_facets_take_conditions(call, facet):
    theme = a_theme()
    a_notice(themes=(theme,))
    other = a_notice(themes=(theme,))

    told = call(f"/documents/facets/{facet}", {"conditions[document_numbers][]": other.number}).json

    assert sum(one["count"] for one in told.values()) == 1


def test_a_facet_that_is_not_known_is_not_there(call):
    answer = call("/documents/facets/colour")

    assert answer.status_code == 404
    assert answer.json == {"status": 404, "message": "Record Not Found"}
