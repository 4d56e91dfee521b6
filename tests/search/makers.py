"""Builders for what only search needs: published things that can be found."""

from collections.abc import Sequence
from html import escape
from typing import Any

from portal.kernel.database import db
from portal.kernel.text import Localized
from portal.register.models import Docket, Notice, NoticeLine, NoticeText
from portal.register.rules import NoticeState
from portal.search.actions import enter
from portal.search.queries import Found, find
from portal.search.rules import Filter, Order
from tests.conftest import NOON
from tests.makers import a_notice, in_all


def findable(*notices: Notice) -> None:
    """Enter notices and their dockets into the index, as publication does."""
    enter(
        notices=[str(notice.number) for notice in notices],
        dockets={db.session.get_one(Docket, notice.docket_id).number for notice in notices},
    )
    db.session.commit()


def a_findable_notice(
    docket: Docket | None = None, *, lines: Sequence[NoticeLine] = (), **facts: Any
) -> Notice:
    """A published notice in the index; `text_kk` and `text_ru` add wordings to its body."""
    wordings = {x: facts.pop(f"text_{x}") for x in ("kk", "ru") if f"text_{x}" in facts}
    facts = {"title": in_all("A plain subject"), "summary": in_all("Nothing special.")} | facts
    notice = a_notice(docket, state=NoticeState.DRAFT, **facts)
    for locale, words in wordings.items():
        html = f"<p>{escape(words)}</p>"
        text = {"locale": locale, "markdown": words, "html": html, "is_source": False}
        db.session.add(NoticeText(notice_id=notice.id, **text))
    for rank, line in enumerate(lines, start=1):
        line.notice_id, line.rank, line.year = notice.id, rank, 2022
        db.session.add(line)
    db.session.flush()
    notice.state = NoticeState.PUBLISHED
    db.session.commit()
    findable(notice)
    return notice


def look(
    query: str, *, order: Order = Order.BEST, page: int = 1, locale: str = "en", **narrowed: str
) -> Found:
    """Look for something as a reader does."""
    return find(
        query,
        narrowed=Filter(**narrowed),
        order=order,
        page=page,
        locale=locale,
        today=NOON.date(),
    )


def numbers(query: str, **how: Any) -> list[str]:
    """Return the numbers of the notices that are found, in their order."""
    return [hit.number for hit in look(query, **how).hits if hit.kind == "notice"]


def titled(en: str = "", ru: str = "", kk: str = "") -> Localized:
    """Return a title in some languages."""
    texts = {"en": en, "ru": ru, "kk": kk}
    return Localized.of({locale: text for locale, text in texts.items() if text})
