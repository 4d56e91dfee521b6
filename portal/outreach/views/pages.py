"""The pages of outreach, for readers who are no specialists."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.kernel.text import LOCALES
from portal.ledger.queries import version_of
from portal.outreach.labels import KINDS
from portal.outreach.models import Page, PageText
from portal.outreach.queries import get_page, neighbours
from portal.outreach.queries import pages as every_page
from portal.outreach.rules import PageKind
from portal.outreach.views.room import bp
from portal.register.markup import contents, render
from portal.web.caching import public_page
from portal.web.locale import current_locale


@bp.get("/learn")
@public_page(version_of)
def pages() -> ResponseReturnValue:
    """Show what there is to read before one comments."""
    found = every_page()
    return render_template(
        "outreach/pages.html",
        kinds=[(name, [p for p in found if p.kind == kind]) for kind, name in KINDS.items()],
        written=_written,
    )


@bp.get("/learn/<slug>")
@public_page(lambda slug: version_of())  # noqa: ARG005  # The whole ledger is its version.
def page(slug: str) -> ResponseReturnValue:
    """Show one page, in the reader's language where it is written in it."""
    found = get_page(slug)
    text = _told(found)
    html = render(text.markdown, locale=text.locale)
    before, after = neighbours(found)
    return render_template(
        "outreach/page.html",
        page=found,
        text=text,
        html=html,
        contents=contents(html),
        kind=KINDS[PageKind(found.kind)],
        before=before,
        after=after,
        written=_written(found),
    )


def _told(page: Page) -> PageText:
    """Return the wording for the reader: in their language, or as it was written."""
    by_locale = {text.locale: text for text in page.texts}
    source = next(text for text in page.texts if text.is_source)
    return by_locale.get(current_locale(), source)


def _written(page: Page) -> list[tuple[str, bool]]:
    """Return each language of the portal, and whether the page is written in it."""
    written = {text.locale for text in page.texts}
    return [(locale, locale in written) for locale in LOCALES]
