"""The letters that one event owes to many people: everybody once."""

from datetime import timedelta

from sqlalchemy import select

from portal.comments.rules import Visibility
from portal.kernel import events
from portal.kernel.database import db
from portal.outbox.models import Letter
from portal.responses.events import AnswersPublished
from portal.subscriptions import fanouts
from portal.subscriptions.fanouts import expand_fanouts
from portal.subscriptions.models import Fanout
from portal.subscriptions.rules import Frequency, Topic
from tests.conftest import NOON
from tests.makers import a_docket, a_notice, a_theme
from tests.subscriptions.makers import (
    a_comment,
    a_subscriber,
    a_subscription,
    answered_points,
    publish,
)


def expand(now=NOON):
    while expand_fanouts(now):
        pass


def letters():
    return db.session.scalars(select(Letter).order_by(Letter.id)).all()


def announce(batch, docket, answered):
    events.publish(
        AnswersPublished(
            at=NOON, by=None, docket=docket.number, batch=batch.id, answered=answered, accepted=1
        )
    )
    db.session.commit()


def test_those_who_follow_at_once_hear_of_a_notice_and_no_others(app):
    theme, other = a_theme(), a_theme()
    docket = a_docket(theme)
    notice = a_notice(docket)
    at_once = Frequency.IMMEDIATE
    readers = [a_subscriber() for _ in range(3)]
    wanted = {reader.email for reader in readers}
    a_subscription(readers[0], frequency=at_once)
    a_subscription(readers[1], Topic.DOCKET, docket.number, at_once)
    a_subscription(readers[2], Topic.THEME, theme.code, at_once)
    a_subscription(None, Topic.THEME, other.code, at_once)
    a_subscription(None, Topic.DOCKET, a_docket().number, at_once)
    a_subscription()
    a_subscription(a_subscriber(confirmed_at=None), frequency=at_once)

    publish(notice, docket)
    assert letters() == []
    expand()

    assert {letter.recipient for letter in letters()} == wanted
    letter = letters()[0]
    assert "15 days to comment" in letter.subject
    assert f"/en/notices/{notice.number}" in letter.text
    assert "/en/unsubscribe/" in letter.unsubscribe_url
    assert letter.recipient not in letter.unsubscribe_url
    assert "Comments until" in letter.html
    assert app


def test_somebody_who_follows_twice_gets_one_letter(app):
    docket = a_docket()
    subscriber = a_subscriber()
    a_subscription(subscriber, Topic.DOCKET, docket.number, Frequency.IMMEDIATE)
    a_subscription(subscriber, frequency=Frequency.IMMEDIATE)

    publish(a_notice(docket), docket)
    expand()

    assert len(letters()) == 1
    assert app


def test_each_reader_is_written_to_in_their_own_language(app):
    docket = a_docket()
    for locale in ("kk", "ru", "en"):
        a_subscription(a_subscriber(locale=locale), frequency=Frequency.IMMEDIATE)

    publish(a_notice(docket), docket)
    expand()

    for letter in letters():
        assert f"/{letter.locale}/notices/" in letter.text
        assert f'lang="{letter.locale}"' in letter.html
    assert {letter.locale for letter in letters()} == {"kk", "ru", "en"}
    assert app


def test_a_crowd_is_written_to_in_pieces_and_a_killed_worker_repeats_nothing(app, monkeypatch):
    monkeypatch.setattr(fanouts, "BATCH", 2)
    docket = a_docket()
    for _ in range(5):
        a_subscription(frequency=Frequency.IMMEDIATE)
    publish(a_notice(docket), docket)

    expand_fanouts(NOON)
    assert len(letters()) == 2
    fanout = db.session.scalars(select(Fanout)).one()
    fanout.last_id = 0
    db.session.commit()
    expand()

    assert len({letter.recipient for letter in letters()}) == len(letters()) == 5
    assert expand_fanouts(NOON) == 0
    assert app


def test_old_news_of_an_import_goes_to_nobody(app):
    docket = a_docket()
    a_subscription(frequency=Frequency.IMMEDIATE)

    publish(a_notice(docket), docket, at=NOON - timedelta(days=30))
    expand()

    assert letters() == []
    assert app


def test_who_commented_gets_one_letter_with_all_their_points(app):
    docket = a_docket()
    email = "author@example.org"
    first = a_comment(docket, "Milk needs time.", "Cheese too.", email=email)
    second = a_comment(docket, "And butter.", email=email)
    unanswered = a_comment(docket, "Something else.", email="other@example.org")
    author = a_subscriber(email=email)
    a_subscription(author, frequency=Frequency.IMMEDIATE)
    follower = "follower@example.org"
    a_subscription(a_subscriber(email=follower), frequency=Frequency.IMMEDIATE)
    batch = answered_points(docket, first, second)
    announce(batch, docket, 3)
    expand()

    assert sorted(letter.recipient for letter in letters()) == sorted([email, follower])
    own, news = letters()
    assert own.recipient == email
    assert "3 of your points answered" in own.subject
    for words in ("Milk needs time.", "Cheese too.", "And butter.", "Accepted"):
        assert words in own.text
        assert words in own.html
    assert f"{first.number}/2" in own.text
    assert own.unsubscribe_url is None
    assert "3 answers published" in news.subject
    assert "Milk" not in news.text
    assert unanswered.number not in own.text


def test_words_for_the_committee_do_not_travel_by_mail(app):
    docket = a_docket()
    comment = a_comment(
        docket,
        "Our margin is nine percent.",
        email="author@example.org",
        visibility=Visibility.COMMITTEE,
    )
    announce(answered_points(docket, comment), docket, 1)
    expand()

    (letter,) = letters()
    assert f"{comment.number}/1" in letter.text
    assert "nine percent" not in letter.text + letter.html
    assert app


def test_an_address_that_cannot_be_written_to_holds_up_nobody(app):
    docket = a_docket()
    broken = a_comment(docket, "One.", email="no address")
    whole = a_comment(docket, "Two.", email="author@example.org")
    announce(answered_points(docket, broken, whole), docket, 2)
    expand()

    assert [letter.recipient for letter in letters()] == ["author@example.org"]
    assert app
