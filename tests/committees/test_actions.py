"""Committees set up and closed, seats made and filled, people sent into them."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.committees.actions import (
    abolish_seat,
    change_committee,
    close_committee,
    create_seat,
    end_term,
    establish_committee,
    note_activity,
    replace_holder,
)
from portal.committees.models import Activity
from portal.committees.queries import find_standing
from portal.committees.rules import (
    ActivityKind,
    Charter,
    ForumKind,
    Reach,
    SeatCategory,
    SeatRole,
    end_of_term,
)
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.ledger.models import Entry
from tests.committees.makers import TODAY, a_member, a_place, a_term, an_officer
from tests.conftest import NOON
from tests.makers import (
    a_committee,
    a_negotiation,
    a_person,
    a_seat,
    a_theme,
    an_organisation,
    in_all,
)

DAY = timedelta(days=1)
PLAN = in_all("Four meetings")


def refusal(call, *args, **facts):
    with pytest.raises(RuleBroken) as broken:
        call(*args, **facts)
    db.session.rollback()
    return broken.value.field


def found(theme, code, **facts):
    charter = {"kind": ForumKind.PERMANENT_FORMAL, "plan": PLAN, "established_on": TODAY}
    charter |= {
        x: facts.pop(x)
        for x in list(facts)
        if x in {"kind", "plan", "mandate", "established_on", "ends_on"}
    }
    reach = {"mailbox": "Chair@Chamber.example", "languages": "en kk"}
    committee = establish_committee(
        code=code,
        theme=theme,
        charter=Charter(**charter),
        reach=Reach(**reach),
        by=None,
        now=NOON,
        **facts,
    )
    db.session.commit()
    return committee


def test_a_committee_is_set_up_with_how_to_reach_it(app):
    committee = found(a_theme("MKT"), "c-mkt")
    assert (committee.code, committee.mailbox) == ("C-MKT", "chair@chamber.example")
    assert committee.languages == "kk en"
    assert [x.kind for x in db.session.scalars(select(Entry))] == ["CommitteeEstablished"]


def test_two_committees_for_the_same_at_one_time_are_refused(app):
    theme, talks = a_theme(), a_negotiation()
    found(theme, "C-ONE")
    assert refusal(found, theme, "C-TWO") == "theme_id"
    assert refusal(found, a_theme(), "C-ONE") == "code"
    found(theme, "C-TALKS", negotiation=talks)
    assert refusal(found, theme, "C-AGAIN", negotiation=talks) == "theme_id"


@pytest.mark.parametrize(("gap", "refused"), [(0, True), (1, False)])
def test_a_committee_may_follow_one_whose_time_is_over(app, gap, refused):
    theme, mandate = a_theme(), in_all("One question")
    found(theme, "C-ONE", kind=ForumKind.ADHOC_FORMAL, mandate=mandate, ends_on=TODAY + DAY)
    then = TODAY + DAY + timedelta(days=gap)
    if refused:
        assert refusal(found, theme, "C-TWO", established_on=then) == "theme_id"
    else:
        found(theme, "C-TWO", established_on=then)


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"mailbox": "nobody"}, "mailbox"), ({"languages": "de"}, "languages")],
)
def test_a_committee_that_cannot_be_reached_is_refused(app, facts, field):
    committee = found(a_theme(), "C-ONE")
    reach = Reach(**({"mailbox": "a@b.example", "languages": "ru"} | facts))
    change = {"mandate": None, "plan": PLAN, "by": None, "now": NOON}
    assert refusal(change_committee, committee, reach=reach, **change) == field


def test_the_particulars_of_a_committee_change(app):
    secretary = a_person()
    committee = found(a_theme(), "C-ONE")
    reach = Reach(mailbox="new@chamber.example", languages="ru", secretary_id=secretary.id)
    assert (
        refusal(
            change_committee, committee, mandate=None, plan=None, reach=reach, by=None, now=NOON
        )
        == "plan"
    )
    change_committee(committee, mandate=None, plan=PLAN, reach=reach, by=None, now=NOON)
    db.session.commit()
    assert committee.mailbox == "new@chamber.example"
    assert find_standing(committee, secretary.id, on=TODAY).is_secretary


def test_a_committee_closes_tonight_at_the_earliest(app):
    committee = found(a_theme(), "C-ONE")
    assert refusal(close_committee, committee, ends_on=TODAY - DAY, by=None, now=NOON) == "ends_on"
    close_committee(committee, ends_on=TODAY, by=None, now=NOON)
    db.session.commit()
    later = {"ends_on": TODAY + DAY, "by": None, "now": NOON}
    assert refusal(close_committee, committee, **later) == "ends_on"


def test_the_sixteenth_seat_with_a_vote_is_refused_and_others_are_not(app):
    committee = a_committee(a_theme(), *(an_organisation() for _ in range(14)))
    facts = {"category": SeatCategory.SME, "by": None, "now": NOON}
    last = create_seat(committee, role=SeatRole.MEMBER, **facts)
    db.session.commit()
    for role in (SeatRole.MEMBER, SeatRole.DEPUTY_CHAIR, SeatRole.CHAIR):
        assert refusal(create_seat, committee, role=role, **facts) == "role"
    create_seat(committee, role=SeatRole.OBSERVER, **facts)
    abolish_seat(last, by=None, now=NOON)
    create_seat(committee, role=SeatRole.MEMBER, **facts)


def test_two_chairs_are_refused(app):
    committee = a_committee(a_theme())
    facts = {"role": SeatRole.CHAIR, "category": SeatCategory.SME, "by": None, "now": NOON}
    create_seat(committee, **facts)
    db.session.commit()
    assert refusal(create_seat, committee, **facts) == "role"


def test_a_committee_that_is_over_takes_no_seat_and_no_term(app):
    over = a_committee(a_theme(), ends_on=TODAY - DAY)
    seat = a_seat(over)
    facts = {"role": SeatRole.MEMBER, "category": SeatCategory.SME, "by": None, "now": NOON}
    assert refusal(create_seat, over, **facts) is None
    assert refusal(a_term, seat) is None


def test_a_term_lasts_four_years_or_until_the_committee_ends(app):
    assert a_term(a_place()).ends_on == end_of_term(TODAY)
    for_a_time = a_committee(a_theme(), ends_on=TODAY + timedelta(days=90))
    assert a_term(a_place(for_a_time)).ends_on == for_a_time.ends_on


def test_terms_in_a_seat_do_not_overlap(app):
    seat = a_place()
    a_term(seat, ends_on=TODAY + timedelta(days=10))
    assert refusal(a_term, seat, starts_on=TODAY + timedelta(days=10)) == "starts_on"
    a_term(seat, starts_on=TODAY + timedelta(days=11))


def test_an_organisation_has_one_seat_of_a_committee_at_a_time(app):
    committee, organisation = a_committee(a_theme()), an_organisation()
    a_term(a_place(committee), organisation, ends_on=TODAY + timedelta(days=10))
    other = a_place(committee)
    then = TODAY + timedelta(days=10)
    assert refusal(a_term, other, organisation, starts_on=then) == "organisation_id"
    a_term(a_place(a_committee(a_theme())), organisation)
    a_term(other, organisation, starts_on=then + DAY)


def test_the_holder_is_one_of_the_organisations_own_people(app):
    organisation = an_organisation()
    own, stranger = a_member(organisation), a_person()
    seat = a_place()
    assert refusal(a_term, seat, organisation, holder_id=stranger.id) == "holder_id"
    term = a_term(seat, organisation, holder_id=own.id, alternate_id=stranger.id)
    facts = {"by": None, "now": NOON}
    assert (
        refusal(replace_holder, term, holder_id=own.id, alternate_id=own.id, **facts)
        == "alternate_id"
    )
    assert (
        refusal(replace_holder, term, holder_id=stranger.id, alternate_id=None, **facts)
        == "holder_id"
    )


def test_whoever_is_replaced_or_whose_term_ends_comes_in_no_more(app):
    organisation = an_organisation()
    first, second = a_member(organisation), a_member(organisation)
    committee = a_committee(a_theme())
    term = a_term(a_place(committee), organisation, holder_id=first.id)
    assert find_standing(committee, first.id, on=TODAY)

    replace_holder(term, holder_id=second.id, alternate_id=first.id, by=None, now=NOON)
    assert find_standing(committee, first.id, on=TODAY).is_alternate
    replace_holder(term, holder_id=second.id, alternate_id=None, by=None, now=NOON)
    assert find_standing(committee, first.id, on=TODAY) is None

    end_term(term, ends_on=TODAY, by=None, now=NOON)
    assert find_standing(committee, second.id, on=TODAY)
    assert find_standing(committee, second.id, on=TODAY + DAY) is None


def test_a_term_ends_today_or_later_and_within_itself(app):
    term = a_term(a_place(), ends_on=TODAY + timedelta(days=5))
    facts = {"by": None, "now": NOON}
    assert refusal(end_term, term, ends_on=TODAY - DAY, **facts) == "ends_on"
    assert refusal(end_term, term, ends_on=TODAY + timedelta(days=6), **facts) == "ends_on"
    end_term(term, ends_on=TODAY, **facts)


def test_a_seat_is_abolished_once_nobody_holds_it(app):
    seat = a_place()
    term = a_term(seat)
    facts = {"by": None, "now": NOON}
    assert refusal(abolish_seat, seat, **facts) is None
    term.ends_on = TODAY - DAY
    db.session.commit()
    abolish_seat(seat, **facts)
    db.session.commit()
    assert seat.abolished_on == TODAY
    with pytest.raises(RuleBroken):
        abolish_seat(seat, **facts)
    with pytest.raises(RuleBroken):
        a_term(seat)


def test_an_activity_is_noted(app):
    committee = a_committee(a_theme())
    note_activity(committee, ActivityKind.MEETING, date(2026, 4, 2))
    db.session.commit()
    noted = db.session.scalars(select(Activity)).one()
    assert (noted.committee_id, noted.kind, noted.on) == (
        committee.id,
        ActivityKind.MEETING,
        date(2026, 4, 2),
    )


def test_nobody_is_named_in_what_the_ledger_keeps(app):
    organisation = an_organisation()
    holder = a_member(organisation, name="Aigerim Serik")
    term = a_term(a_place(), organisation, holder_id=holder.id)
    replace_holder(term, holder_id=None, alternate_id=None, by=an_officer(), now=NOON)
    db.session.commit()
    kept = " ".join(db.session.scalars(select(Entry.content)))
    assert "TermBegun" in kept
    assert "Aigerim" not in kept
    assert organisation.name.en not in kept
