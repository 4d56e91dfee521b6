"""The final reports on an agreement as one file to hand to Parliament (R18)."""

import io
from collections.abc import Iterable
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from flask import render_template

from portal.opinions.labels import REPORTS
from portal.opinions.models import Opinion
from portal.opinions.queries import Expected
from portal.opinions.results import adopted_points, results
from portal.opinions.rules import report_state
from portal.web.locale import tell
from portal.web.spreadsheet import line

COLUMNS = ("committee", "theme", "due", "filed", "state", "report", "file")


def bundle(expected: Iterable[Expected], *, due: date, on: date, today: date) -> bytes:
    """Return a ZIP: a table of all who were to report, and every report as text.

    Its entries bear the day of the conclusion, so that the same reports give the same file.
    """
    rows, texts = [line(COLUMNS)], {}
    for one in expected:
        state = report_state(due=due, filed_on=one.filed_on, today=today)
        name = f"{one.report.comment.number}.md" if one.report and one.report.comment else ""
        rows.append(
            line(
                (
                    one.committee.code,
                    tell(one.committee.theme.name).text,
                    due,
                    one.filed_on,
                    REPORTS[state],
                    name.removesuffix(".md"),
                    name,
                )
            )
        )
        if one.report and name:
            texts[name] = _text(one.report)
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as pack:
        for name, text in {"reports.csv": "\ufeff" + "".join(rows), **texts}.items():
            entry = ZipInfo(name, date_time=(on.year, on.month, on.day, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            pack.writestr(entry, text)
    return written.getvalue()


def _text(report: Opinion) -> str:
    poll = report.polls[-1]
    return render_template(
        "opinions/report.txt",
        report=report,
        comment=report.comment,
        version=poll.version,
        points=adopted_points(report, poll),
        dissents=[x for x in poll.dissents if x.ask],
        whole=results(report, poll)[0],
        codes=[x.committee.code for x in report.parties if x.joining == "joined"],
        committees={x.committee_id: x.committee for x in report.parties},
    )
