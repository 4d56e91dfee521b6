"""The same form sent many times at once, to several processes."""

import threading

from sqlalchemy import func, select

from portal.comments.models import Comment
from portal.comments.tallies import differences
from portal.kernel.database import db
from portal.ledger.models import Entry
from portal.outbox.models import Owed
from tests.comments.servers import Browser, serving
from tests.makers import a_notice

AT_ONCE = 8


def test_a_form_sent_from_everywhere_at_once_is_one_comment_with_one_receipt(
    app, environment, tmp_path
):
    path = f"/en/notices/{a_notice().number}/comment"
    db.session.rollback()  # Or this process would hold the database alone.
    answers = []
    with serving(environment | {"PORTAL_LIMITS": "off"}, tmp_path) as server:
        browser = Browser(server.port)
        form = browser.form(path)
        together = threading.Barrier(AT_ONCE)

        def send():
            same = Browser(server.port)
            same.cookies = dict(browser.cookies)
            together.wait()
            answers.append(same.post(path, form))

        threads = [threading.Thread(target=send) for _ in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert [answer.status for answer in answers] == [303] * AT_ONCE
    assert len({answer.headers["Location"] for answer in answers}) == 1
    for table in (Comment, Entry, Owed):
        assert db.session.scalar(select(func.count()).select_from(table)) == 1
    assert differences() == []
