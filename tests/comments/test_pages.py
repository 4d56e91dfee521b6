"""Filing, reading and moderating, as people meet them in a browser."""

import io
import re

import pytest
from sqlalchemy import select

from portal.comments.models import Comment, CommentFile
from portal.comments.queries import get_comment
from portal.comments.rules import CommentState, Stance
from portal.kernel import clock
from portal.kernel.database import db
from portal.ledger.models import Entry
from portal.outbox.models import Letter
from portal.outbox.owed import write_owed
from tests.comments.makers import a_comment, a_moderator, a_posted_comment, posted
from tests.makers import a_committee, a_docket, a_notice, a_person, a_theme, an_organisation
from tests.organisations.makers import a_region

KEY = "0123456789abcdef" * 2


def filled_in(**facts):
    """What a visitor types."""
    return {
        "key": KEY,
        "name": "Aigerim Reader",
        "email": "aigerim@example.org",
        "locale": "en",
        "stance": "oppose",
        "title": "The quota",
        "points-0-ask": "Count the quota by calendar year.",
        "points-0-text": "It is\nseasonal.",
        "points-0-stance": "",
        "points-0-question": "",
        "declaration": "y",
    } | facts


def numbers_on(page):
    return set(re.findall(r"C-[0-9A-Z]{4}-[0-9A-Z]{4}", page))


def the_comment():
    return get_comment(db.session.scalars(select(Comment.number)).one())


def filed(browser, notice, **facts):
    answer = browser.post(f"/en/notices/{notice.number}/comment", data=filled_in(**facts))
    assert answer.status_code == 303, answer.text
    return answer.location


def test_a_visitor_files_confirms_and_reads_a_receipt(browse):
    notice = a_notice(questions=2)
    visitor = browse()
    page = visitor.get(f"/en/notices/{notice.number}/comment")
    assert page.status_code == 200
    assert "Question 2?" in page.text
    address = filed(visitor, notice)
    receipt = visitor.get(address)
    comment = the_comment()
    assert comment.state is CommentState.VERIFICATION_PENDING
    assert comment.number in receipt.text
    assert comment.digest in receipt.text
    assert browse().get(address).status_code == 404
    assert write_owed(clock.now()) == 1
    letter = db.session.scalars(select(Letter)).one()
    link = re.search(r"http://localhost(/en/confirm/\S+)", letter.text).group(1)
    elsewhere = browse()
    assert elsewhere.get(link).status_code == 200
    assert the_comment().state is CommentState.VERIFICATION_PENDING
    assert elsewhere.post(link, data={"answer": "yes"}).status_code == 303
    assert the_comment().state is CommentState.IN_MODERATION
    assert elsewhere.get(address).status_code == 200
    assert browse().post(link, data={"answer": "yes"}).status_code == 404


def test_the_check_shows_it_as_everyone_will_see_it_and_files_it_then(browse):
    notice = a_notice(questions=1)
    visitor = browse()
    page = f"/en/notices/{notice.number}/comment"
    data = filled_in(step="check") | {"points-1-text": "Second.", "points-1-question": "1"}
    data["files"] = (io.BytesIO(b"a,b\n1,2\n"), "table.csv")
    check = visitor.post(page, data=data)
    assert check.status_code == 200, check.text
    assert "File 2 points" in check.text
    assert "table.csv" in check.text
    assert db.session.scalars(select(Comment)).first() is None
    hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', check.text)
    done = visitor.post(page, data={**dict(hidden), "step": "file"})
    assert done.status_code == 303
    comment = the_comment()
    assert [point.number for point in comment.points] == [1, 2]
    assert comment.points[1].question.number == 1
    assert comment.points[0].text == "It is\nseasonal."
    assert comment.files[0].attachment.name == "table.csv"


@pytest.mark.parametrize("step", ["add", "remove-0", "edit"])
def test_cards_come_and_go_without_losing_what_was_typed(browse, step):
    notice = a_notice()
    page = browse().post(
        f"/en/notices/{notice.number}/comment",
        data=filled_in(step=step) | {"points-1-text": "Second thought."},
    )
    assert page.status_code == 200
    assert "Second thought." in page.text
    assert ("Count the quota" in page.text) is (step != "remove-0")
    assert page.text.count('class="group card"') == {"add": 3, "remove-0": 1, "edit": 2}[step]


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(browse):
    notice = a_notice()
    page = browse().post(
        f"/en/notices/{notice.number}/comment",
        data=filled_in(
            **{"email": "nobody", "points-0-text": "", "points-0-ask": "", "name": "Zarina"}
        ),
    )
    assert page.status_code == 422
    assert 'id="email-error"' in page.text
    assert 'id="points-0-text-error"' in page.text
    assert "Zarina" in page.text


def test_the_same_form_twice_is_one_filing_with_one_receipt(browse):
    notice = a_notice()
    visitor = browse()
    first = filed(visitor, notice)
    assert filed(visitor, notice) == first
    assert filed(browse(), notice) != first


def test_a_representative_speaks_for_the_organisation_and_nobody_elses(browse):
    ours, theirs = an_organisation(), an_organisation()
    notice = a_notice()
    person = a_person(of=ours)
    browser = browse(person)
    page = f"/en/notices/{notice.number}/comment"
    data = filled_in(speaker=f"{theirs.id}:own_behalf")
    assert browser.post(page, data=data).status_code == 422
    data["speaker"] = f"{ours.id}:on_behalf_of_members"
    data["anonymous"] = "y"
    assert browser.post(page, data=data).status_code == 422
    del data["anonymous"]
    assert browser.post(page, data=data).status_code == 303
    assert the_comment().organisation.slug == ours.slug
    mine = browser.get("/en/my/comments")
    assert the_comment().number in mine.text
    assert "What was answered" not in mine.text
    posted(the_comment())
    assert "What was answered" in browser.get("/en/my/comments").text


def test_my_comments_name_what_is_open_for_my_committees(browse):
    ours, theme = an_organisation(), a_theme()
    a_committee(theme, ours)
    docket = a_docket(theme)
    notice = a_notice(docket, themes=(theme,))
    page = browse(a_person(of=ours)).get("/en/my/comments")
    assert notice.number in page.text
    assert notice.number not in browse(a_person()).get("/en/my/comments").text


def test_a_notice_that_asks_nothing_takes_nothing_and_says_so(browse):
    notice = a_notice(opens=None, closes=None)
    page = browse().get(f"/en/notices/{notice.number}/comment")
    assert "asks for no comments" in page.text


def test_after_the_deadline_a_comment_is_taken_and_marked_late(browse):
    notice = a_notice(opens="2026-03-01", closes="2026-04-17")
    visitor = browse()
    assert "ended on" in visitor.get(f"/en/notices/{notice.number}/comment").text
    address = filed(visitor, notice)
    assert "marked as late" in visitor.get(address).text


def test_what_is_not_posted_is_read_by_nobody_else(browse):
    comment = a_comment("Secret words.")
    docket = comment.docket.number
    assert browse().get(f"/en/comments/{comment.number}").status_code == 404
    assert "Secret words" not in browse().get(f"/en/dockets/{docket}/comments").text
    entries = " ".join(db.session.scalars(select(Entry.content)))
    assert "Secret" not in entries
    assert "aigerim" not in entries.lower()


def test_a_moderator_posts_and_the_author_is_told(browse):
    comment = a_comment("Public words.", "More.")
    number, docket = comment.number, comment.docket.number
    moderator = browse(a_moderator())
    assert number in moderator.get("/en/desk/moderation").text
    page = moderator.get(f"/en/desk/moderation/{number}")
    assert "aigerim@example.org" in page.text
    done = moderator.post(f"/en/desk/moderation/{number}", data={"decision": "post"})
    assert done.status_code == 303
    assert "Public words." in browse().get(f"/en/comments/{number}").text
    listing = browse().get(f"/en/dockets/{docket}/comments").text
    assert "Public words." in listing
    assert "aigerim@example.org" not in listing
    letter = db.session.scalars(select(Letter).where(Letter.key.startswith("outcome"))).one()
    assert number in letter.text


def test_a_comment_that_is_withheld_shows_its_number_and_the_reason_only(browse):
    comment = a_comment("Rude words.", title="Rude title")
    number = comment.number
    moderator = browse(a_moderator())
    without = moderator.post(f"/en/desk/moderation/{number}", data={"decision": "withhold"})
    assert without.status_code == 422
    moderator.post(
        f"/en/desk/moderation/{number}",
        data={"decision": "withhold", "reason": "insult_or_threat"},
    )
    page = browse().get(f"/en/comments/{number}").text
    assert "insults or threatens" in page
    assert "Rude" not in page


def test_a_comment_sent_twice_points_at_the_other(browse):
    notice = a_notice()
    first = a_posted_comment("Once.", notice=notice)
    second = a_comment("Once.", notice=notice)
    moderator = browse(a_moderator())
    wrong = {"decision": "fold", "original": "C-0000-0000"}
    assert moderator.post(f"/en/desk/moderation/{second.number}", data=wrong).status_code == 422
    right = {"decision": "fold", "original": first.number.lower()}
    assert moderator.post(f"/en/desk/moderation/{second.number}", data=right).status_code == 303
    assert first.number in browse().get(f"/en/comments/{second.number}").text


def test_only_moderators_moderate(browse):
    comment = a_comment("Words.")
    address = f"/en/desk/moderation/{comment.number}"
    assert browse().get("/en/desk/moderation").status_code == 401
    assert browse(a_person()).get("/en/desk/moderation").status_code == 403
    assert browse(a_person()).post(address, data={"decision": "post"}).status_code == 403


def test_a_file_is_handed_out_to_be_saved_once_the_comment_is_posted(browse):
    notice = a_notice()
    visitor = browse()
    filed(visitor, notice, files=(io.BytesIO("а;б\n".encode()), "кесте қосымша.csv"))
    comment = the_comment()
    key = db.session.scalars(select(CommentFile.id)).one()
    address = f"/en/comments/{comment.number}/files/{key}"
    assert browse().get(address).status_code == 404
    own = visitor.get(address)
    assert own.headers["Cache-Control"] == "private, no-store"
    assert own.headers["Content-Disposition"].startswith("attachment")
    assert "filename*=UTF-8''%D0%BA" in own.headers["Content-Disposition"]
    assert own.headers["X-Content-Type-Options"] == "nosniff"
    assert own.data == "а;б\n".encode()
    own.close()


def test_lists_cost_the_same_for_one_comment_and_for_three(browse, statements):
    notice = a_notice()
    first = a_posted_comment("One.", notice=notice)
    docket = first.docket.number
    address = f"/en/dockets/{docket}/comments"
    guest = browse()
    with statements() as seen:
        guest.get(address)
    assert len(seen) == 10
    a_posted_comment("Two.", "And more.", notice=notice)
    a_posted_comment("Three.", notice=notice)
    with statements() as seen:
        assert guest.get(address).text.count("<article") == 3
    assert len(seen) == 10


def test_the_list_is_narrowed_and_paged_by_key(browse):
    notice = a_notice()
    first = a_posted_comment("One.", notice=notice, stance=Stance.SUPPORT)
    address = f"/en/dockets/{first.docket.number}/comments"
    for number in range(21):
        a_posted_comment(f"Number {number}.", notice=notice)
    guest = browse()
    page = guest.get(address).text
    assert page.count("<article") == 20
    older = re.search(r'rel="next" href="([^"]+)"', page).group(1).replace("&amp;", "&")
    rest = guest.get(older).text
    assert rest.count("<article") == 2
    assert not numbers_on(page) & numbers_on(rest)
    newer = re.search(r'rel="prev" href="([^"]+)"', rest).group(1).replace("&amp;", "&")
    assert numbers_on(guest.get(newer).text) == numbers_on(page)
    assert guest.get(f"{address}?stance=support").text.count("<article") == 1
    assert guest.get(f"{address}?group=people").text.count("<article") == 0
    assert guest.get(f"{address}?group=association").text.count("<article") == 20
    assert guest.get(f"{address}?stance=nonsense&question=99999999999999999999").status_code == 200


def test_the_list_is_narrowed_to_a_region(browse):
    here, there = a_region(), a_region()
    notice = a_notice()
    first = a_posted_comment("From here.", notice=notice, of=an_organisation(region_id=here.id))
    address = f"/en/dockets/{first.docket.number}/comments"
    a_posted_comment("From there.", notice=notice, of=an_organisation(region_id=there.id))
    a_posted_comment("From nowhere.", notice=notice)
    page = browse().get(f"{address}?region={here.id}").text

    assert "From here." in page
    assert page.count("<article") == 1
    assert f'<option selected value="{here.id}">' in page
    assert browse().get(f"{address}?region={there.id + 100}").text.count("<article") == 3
    both = browse().get(f"{address}?region={there.id}&stance=support").text
    assert both.count("<article") == 0
