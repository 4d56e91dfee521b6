"""What is found, in which order, by whom it may be narrowed."""

from datetime import date

import pytest

from portal.kernel.database import db
from portal.register.models import NoticeLine
from portal.register.rules import NoticeKind
from portal.search.models import Item, posting
from portal.search.rules import MOST, PAGE, Kind, Order
from tests.conftest import NOON
from tests.makers import a_docket, a_negotiation, a_notice, a_theme, an_agency, in_all
from tests.search.makers import a_findable_notice, findable, look, numbers, titled

MILK = titled(
    en="Duties on dried milk",
    ru="Пошлины на сухое молоко",
    kk="Құрғақ сүтке баж салығы",
)


@pytest.mark.parametrize(
    "query",
    [
        "milk duty",
        "пошлина молока",
        "сүттің бажы",
        "кургак суттин",
        "молоко duties",
        '"dried milk"',
        '"сухого молока"',
        "«құрғақ сүт»",
        "cheese OR milk",
        "сыр ИЛИ молоко",
        "milk -cheese",
        "MILK",
    ],
)
def test_words_are_found_in_any_form_and_language(app, query):
    sought = a_findable_notice(title=MILK)
    a_findable_notice(title=titled(en="Tariffs on steel", ru="Тарифы на сталь", kk="Болат"))
    assert numbers(query) == [sought.number]


@pytest.mark.parametrize(
    "query",
    ['"milk dried"', "milk -duties", 'milk -"dried milk"', "milk steel", "wilk", "milk -молоко"],
)
def test_what_is_asked_otherwise_is_not_found(app, query):
    a_findable_notice(title=MILK)
    assert numbers(query) == []


def test_a_phrase_does_not_reach_from_one_text_into_the_next(app):
    a_findable_notice(title=titled(en="Sheep and lamb"), summary=in_all("wool and felt"))
    assert numbers("lamb wool")
    assert not numbers('"lamb wool"')
    assert numbers('"wool and felt"')


def test_a_phrase_is_found_wherever_a_piece_ends(app):
    text = " ".join(f"w{n}" for n in range(130))
    notice = a_findable_notice(text=text)
    for first in (0, 38, 39, 40, 79, 128):
        assert numbers(f'"w{first} w{first + 1}"') == [notice.number]
    assert not numbers('"w39 w41"')


def test_every_part_of_a_notice_is_searched(app):
    agency = an_agency(name=in_all("Ministry of Orchards"))
    theme = a_theme(name=in_all("Pomology"))
    talks = a_negotiation(name=in_all("Agreement with Atlantis"))
    docket = a_docket(theme, agency_id=agency.id, negotiation_id=talks.id)
    notice = a_notice(
        docket,
        questions=1,
        title=in_all("Apples"),
        summary=in_all("About pears"),
        text="Concerning quinces",
        chapters=["08"],
        unit=in_all("Department of pips"),
        volume=13,
        page=4242,
        last_page=4243,
    )
    findable(notice)
    for query in ("orchards", "atlantis", "apples", "pears", "quinces", "question", "pips"):
        assert numbers(query) == [notice.number], query
    for query in (notice.number, docket.number, "13 RTN 4242", "08"):
        assert numbers(query) == [notice.number], query
    assert numbers("pomology") == []
    found = look("pomology").hits
    assert [hit.number for hit in found] == [docket.number]


def test_a_docket_is_found_by_the_titles_of_its_notices(app):
    docket = a_docket(title=in_all("Animals"))
    a_findable_notice(docket, title=in_all("Lamb"))
    a_findable_notice(docket, title=in_all("Wool"))
    assert [hit.number for hit in look("lamb wool").hits] == [docket.number]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("0402", "finer coarse"),
        ("0402.10", "finer coarse"),
        ("040210", "finer coarse"),
        ("0402 10 190 0", "finer"),
        ("0402.21", ""),
        ("04", "chapter"),
    ],
)
def test_a_code_of_goods_finds_what_belongs_to_it(app, query, found):
    made = {
        "finer": a_findable_notice(text="The line 0402 10 190 0 is open."),
        "coarse": a_findable_notice(text="The line 0402.10 is open."),
        "chapter": a_findable_notice(chapters=["04"]),
        "other": a_findable_notice(text="It costs 17.50 in 2014."),
    }
    assert set(numbers(query)) == {made[name].number for name in found.split()}


@pytest.mark.parametrize("query", ["04", "0406", "0406.90", "0406 90", "cheese", "ірімшік 0406.90"])
def test_a_notice_is_found_by_the_goods_that_it_lists(app, query):
    goods = titled(en="Cheese", ru="Сыры", kk="Ірімшіктер")
    sought = a_findable_notice(lines=[NoticeLine(code="040690", goods=goods)])
    a_findable_notice(lines=[NoticeLine(code="0808", goods=in_all("Apples"))])
    assert numbers(query) == [sought.number]
    assert look("cheese").hits[0].snippet.plain == "0406.90 Cheese"


def test_a_number_leads_to_its_document_and_that_one_first(app):
    docket = a_docket(number="MEBP-2014-0002")
    sought = a_findable_notice(docket, number="TN-2014-07", series="RTN", volume=13, page=70)
    for _ in range(2):
        a_findable_notice(title=in_all("TN-2014-07 corrected"), text="TN-2014-07 TN-2014-07")
    for query in ("TN-2014-07", "tn 2014-07", "13 RTN 70", "what of TN–2014–07?"):
        found = look(query)
        assert [item.number for item in found.exact] == [sought.number]
    assert look("TN-2014-07").hits[0].number == sought.number
    assert [item.number for item in look("MEBP-2014-0002").exact] == ["MEBP-2014-0002"]
    assert not look("TN-2014-99").exact
    assert not look("99 RTN 1").exact


def test_a_notice_of_two_pages_is_cited_by_either(app):
    notice = a_findable_notice(volume=13, page=70, last_page=71)
    assert [item.number for item in look("13 RTN 71").exact] == [notice.number]
    assert not look("13 RTN 72").exact


def test_the_best_come_first_and_the_newest_where_that_is_asked(app):
    by_text = a_findable_notice(opens="2026-04-03", text="All about camels.")
    by_title = a_findable_notice(opens="2026-04-01", title=in_all("Camels"))
    by_summary = a_findable_notice(opens="2026-04-02", summary=in_all("On camels."))
    best = [by_title.number, by_summary.number, by_text.number]
    assert numbers("camels") == best
    assert numbers("camels", order=Order.NEWEST) == [best[2], best[1], best[0]]


def test_a_rare_word_decides_over_a_frequent_one(app):
    for _ in range(3):
        a_findable_notice(title=in_all("Trade"))
    rare = a_findable_notice(title=in_all("Zebu"))
    assert numbers("trade OR zebu")[0] == rare.number


def test_results_are_counted_and_narrowed(app):
    theme, other = a_theme("AGR"), a_theme("IND")
    agency = an_agency("MOA")
    talks = a_negotiation(code="FTA-X")
    docket = a_docket(theme, other, agency_id=agency.id, negotiation_id=talks.id)
    sought = a_findable_notice(
        docket,
        themes=(theme,),
        kind=NoticeKind.TARIFF_OFFER,
        title=in_all("Camels"),
        opens="2025-04-02",
        closes="2026-04-20",
    )
    late = a_findable_notice(title=in_all("Camels too"), closes="2026-04-19")
    a_findable_notice(title=in_all("Camels as well"), opens=None, closes=None)

    found = look("camels")
    assert found.total == 6
    assert dict(found.facets["kind"]) == {
        "tariff_offer": 1,
        "request_for_comments": 2,
        "docket": 3,
    }
    assert dict(found.facets["period"]) == {"open": 2, "closed": 2}
    assert dict(found.facets["year"]) == {"2026": 5, "2025": 1}
    assert dict(found.facets["theme"]) == {"AGR": 2, "IND": 1}
    assert dict(found.facets["negotiation"]) == {"FTA-X": 2}
    assert dict(found.facets["agency"])["MOA"] == 2
    for narrowed in (
        {"kind": "tariff_offer"},
        {"agency": "MOA"},
        {"theme": "AGR"},
        {"negotiation": "FTA-X"},
        {"period": "open"},
        {"year": "2025"},
    ):
        assert numbers("camels", **narrowed) == [sought.number], narrowed
        (facet, value) = next(iter(narrowed.items()))
        assert look("camels", **narrowed).total == dict(found.facets[facet])[value]
    assert numbers("camels", period="closed") == [late.number]
    assert numbers("", theme="AGR") == [sought.number]
    assert numbers("", theme="A%") == []


def test_what_is_hidden_by_narrowing_is_told(app):
    a_findable_notice(title=in_all("Camels"))
    assert look("camels", year="2020").hidden == 2
    assert look("camels", year="2026").hidden == 0
    assert look("dromedaries", year="2020").hidden == 0


def test_pages_show_everything_once(app):
    made = [a_findable_notice(title=in_all("Camels")).number for _ in range(PAGE + 3)]
    first, second, beyond = (look("camels", kind="request_for_comments", page=n) for n in (1, 2, 9))
    assert (first.total, first.pages) == (PAGE + 3, 2)
    assert sorted(hit.number for hit in first.hits + second.hits) == sorted(made)
    assert len(second.hits) == 3
    assert [hit.number for hit in beyond.hits] == [hit.number for hit in second.hits]


def many(count, *terms):
    """Fill the index with documents that hold the terms, a day apart, the newest last."""
    first = date(2020, 1, 1).toordinal()
    facts = {
        "kind": Kind.NOTICE,
        "paper": "outcome",
        "title": in_all("Made"),
        "agency": "AG",
        "themes": "",
        "stretches": [],
    }
    items = [
        {"number": f"N-{n:05d}", "known_as": f"N-{n:05d}", "day": first + n, **facts}
        for n in range(count)
    ]
    db.session.execute(db.insert(Item), items)
    rows = [
        {"term": term, "day": item.day, "item_id": item.id, "impact": 1000, "places": b""}
        for item in db.session.execute(db.select(Item.id, Item.day)).all()
        for term in terms
    ]
    db.session.execute(db.insert(posting), rows)
    db.session.commit()


@pytest.mark.parametrize("count", [MOST - 1, MOST, MOST + 1, MOST + 500])
def test_counting_stops_at_a_limit_with_the_newest(app, count):
    many(count, "ecamel", "etrade")
    found = look("camel trade", order=Order.NEWEST)
    assert found.total == min(count, MOST)
    assert found.more is (count > MOST)
    assert found.hits[0].number == f"N-{count - 1:05d}"
    assert found.pages == 50


def test_narrowing_reaches_what_the_limit_left_out(app):
    many(MOST + 500, "ecamel")
    found = look("camel", year="2020")
    assert found.total == 366
    assert not found.more


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("camles", "camels"),
        ("big camels", None),
        ("camels and duites", "camels and duties"),
        ("верблудов", "верблюдов"),
        ("түелер", "түйелер"),
        ("сфьуды", "camels"),
        ("dthk.ljd", None),
        ("dthks", None),
        ("xyzzyq", None),
        ("bog", None),
        ("camxxs", None),
        ("camxl", None),
        ("camels -elephants", None),
    ],
)
def test_a_word_that_is_nowhere_is_mended(app, typed, meant):
    a_findable_notice(title=titled(en="Big camels: duties", ru="Для верблюдов", kk="Түйелер"))
    assert look(typed).meant == meant


def test_what_was_meant_is_something_that_is_found(app):
    notice = a_findable_notice(title=in_all("Camels"))
    assert numbers(str(look("cammels").meant)) == [notice.number]
    assert look("cammels").nowhere == ["cammels"]


def test_what_was_found_is_marked_and_shown_in_the_readers_language(app):
    a_findable_notice(
        title=titled(en="Of camels", ru="О верблюдах"),
        summary=titled(en="A herd of <b>camels</b> & more", ru="Стадо верблюдов"),
    )
    hit = look("camels OR верблюды", kind="request_for_comments").hits[0]
    assert ("camels", True) in hit.marked_title.parts
    assert hit.snippet.locale == "en"
    assert hit.snippet.plain == "A herd of <b>camels</b> & more"
    assert [text for text, marked in hit.snippet.parts if marked] == ["camels"]
    hit = look("camels OR верблюды", kind="request_for_comments", locale="ru").hits[0]
    assert hit.snippet.locale == "ru"
    assert hit.marked_title.plain == "О верблюдах"
    hit = look("herd", kind="request_for_comments", locale="ru").hits[0]
    assert hit.snippet.locale == "en"


def test_only_the_phrase_is_marked_not_its_words_elsewhere(app):
    a_findable_notice(summary=in_all("dry red dry milk milk"))
    parts = look('"dry milk"').hits[0].snippet.parts
    assert [text for text, marked in parts if marked] == ["dry", "milk"]
    assert parts[0] == ("dry red ", False)


def test_a_piece_from_deep_inside_a_long_text_is_shown(app):
    text = " ".join(["word"] * 3000) + " needle " + " ".join(["word"] * 3000)
    a_findable_notice(text=text)
    snippet = look("needle").hits[0].snippet
    assert "needle" in snippet.plain
    assert len(snippet.plain.split()) <= 40


@pytest.mark.parametrize("many_of_them", [1, 3])
@pytest.mark.parametrize(
    ("query", "cost"),
    [
        ("camels", 5),
        ("camels -elephants", 5),
        ('"of camels"', 6),
        ("camels OR cammels", 7),
        ("TN-9999-99", 2),
        ("99 RTN 1", 2),
        ("", 0),
    ],
)
def test_a_search_costs_a_fixed_number_of_statements(app, statements, query, cost, many_of_them):
    for _ in range(many_of_them):
        a_findable_notice(title=in_all("Of camels"))
    with statements() as seen:
        look(query)
    assert len(seen) == cost


def test_the_day_is_the_legal_one_that_is_passed_in(app):
    a_findable_notice(title=in_all("Camels"), closes=NOON.date().isoformat())
    assert look("camels", period="open").total == 2
