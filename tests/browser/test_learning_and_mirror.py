"""The mirror, a committee, a theme, a negotiation and a page to learn from, in a real browser."""

import pytest

from portal.demo.loading import load
from portal.kernel import clock
from portal.kernel.database import db

PATHS = (
    "committees",
    "committees/C-MKT",
    "themes/MKT",
    "negotiations/FTA-EFTA",
    "learn/wto",
)


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_pages_of_the_demonstration_are_accessible_and_fit(app, visit, check, locale):
    load(now=clock.now())
    db.session.commit()
    for path in PATHS:
        page = visit(f"/{locale}/{path}")
        for width in (360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            check(page)
        page.context.close()
