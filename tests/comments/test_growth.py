"""A page costs the same at ten comments and at a million: no plan reads what it does not show."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import event

from portal.kernel import clock
from portal.kernel.database import db
from portal.register.queries import get_notice
from tests.comments.makers import a_posted_comment
from tests.makers import a_notice
from tests.organisations.makers import a_region

pytestmark = pytest.mark.sqlite
"""PostgreSQL chooses its plans by the size of the tables, and these are small."""

GROWING = re.compile(r"SCAN (comment|point|comment_file|ledger_entry)\b")
"""What a plan says where it goes through a whole table, or a whole index of it."""

NEWEST = "SCAN ledger_entry USING INDEX "
"""Whoever asks for the newest entries goes along an index and stops."""


@pytest.fixture
def plans(app):
    """What SQLite says of how it does each statement within a block."""

    @contextmanager
    def explained() -> Iterator[list[str]]:
        lines: list[str] = []
        asked = []

        def note(_connection, _cursor, statement, values, *_rest):
            if not statement.startswith("BEGIN"):
                asked.append((statement, values))

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield lines
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        for statement, values in asked:
            plan = db.session.connection().exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", values
            )
            lines += [line for *_, line in plan]

    assert app
    return explained


@pytest.fixture
def notice():
    """A notice with a comment."""
    notice = a_notice(questions=1)
    a_posted_comment(notice=notice)
    return get_notice(notice.number)


PAGES = (
    "/en/",
    "/en/notices/{notice}",
    "/en/dockets/{docket}",
    "/en/dockets/{docket}?before={at}_9",
    "/en/dockets/{docket}/comments",
    "/en/dockets/{docket}/comments?after={at}.9",
    "/en/dockets/{docket}/comments?before={at}.0",
    "/en/dockets/{docket}/comments?stance=oppose&group=people",
    "/en/dockets/{docket}/comments?region={region}",
    "/en/dockets/{docket}/positions",
    "/en/dockets/{docket}/answers",
    "/en/dockets/{docket}/comments.csv",
    "/en/chamber",
    "/en/notices",
)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_reads_a_growing_table_from_end_to_end(browse, plans, notice, page):
    at = quote((clock.now() + timedelta(days=1)).isoformat())
    facts = {"notice": notice.number, "docket": notice.docket.number, "region": a_region().id}
    path = page.format(at=at, **facts)
    with plans() as lines:
        answer = browse().get(path)
        assert answer.status_code == 200
        assert answer.data

    assert lines
    assert not [line for line in lines if GROWING.match(line) and not line.startswith(NEWEST)]


def test_positions_of_associations_are_found_without_reading_all_comments(browse, plans, notice):
    with plans() as lines:
        browse().get(f"/en/dockets/{notice.docket.number}/positions")

    walks = [line for line in lines if re.match(r"SEARCH comment\b", line)]
    assert walks
    assert all("ix_comment_docket_organisation" in line for line in walks)


@pytest.mark.parametrize(("direction", "sign"), [("after", "<"), ("before", ">")])
def test_a_deep_page_begins_where_it_is_and_not_at_the_beginning(
    browse, plans, notice, direction, sign
):
    key = f"{quote(clock.now().isoformat())}.5"
    with plans() as lines:
        browse().get(f"/en/dockets/{notice.docket.number}/comments?{direction}={key}")

    walks = [line for line in lines if "ix_comment_docket_state_filed" in line]
    assert len(walks) == 2
    assert all(f"filed_at{sign}?" in line for line in walks)


def test_history_goes_on_where_it_is(browse, plans, notice):
    with plans() as lines:
        browse().get(
            f"/en/dockets/{notice.docket.number}?before={quote(clock.now().isoformat())}_5"
        )

    assert [line for line in lines if "ledger_entry" in line and "at<?" in line]
