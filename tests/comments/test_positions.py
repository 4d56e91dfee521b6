"""Where associations stand, question by question, and how far they agree."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.rules import OrganisationGroup
from portal.comments.queries import WHOLE, matrix_of
from portal.comments.rules import Agreement, NewPoint, Stance, agreement
from portal.register.queries import get_notice
from tests.comments.makers import a_comment, a_posted_comment, posted
from tests.conftest import NOON
from tests.makers import a_notice, an_organisation, in_all

FOR = (Stance.SUPPORT, Stance.SUPPORT_WITH_CHANGES)


@given(st.lists(st.sampled_from(Stance)))
def test_everyone_who_spoke_is_counted_once(stances):
    found = agreement(stances)

    assert found.supporting + found.opposing + found.other == len(stances)
    assert found.supporting == sum(x in FOR for x in stances)
    assert found.opposing == sum(x is Stance.OPPOSE for x in stances)


@pytest.mark.parametrize(
    ("supporting", "opposing", "share"),
    [(0, 0, None), (1, 0, None), (0, 1, None), (1, 1, 50), (2, 0, 100), (1, 2, 67), (5, 3, 63)],
)
def test_agreement_is_the_larger_side_of_those_who_took_one(supporting, opposing, share):
    assert Agreement(supporting, opposing, other=7).share == share


def said(notice, of, *, whole=Stance.SUPPORT, now=NOON, **stances):
    """Post a comment of an organisation with a point on each question named, q1, q2."""
    points = [NewPoint(text="Words.", question=int(q[1:]), stance=x) for q, x in stances.items()]
    facts = {"points": points} if points else {}
    return posted(a_comment(notice=notice, of=of, stance=whole, now=now, **facts))


def test_each_association_stands_as_it_said_last(app):
    notice = a_notice(questions=2)
    one, other = an_organisation(), an_organisation()
    first = said(notice, one, q1=Stance.OPPOSE)
    said(notice, one, whole=Stance.MIXED, q1=Stance.SUPPORT, q2=None, now=NOON + timedelta(1))
    said(notice, other, whole=Stance.OPPOSE, q1=Stance.SUPPORT_WITH_CHANGES)
    questions = {x.number: x.id for x in get_notice(notice.number).questions}
    found = matrix_of(first.docket_id)

    assert [row.organisation.id for row in found.rows] == [one.id, other.id]
    assert found.rows[0].stances == {
        WHOLE: Stance.MIXED,
        questions[1]: Stance.SUPPORT,
        questions[2]: Stance.MIXED,
    }
    assert found.agreements[questions[1]] == Agreement(2, 0, 0)
    assert found.agreements[questions[2]] == Agreement(0, 0, 1)
    assert found.agreements[WHOLE] == Agreement(0, 1, 1)
    assert (found.associations, found.after) == (2, None)


def test_only_what_associations_said_in_public_counts(app):
    notice = a_notice(questions=1)
    counted = said(notice, an_organisation(), q1=Stance.SUPPORT)
    said(notice, an_organisation(group=OrganisationGroup.FIRM), q1=Stance.OPPOSE)
    a_comment(notice=notice, of=an_organisation(), stance=Stance.OPPOSE)
    posted(a_comment(notice=notice, stance=Stance.OPPOSE))
    said(a_notice(questions=1), an_organisation(), q1=Stance.OPPOSE)
    found = matrix_of(counted.docket_id)

    assert found.associations == 1
    assert set(found.agreements.values()) == {Agreement(1, 0, 0)}


def test_a_long_list_goes_on_by_key_and_agreement_is_that_of_all(app):
    notice = a_notice(questions=1)
    keys = []
    for _ in range(3):
        organisation = an_organisation()
        keys.append(organisation.id)
        last = said(notice, organisation, q1=Stance.OPPOSE)
    first = matrix_of(last.docket_id, size=2)
    rest = matrix_of(last.docket_id, after=first.after, size=2)

    assert [row.organisation.id for row in first.rows] == keys[:2]
    assert [row.organisation.id for row in rest.rows] == keys[2:]
    assert rest.after is None
    assert first.agreements == rest.agreements
    assert first.agreements[WHOLE].share == 100


def test_everyone_reads_where_associations_stand(browse):
    notice = a_notice(questions=1)
    union = an_organisation(name=in_all("Dairy Union"))
    docket = said(notice, union, q1=Stance.OPPOSE).docket.number
    said(notice, an_organisation(name=in_all("Millers")), q1=Stance.SUPPORT, whole=Stance.OPPOSE)
    path = f"/dockets/{docket}/positions"
    for locale in ("kk", "ru", "en"):
        page = browse().get(f"/{locale}{path}")
        assert page.status_code == 200
    rows = re.findall(r"<tr>.*?</tr>", page.text, re.DOTALL)
    line = next(row for row in rows if "Dairy Union" in row)
    assert line.index("Support") < line.index("Oppose")
    assert f"Question 1 of {notice.number}" in page.text
    assert "1 for, 1 against" in page.text
    assert "50 % on one side" in page.text
    assert f"/en{path}" in browse().get(f"/en/dockets/{docket}/comments").text


def test_a_docket_in_which_no_association_spoke_says_so(browse):
    comment = posted(a_comment())
    page = browse().get(f"/en/dockets/{comment.docket.number}/positions").text
    assert "No association has a posted comment here yet." in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_matrix_costs_the_same_however_many_spoke(browse, statements, number):
    notice = a_notice(questions=number)
    for _ in range(number):
        docket = a_posted_comment(notice=notice).docket.number
    with statements() as seen:
        assert browse().get(f"/en/dockets/{docket}/positions").status_code == 200
    assert len(seen) == 6
