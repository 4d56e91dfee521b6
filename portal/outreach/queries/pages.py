"""Reading the pages of outreach."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.outreach.models import Page, PageText


def pages() -> list[Page]:
    """Return every page in the order of reading, with the languages it is written in."""
    query = (
        select(Page)
        .options(selectinload(Page.texts).load_only(PageText.locale, PageText.is_source))
        .order_by(Page.rank, Page.id)
    )
    return list(db.session.scalars(query))


def get_page(slug: str) -> Page:
    """Return a page with its wordings and the negotiation that it is about. Raises Missing."""
    query = (
        select(Page)
        .where(Page.slug == slug)
        .options(joinedload(Page.negotiation), selectinload(Page.texts))
    )
    page = db.session.scalar(query)
    if page is None:
        raise Missing(N_("There is no page of this name."))
    return page


def neighbours(page: Page) -> tuple[Page | None, Page | None]:
    """Return the pages read before and after this one."""
    before = (
        select(Page)
        .where((Page.rank < page.rank) | ((Page.rank == page.rank) & (Page.id < page.id)))
        .order_by(Page.rank.desc(), Page.id.desc())
    )
    after = (
        select(Page)
        .where((Page.rank > page.rank) | ((Page.rank == page.rank) & (Page.id > page.id)))
        .order_by(Page.rank, Page.id)
    )
    return db.session.scalar(before.limit(1)), db.session.scalar(after.limit(1))
