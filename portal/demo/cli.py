"""`flask demo …`."""

import click
from flask.cli import AppGroup

from portal.demo.loading import load
from portal.demo.signins import lines, refresh
from portal.kernel import clock
from portal.kernel.database import db, writing
from portal.web.settings import setting

demo = AppGroup("demo", help="The demonstration: an invented consultation, dates moved to today.")


@demo.command("load")
def load_command() -> None:
    """Load the demonstration; where it is loaded already, change nothing."""
    if not setting("PORTAL_DEMO"):
        raise click.ClickException(
            "PORTAL_DEMO is off, so nobody would be told that the content is invented."
            " Set PORTAL_DEMO=on."
        )
    with writing():
        loaded = load(now=clock.now())
        refresh()
        db.session.commit()
    if loaded:
        click.echo(f"The demonstration is loaded: {loaded} steps of its story.")
    else:
        click.echo("The demonstration is there already; nothing was changed.")
    _print_sign_ins()


@demo.command("sign-ins")
def sign_ins_command() -> None:
    """Print one sign-in for each role."""
    with writing():
        refresh()
        db.session.commit()
    _print_sign_ins()


def _print_sign_ins() -> None:
    for line in lines():
        click.echo(f"{line.role:15}{line.email:32}{line.password}")
