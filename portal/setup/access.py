"""`flask access matrix`: who may do what, by the policies, and what every route says to whom.

The table of routes in `portal/reference/access.txt` was written down by a walk of every
route as every kind of reader; the tests walk again and compare.
"""

from collections.abc import Iterator

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.accounts.holders import holders_of
from portal.setup.reference import FOLDER
from portal.web.access import permissions

WALKED = FOLDER / "access.txt"


@click.group("access")
def access() -> None:
    """Who may do what."""


@access.command("matrix")
@click.option("--routes", is_flag=True, help="What each route says to each kind of reader.")
@with_appcontext
def matrix(*, routes: bool) -> None:
    """Print the permission table; with --routes every route by reader."""
    for line in _routes() if routes else _permissions():
        click.echo(line)


def _permissions() -> Iterator[str]:
    for room, name, permission in permissions(current_app):
        told = " ".join((permission.__doc__ or "").split())
        held = holders_of(permission)
        if held is None:
            whose = "depends on what it is about"
        elif held[0]:
            whose = "everyone with an account"
        else:
            whose = ", ".join(held[1])
        yield f"{room}\t{name}\t{whose}\t{told}"


def _routes() -> Iterator[str]:
    table = WALKED.read_text("utf-8").splitlines()
    yield from table
    readers = len(table[1].split(", "))
    asked = [line.split(":")[0] for line in table if line.startswith(("GET ", "POST "))]
    routes = len({line.split()[1] for line in asked})
    yield ""
    yield (
        f"{routes} routes, {len(asked)} with their methods, each asked by {readers} readers:"
        f" {len(asked) * readers} answers"
    )
