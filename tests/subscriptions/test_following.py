"""Following and leaving: nothing without a yes, and leaving always works."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.kernel.database import db
from portal.outbox.models import Letter
from portal.subscriptions import links
from portal.subscriptions.actions import forget_old_asks
from portal.subscriptions.models import Ask, Subscriber, Subscription
from portal.subscriptions.queries import get_subscriber
from portal.subscriptions.rules import Frequency, Topic
from tests.conftest import NOON, make_portal
from tests.makers import a_docket, a_person, a_theme
from tests.subscriptions.makers import a_subscriber, a_subscription

ADDRESS = "aigul@example.kz"


def follow(client, email=ADDRESS, frequency="daily", **topic):
    return client.post(
        "/en/follow", query_string=topic, data={"email": email, "frequency": frequency}
    )


def the_letter():
    return db.session.scalars(select(Letter).order_by(Letter.id.desc())).first()


def link_in(letter, part):
    return re.search(rf"http://localhost(/\S*/{part}/\S+)", letter.text)[1]


def followed():
    query = select(Subscription.topic, Subscription.subject, Subscription.frequency)
    return [tuple(row) for row in db.session.execute(query)]


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_page_says_what_would_be_followed(browse, locale):
    docket, theme = a_docket(), a_theme()

    assert browse().get(f"/{locale}/follow").status_code == 200
    text = browse().get(f"/{locale}/follow?topic=docket&subject={docket.number}").text
    assert docket.number in text
    text = browse().get(f"/{locale}/follow?topic=theme&subject={theme.code}").text
    assert theme.name.tell(locale).text in text


@pytest.mark.parametrize(
    "query", ["topic=docket&subject=none", "topic=theme&subject=XXX", "topic=docket", "topic=all"]
)
def test_what_is_not_there_cannot_be_followed(browse, query):
    assert browse().get(f"/en/follow?{query}").status_code == 404


def test_a_docket_that_is_not_public_cannot_be_followed(browse):
    docket = a_docket(opened_on=None)

    assert browse().get(f"/en/follow?topic=docket&subject={docket.number}").status_code == 404


def test_an_address_has_to_say_yes_by_a_press_and_not_by_a_look(browse):
    docket = a_docket()
    client = browse()

    answer = follow(client, topic="docket", subject=docket.number)
    assert answer.status_code == 303
    assert "mailbox" in client.get(answer.location).text
    link = link_in(the_letter(), "follow")
    assert client.get(link).status_code == 200
    assert followed() == []

    answer = client.post(link)
    assert answer.status_code == 303
    assert followed() == [(Topic.DOCKET, docket.number, Frequency.DAILY)]
    page = client.get(answer.location).text
    assert docket.number in page
    assert client.post(link).status_code == 404
    assert ADDRESS not in link + answer.location
    assert db.session.scalars(select(Ask)).all() == []


def test_a_wish_is_forgotten_after_seven_days(browse, stopped_clock):
    client = browse()
    follow(client)
    link = link_in(the_letter(), "follow")

    stopped_clock(NOON + timedelta(days=7))
    assert client.post(link).status_code == 404
    assert forget_old_asks(NOON + timedelta(days=7)) == 0
    assert forget_old_asks(NOON + timedelta(days=7, seconds=1)) == 1


def test_nobody_can_subscribe_a_subscriber_to_more(browse):
    subscription = a_subscription()
    email = db.session.get(Subscriber, subscription.subscriber_id).email

    follow(browse(), email=email, frequency="immediate")

    assert followed() == [(Topic.EVERYTHING, "", Frequency.DAILY)]


def test_the_answer_is_the_same_for_a_known_address(browse):
    known = a_subscriber()
    a_subscription(known)

    pages = {follow(browse(), email=email).location for email in (known.email, ADDRESS)}

    assert len(pages) == 1


def test_wrong_input_is_told_beside_its_field_and_kept(browse):
    answer = follow(browse(), email="aigul at example", frequency="weekly")

    assert answer.status_code == 422
    assert "aigul at example" in answer.text
    assert re.search(r'value="weekly"[^>]*checked|checked[^>]*value="weekly"', answer.text)
    assert browse().post("/en/follow", data={"frequency": "hourly"}).status_code == 422
    assert db.session.scalars(select(Letter)).all() == []


def test_a_person_who_is_signed_in_needs_no_letter(browse):
    person = a_person(locale="ru")
    client = browse(person)

    answer = client.post("/en/follow", data={"frequency": "weekly"})

    assert answer.status_code == 303
    assert followed() == [(Topic.EVERYTHING, "", Frequency.WEEKLY)]
    subscriber = db.session.scalars(select(Subscriber)).one()
    assert (subscriber.email, subscriber.locale) == (person.email, "ru")
    assert the_letter() is None
    assert client.get("/en/my/subscriptions").location.startswith("/en/subscriptions/")
    assert browse().get("/en/my/subscriptions").status_code == 401


def test_following_the_same_again_changes_how_often(browse):
    client = browse(a_person())
    client.post("/en/follow", data={"frequency": "weekly"})
    client.post("/en/follow", data={"frequency": "daily"})

    assert followed() == [(Topic.EVERYTHING, "", Frequency.DAILY)]


def test_letters_to_one_address_are_limited(browse):
    for _ in range(6):
        follow(browse())

    assert follow(browse(), email=ADDRESS.upper()).status_code == 429


def test_what_is_followed_is_changed_and_left_by_a_signed_link(app, browse):
    subscriber = a_subscriber()
    first, second = (
        a_subscription(subscriber, Topic.THEME, a_theme().code),
        a_subscription(subscriber),
    )
    client = browse()
    link = f"/en/subscriptions/{links.sign(subscriber)}"
    assert subscriber.email in client.get(link).text

    client.post(link, data={"step": f"change {first.id}", "frequency": "weekly"})
    assert db.session.get(Subscription, first.id).frequency is Frequency.WEEKLY
    client.post(link, data={"step": f"change {first.id}", "frequency": "hourly"})
    assert db.session.get(Subscription, first.id).frequency is Frequency.WEEKLY
    client.post(link, data={"step": f"leave {first.id}"})
    assert [s.id for s in db.session.scalars(select(Subscription))] == [second.id]
    a_subscription(subscriber, Topic.THEME, a_theme().code)
    client.post(link, data={"step": "leave-all"})
    assert followed() == []
    assert "follow nothing" in client.get(link).text
    assert app


def test_one_subscriber_cannot_touch_the_subscriptions_of_another(app, browse):
    other = a_subscription()
    subscriber = a_subscriber()

    browse().post(f"/en/subscriptions/{links.sign(subscriber)}", data={"step": f"leave {other.id}"})

    assert len(followed()) == 1
    assert app


def test_a_link_is_good_for_its_own_purpose_and_subscriber_only(app, browse):
    subscriber, other = a_subscriber(), a_subscriber()
    subscription = a_subscription(subscriber)
    token = links.sign(subscriber, links.one(subscription))
    key, what, code = token.split("-")
    client = browse()

    for wrong in (
        f"{key}-all-{code}",
        f"{other.id}-{what}-{code}",
        f"{key}-{what}-{code[:-1]}",
        f"{key}-{what}-{'a' * 26}",
        f"{key}-{what}-",
        f"{key}-{what}",
        "x-all-y",
        f"9{'9' * 30}-all-{code}",
        "é-all-x",
    ):
        assert client.get(f"/en/subscriptions/{wrong}").status_code == 404
        assert client.post(f"/en/unsubscribe/{wrong}").status_code == 404
    assert client.get(f"/en/subscriptions/{token}").status_code == 404
    assert client.post(f"/en/unsubscribe/{links.sign(subscriber)}").status_code == 404
    assert len(followed()) == 1
    assert app


def test_one_click_without_cookies_or_form_token_ends_it(app, environment):
    portal = make_portal(environment, WTF_CSRF_ENABLED=True)
    subscriber = a_subscriber()
    kept = a_subscription(subscriber, Topic.THEME, a_theme().code)
    left = a_subscription(subscriber)
    link = f"/en/unsubscribe/{links.sign(subscriber, links.one(left))}"
    client = portal.test_client(use_cookies=False)

    page = client.get(link)
    assert page.status_code == 200
    assert len(followed()) == 2
    answer = client.post(link, data={"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers or "_user_id" not in answer.headers["Set-Cookie"]
    assert [s.id for s in db.session.scalars(select(Subscription))] == [kept.id]
    assert client.post(link, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    manage = f"/en/subscriptions/{links.sign(subscriber)}"
    assert client.post(manage, data={"step": "leave-all"}).status_code == 400
    with portal.app_context():
        db.engine.dispose()
    assert app


def test_leaving_a_digest_leaves_what_it_is_made_of_and_nothing_else(app, browse):
    subscriber = a_subscriber()
    a_subscription(subscriber, Topic.THEME, a_theme().code, Frequency.WEEKLY)
    a_subscription(subscriber, Topic.THEME, a_theme().code)
    a_subscription(subscriber)
    subscriber = get_subscriber(subscriber.id)
    link = links.leave_digest_url(subscriber, Frequency.DAILY).removeprefix("http://localhost")

    browse().post(link)

    assert [frequency for _t, _s, frequency in followed()] == [Frequency.WEEKLY]
    assert app
