"""Publishing pages of outreach."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.accounts.models import Actor
from portal.kernel import events
from portal.kernel.database import db
from portal.kernel.text import LOCALES
from portal.negotiations.models import Negotiation
from portal.outreach.events import PagePublished
from portal.outreach.models import Page, PageText
from portal.outreach.rules import PageKind, Wording, check_blocks


def publish_page(
    *,
    slug: str,
    kind: PageKind,
    wording: Wording,
    as_of: date,
    rank: int,
    negotiation: Negotiation | None,
    by: Actor | None,
    now: datetime,
) -> Page:
    """Publish a page, or its new wording.

    Raises RuleBroken where a page about an agreement leaves one of its blocks out.
    """
    check_blocks(kind, wording.texts)
    query = select(Page).where(Page.slug == slug).options(selectinload(Page.texts))
    page = db.session.scalar(query)
    if page is None:
        page = Page(slug=slug, texts=[])
        db.session.add(page)
    page.kind = kind
    page.title = wording.title
    page.summary = wording.summary
    page.as_of = as_of
    page.rank = rank
    page.negotiation_id = negotiation.id if negotiation else None
    worded = {text.locale: text for text in page.texts}
    for locale in (known for known in LOCALES if known in wording.texts):
        text = worded.get(locale)
        if text is None:
            text = PageText(locale=locale)
            page.texts.append(text)
        text.is_source = locale == wording.source
        text.markdown = wording.texts[locale]
    db.session.flush()
    events.publish(
        PagePublished(
            at=now,
            by=by.id if by else None,
            page=slug,
            kind=kind,
            languages=tuple(sorted(wording.texts)),
        )
    )
    return page
