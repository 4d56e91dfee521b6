"""The same answer on both databases: what each finds is compared with one and the same file."""

import json
from datetime import date

import pytest

from portal.kernel.database import db
from portal.register.importing.document import understood
from portal.register.importing.reading import documents_in
from portal.register.importing.writing import bring_in
from portal.search.queries import find
from portal.search.rules import Filter, Order
from tests.conftest import NOON
from tests.makers import a_docket, an_agency, in_all
from tests.search.makers import a_findable_notice, titled

TODAY = date(2024, 3, 1)

OURS = (
    (
        titled("Duties on dried milk", "Пошлины на сухое молоко", "Құрғақ сүтке салынатын баж"),
        "Молочная продукция товарной позиции 0402 и сыры 0406.90.",
        "Кеден баждарының мөлшерлемелері туралы пікірлер қабылданады.",
    ),
    (
        titled("Rules of origin for meat", "Правила происхождения мяса", "Еттің шығу ережелері"),
        "Мясо птицы и баранина. См. TN-2014-07 и 13 RTN 7.",
        "Қой еті мен құс еті бойынша ұсыныстар.",
    ),
    (
        titled("Services in agriculture", "Услуги в сельском хозяйстве", "Ауыл шаруашылығы"),
        "Услуги ветеринаров. Кадры, зерно, молоко.",
        "Ветеринарлардың қызметтері, астық, сүт өнімдері.",
    ),
)

OF_OURS = (
    "молоко",
    "сүт",
    "сут",
    "milk -rules",
    "пошлина OR услуга",
    "мясо ИЛИ зерно",
    '"правила происхождения"',
    '"еттің шығу"',
    "0402",
    "0406.90",
    "04",
    "TN-2014-07",
    "13 RTN 7",
    "ұсынысы",
    "қызмет",
    "of",
    "молокл",
    "шаруашылык",
)

OF_THEIRS = (
    "comments",
    "the",
    "information collection",
    '"information collection"',
    "collection -information",
    "fishery OR nuclear",
    "airworthiness directives",
    '"notice of proposed rulemaking"',
    "public meeting -airplanes",
    "2024-02839",
    "89 FR 9743",
    "comission",
    "drug safety agriculture",
    "FDA-2023-D-5303",
    "energy OR water OR air -nuclear",
    '"Department of" commerce',
)


def told(query, **how):
    found = find(query, locale="en", today=TODAY, **how)
    return {
        "total": found.total,
        "hits": [f"{hit.number} {hit.score}" for hit in found.hits],
        "snippets": [hit.snippet.plain for hit in found.hits[:2] if hit.snippet],
        "facets": found.facets if how == {"narrowed": Filter()} else None,
        "exact": [item.number for item in found.exact],
        "meant": found.meant,
    }


def answers(queries):
    ways = (
        {"narrowed": Filter()},
        {"narrowed": Filter(), "order": Order.NEWEST},
        {"narrowed": Filter(), "page": 2},
        {"narrowed": Filter(kind="docket")},
        {"narrowed": Filter(period="closed")},
    )
    return {query: [told(query, **way) for way in ways] for query in queries}


def written(answered):
    return json.dumps(answered, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def test_three_languages_are_searched_alike(app, golden):
    agency = an_agency("MEBP")
    docket = a_docket(number="MEBP-2026-0001", title=in_all("Farming"), agency_id=agency.id)
    for number, (title, ru, kk) in enumerate(OURS, start=7):
        a_findable_notice(
            docket,
            number=f"TN-2014-0{number}",
            title=title,
            summary=in_all("What is proposed"),
            volume=13,
            page=number,
            last_page=number,
            text_ru=ru,
            text_kk=kk,
        )

    golden("search.json", written(answers(OF_OURS)))


@pytest.mark.data
def test_ninety_five_real_documents_are_searched_alike(app, golden, shared_data):
    for path in sorted((shared_data / "fr_xml" / "notices").glob("*.xml")):
        for element, day in documents_in(path):
            bring_in(understood(element, day, named=path.name), now=NOON)
    db.session.commit()

    golden("search_of_95.json", written(answers(OF_THEIRS)))
