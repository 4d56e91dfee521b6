"""`flask comments …`."""

import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from portal.comments.importing import Report, Row, bring_in, newest_comment, rows_in
from portal.comments.tallies import differences, recount
from portal.kernel import clock
from portal.kernel.database import db, reading, writing

BATCH = 200
"""Comments that go in together."""

comments = AppGroup("comments", help="The comments that the public files.")


@comments.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Read everything, write nothing, and report.")
def import_command(file: Path, *, dry_run: bool) -> None:
    """Bring in comments of another portal, from a file of one JSON object a line.

    Comments that are in already are left as they are, so an import that was cut short can
    be run again.
    """
    with reading():
        report = Report(newest_before=newest_comment())
        db.session.rollback()
    size = file.stat().st_size
    with (
        file.open("rb") as lines,
        click.progressbar(length=size, label="Importing", file=sys.stderr) as bar,
    ):
        batch: list[Row] = []
        for row, length in rows_in(lines, report):
            bar.update(length)
            if row is None:
                continue
            batch.append(row)
            if len(batch) == BATCH:
                _enter(batch, report, dry_run=dry_run)
                batch = []
        if batch:
            _enter(batch, report, dry_run=dry_run)
    for line in report.lines(dry=dry_run):
        click.echo(line)
    if report.malformed:
        raise SystemExit(1)


def _enter(batch: list[Row], report: Report, *, dry_run: bool) -> None:
    with writing():
        bring_in(batch, report, now=clock.now())
        if dry_run:
            db.session.rollback()
        else:
            db.session.commit()
    db.session.expunge_all()


@comments.command("recount")
@click.option("--repair", is_flag=True, help="Put right what differs.")
def recount_command(*, repair: bool) -> None:
    """Prove that the kept counts are what counting the comments gives."""
    with reading():
        wrong = differences()
        db.session.rollback()
    for difference in wrong:
        click.echo(str(difference), err=True)
    if not wrong:
        click.echo("Every kept count is right.")
    elif repair:
        with writing():
            recount()
            db.session.commit()
        click.echo(f"Counted anew; {len(wrong)} counts were wrong.")
    else:
        click.echo(f"{len(wrong)} counts are wrong; run again with --repair.", err=True)
        raise SystemExit(1)
