"""Every public page without a subject of its own: axe finds nothing, nothing overflows."""

import pytest

from portal.kernel.text import LOCALES

WIDTHS = (360, 768, 1280)


def _paths(app):
    for rule in app.url_map.iter_rules():
        public = "desk" not in rule.rule and rule.endpoint != "static"
        if "GET" in rule.methods and rule.arguments == {"locale"} and public:
            yield rule


@pytest.mark.parametrize("locale", LOCALES)
def test_pages_are_accessible_and_fit(app, browse, visit, check, locale):
    with app.test_request_context():
        paths = [app.url_for(rule.endpoint, locale=locale) for rule in _paths(app)]
    for path in paths:
        answer = browse().get(path)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        page = visit(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            check(page)
        check(visit(path, dark=True))
        page.context.close()
