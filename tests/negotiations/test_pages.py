"""Themes and negotiations as the public reads them."""

import pytest

from portal.negotiations.labels import LIVES, STAGES
from portal.negotiations.models import Milestone
from portal.negotiations.rules import STAGE_IN_LIFE, Stage, stage_of
from portal.setup.reference import records
from tests.makers import a_docket, a_negotiation, a_theme, in_all, saved


def test_every_stage_and_station_has_its_words():
    assert set(STAGES) == set(Stage)
    assert set(LIVES) == set(STAGE_IN_LIFE)
    assert {record["stage"] for record in records("negotiations")} <= set(STAGE_IN_LIFE)


def test_suspended_talks_are_still_talks():
    assert stage_of("suspended") is Stage.DURING
    assert stage_of("in_force") is Stage.IMPLEMENTATION


def test_themes_are_listed_core_first_with_their_lead(browse):
    a_theme("LTR", core=False, rank=1)
    a_theme("COR", rank=2)
    page = browse().get("/en/themes").text
    assert page.index("Theme COR") < page.index("Theme LTR")


def test_the_list_costs_the_same_with_one_and_with_three(browse, statements):
    browser = browse()
    counts = []
    for more in (1, 2):
        for _ in range(more):
            a_theme()
            a_negotiation()
        with statements() as seen:
            assert browser.get(f"/en/themes?{more}").status_code == 200
        counts.append(len(seen))
    assert counts == [4, 4]


def test_a_theme_leads_to_everything_on_it(browse):
    theme = a_theme("MKT")
    talks = [a_negotiation(), a_negotiation()]
    dockets = [a_docket(theme, negotiation_id=one.id) for one in talks]
    a_docket(title=in_all("Elsewhere"))

    page = browse().get(f"/en/themes/{theme.code}").text

    assert all(f"/en/dockets/{docket.number}" in page for docket in dockets)
    assert all(one.name.en in page for one in talks)
    assert "Elsewhere" not in page
    assert "/en/notices?theme=MKT" in page
    assert "/en/committees#MKT" in page


@pytest.mark.parametrize(
    ("locale", "day", "month"),
    [("en", "31 March 2014", "March 2014"), ("ru", "31 марта 2014", "март 2014")],
)
def test_history_is_told_as_exactly_as_it_is_known(browse, locale, day, month):
    negotiation = a_negotiation(stage="suspended")
    for reached in ("2014-03-31", "2014-03", "2013"):
        saved(Milestone(negotiation_id=negotiation.id, reached=reached, text=in_all(reached)))
    page = browse().get(f"/{locale}/negotiations/{negotiation.code}").text
    assert month in page
    assert ">2013<" in page
    assert day.split(",")[0].split(" г")[0] in page or "31 March 2014" in page
    assert page.index(">2013") < page.index(month)


def test_a_negotiation_shows_its_stage_among_six(browse):
    negotiation = a_negotiation(stage="negotiation")
    page = browse().get(f"/en/negotiations/{negotiation.code}").text
    assert 'aria-current="step"' in page
    assert "During negotiations" in page
    assert f"/en/dockets?negotiation={negotiation.code}" in page


def test_a_negotiation_costs_the_same_with_one_step_and_with_three(browse, statements):
    browser = browse()
    counts = []
    for steps in (1, 3):
        negotiation = a_negotiation()
        for year in range(steps):
            saved(
                Milestone(
                    negotiation_id=negotiation.id, reached=str(2010 + year), text=in_all("Step")
                )
            )
        with statements() as seen:
            assert browser.get(f"/en/negotiations/{negotiation.code}").status_code == 200
        counts.append(len(seen))
    assert counts == [10, 10]


def test_the_dockets_of_a_negotiation_are_its_own(browse):
    negotiation = a_negotiation()
    ours, other = a_docket(negotiation_id=negotiation.id), a_docket()
    page = browse().get(f"/en/dockets?negotiation={negotiation.code}").text
    assert ours.number in page
    assert other.number not in page
    assert "No docket matches" in browse().get("/en/dockets?negotiation=NONE").text
