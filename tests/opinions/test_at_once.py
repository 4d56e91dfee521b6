"""Two people at the same moment, each with a connection of their own."""

import threading

from sqlalchemy import func, select

from portal.comments.models import Comment
from portal.kernel.database import db
from portal.opinions.models import Ballot, Version
from portal.opinions.queries import latest_version
from tests.opinions.makers import a_draft_opinion, a_table, adopted, put_to_vote, the_opinion

ROUNDS = 4


def _together(app, *sends):
    """Send requests at once; return their answers in the order in which they were given."""
    gate = threading.Barrier(len(sends))
    answers = [None] * len(sends)

    def run(place, send):
        with app.app_context():
            gate.wait()
            answers[place] = send()
            db.session.remove()

    threads = [threading.Thread(target=run, args=(place, send)) for place, send in enumerate(sends)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.rollback()
    return answers


def _save(browser, number, base, words):
    fields = {"base": base, "title": words, "locale": "en", "body": words, "step": "save"}
    return lambda: browser.post(f"/en/my/opinions/{number}/edit", data=fields)


def _vote(browser, number, choice):
    fields = {"ballot-item-0": choice, "ballot-declared": "y"}
    return lambda: browser.post(f"/en/my/opinions/{number}/ballot", data=fields)


def test_two_who_save_at_once_make_one_version_and_one_refusal_with_both_texts(browse, app):
    table = a_table()
    number = a_draft_opinion(table)
    first, second = browse(table.members[0]), browse(table.members[1])
    db.session.rollback()
    for base in range(1, ROUNDS):
        answers = _together(
            app,
            _save(first, number, base, f"Words of the first {base}"),
            _save(second, number, base, f"Words of the second {base}"),
        )
        assert sorted(answer.status_code for answer in answers) == [303, 422]
        refused = next(answer for answer in answers if answer.status_code == 422)
        assert f"Words of the first {base}" in refused.text
        assert f"Words of the second {base}" in refused.text
    latest = latest_version(the_opinion(number))
    assert latest.number == ROUNDS
    assert db.session.scalar(select(func.count()).select_from(Version)) == ROUNDS


def test_holder_and_alternate_who_vote_at_once_have_one_vote(browse, app):
    table = a_table()
    holder, alternate = browse(table.members[0]), browse(table.alternate)
    for _round in range(1, ROUNDS):
        number = a_draft_opinion(table)
        put_to_vote(number, table)
        db.session.rollback()
        answers = _together(app, _vote(holder, number, "for"), _vote(alternate, number, "against"))
        assert sorted(answer.status_code for answer in answers) == [303, 422]
    assert db.session.scalar(select(func.count()).select_from(Ballot)) == ROUNDS - 1


def test_an_opinion_filed_twice_at_once_is_one_comment(browse, app):
    table = a_table()
    number = a_draft_opinion(table)
    adopted(number, table)
    chair = table.chair
    one, other = browse(chair), app.test_client()
    with one.session_transaction() as mine, other.session_transaction() as same:
        same.update(mine)
    db.session.rollback()

    answers = _together(
        app, *(lambda x=x: x.post(f"/en/my/opinions/{number}/filing") for x in (one, other))
    )

    assert {answer.status_code for answer in answers} <= {303, 422}
    assert 303 in {answer.status_code for answer in answers}
    assert db.session.scalar(select(func.count()).select_from(Comment)) == 1
