"""The path that everything is for, walked by people who have no mouse.

Nothing is pressed but Tab, Shift+Tab, Enter, Space, arrows and letters, from the top of
each page on; wherever the focus comes it must be seen, and from everywhere it goes on.
"""

import re
from urllib.parse import urlsplit

import pytest

from portal.accounts.passwords import hash_password
from portal.accounts.rules import Role
from portal.comments.models import Comment
from portal.comments.rules import CommentState
from portal.kernel import clock
from portal.kernel.database import db
from portal.outbox.models import Letter
from portal.outbox.owed import write_owed
from portal.outreach.queries import get_request
from portal.outreach.rules import RequestState
from portal.register.models import Notice
from portal.register.rules import CAPTIONS, NoticeState
from portal.responses.models import Batch, Commitment
from portal.responses.rules import BatchState
from portal.subscriptions.models import Subscription
from tests.browser.keys import Keyboard
from tests.comments.makers import a_comment as a_waiting_comment
from tests.comments.makers import a_posted_comment
from tests.makers import a_committee, a_docket, a_notice, a_person, a_theme, an_agency
from tests.outreach.makers import a_request, answered, publicly, the_centre
from tests.register.makers import WHOLE_CONTEXT, a_draft
from tests.responses.makers import a_concern

OFFERED = False
"""Of PORTAL_SECOND_FACTOR: only those who set one up are asked for it."""

PASSWORD = "тақырыптың соңғы жолы 7"
TEXT = "\n\n".join(f"# {caption}\nSaid here." for caption in CAPTIONS)


@pytest.fixture
def keyboard(app, visit, monkeypatch):
    """Return what opens a page before somebody without a mouse.

    Officials sign in with the password alone: the second factor has tests of its own.
    """
    monkeypatch.setitem(app.config, "PORTAL_SECOND_FACTOR", OFFERED)
    hands = []

    def opened(path, person=None):
        hands.append(Keyboard(visit(path, person)))
        return hands[-1]

    yield opened
    assert [unseen for one in hands for unseen in one.unseen] == []


def fresh():
    """End this side's transaction, so that it reads what the portal has written."""
    db.session.rollback()


def link_in_letter(part):
    """Return the path of the link in the last letter that holds the part."""
    fresh()
    while write_owed(clock.now()):
        pass
    text = db.session.scalars(db.select(Letter.text).order_by(Letter.id.desc())).first()
    fresh()
    [address, *_] = [x for x in re.findall(r"https?://\S+", text) if part in x]
    return urlsplit(address).path


def test_a_citizen_files_two_points_and_a_file_and_confirms(keyboard, tmp_path):
    notice = a_notice(questions=2)
    number = notice.number
    file = tmp_path / "prices.csv"
    file.write_text("month,price\n1,900\n")
    fresh()

    hands = keyboard(f"/en/notices/{number}")
    hands.go_to("a.skip").page.keyboard.press("Enter")
    hands.enter(f'a[href$="/notices/{number}/comment"]')
    hands.write("#name", "Botagoz")
    hands.write("#email", "botagoz@mail.example")
    hands.choose("[name=stance]", "oppose")
    hands.choose('[name="points-0-question"]', "1")
    hands.write('[name="points-0-ask"]', "Say what it will cost in the shop.")
    hands.write('[name="points-0-text"]', "In winter cheese is dear.")
    hands.enter('[value="add"]')
    hands.write('[name="points-1-ask"]', "Train small firms.")
    hands.write('[name="points-1-text"]', "They do not know the form.")
    hands.attach("[type=file]", file)
    hands.tick("#declaration")
    hands.enter('.primary[value="check"]')
    assert "prices.csv" in hands.page.inner_text("main")
    hands.enter('.primary[value="file"]', key="Space")
    assert hands.page.inner_text("h1").startswith("Receipt C-")

    hands.page.goto(link_in_letter("/confirm/"))
    hands.enter('[value="yes"]')
    fresh()
    comment = db.session.scalars(db.select(Comment)).one()
    assert comment.state is CommentState.IN_MODERATION
    assert hands.page.inner_text("h1") == f"Receipt {comment.number}"


def test_enter_in_a_field_files_nothing_and_a_refusal_leads_into_its_field(keyboard):
    number = a_notice().number
    fresh()
    hands = keyboard(f"/en/notices/{number}/comment")
    hands.write("#name", "Botagoz")
    with hands.page.expect_navigation():
        hands.page.keyboard.press("Enter")
    hands.page.wait_for_function("document.activeElement.id === 'errors'")
    hands.go_to('.errors a[href="#email"]').page.keyboard.press("Enter")
    assert hands.stop("#email")["found"]
    assert hands.page.input_value("#name") == "Botagoz"
    fresh()
    assert db.session.scalars(db.select(Comment)).all() == []


def sign_in(keyboard, email):
    hands = keyboard("/en/sign-in")
    hands.write("#email", email)
    hands.write("#password", PASSWORD)
    hands.enter("main .primary")
    assert "/desk" in hands.page.url
    return hands


def test_officials_publish_a_notice(keyboard):
    ministry = an_agency("MEBP")
    a_committee(a_theme("AGR"))
    kept = hash_password(PASSWORD)
    author = a_person(Role.AUTHOR, at=ministry, password=kept).email
    approver = a_person(Role.APPROVER, at=ministry, password=kept).email
    fresh()

    hands = sign_in(keyboard, author)
    hands.enter('.side a[href$="/desk/notices"]')
    hands.enter('main a[href$="/desk/notices/new"]')
    hands.choose("#kind", "tariff_offer")
    for locale in ("kk", "ru", "en"):
        hands.write(f"#docket_title-{locale}", f"Cheese from Serbia, {locale}")
    hands.tick('[name=themes][value="AGR"]')
    hands.enter("main .primary")
    for name in ("title", "summary"):
        for locale in ("kk", "ru", "en"):
            hands.write(f"#{name}-{locale}", f"Tariff offer on cheese, {locale}")
    hands.write("#lines", "0406; 15 %; 10 %; Cheese and curd")
    for part in WHOLE_CONTEXT:
        hands.write(f"#part_{part.value}-en", f"About {part.value}.")
    hands.write('[name="questions-0-text-en"]', "What would a lower duty change for you?")
    hands.write("#wanted_closing", "05202026")
    hands.write("#contact_name", "Nurlan Zhaksybekov")
    hands.write("#contact_email", "trade-consult@mebp.example")
    hands.write("#contact_phone", "+7 7172 00 00 02")
    hands.choose("[name=source]", "en")
    hands.go_to("#text_en").page.keyboard.press("Control+A")
    hands.page.keyboard.type(TEXT)
    hands.enter('[value="preview"]')
    assert hands.page.inner_text("h1") == "Preview as printed"
    hands.enter('form[action$="/submit"] button')

    hands = sign_in(keyboard, approver)
    hands.enter('.side a[href$="/desk/notices"]')
    hands.enter("main .row-title a")
    hands.enter('form[action$="/publish"] button')
    fresh()
    notice = db.session.scalars(db.select(Notice).where(Notice.number.is_not(None))).one()
    assert notice.state is NoticeState.PUBLISHED
    assert notice.closes_on.isoformat() == "2026-05-20"


def test_officials_post_group_answer_and_publish(keyboard):
    ministry = an_agency("MEBP")
    kept = hash_password(PASSWORD)
    docket = a_docket(a_theme(), agency_id=ministry.id)
    waiting = a_notice(docket)
    emails = {
        role: a_person(role, at=at, password=kept).email
        for role, at in (
            (Role.MODERATOR, None),
            (Role.ANALYST, ministry),
            (Role.APPROVER, ministry),
        )
    }
    from_citizen = a_waiting_comment("Keep cheese out of the offer.", notice=waiting).number
    docket_number, owner = docket.number, str(ministry.id)
    fresh()

    hands = sign_in(keyboard, emails[Role.MODERATOR])
    hands.enter('.side a[href$="/desk/moderation"]')
    hands.enter(f'main a[href$="/desk/moderation/{from_citizen}"]')
    hands.enter('[name=decision][value="post"]')

    hands = sign_in(keyboard, emails[Role.ANALYST])
    hands.enter('.side a[href$="/desk/answers"]')
    hands.enter(f'main a[href$="/desk/dockets/{docket_number}/points"]')
    hands.tick("[name=points]")
    hands.write("#statement-en", "Cheese is to stay out of the offer")
    hands.choose('[name="statement-source"]', "en")
    hands.enter("main .primary")
    hands.enter('main a[href$="/concerns/1"]')
    hands.choose("[name=disposition]", "accepted_in_part")
    hands.write("#answer-en", "A quota of 150 tonnes.")
    hands.write('[name="promises-0-text-en"]', "Report imports every half year")
    hands.choose('[name="promises-0-agency_id"]', owner)
    hands.write('[name="promises-0-due_on"]', "06302026")
    hands.enter("main .primary")
    hands.enter('main a[href*="/desk/answers/"]')
    hands.enter('form[action$="/submit"] button')
    batch = urlsplit(hands.page.url).path.removesuffix("/submit")

    hands = sign_in(keyboard, emails[Role.APPROVER])
    hands.enter('.side a[href$="/desk/answers"]')
    hands.enter(f'main a[href$="{batch}"]')
    hands.enter('form[action$="/publish"] button')
    assert "A quota of 150 tonnes." in hands.page.inner_text("main")
    fresh()
    assert db.session.scalars(db.select(Batch)).one().state is BatchState.PUBLISHED
    assert db.session.scalars(db.select(Commitment)).one().number


def test_a_citizen_asks_and_an_official_answers(keyboard):
    centre = the_centre()
    official = a_person(Role.ANALYST, at=centre, password=hash_password(PASSWORD)).email
    fresh()
    hands = keyboard("/en/learn")
    hands.enter('aside a[href$="/requests"]')
    hands.enter('main a[href$="/requests/new"]')
    hands.write("#subject", "Flour to Egypt")
    hands.write("#text", "Which certificate does flour need?")
    hands.choose("#wanted", "table")
    hands.write("#name", "Botagoz")
    hands.write("#email", "botagoz@mail.example")
    hands.enter("main .primary")
    number = urlsplit(hands.page.url).path.rpartition("/")[2]
    hands.page.goto(link_in_letter("/requests/confirm/"))
    hands.enter('[value="yes"]')

    hands = sign_in(keyboard, official)
    hands.enter('.side a[href$="/desk/requests"]')
    hands.enter(f'main a[href$="/desk/requests/{number}"]')
    hands.enter('form[action$="/acknowledge"] button')
    hands.choose("[name=outcome]", "partly_answered")
    hands.choose("#ground", "confidential_talks")
    hands.write("#words", "The general form.")
    hands.enter('form[action$="/answer"] button')
    fresh()
    assert get_request(number).state is RequestState.PARTLY_ANSWERED


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_requests_are_accessible_and_fit(visit, check, width):
    asked = a_request()
    done = publicly(answered(a_request(subject="Flour", text="A long question. " * 40)))
    official = a_person(Role.ANALYST, at=the_centre())
    number, public = asked.number, done.number
    fresh()
    for path in (
        "/kk/requests",
        "/ru/requests/new",
        f"/kk/requests/{number}",
        "/ru/learn/answers",
        f"/kk/learn/answers/{public}",
    ):
        check(visit(path, width=width))
    for path in (
        "/ru/desk/requests",
        f"/kk/desk/requests/{number}",
        f"/en/desk/requests/{public}",
        "/ru/my/requests",
        "/kk/my/answers",
    ):
        check(visit(path, official, width=width))


def test_a_citizen_follows_a_docket(keyboard):
    number = a_docket(a_theme()).number
    fresh()
    hands = keyboard(f"/en/dockets/{number}")
    hands.enter(f'a[href*="/follow"][href*="{number}"]')
    hands.choose("[name=frequency]", "weekly")
    hands.write("#email", "citizen@mail.example")
    hands.enter("main .primary")
    assert "Look into your mailbox." in hands.page.inner_text("main")
    hands.page.goto(link_in_letter("/follow/"))
    hands.enter("main .primary")
    fresh()
    assert db.session.scalars(db.select(Subscription.frequency)).one() == "weekly"


def test_the_menu_of_a_phone_opens_and_closes(keyboard):
    hands = keyboard("/en/")
    hands.page.set_viewport_size({"width": 360, "height": 800})
    hands.go_to(".menu-opener").page.keyboard.press("Enter")
    hands.page.wait_for_selector("#menu:popover-open")
    hands.go_to('#menu a[href$="/notices"]')
    hands.page.keyboard.press("Escape")
    hands.page.wait_for_selector("#menu:not(:popover-open)", state="attached")
    assert hands.stop(".menu-opener")["found"]


def test_no_page_holds_the_focus_or_leaves_anything_out(keyboard):
    docket = a_docket(a_theme())
    notice = a_notice(docket, questions=1).number
    a_posted_comment(notice=db.session.scalars(db.select(Notice)).one())
    a_concern(docket)
    agency = an_agency("MOA")
    draft = a_draft(agency).id
    author = a_person(Role.AUTHOR, Role.ANALYST, Role.NEGOTIATOR, at=agency)
    number = docket.number
    fresh()
    for path in (
        "/en/",
        "/kk/notices",
        f"/en/notices/{notice}",
        f"/ru/notices/{notice}/comment",
        f"/en/dockets/{number}",
        f"/en/dockets/{number}/comments",
        f"/en/dockets/{number}/answers",
        "/en/committees",
        "/en/chamber",
        "/en/learn",
        "/en/follow?topic=everything",
        "/en/sign-in",
        "/ru/requests/new",
        "/en/learn/answers",
    ):
        keyboard(path).walk_around()
    for path in ("/en/desk", "/en/desk/notices", f"/en/desk/notices/{draft}", "/en/account"):
        keyboard(path, author).walk_around()
