"""What everyone may read: the opinions that committees have filed, and how they voted."""

from datetime import datetime

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from portal.comments.rules import is_late
from portal.committees.queries import get_committee
from portal.kernel import clock
from portal.kernel.clock import legal_day
from portal.kernel.paging import page_of
from portal.ledger.queries import version_of
from portal.opinions.bundle import bundle
from portal.opinions.headings import offers_no_evidence
from portal.opinions.labels import REPORT_BADGES, REPORTS
from portal.opinions.models import Opinion
from portal.opinions.queries import get_filed, get_outcome, reports_on, select_filed
from portal.opinions.results import adopted_points, results
from portal.opinions.rules import CONCLUDED, Joining, report_due, report_state
from portal.opinions.views.page import WORDS, final_report_due
from portal.opinions.views.room import bp
from portal.register.markup import captions, render
from portal.web.caching import public_page
from portal.web.turning import turn, turned


@bp.get("/committees/<code>/opinions")
@public_page(lambda code: version_of())  # noqa: ARG005  # The whole ledger is its version.
def of_committee(code: str) -> ResponseReturnValue:
    """List the opinions that a committee has filed, the newest first."""
    committee = get_committee(code)
    page = page_of(select_filed(committee), Opinion.filed_at, descending=True, turn=turn(datetime))
    return render_template(
        "opinions/of_committee.html",
        committee=committee,
        page=page,
        turned=turned,
        votes={x.id: results(x, x.polls[-1])[0] for x in page.rows},
        codes=_codes,
        **WORDS,
    )


def _codes(opinion: Opinion) -> str:
    joined = [x for x in opinion.parties if x.joining is Joining.JOINED]
    return ", ".join(sorted(party.committee.code for party in joined))


@bp.get("/opinions/<number>")
@public_page(lambda number: version_of())  # noqa: ARG005  # The whole ledger is its version.
def opinion(number: str) -> ResponseReturnValue:
    """Show a filed opinion, how the committees voted, who dissented, who stepped aside."""
    found = get_filed(number)
    poll = found.polls[-1]
    version = poll.version
    counted = results(found, poll)
    points = adopted_points(found, poll)
    due = final_report_due(found.kind, found.notice)
    filed_at = found.filed_at
    return render_template(
        "opinions/opinion.html",
        opinion=found,
        comment=found.comment,
        codes=_codes(found),
        version=version,
        points=points,
        html=render(version.body, locale=version.locale),
        poll=poll,
        found=counted,
        committees={x.committee_id: x.committee for x in found.parties},
        places={x.key: place for place, x in enumerate(version.wording.points, 1)},
        questions={question.number: question for question in found.notice.questions},
        no_evidence=offers_no_evidence(found.kind, captions(version.body), version.locale),
        is_late=filed_at is not None
        and is_late(filed_at, found.notice.closes_on, found.notice.opens_on),
        due=due,
        concluded=found.docket.stage in CONCLUDED,
        overdue=due is not None and filed_at is not None and legal_day(filed_at) > due,
        **WORDS,
    )


@bp.get("/notices/<number>/reports")
@public_page(lambda number: version_of())  # noqa: ARG005  # As above.
def reports(number: str) -> ResponseReturnValue:
    """Show which committees reported on a concluded agreement, which in time, which not yet."""
    notice, concluded_on = get_outcome(number)
    due, today = report_due(concluded_on), legal_day(clock.now())
    expected = reports_on(notice, concluded_on=concluded_on)
    return render_template(
        "opinions/reports.html",
        notice=notice,
        due=due,
        expected=expected,
        filed=any(one.report for one in expected),
        states={
            one.committee.id: report_state(due=due, filed_on=one.filed_on, today=today)
            for one in expected
        },
        REPORTS=REPORTS,
        REPORT_BADGES=REPORT_BADGES,
    )


@bp.get("/notices/<number>/reports.zip")
@public_page(lambda number: version_of())  # noqa: ARG005  # As above.
def reports_bundle(number: str) -> Response:
    """Hand out all final reports on a concluded agreement in one file."""
    notice, concluded_on = get_outcome(number)
    packed = bundle(
        reports_on(notice, concluded_on=concluded_on),
        due=report_due(concluded_on),
        on=concluded_on,
        today=legal_day(clock.now()),
    )
    response = Response(packed, mimetype="application/zip")
    name = f"reports-{notice.number}.zip"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
