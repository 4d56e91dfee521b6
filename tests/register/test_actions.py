"""From an empty draft to the register, and what stands in the way."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.accounts.models import Person
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.text import Localized
from portal.ledger.models import Entry
from portal.register.actions import (
    draft_notice,
    lacks,
    open_docket,
    publish_notice,
    return_notice,
    revise_notice,
    submit_notice,
    take_number,
)
from portal.register.models import NoticeText, Question
from portal.register.queries import get_draft, get_notice
from portal.register.rules import LAST_DAY, Ask, NoticeKind, NoticeState
from tests.conftest import NOON
from tests.makers import a_committee, a_notice, a_person, a_theme, an_agency, in_all
from tests.register.makers import (
    WHOLE_TEXT,
    a_draft,
    a_mirrored_theme,
    a_submitted_notice,
    an_approver,
    an_author,
    published,
)


def test_publication_gives_number_place_period_and_frozen_words(app):
    text = WHOLE_TEXT.replace("Words under dates.", f"Due by {LAST_DAY}.")
    notice = published(a_submitted_notice(texts={"en": text}))
    assert notice.number == "TN-2026-01"
    assert notice.citation == "13 RTN 1"
    assert (notice.published_on, notice.opens_on) == (date(2026, 4, 20), date(2026, 4, 20))
    assert notice.closes_on == date(2026, 5, 20)
    assert notice.docket.opened_on == date(2026, 4, 20)
    assert notice.texts[0].html
    assert "Due by 20 May 2026." in notice.texts[0].html
    assert LAST_DAY not in notice.texts[0].markdown


def test_publication_is_told_to_the_ledger_with_the_opening_of_the_docket(app):
    notice = published(a_submitted_notice())
    entries = db.session.scalars(select(Entry).order_by(Entry.id)).all()
    assert [entry.kind for entry in entries] == ["DocketCreated", "DocketOpened", "NoticePublished"]
    assert {entry.docket for entry in entries} == {notice.docket.number}
    facts = json.loads(entries[2].content)["facts"]
    assert facts["notice"] == "TN-2026-01"
    assert facts["closes"] == "2026-05-20"


def test_the_second_notice_of_a_docket_does_not_open_it_again(app):
    first = published(a_submitted_notice())
    again = a_submitted_notice(first.agency, docket=first.docket)
    second = published(again)
    kinds = db.session.scalars(select(Entry.kind).order_by(Entry.id)).all()
    assert kinds == ["DocketCreated", "DocketOpened", "NoticePublished", "NoticePublished"]
    assert (second.number, second.citation) == ("TN-2026-02", "13 RTN 2")


def test_a_long_notice_takes_several_pages_and_the_next_begins_after_them(app):
    long = published(a_submitted_notice(texts={"en": WHOLE_TEXT + "\n\n" + "word " * 1500}))
    assert (long.page, long.last_page) == (1, 3)
    assert published(a_submitted_notice()).page == 4


def test_the_docket_takes_on_the_themes_of_its_notices(app):
    other = a_mirrored_theme()
    notice = a_submitted_notice()
    further = a_submitted_notice(notice.agency, docket=notice.docket, themes=[other])
    themes = published(further).docket.themes
    assert len(themes) == 2
    assert other in themes


def test_the_author_cannot_approve(app):
    notice = a_submitted_notice()
    author = db.session.get_one(Person, notice.drafted_by_id)
    with pytest.raises(RuleBroken, match="someone who did not write it"):
        publish_notice(notice, by=author, now=NOON)


def test_whoever_handed_it_in_cannot_approve_either(app):
    notice = a_draft()
    colleague = an_author(notice.agency)
    notice = get_draft(notice.id)
    submit_notice(notice, by=colleague, now=NOON)
    with pytest.raises(RuleBroken, match="someone who did not write it"):
        publish_notice(notice, by=colleague, now=NOON)


def test_an_incomplete_draft_is_not_handed_in(app):
    author = an_author()
    notice = a_draft(summary=Localized(source="ru", ru="Только по-русски"))
    with pytest.raises(RuleBroken) as refusal:
        submit_notice(notice, by=author, now=NOON)
    assert refusal.value.field == "summary"
    assert notice.state is NoticeState.DRAFT


def test_a_theme_without_a_committee_stops_publication(app):
    today = date(2026, 4, 20)
    theme = a_theme("MKT")
    notice = a_draft(themes=[theme])
    refusals = ["Theme MKT has no mirror committee yet, so nobody would be there to answer."]
    assert [str(lack) for lack in lacks(notice, today=today)] == refusals

    a_committee(theme, ends_on=today)
    notice = get_draft(notice.id)
    assert lacks(notice, today=today) == []
    tomorrow = today + timedelta(days=1)
    assert [str(lack) for lack in lacks(notice, today=tomorrow)] == refusals


def test_a_closing_day_that_was_lawful_at_submission_is_asked_again_at_publication(app):
    notice = a_submitted_notice(wanted_closing=date(2026, 5, 12))
    approver = an_approver(notice.agency)
    with pytest.raises(RuleBroken) as refusal:
        publish_notice(get_draft(notice.id), by=approver, now=NOON + timedelta(days=3))
    assert refusal.value.field == "wanted_closing"


def test_a_published_reason_shortens_the_period(app):
    notice = published(
        a_submitted_notice(
            wanted_closing=date(2026, 4, 28), waiver_reason=in_all("The round begins on 4 May.")
        )
    )
    assert notice.closes_on == date(2026, 4, 28)
    assert notice.approved_by_id


def test_a_returned_draft_carries_the_remark_and_may_be_changed_again(app):
    notice = a_submitted_notice()
    agency = notice.agency
    author, approver = an_author(agency), an_approver(agency)
    notice = get_draft(notice.id)
    with pytest.raises(RuleBroken):
        revise_notice(notice, contact_phone="1", now=NOON)
    with pytest.raises(RuleBroken):
        return_notice(notice, remark=" ", by=approver, now=NOON)
    return_notice(notice, remark="Say which goods.", by=approver, now=NOON)
    db.session.commit()
    notice = get_draft(notice.id)
    assert notice.state is NoticeState.RETURNED
    assert [remark.text for remark in notice.remarks] == ["Say which goods."]
    revise_notice(notice, contact_phone="1", now=NOON)
    submit_notice(notice, by=author, now=NOON)


def test_questions_and_texts_are_written_over_added_and_taken_away(app):
    notice = a_draft(texts={"en": WHOLE_TEXT, "ru": "# SUMMARY\nО чём."})
    revise_notice(
        notice,
        questions=[Ask(in_all("First?")), Ask(in_all("Second?"))],
        texts={"en": "# SUMMARY\r\nShort.\r\n", "ru": " ", "kk": "# SUMMARY\nҚысқа."},
        source="kk",
        now=NOON,
    )
    db.session.commit()
    notice = get_draft(notice.id)
    assert [(q.number, q.text.en) for q in notice.questions] == [(1, "First?"), (2, "Second?")]
    texts = {text.locale: (text.markdown, text.is_source) for text in notice.texts}
    assert texts == {
        "en": ("# SUMMARY\nShort.", False),
        "kk": ("# SUMMARY\nҚысқа.", True),
    }
    revise_notice(notice, questions=[Ask(in_all("Only?"))], now=NOON)
    db.session.commit()
    assert [q.text.en for q in get_draft(notice.id).questions] == ["Only?"]


def test_a_document_of_another_register_is_not_drafted(app):
    notice = a_draft()
    with pytest.raises(RuleBroken):
        draft_notice(
            docket=notice.docket,
            kind=NoticeKind.FOREIGN,
            agency=notice.agency,
            themes=[],
            by=an_author(),
            now=NOON,
        )


def test_dockets_are_numbered_by_agency_and_year(app):
    agency = an_agency("MEBP-DIEI")
    numbers = [
        open_docket(
            title=in_all("A subject"), agency=agency, themes=[], by=an_author(agency), now=NOON
        ).number
        for _ in range(2)
    ]
    assert numbers == ["MEBP-2026-0001", "MEBP-2026-0002"]


@pytest.mark.parametrize(
    "change",
    [
        lambda notice, _theme: setattr(notice, "title", in_all("Another title")),
        lambda notice, _theme: setattr(notice, "closes_on", date(2027, 1, 1)),
        lambda notice, _theme: setattr(notice, "state", NoticeState.DRAFT),
        lambda notice, theme: notice.themes.append(theme),
        lambda notice, _theme: setattr(notice.texts[0], "html", "<p>Other words.</p>"),
        lambda notice, _theme: setattr(notice.questions[0], "text", in_all("Another question?")),
        lambda notice, _theme: db.session.delete(notice.questions[0]),
        lambda notice, _theme: db.session.delete(notice.texts[0]),
        lambda notice, _theme: db.session.delete(notice),
        lambda notice, _theme: db.session.add(
            Question(notice_id=notice.id, number=9, text=in_all("Nine?"))
        ),
        lambda notice, _theme: db.session.add(
            NoticeText(notice_id=notice.id, locale="ru", is_source=False, markdown="x")
        ),
    ],
)
def test_what_was_published_never_changes(app, change):
    theme = a_theme()
    notice = get_notice(a_notice(questions=1).number)
    change(notice, theme)
    with pytest.raises(RuleBroken, match="never changes"):
        db.session.commit()
    db.session.rollback()


def test_a_published_notice_that_was_not_even_read_cannot_be_changed(app):
    notice = a_notice()
    db.session.expire_all()
    notice.contact_name = "Somebody else"
    with pytest.raises(RuleBroken, match="never changes"):
        db.session.commit()
    db.session.rollback()


def test_a_draft_may_change_beside_published_ones(app):
    a_notice(questions=1)
    notice = a_draft()
    revise_notice(notice, questions=[Ask(in_all("Other?"))], title=in_all("Other"), now=NOON)
    db.session.commit()
    assert get_draft(notice.id).title.en == "Other"
    assert "other" in get_draft(notice.id).search_text


def test_a_failed_publication_gives_its_number_back(app):
    assert take_number("TN-2026") == 1
    db.session.rollback()
    assert published(a_submitted_notice()).number == "TN-2026-01"
    assert take_number("TN-2026", 3) == 4


def test_nobody_publishes_twice(app):
    notice = published(a_submitted_notice())
    somebody = a_person()
    with pytest.raises(RuleBroken):
        publish_notice(notice, by=somebody, now=NOON)
    with pytest.raises(RuleBroken):
        submit_notice(notice, by=somebody, now=NOON)
