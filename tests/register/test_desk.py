"""The desk: from a new draft to the register, as officials do it in a browser."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.accounts.models import Agency, Person
from portal.accounts.rules import Role
from portal.kernel.database import db
from portal.register.actions import return_notice, submit_notice
from portal.register.models import Docket, Notice, Remark
from portal.register.queries import get_draft, get_notice
from portal.register.rules import NoticeState
from portal.register.wording import first_wording
from tests.conftest import NOON
from tests.makers import a_docket, a_notice, a_person, an_agency, in_all
from tests.register.makers import (
    WHOLE_CONTEXT,
    WHOLE_TEXT,
    a_draft,
    a_mirrored_theme,
    a_submitted_notice,
    an_approver,
    an_author,
)


def typed(**changes):
    """What an author fills in, whole."""
    texts = {
        f"{name}-{locale}": f"{name} {locale}"
        for name in ("title", "summary")
        for locale in ("kk", "ru", "en")
    }
    parts = {f"part_{part.value}-en": f"About {part.value}." for part in WHOLE_CONTEXT}
    return {
        "kind": "request_for_comments",
        **texts,
        **parts,
        "title-source": "en",
        "summary-source": "en",
        "decision_status": "open",
        "chapters": "07 08, 52",
        "wanted_closing": "2026-06-01",
        "questions-0-text-en": "What would it cost?",
        "questions-0-text-source": "en",
        "contact_name": "A. Person",
        "contact_email": "trade@mebp.example",
        "contact_phone": "",
        "source": "en",
        "text_en": WHOLE_TEXT,
        "text_kk": "",
        "text_ru": "",
    } | changes


def test_a_notice_goes_from_an_empty_form_to_the_register(app, browse):
    agency = an_agency("MEBP")
    theme = a_mirrored_theme().code
    author = browse(an_author(agency))
    answer = author.post(
        "/en/desk/notices/new",
        data={
            "kind": "request_for_comments",
            "agency": "MEBP",
            "docket_title-en": "Trade with Egypt",
            "docket_title-source": "en",
            "themes": [theme],
        },
    )
    assert answer.status_code == 302
    editor = answer.location
    page = author.get(editor)
    assert "The title is not written in Kazakh." in page.text
    assert "MEBP-2026-0001" in page.text
    assert "the earliest lawful closing is 12 May 2026" in page.text
    answer = author.post(editor, data=typed(themes=[theme], step="preview"))
    assert answer.status_code == 302
    preview = author.get(answer.location)
    assert "Nothing is missing." in preview.text
    assert "Publish in the register" not in preview.text
    assert author.post(f"{editor}/submit").status_code == 302
    approver = browse(an_approver(agency))
    assert "title en" in approver.get("/en/desk/notices?pile=waiting").text
    assert "Publish in the register" in approver.get(f"{editor}/preview").text
    answer = approver.post(f"{editor}/publish")
    assert answer.status_code == 302
    assert answer.location.endswith("/en/notices/TN-2026-01")
    notice = get_notice("TN-2026-01")
    assert notice.closes_on == date(2026, 6, 1)
    assert notice.chapters == ["07", "08", "52"]
    assert "title en" in author.get("/en/notices").text


def test_a_draft_is_kept_half_written(app, browse):
    notice = a_draft()
    author = browse(an_author(notice.agency))
    answer = author.post(
        f"/en/desk/notices/{notice.id}",
        data=typed(**{"title-kk": "", "summary-ru": "", "contact_name": "", "text_en": ""}),
    )
    assert answer.status_code == 302
    kept = get_draft(notice.id)
    assert kept.title.missing == ["kk"]
    assert not kept.texts
    assert not kept.themes
    assert kept.state is NoticeState.DRAFT


def test_wrong_input_is_refused_beside_its_field_and_everything_typed_stays(app, browse):
    notice = a_draft()
    author = browse(an_author(notice.agency))
    answer = author.post(
        f"/en/desk/notices/{notice.id}",
        data=typed(
            wanted_closing="soon",
            chapters="07 potatoes",
            contact_email="nowhere",
            text_ru="# СРОКИ\nСкоро.",
        ),
    )
    assert answer.status_code == 422
    for kept in ("soon", "07 potatoes", "nowhere", "# СРОКИ\nСкоро.", "title kk"):
        assert kept in answer.text
    assert "These are not chapters: potatoes." in answer.text
    assert get_draft(notice.id).title.en == "A subject"


def test_rows_of_questions_come_and_go_without_losing_what_was_typed(app, browse):
    notice = a_draft()
    author = browse(an_author(notice.agency))
    address = f"/en/desk/notices/{notice.id}"
    more = author.post(address, data=typed(add_question="1", **{"title-ru": "Только что"}))
    assert more.status_code == 200
    assert "Question 2" in more.text
    assert "Только что" in more.text
    two = typed(**{"questions-1-text-en": "And then?", "questions-1-text-source": "en"})
    fewer = author.post(address, data=two | {"remove_question": "questions-0"})
    assert "And then?" in fewer.text
    assert "What would it cost?" not in fewer.text
    assert author.post(address, data=two | {"step": "save"}).status_code == 302
    assert [q.text.en for q in get_draft(notice.id).questions] == [
        "What would it cost?",
        "And then?",
    ]


def test_a_text_that_is_left_as_offered_is_not_kept(app, browse):
    notice = a_draft(texts={"en": ""})
    author = browse(an_author(notice.agency))
    page = author.get(f"/en/desk/notices/{notice.id}")
    assert "# FOR FURTHER INFORMATION CONTACT" in page.text
    with app.test_request_context("/en/"):
        offered = {f"text_{x}": first_wording(get_draft(notice.id), x) for x in ("kk", "ru", "en")}
    assert "# КРАТКОЕ СОДЕРЖАНИЕ\nWhat it is about. (ru)" in offered["text_ru"]
    crlf = {name: text.replace("\n", "\r\n") for name, text in offered.items()}
    crlf["text_kk"] += "\r\nӨз сөзім."
    author.post(f"/en/desk/notices/{notice.id}", data=typed(**crlf))
    assert [text.locale for text in get_draft(notice.id).texts] == ["kk"]


def test_an_incomplete_draft_is_not_handed_in_and_the_page_says_why(app, browse):
    notice = a_draft(questions=[])
    author = browse(an_author(notice.agency))
    answer = author.post(f"/en/desk/notices/{notice.id}/submit")
    assert answer.status_code == 422
    assert answer.text.count("Put at least one question to the public.") == 2


def test_a_refused_button_leaves_the_languages_of_the_page_it_stood_on(app, browse):
    notice = a_draft(questions=[])
    author = browse(an_author(notice.agency))
    preview = f"/en/desk/notices/{notice.id}/preview"
    sent = f"/en/desk/notices/{notice.id}/submit"
    answer = author.post(sent, headers={"Referer": f"http://localhost{preview}"})
    assert f'href="{preview.replace("/en/", "/ru/")}"' in answer.text
    assert "/submit" not in answer.text.partition("<main")[0]
    strange = author.post(sent, headers={"Referer": f"http://elsewhere.example{preview}"})
    assert 'href="/ru/"' in strange.text


def test_an_approver_sees_first_what_waits(app, browse):
    notice = a_submitted_notice()
    address = f"/en/desk/notices/{notice.id}"
    assert address in browse(an_approver(notice.agency)).get("/en/desk/notices").text


def test_a_returned_notice_shows_the_remark_to_its_author(app, browse):
    notice = a_submitted_notice()
    agency, key = notice.agency, notice.id
    approver, author = browse(an_approver(agency)), browse(an_author(agency))
    assert approver.post(f"/en/desk/notices/{key}/return", data={"remark": ""}).status_code == 422
    answer = approver.post(f"/en/desk/notices/{key}/return", data={"remark": "Say which goods."})
    assert answer.status_code == 302
    assert db.session.scalars(select(Remark.text)).all() == ["Say which goods."]
    assert "Say which goods." in author.get(f"/en/desk/notices/{key}").text


def test_a_waiting_draft_is_shown_to_its_author_but_not_changed(app, browse):
    notice = a_submitted_notice()
    key = notice.id
    author = browse(an_author(notice.agency))
    assert author.get(f"/en/desk/notices/{key}").location.endswith("/preview")
    answer = author.post(f"/en/desk/notices/{key}", data=typed())
    assert answer.status_code == 422
    assert "waits for a second official" in answer.text


def test_the_hand_that_wrote_does_not_publish(app, browse):
    notice = a_submitted_notice()
    key, writer = notice.id, notice.drafted_by_id
    both = db.session.get_one(Person, writer)
    answer = browse(both).post(f"/en/desk/notices/{key}/publish")
    assert answer.status_code == 403
    assert get_draft(key).state is NoticeState.SUBMITTED


@pytest.mark.parametrize("path", ["", "/preview"])
def test_a_draft_does_not_exist_for_outsiders(app, browse, path):
    key = a_draft().id
    for outsider in (None, a_person(), an_author(), an_approver(an_agency())):
        answer = browse(outsider).get(f"/en/desk/notices/{key}{path}")
        assert answer.status_code == 404


@pytest.mark.parametrize("verb", ["", "/submit", "/publish", "/return"])
def test_nobody_outside_the_agency_decides_on_a_draft(app, browse, verb):
    key = a_submitted_notice().id
    for outsider in (None, a_person(), an_author(), an_approver(an_agency())):
        answer = browse(outsider).post(f"/en/desk/notices/{key}{verb}", data={"remark": "No."})
        assert answer.status_code == 404
    assert get_draft(key).state is NoticeState.SUBMITTED


def test_the_ministry_writes_for_its_departments(app, browse):
    ministry = an_agency("MEBP")
    department = an_agency("MEBP-DIEI", parent_id=ministry.id)
    key = a_draft(department).id
    assert browse(an_author(ministry)).get(f"/en/desk/notices/{key}").status_code == 200


def test_the_desk_is_for_those_who_write_and_approve(app, browse):
    assert browse().get("/en/desk/notices").status_code == 401
    assert browse(a_person()).get("/en/desk/notices").status_code == 403
    assert browse(an_author()).get("/en/desk/notices").status_code == 200


def test_nobody_drafts_for_an_agency_that_is_not_theirs(app, browse):
    other = an_agency("MOA")
    docket = a_docket(agency_id=other.id)
    data = {"kind": "correction", "agency": "MOA", "docket": docket.number}
    author = browse(an_author())
    assert author.post("/en/desk/notices/new", data=data).status_code == 422
    assert db.session.scalars(select(Notice)).all() == []


def test_a_new_docket_needs_a_title(app, browse):
    agency = an_agency("MEBP")
    author = browse(an_author(agency))
    answer = author.post(
        "/en/desk/notices/new", data={"kind": "correction", "agency": "MEBP", "docket": ""}
    )
    assert answer.status_code == 422
    assert "Give the docket a title." in answer.text
    assert db.session.scalars(select(Docket)).all() == []


def test_a_notice_joins_a_docket_and_takes_its_themes(app, browse):
    agency = an_agency("MEBP")
    theme = a_mirrored_theme()
    docket = a_docket(theme, agency_id=agency.id)
    author = browse(an_author(agency))
    data = {"kind": "correction", "agency": "MEBP", "docket": docket.number}
    assert author.post("/en/desk/notices/new", data=data).status_code == 302
    notice = get_draft(db.session.scalars(select(Notice.id)).one())
    assert notice.docket.number == docket.number
    assert [x.code for x in notice.themes] == [theme.code]


def test_a_published_notice_has_no_draft_any_more(app, browse):
    notice = a_notice()
    author = browse(an_author(db.session.get_one(Agency, notice.agency_id)))
    assert author.get(f"/en/desk/notices/{notice.id}").status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_the_desk_costs_the_same_with_one_draft_and_with_three(app, browse, statements, many):
    agency = an_agency()
    author = an_author(agency)
    for _ in range(many):
        a_draft(agency, author)
    browser = browse(author)
    with statements() as seen:
        browser.get("/en/desk/notices")
    assert len(seen) == 5


def test_a_changed_source_marks_its_translations_as_older(app, browse):
    notice = a_draft(title=in_all("First"))
    author = browse(an_author(notice.agency))
    data = typed(
        **{
            "title-source": "ru",
            "title-ru": "Другое",
            "title-kk": "First (kk)",
            "title-en": "First",
        }
    )
    author.post(f"/en/desk/notices/{notice.id}", data=data)
    assert get_draft(notice.id).title.stale == {"kk", "en"}


def test_a_draft_that_a_colleague_saved_meanwhile_is_not_written_over_unseen(
    app, browse, stopped_clock
):
    notice = a_draft()
    key, agency = notice.id, notice.agency
    mine, theirs = browse(an_author(agency)), browse(an_author(agency))
    page = mine.get(f"/en/desk/notices/{key}").text
    seen = hidden(page, "seen")
    stopped_clock(NOON + timedelta(minutes=5))
    theirs.post(f"/en/desk/notices/{key}", data=typed(seen=seen, **{"title-en": "Theirs"}))
    answer = mine.post(f"/en/desk/notices/{key}", data=typed(seen=seen, **{"title-en": "Mine"}))
    assert answer.status_code == 422
    assert "Somebody else saved this draft" in answer.text
    assert "Mine" in answer.text
    assert get_draft(key).title.en == "Theirs"
    again = typed(seen=hidden(answer.text, "seen"), **{"title-en": "Mine"})
    assert mine.post(f"/en/desk/notices/{key}", data=again).status_code == 302
    assert get_draft(key).title.en == "Mine"


def test_an_approver_publishes_only_what_they_have_read(app, browse, stopped_clock):
    notice = a_submitted_notice()
    key, agency = notice.id, notice.agency
    first, second = an_approver(agency), an_approver(agency)
    author = db.session.get_one(Person, notice.drafted_by_id)
    reader = browse(first)
    seen = hidden(reader.get(f"/en/desk/notices/{key}/preview").text, "seen")
    return_notice(get_draft(key), remark="Mend it.", by=second, now=NOON)
    submit_notice(get_draft(key), by=author, now=NOON + timedelta(minutes=1))
    db.session.commit()
    answer = reader.post(f"/en/desk/notices/{key}/publish", data={"seen": seen})
    assert answer.status_code == 422
    assert "handed in anew" in answer.text
    assert get_draft(key).state is NoticeState.SUBMITTED


def test_the_reason_for_a_shorter_time_is_printed_with_who_approved_it(app, browse):
    notice = a_submitted_notice(
        wanted_closing=date(2026, 4, 28), waiver_reason=in_all("The round begins on 4 May.")
    )
    key, approver = notice.id, a_person(Role.SENIOR_APPROVER, at=notice.agency)
    name = approver.name
    assert browse(approver).post(f"/en/desk/notices/{key}/publish").status_code == 302
    page = browse().get("/en/notices/TN-2026-01").text
    assert "The round begins on 4 May." in page
    assert f"Approved by {name}." in page


def hidden(page, name):
    """Return what a hidden field of a page holds."""
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1]
