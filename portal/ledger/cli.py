"""`flask ledger …`."""

import click
from flask.cli import AppGroup

from portal.kernel import clock
from portal.kernel.database import reading
from portal.ledger.actions import seal
from portal.ledger.audit import verify

ledger = AppGroup("ledger", help="The ledger of everything that happened.")


@ledger.command("verify")
@click.option(
    "--head",
    metavar="SIZE:ROOT",
    help="A head noted down earlier: fail unless today's ledger continues it.",
)
def verify_command(head: str | None) -> None:
    """Find any change, gap or deletion made behind the portal's back."""
    with reading():
        report = verify(known=head)
    for fault in report.faults:
        click.echo(fault, err=True)
    if report.faults:
        click.echo(f"NOT intact: {len(report.faults)} faults.", err=True)
        raise SystemExit(1)
    click.echo(
        f"Intact: {report.sealed} entries sealed, {report.waiting} waiting to be sealed.\n"
        f"Head: {report.sealed}:{report.root}"
    )


@ledger.command("seal")
def seal_command() -> None:
    """Seal what waits; the worker does this by itself."""
    done = 0
    while batch := seal(clock.now()):
        done += batch
    click.echo(f"Sealed {done} entries.")
