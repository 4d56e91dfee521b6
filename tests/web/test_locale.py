"""How values look in the language of the reader."""

from datetime import date

import pytest
from flask import render_template_string

from portal.web.locale import span, speaking

FIRST = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("locale", "last", "told"),
    [
        ("en", date(2026, 11, 27), "23–27 November 2026"),
        ("en", date(2026, 12, 4), "23 November – 4 December 2026"),
        ("en", date(2027, 11, 23), "23 November 2026 – 23 November 2027"),
        ("ru", date(2026, 11, 27), "23–27 ноября 2026 года"),
        ("ru", date(2026, 12, 4), "23 ноября – 4 декабря 2026 года"),
        ("ru", date(2027, 11, 23), "23 ноября 2026 года – 23 ноября 2027 года"),
        ("kk", date(2026, 11, 27), "2026 жылғы 23–27 қараша"),
        ("kk", date(2026, 12, 4), "2026 жылғы 23 қараша – 4 желтоқсан"),
        ("kk", date(2027, 11, 23), "2026 жылғы 23 қараша – 2027 жылғы 23 қараша"),
    ],
)
def test_no_month_and_no_year_is_written_twice(app, locale, last, told):
    with app.test_request_context(), speaking(locale):
        assert "".join(span(FIRST, last)) == told


@pytest.mark.parametrize(
    ("last", "told"),
    [
        (FIRST, '<time datetime="2026-11-23">23 November 2026</time>'),
        (None, '<time datetime="2026-11-23">23 November 2026</time> – without end'),
        (
            date(2026, 11, 24),
            (
                '<time datetime="2026-11-23">23</time>'
                '–<time datetime="2026-11-24">24 November 2026</time>'
            ),
        ),
    ],
)
def test_each_end_of_a_period_can_be_read_by_machines(app, last, told):
    page = '{% from "components/marks.html" import period %}{{ period(first, last) }}'
    with app.test_request_context(), speaking("en"):
        assert render_template_string(page, first=FIRST, last=last).strip() == told
