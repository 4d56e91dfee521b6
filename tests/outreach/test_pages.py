"""The pages of outreach: what they must hold, and how they are read."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from portal.kernel import clock
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.ledger.models import Entry
from portal.outreach.actions import publish_page
from portal.outreach.labels import KINDS
from portal.outreach.models import Page
from portal.outreach.rules import BLOCKS, PageKind, Wording, check_blocks, missing_blocks
from tests.makers import in_all

WHOLE = {
    locale: "\n\n".join(f"# {block}\nWords." for block in blocks)
    for locale, blocks in BLOCKS.items()
}


def a_page(slug="wto", *, rank=1, texts=None, kind=PageKind.AGREEMENT, **facts):
    wording = Wording(
        title=in_all(f"Title {slug}"),
        summary=in_all(f"Summary {slug}"),
        texts=texts or {"en": WHOLE["en"]},
        source=next(iter(texts)) if texts else "en",
    )
    page = publish_page(
        slug=slug,
        kind=kind,
        wording=wording,
        as_of=date(2026, 3, 1),
        rank=rank,
        negotiation=None,
        by=None,
        now=clock.now(),
        **facts,
    )
    db.session.commit()
    return page


@pytest.mark.parametrize("locale", BLOCKS)
@pytest.mark.parametrize("place", range(4))
def test_a_page_about_an_agreement_without_a_block_is_refused(locale, place):
    blocks = BLOCKS[locale]
    lacking = WHOLE[locale].replace(f"# {blocks[place]}", "# Something else")
    with pytest.raises(RuleBroken) as refused:
        check_blocks(PageKind.AGREEMENT, {locale: lacking})
    assert blocks[place] in str(refused.value)
    check_blocks(PageKind.AGREEMENT, {locale: WHOLE[locale]})


def test_a_heading_without_words_is_no_block():
    assert missing_blocks("# Goals\n\n# Obligations\nWords.", "en") == [
        "Goals",
        "Benefits",
        "Costs",
    ]


@pytest.mark.parametrize("kind", [kind for kind in PageKind if kind is not PageKind.AGREEMENT])
def test_other_pages_are_free_in_their_form(kind):
    check_blocks(kind, {"en": "Words."})


def test_every_kind_has_its_name():
    assert set(KINDS) == set(PageKind)


def test_a_page_that_is_refused_is_not_there(app):
    with pytest.raises(RuleBroken):
        a_page(texts={"en": "# Goals\nWords."})
    db.session.rollback()
    assert db.session.scalar(select(Page.id)) is None


def test_a_reader_never_meets_a_page_that_lacks_a_block(browse):
    a_page()
    reader = browse()
    with pytest.raises(RuleBroken) as refused:
        a_page("fta", texts={"en": WHOLE["en"], "kk": WHOLE["kk"].replace("# Шығындар", "# Тағы")})
    db.session.rollback()
    assert "Шығындар" in str(refused.value)
    assert reader.get("/en/learn/fta").status_code == 404
    assert "/learn/fta" not in reader.get("/en/learn").text
    shown = reader.get("/en/learn/wto").text
    assert [f">{block}</h2>" in shown for block in BLOCKS["en"]] == [True] * 4


def test_a_new_wording_that_lacks_a_block_leaves_the_old_one_standing(browse):
    a_page(texts={"en": WHOLE["en"].replace("Words.", "The first words.")})
    with pytest.raises(RuleBroken):
        a_page(texts={"en": "# Goals\nOther words."})
    db.session.rollback()
    shown = browse().get("/en/learn/wto").text
    assert "The first words." in shown
    assert "Other words." not in shown


@pytest.mark.parametrize(("locale", "missing"), [("kk", "жазылмаған"), ("ru", None), ("en", None)])
def test_a_page_shows_which_languages_it_is_written_in(browse, locale, missing):
    a_page(texts={"en": WHOLE["en"], "ru": WHOLE["ru"]})
    page = " ".join(browse().get(f"/{locale}/learn/wto").text.split())
    assert re.search(r'<span lang="kk">Қазақша</span> <span class="note">', page)
    assert 'href="/ru/learn/wto" hreflang="ru" lang="ru">Русский</a>' in page
    assert 'href="/en/learn/wto" hreflang="en" lang="en">English</a>' in page
    assert missing is None or missing in page
    row = " ".join(browse().get(f"/{locale}/learn").text.split())
    assert re.search(r'<p class="row-meta">[^<]+<span lang="kk">Қазақша</span></p>', row)


def test_publishing_anew_replaces_the_words_and_leaves_an_entry(app):
    a_page()
    a_page(texts={"en": WHOLE["en"] + "\nMore.", "kk": WHOLE["kk"]})
    assert len(list(db.session.scalars(select(Page)))) == 1
    kinds = list(db.session.scalars(select(Entry.kind).order_by(Entry.id)))
    assert kinds == ["PagePublished", "PagePublished"]


def test_a_reader_gets_the_new_wording_at_once(browse):
    reader = browse()
    a_page(texts={"en": WHOLE["en"]})
    assert "Newly said." not in reader.get("/en/learn/wto").text
    a_page(texts={"en": WHOLE["en"] + "\nNewly said."})
    assert "Newly said." in reader.get("/en/learn/wto").text
    assert 'href="/en/learn/wto"' in reader.get("/en/ledger").text


def test_a_reader_gets_their_language_where_it_is_written(browse):
    a_page(texts={"en": WHOLE["en"], "ru": WHOLE["ru"]})
    assert "Обязательства" in browse().get("/ru/learn/wto").text
    page = browse().get("/kk/learn/wto").text
    assert '<div lang="en">' in page
    assert '<span lang="kk">' in page
    assert "not yet written in the language you read in" not in browse().get("/en/learn/wto").text


def test_a_page_leads_to_its_neighbours_and_to_following(browse):
    for rank, slug in enumerate(("first", "second", "third"), 1):
        a_page(slug, rank=rank)
    page = browse().get("/en/learn/second").text
    assert 'rel="prev" href="/en/learn/first"' in page
    assert 'rel="next" href="/en/learn/third"' in page
    assert "/en/follow?topic=everything" in page
    assert 'datetime="2026-03-01"' in page


def test_the_list_costs_the_same_with_one_page_and_with_three(browse, statements):
    browser = browse()
    counts = []
    for more in (1, 2):
        for number in range(more):
            a_page(f"page-{more}-{number}", rank=number)
        with statements() as seen:
            assert browser.get(f"/en/learn?{more}").status_code == 200
        counts.append(len(seen))
    assert counts == [3, 3]


def test_a_page_costs_five_statements(browse, statements):
    a_page()
    browser = browse()
    with statements() as seen:
        assert browser.get("/en/learn/wto").status_code == 200
    assert len(seen) == 5


def test_html_in_a_page_is_shown_not_run(browse):
    a_page(kind=PageKind.EXPLAINER, texts={"en": "<script>alert(1)</script>"})
    page = browse().get("/en/learn/wto").text
    assert "<script>alert" not in page


def test_an_unknown_page_is_missing(browse):
    assert browse().get("/en/learn/nothing").status_code == 404


def test_nothing_published_is_said(browse):
    assert "No page has been published yet." in browse().get("/en/learn").text
