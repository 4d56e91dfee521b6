"""Comments of another portal come in from a file, whole, once, and counted."""

import io
import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from portal.comments.importing import Malformed, Report, plain_text, row_of, rows_in
from portal.comments.models import Comment, Point, Tally
from portal.comments.rules import Capacity, Channel, CommentState, Visibility
from portal.kernel import clock
from portal.kernel.database import db
from portal.ledger.models import Entry
from portal.register.models import Docket, Notice
from tests.makers import a_docket, a_notice


def a_line(number: int = 1, **facts) -> dict:
    return {
        "comment_id": f"TRD-2024-0001-{number:04d}",
        "docket_id": "TRD-2024-0001",
        "comment_on": "TRD-2024-0001-0000",
        "received": "2024-03-01T05:00:00Z",
        "posted": "2024-03-04T05:00:00Z",
        "organization": None,
        "category": "Individual",
        "withdrawn": False,
        "attachments": 0,
        "text": f"Apples are dear, says number {number}.",
    } | facts


@pytest.fixture
def written(tmp_path):
    """Write lines, as objects or as they are, into a file."""

    def write(*lines):
        path = tmp_path / "comments.jsonl"
        path.write_bytes(
            b"".join(
                (line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n"
                for line in lines
            )
        )
        return path

    return write


@pytest.fixture
def run(app):
    def run_command(*arguments):
        db.session.remove()
        return app.test_cli_runner().invoke(args=["comments", *map(os.fspath, arguments)])

    return run_command


def _counts():
    return [
        db.session.scalar(select(func.count()).select_from(table))
        for table in (Comment, Point, Docket, Notice, Entry)
    ]


def test_a_comment_comes_in_posted_under_its_own_number(run, written):
    result = run("import", written(a_line(organization="Growers", category="Trade - PI015")))
    assert result.exit_code == 0, result.output
    assert "Imported 1 comments (1 published), 0 already in, 0 lines refused." in result.output
    comment = db.session.scalars(select(Comment)).one()
    assert comment.number == "TRD-2024-0001-0001"
    assert (comment.state, comment.channel) == (CommentState.PUBLISHED, Channel.IMPORT)
    assert (comment.author_name, comment.capacity) == ("Growers (Trade)", Capacity.OWN_BEHALF)
    assert comment.filed_at.isoformat() == "2024-03-01T05:00:00+00:00"
    assert comment.posted_at.isoformat() == "2024-03-04T05:00:00+00:00"
    assert db.session.scalars(select(Point.text)).all() == ["Apples are dear, says number 1."]
    assert db.session.scalars(select(Docket.number)).all() == ["TRD-2024-0001"]
    assert db.session.scalars(select(Notice.number)).all() == ["TRD-2024-0001-0000"]
    kinds = db.session.scalars(select(Entry.kind).order_by(Entry.id)).all()
    assert kinds == ["DocketOpened", "NoticePublished", "CommentFiled", "CommentPosted"]


def test_a_comment_without_any_name_is_anonymous(run, written):
    run("import", written(a_line(category=None)))
    comment = db.session.scalars(select(Comment)).one()
    assert (comment.author_name, comment.visibility) == ("", Visibility.ANONYMOUS_PUBLIC)
    assert comment.capacity is Capacity.PERSONAL


def test_it_joins_the_docket_and_the_notice_that_are_there(run, written):
    docket = a_docket(number="TRD-2024-0001")
    notice = a_notice(docket, number="TRD-2024-0001-0000")
    expected = (docket.id, notice.id)
    result = run("import", written(a_line()))
    assert "Dockets opened" not in result.output
    comment = db.session.scalars(select(Comment)).one()
    assert (comment.docket_id, comment.notice_id) == expected


def test_a_second_import_changes_nothing(run, written):
    path = written(*(a_line(number) for number in range(1, 6)))
    run("import", path)
    before = _counts()
    result = run("import", path)
    assert result.exit_code == 0
    assert "Imported 0 comments, 5 already in, 0 lines refused." in result.output
    assert _counts() == before


def test_an_import_that_was_cut_short_goes_on(run, written, monkeypatch):
    monkeypatch.setattr("portal.comments.cli.BATCH", 2)
    lines = [a_line(number) for number in range(1, 6)]
    run("import", written(*lines[:3]))
    result = run("import", written(*lines))
    assert "Imported 2 comments (2 published), 3 already in" in result.output
    assert _counts()[:2] == [5, 5]
    assert "Every kept count is right." in run("recount").output


def test_a_dry_run_writes_nothing(run, written):
    result = run("import", "--dry-run", written(a_line(1), a_line(2)))
    assert "Would import 2 comments (2 published)" in result.output
    assert _counts() == [0, 0, 0, 0, 0]


def test_a_withdrawn_comment_keeps_its_number_without_a_text(run, written):
    result = run("import", written(a_line(text="", withdrawn=True)))
    assert result.exit_code == 0, result.output
    comment = db.session.scalars(select(Comment)).one()
    assert comment.state is CommentState.WITHDRAWN
    assert _counts()[1] == 0


def test_a_comment_without_a_day_is_given_the_moment_of_the_import_and_it_is_told(run, written):
    path = written(a_line(received=None, posted=None, comment_on=None))
    result = run("import", path)
    assert "1 comments carry no day of receipt" in result.output
    comment = db.session.scalars(select(Comment)).one()
    assert (comment.filed_at, comment.notice_id) == (clock.now(), None)
    assert "0 comments, 1 already in" in run("import", path).output


def test_every_bad_line_is_told_by_its_number_and_the_good_ones_go_in(run, written):
    result = run(
        "import",
        written(
            a_line(1),
            b"{not JSON",
            a_line(2, text=None),
            a_line(3, comment_id="../../etc/passwd"),
            b"",
            b"[1, 2]",
            a_line(1, text="Another text."),
            a_line(4, docket_id=None),
            b'{"comment_id": "\xff"}',
            b"[" * 100_000,
            a_line(5),
        ),
    )
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    told = [line for line in result.output.splitlines() if line.startswith("Line ")]
    assert told == [
        "Line 2: is not JSON.",
        "Line 3: has no text.",
        "Line 4: has no comment_id that could stand in an address.",
        "Line 6: is not an object.",
        "Line 7: TRD-2024-0001-0001 stands in the file before.",
        "Line 8: has no docket_id that could stand in an address.",
        "Line 9: is not JSON.",
        "Line 10: is not JSON.",
    ]
    assert _counts()[0] == 2


def test_a_number_that_another_comment_has_is_told_and_nothing_is_overwritten(run, written):
    run("import", written(a_line(1)))
    result = run("import", written(a_line(1, text="Something else.")))
    assert result.exit_code == 1
    assert "Line 1: TRD-2024-0001-0001 is taken by another comment." in result.output
    assert db.session.scalars(select(Point.text)).all() == ["Apples are dear, says number 1."]


def test_a_line_too_long_to_be_a_comment_is_passed_over(monkeypatch):
    monkeypatch.setattr("portal.comments.importing.LONGEST_LINE", 1_000)
    lines = io.BytesIO(
        json.dumps(a_line(text="x" * 5_000)).encode() + b"\n" + json.dumps(a_line(2)).encode()
    )
    report = Report()
    rows = [row.number for row, _ in rows_in(lines, report) if row]
    assert rows == ["TRD-2024-0001-0002"]
    assert report.malformed == [(1, "is longer than any comment")]


@pytest.mark.parametrize(
    ("written_text", "read"),
    [
        ("Dear&nbsp;all,<br/><br/>no &amp; yes", "Dear all,\n\nno & yes"),
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("5 < 6 and <b>bold</b> &lt;script&gt;", "5 < 6 and bold <script>"),
        ("a\x00b\r\nc\ud800", "ab\nc"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        (None, ""),
        (17, ""),
    ],
)
def test_html_becomes_text(written_text, read):
    assert plain_text(written_text) == read


@given(st.binary(max_size=200) | st.recursive(st.none() | st.text() | st.integers(), st.lists))
def test_no_line_breaks_the_reader(content):
    line = content if isinstance(content, bytes) else json.dumps(content).encode()
    with pytest.raises(Malformed):
        row_of(line, 1)


@given(st.text())
def test_any_text_can_be_kept(text):
    kept = plain_text(text)
    assert "\x00" not in kept
    kept.encode()


def test_recount_finds_and_repairs_a_count_that_was_changed_behind_its_back(run, written):
    run("import", written(*(a_line(number) for number in range(1, 4))))
    db.session.execute(update(Tally).values(number=Tally.number + 2))
    db.session.commit()
    told = run("recount")
    assert told.exit_code == 1
    assert "kept 5 comments with 3 points, counted 3 with 3" in told.output
    assert run("recount", "--repair").exit_code == 0
    assert "Every kept count is right." in run("recount").output


@pytest.mark.data
def test_all_real_comments_come_in(run, shared_data):
    path = shared_data / "comments" / "real_comments.jsonl"
    result = run("import", path)
    assert result.exit_code == 0, result.output
    assert "Imported 820 comments (819 published, 1 withdrawn)" in result.output
    assert _counts()[:4] == [820, 819, 2, 1]
    assert "Every kept count is right." in run("recount").output
    assert "Imported 0 comments, 820 already in" in run("import", path).output
