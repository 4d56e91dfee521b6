"""However many publish at once, no number is skipped and none is given twice."""

import threading
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Person
from portal.kernel.database import db, writing
from portal.kernel.errors import PortalError
from portal.register.actions import publish_notice
from portal.register.models import Notice
from portal.register.queries import get_draft
from tests.conftest import NOON
from tests.makers import an_agency
from tests.register.makers import a_submitted_notice, an_approver, an_author

AT_ONCE = 8


def all_at_once(app: Flask, works: list[Callable[[], None]]) -> None:
    """Run each piece of work in a thread and a context of its own, all starting together."""
    db.session.rollback()
    ready = threading.Barrier(len(works))

    def run(work: Callable[[], None]) -> None:
        with app.app_context(), writing():
            ready.wait()
            try:
                work()
            finally:
                db.session.rollback()
                db.session.remove()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def publishing(key: int, approver: int, refused: list[int], *, fails: bool = False):
    """Return work that publishes a notice, and loses it again where it `fails`."""

    def work() -> None:
        try:
            publish_notice(get_draft(key), by=db.session.get_one(Person, approver), now=NOON)
        except PortalError:
            refused.append(key)
            return
        if not fails:
            db.session.commit()

    return work


def test_numbers_and_pages_have_no_gaps_when_many_publish_at_once(app):
    agency = an_agency()
    author = an_author(agency)
    keys = [a_submitted_notice(agency, author=author).id for _ in range(AT_ONCE)]
    approver = an_approver(agency).id
    refused: list[int] = []
    works = [publishing(key, approver, refused, fails=n % 4 == 3) for n, key in enumerate(keys)]
    all_at_once(app, works)
    assert not refused
    kept = db.session.execute(
        select(Notice.number, Notice.page).where(Notice.number.is_not(None)).order_by(Notice.page)
    ).all()
    assert [tuple(row) for row in kept] == [(f"TN-2026-{n:02d}", n) for n in range(1, 7)]


def test_one_notice_published_by_two_at_once_enters_the_register_once(app):
    agency = an_agency()
    key = a_submitted_notice(agency).id
    approvers = [an_approver(agency).id for _ in range(2)]
    refused: list[int] = []
    all_at_once(app, [publishing(key, approver, refused) for approver in approvers])
    assert refused == [key]
    assert db.session.scalars(select(Notice.number)).all() == ["TN-2026-01"]
