"""`python -m bench.growth`: what a page costs as its docket grows.

One docket of the demonstration is given 100, 100,000 and more comments, each with a point
and with its entries in the ledger, and its pages are made anew: with how many statements,
with how many steps of SQLite's machine, in what time of the processor. Statements and
steps do not depend on who else uses the machine. A statement that reads a whole table is
named.
"""

import argparse
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import event, func, insert, select

from bench.__main__ import environment
from portal import create_app
from portal.comments.models import Comment, Point
from portal.comments.rules import Capacity, Channel, CommentState, Stance, Visibility
from portal.comments.tallies import recount
from portal.kernel.database import db
from portal.ledger.models import Entry
from portal.register.models import Docket, Notice
from portal.web.settings import read_settings

CHUNK = 10_000
TIMES = 15
STEP = 10
"""Steps of SQLite's machine between two reports of it."""

BIG = re.compile(r"SCAN (comment|point|ledger_entry)\b(?! USING)")
"""What a plan says where a table that grows is read from end to end."""


@dataclass
class Cost:
    """What making one page took."""

    statements: list[tuple[str, Any]] = field(default_factory=list)
    steps: int = 0
    seconds: float = 0
    scans: set[str] = field(default_factory=set)


@contextmanager
def counted(cost: Cost) -> Iterator[None]:
    """Count statements and steps within this block."""

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            cost.statements.append((statement, values))

    def tick() -> int:
        cost.steps += STEP
        return 0

    def watch(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.set_progress_handler(tick, STEP)

    def leave(connection: Any, _record: Any) -> None:
        connection.set_progress_handler(None, STEP)

    heard: dict[str, Callable[..., Any]] = {
        "before_cursor_execute": note,
        "checkout": watch,
        "checkin": leave,
    }
    for name, listener in heard.items():
        event.listen(db.engine, name, listener)
    try:
        yield
        db.session.remove()
    finally:
        for name, listener in heard.items():
            event.remove(db.engine, name, listener)


def cost_of(app: Flask, path: str) -> Cost:
    """Make a page anew several times; return what it took, its time in the middle of them."""
    browser = app.test_client()
    browser.set_cookie("session", "of-somebody")
    db.session.remove()
    get(browser, path)
    cost = Cost()
    with counted(cost):
        get(browser, path)
    times = []
    for _ in range(TIMES):
        begun = time.thread_time()
        get(browser, path)
        times.append(time.thread_time() - begun)
    cost.seconds = statistics.median(times)
    with db.engine.connect() as connection:
        for statement, values in cost.statements:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            cost.scans |= {found[0] for *_, line in plan if (found := BIG.search(line))}
    return cost


def get(browser: FlaskClient, path: str) -> None:
    """Read a page."""
    answer = browser.get(path)
    if answer.status_code != 200:  # noqa: PLR2004  # HTTP OK.
        sys.exit(f"{path} answered {answer.status_code}")


def grow(notice: Notice, docket: str, size: int) -> None:
    """Give the docket of a notice as many posted comments as it lacks, as filings would."""
    here = db.session.scalar(
        select(func.count(Comment.id)).where(Comment.docket_id == notice.docket_id)
    )
    place = db.session.scalar(select(func.max(Entry.position))) or 0
    begun = datetime(2014, 1, 1, tzinfo=UTC)
    for start in range(here or 0, size, CHUNK):
        numbers = range(start, min(start + CHUNK, size))
        first = (db.session.scalar(select(func.max(Comment.id))) or 0) + 1
        at = {number: begun + timedelta(seconds=number) for number in numbers}
        db.session.execute(
            insert(Comment),
            [comment(first + i, notice, at[n]) for i, n in enumerate(numbers)],
        )
        db.session.execute(
            insert(Point),
            [
                {
                    "comment_id": first + i,
                    "docket_id": notice.docket_id,
                    "number": 1,
                    "text": "The quota should be counted by calendar year. " * 6,
                }
                for i in range(len(numbers))
            ],
        )
        entries = [
            entry(docket, f"C-GROWN-{first + i}", at[n], public=public)
            for i, n in enumerate(numbers)
            for public in (False, True)
        ]
        for each in entries:
            place += 1
            each["position"] = place
        db.session.execute(insert(Entry), entries)
        db.session.commit()
    recount()
    db.session.commit()
    with db.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def comment(key: int, notice: Notice, at: datetime) -> dict[str, Any]:
    """Return the row of a comment."""
    return {
        "id": key,
        "number": f"C-GROWN-{key}",
        "docket_id": notice.docket_id,
        "notice_id": notice.id,
        "state": CommentState.PUBLISHED,
        "filed_at": at,
        "posted_at": at,
        "channel": Channel.IMPORT,
        "locale": "en",
        "capacity": Capacity.PERSONAL,
        "author_name": "A Reader",
        "visibility": Visibility.PUBLIC,
        "stance": Stance.OPPOSE,
        "digest": "0" * 64,
        "idempotency_key": f"grown:{key}",
    }


def entry(docket: str, number: str, at: datetime, *, public: bool) -> dict[str, Any]:
    """Return the row of an entry of the ledger: the filing, or the posting."""
    kind = "CommentPosted" if public else "CommentFiled"
    content = f'{{"facts":{{"by":null,"comment":"{number}"}},"kind":"{kind}"}}'
    return {
        "at": at,
        "kind": kind,
        "docket": docket,
        "public": public,
        "content": content,
        "leaf": "0" * 64,
    }


def pages_of(notice: str, docket: str, size: int) -> dict[str, str]:
    """Return the addresses of the pages that are measured."""
    middle = datetime(2014, 1, 1, tzinfo=UTC) + timedelta(seconds=size // 2)
    deep = f"{middle.isoformat()}.1".replace("+", "%2B")
    return {
        "home": "/en/",
        "notice": f"/en/notices/{notice}",
        "docket": f"/en/dockets/{docket}",
        "comments": f"/en/dockets/{docket}/comments",
        "comments, half-way": f"/en/dockets/{docket}/comments?after={deep}",
        "comments that oppose": f"/en/dockets/{docket}/comments?stance=oppose",
        "answers": f"/en/dockets/{docket}/answers",
        "chamber": "/en/chamber",
    }


def measure(app: Flask, sizes: list[int]) -> None:
    """Print the costs at each size, and how they grew since the first."""
    query = select(Notice, Docket.number).join(Docket, Docket.id == Notice.docket_id)
    notice, docket = db.session.execute(query.where(Notice.closes_on.is_not(None))).first() or (
        None,
        "",
    )
    if notice is None:
        sys.exit("The demonstration has no notice that takes comments.")
    db.session.expunge_all()
    first: dict[str, Cost] = {}
    for size in sizes:
        begun = time.perf_counter()
        grow(notice, docket, size)
        print(f"\n{size:,} comments ({time.perf_counter() - begun:.0f} s to enter)")
        print(f"{'':24}{'statements':>11}{'steps':>9}{'':>7}{'ms':>8}{'':>7}")
        for name, path in pages_of(str(notice.number), docket, size).items():
            cost = cost_of(app, path)
            base = first.setdefault(name, cost)
            print(
                f"{name:24}{len(cost.statements):11}{cost.steps:9}{cost.steps / base.steps:7.2f}"
                f"{cost.seconds * 1000:8.2f}{cost.seconds / base.seconds:7.2f}"
                f"  {'; '.join(sorted(cost.scans))}"
            )


def main() -> None:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    sizes: Callable[[str], list[int]] = lambda text: [int(x) for x in text.split(",")]  # noqa: E731
    parser.add_argument("--sizes", type=sizes, default=[100, 100_000], help="comments, by commas")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="portal-growth-") as name:
        app = create_app(read_settings({**os.environ, **environment(Path(name))}))
        with app.app_context():
            upgrade()
            app.cli.main(args=["demo", "load"], prog_name="flask", standalone_mode=False)
            measure(app, options.sizes)
            db.session.remove()
            db.engine.dispose()


if __name__ == "__main__":
    main()
