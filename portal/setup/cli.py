"""`flask setup`: from an empty database to an installation that its administrator can enter."""

import logging
import sys

import click
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy import select

from portal.accounts import actions
from portal.accounts.letters import invitation_url, send_invitation
from portal.accounts.models import Duty, Person
from portal.accounts.queries import find_person
from portal.accounts.rules import INVITATION_LASTS, Role
from portal.kernel import clock
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.text import LOCALES
from portal.search.cli import rebuild
from portal.setup.reference import load
from portal.web.settings import setting


@click.command("setup")
@click.option("--email", help="Where the first administrator's invitation goes.")
@click.option("--name", help="The first administrator's name.")
@click.option("--locale", type=click.Choice(LOCALES), default="kk", show_default=True)
@with_appcontext
def setup(email: str | None, name: str | None, locale: str) -> None:
    """Make a real installation ready: tables, reference data, the first administrator.

    It may be run again at any time; what is there already stays as it is.
    """
    for advice in _advice():
        click.echo(f"Note: {advice}")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    upgrade()
    click.echo("The tables are those of this release.")
    loaded = load(now=clock.now())
    db.session.commit()
    click.echo(f"Reference data: {loaded.added} added, {loaded.changed} changed.")
    rebuild(if_needed=True)
    administrator = _administrator()
    if administrator and email is None:
        click.echo(f"The portal has an administrator: {administrator.name}.")
        return
    if email is None or name is None:
        email, name = _asked(email, name)
    _invite(email, name, locale)


def _advice() -> list[str]:
    """Return what an operator may have forgotten to set; nothing here stops the portal."""
    advice = []
    if setting("PORTAL_DEMO"):
        advice.append("PORTAL_DEMO is on: every page says that its content is invented.")
    if not setting("PORTAL_SMTP"):
        folder = setting("PORTAL_MAIL_FOLDER")
        advice.append(f"PORTAL_SMTP is not set: letters are written as files into {folder}.")
    if not setting("PORTAL_URL").startswith("https:"):
        advice.append(f"PORTAL_URL is {setting('PORTAL_URL')}: nobody else can reach that.")
    return advice


def _administrator() -> Person | None:
    query = (
        select(Person)
        .join(Person.duties)
        .where(Duty.role == Role.ADMINISTRATOR, Person.disabled_at.is_(None))
        .order_by(Person.id)
    )
    return db.session.scalar(query.limit(1))


def _asked(email: str | None, name: str | None) -> tuple[str, str]:
    if not sys.stdin.isatty():
        raise click.UsageError("There is no administrator yet: say --email and --name.")
    return (
        email or click.prompt("E-mail address of the first administrator"),
        name or click.prompt("Name of the first administrator"),
    )


def _invite(email: str, name: str, locale: str) -> None:
    now = clock.now()
    try:
        person = find_person(email) or actions.create_person(
            email=email,
            name=name,
            locale=locale,
            roles=[Role.ADMINISTRATOR],
            by=None,
            now=now,
        )
    except RuleBroken as broken:
        db.session.rollback()
        raise click.ClickException(str(broken)) from broken
    if person.password:
        raise click.ClickException(f"{person.email} has an account and a password already.")
    token = actions.invite(person, by=None, now=now)
    send_invitation(person, token, now=now)
    db.session.commit()
    click.echo(f"A letter is on its way to {person.email}. It holds this link, which is good")
    click.echo(f"for {INVITATION_LASTS.days} days and for one use:")
    click.echo(invitation_url(person, token))
