"""`flask register …`."""

import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.exc import IntegrityError

from portal.kernel import clock
from portal.kernel.database import db, reading, writing
from portal.kernel.errors import Missing
from portal.kernel.text import LOCALES
from portal.register.exporting.files import FORMS, File, editions_in, file_of, issue_file
from portal.register.exporting.queries import text_in
from portal.register.importing.document import Document, Incomplete, understood
from portal.register.importing.reading import Unreadable, documents_in, pages_beside
from portal.register.importing.report import Report
from portal.register.importing.writing import bring_in, is_in
from portal.register.queries import get_issue, get_notice

register = AppGroup("register", help="The register of dockets and notices.")


@register.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Read everything, write nothing, and report.")
def import_command(files: tuple[Path, ...], *, dry_run: bool) -> None:
    """Bring in documents of the US Federal Register, from the XML of its printer.

    FILES are single documents, whole issues, or folders of them. A document that is in the
    register already is left as it is, so an import that was cut short can be run again.
    """
    report = Report(dry=dry_run)
    paths = list(_spread(files))
    with click.progressbar(paths, label="Importing", file=sys.stderr) as bar:
        for path in bar:
            _import_file(path, report)
    for line in report.lines():
        click.echo(line)
    if report.refused:
        raise SystemExit(1)


def _spread(files: Iterable[Path]) -> Iterator[Path]:
    for path in files:
        yield from sorted(path.glob("*.xml")) if path.is_dir() else [path]


def _import_file(path: Path, report: Report) -> None:
    try:
        for element, day in documents_in(path):
            document = understood(element, day, named=path.name)
            if document.page is None:
                pages = pages_beside(path.parent.resolve()).get(document.number)
                document.page, document.last_page = pages or (None, None)
            _import_document(document, report)
    except (Unreadable, Incomplete) as refusal:
        report.refused.append((path.name, str(refusal)))


def _import_document(document: Document, report: Report) -> None:
    with reading():
        known = is_in(document.number)
        db.session.rollback()
    if known:
        report.already_in += 1
        return
    if not report.dry:
        try:
            with writing():
                written = bring_in(document, now=clock.now())
                db.session.commit()
        except IntegrityError:
            # Another import ran at the same time and was first, with this document or its agency.
            db.session.rollback()
            if not is_in(document.number):
                raise Incomplete("met another import of the same; run it again") from None
            db.session.rollback()
            report.already_in += 1
            return
        report.dockets += written.opened_docket
        report.agencies += written.made_agency
        db.session.expunge_all()
    report.note(document)


@register.command("issue")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--language", type=click.Choice(LOCALES), default=LOCALES[0], show_default=True)
def issue_command(day: datetime, *, language: str) -> None:
    """Write the print of all that was published on DAY to standard output."""

    def make() -> File:
        issue = get_issue(day.date())
        return issue_file(issue, editions_in(issue, language), language)

    _write(make)


@register.command("export")
@click.argument("number")
@click.option("--format", "form", required=True, type=click.Choice(list(FORMS)), help="Which form.")
@click.option("--language", type=click.Choice(LOCALES), help="By default the one written first.")
def export_command(number: str, *, form: str, language: str | None) -> None:
    """Write a published notice to standard output.

    NUMBER is the notice's own, such as TN-2026-01 or 2024-02839. A document of another
    register goes out in the XML that it came in.
    """

    def make() -> File:
        notice = get_notice(number)
        return file_of(notice, text_in(notice, language), form)

    _write(make)


def _write(make: Callable[[], File]) -> None:
    """Write a file made of what the register holds to standard output."""
    with reading():
        try:
            file = make()
        except Missing as missing:
            raise click.ClickException(str(missing)) from None
        finally:
            db.session.rollback()
    sys.stdout.buffer.write(file.content)
