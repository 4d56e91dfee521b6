"""The pages of answers and of the Chamber in a real browser, and the keyboard alone."""

import pytest

from portal.accounts.rules import Role
from portal.kernel.database import db
from portal.responses.models import Concern
from portal.responses.rules import Disposition, ReasonCode
from tests.makers import a_docket, a_notice, a_theme, an_agency, an_organisation, in_all
from tests.responses.makers import (
    a_comment,
    a_commitment,
    a_concern,
    an_answer,
    an_official,
    published,
)

WIDTHS = (360, 768, 1280)


@pytest.fixture
def docket(app):
    """A docket in the middle of being answered."""
    docket = a_docket(a_theme(), title=in_all("Tariff offer to the partner: food and cars"))
    a_notice(docket, opens="2026-01-10", closes="2026-02-12")
    union = an_organisation(name=in_all("Union of dairies"))
    words = "Keep cheese outside duty-free trade: capacity stands idle in winter. " * 4
    first = a_comment(docket, words, "Publish the quota.", of=union, number="C-7Q4M-9TXK")
    second = a_comment(docket, "Ірімшікке баж салығын сақтау керек.", locale="kk")
    owner = an_agency("MOA", name=in_all("Ministry of Agriculture"))
    concerns = [
        a_concern(docket, first, statement=in_all("Keep cheese outside duty-free trade")),
        a_concern(docket, second, statement=in_all("Open a quota for cars, used by quarter")),
        a_concern(docket, statement=in_all("Subsidise milk coolers on farms")),
    ]
    promise = a_commitment(
        docket, agency_id=owner.id, text=in_all("Report imports and prices every half year")
    )
    published(
        an_answer(
            concerns[0],
            disposition=Disposition.ACCEPTED_IN_PART,
            answer=in_all("Accepted for cheeses that are made here. " * 6),
            commitments=[promise],
        ),
        an_answer(
            concerns[1],
            disposition=Disposition.NOT_ACCEPTED,
            reason_code=ReasonCode.POLICY_CHOICE,
            answer=in_all("Not accepted: the quota is 1.7 per cent of the class."),
        ),
    )
    an_answer(concerns[2], answer=in_all("Accepted: a subsidy begins next year."))
    for n in range(3):
        a_comment(docket, f"Another point, number {n}, which nobody has read yet.", of=union)
    return docket


def test_public_pages_are_accessible_and_fit(docket, visit, check):
    for path in (
        f"/en/dockets/{docket.number}/answers?point=C-7Q4M-9TXK",
        f"/kk/dockets/{docket.number}/answers",
        f"/ru/dockets/{docket.number}/concerns/1",
        "/en/chamber",
    ):
        page = visit(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            check(page)
        check(visit(path, dark=True))


def test_the_desk_is_accessible_and_fits(docket, visit, check):
    analyst = an_official(Role.ANALYST, docket)
    for path in (
        "/en/desk/answers",
        f"/en/desk/dockets/{docket.number}/points",
        f"/ru/desk/dockets/{docket.number}/concerns/3",
        "/en/desk/answers/2",
    ):
        page = visit(path, analyst)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            check(page)


def test_points_are_grouped_with_the_keyboard_alone(docket, visit):
    page = visit(f"/en/desk/dockets/{docket.number}/points", an_official(Role.ANALYST, docket))

    page.locator("input[name=points]").first.focus()
    page.keyboard.press("Space")
    page.get_by_label("English").first.focus()
    page.keyboard.type("A new concern, typed")
    page.get_by_role("radio", name="English").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Group the ticked points").focus()
    page.keyboard.press("Enter")
    page.get_by_role("status").wait_for()

    raised = db.session.scalar(db.select(Concern).order_by(Concern.number.desc()))
    assert raised.statement.en == "A new concern, typed"
    assert raised.points == 1
