"""`flask accounts …`."""

import click
from flask.cli import AppGroup

from portal.accounts import actions
from portal.accounts.letters import News, invitation_url, send_invitation, tell_owner
from portal.accounts.models import Person
from portal.accounts.queries import find_person, get_agency, get_organisation
from portal.accounts.rules import INVITATION_LASTS, Loss, Role
from portal.kernel import clock
from portal.kernel.database import db
from portal.kernel.errors import PortalError
from portal.kernel.text import LOCALES

accounts = AppGroup("accounts", help="People, their roles, and their invitations.")


@accounts.command("invite")
@click.argument("email")
@click.argument("name")
@click.option("--role", "roles", multiple=True, type=click.Choice([r.value for r in Role]))
@click.option("--agency", metavar="CODE", help="The agency at which the roles are held.")
@click.option("--organisation", metavar="SLUG", help="The organisation that the person represents.")
@click.option("--locale", type=click.Choice(LOCALES), default="kk", show_default=True)
def invite_command(
    email: str,
    name: str,
    roles: tuple[str, ...],
    agency: str | None,
    organisation: str | None,
    locale: str,
) -> None:
    """Open an account, send its invitation, and print the link as well.

    Said again for an account that exists, it only sends and prints a new link.
    """
    now = clock.now()
    try:
        person = find_person(email) or actions.create_person(
            email=email,
            name=name,
            locale=locale,
            roles=[Role(role) for role in roles],
            agency=get_agency(agency) if agency else None,
            organisation=get_organisation(organisation) if organisation else None,
            by=None,
            now=now,
        )
    except PortalError as error:
        raise click.ClickException(str(error)) from error
    token = actions.invite(person, by=None, now=now)
    send_invitation(person, token, now=now)
    db.session.commit()
    click.echo(f"{person.name} may choose a password within {INVITATION_LASTS.days} days here:")
    click.echo(invitation_url(person, token))


@accounts.command("disable")
@click.argument("email")
def disable_command(email: str) -> None:
    """Close an account and end its sign-ins at once."""
    person = _get(email)
    actions.disable_person(person, by=None, now=clock.now())
    db.session.commit()
    click.echo(f"The account of {person.name} is closed.")


@accounts.command("reset-factors")
@click.argument("email")
@click.option(
    "--reason",
    type=click.Choice([loss.value for loss in Loss]),
    default=Loss.LOST.value,
    show_default=True,
)
def reset_factors_command(email: str, reason: str) -> None:
    """Take the second factors of somebody who lost them away, and end their sign-ins.

    Be sure first that it is they who ask. A letter tells them.
    """
    person = _get(email)
    now, loss = clock.now(), Loss(reason)
    actions.reset_factors(person, reason=loss, by=None, now=now)
    tell_owner(person, News.RESET, reason=loss, now=now)
    db.session.commit()
    click.echo(f"The second factors of {person.name} are removed, and their sign-ins ended.")


@accounts.command("mailbox")
@click.argument("code")
@click.argument("mailbox")
def mailbox_command(code: str, mailbox: str) -> None:
    """Say to which MAILBOX letters to the public body CODE go, such as those to the MFA."""
    try:
        actions.give_mailbox(get_agency(code), mailbox=mailbox, by=None, now=clock.now())
    except PortalError as error:
        raise click.ClickException(str(error)) from error
    db.session.commit()
    click.echo(f"Letters to {code} go to {mailbox}.")


def _get(email: str) -> Person:
    person = find_person(email)
    if person is None:
        raise click.ClickException(f"There is no account with the address {email}.")
    return person
