"""`flask backup`: a copy of the data that is whole, taken while the portal runs.

Copying an SQLite file under WAL loses whatever was not yet checkpointed; this asks the
database itself. On PostgreSQL the work is `pg_dump`'s, and this says so.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import click
from flask.cli import with_appcontext

from portal.kernel.database import db


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@with_appcontext
def backup(target: Path) -> None:
    """Write the database, whole, to TARGET; attached files are copied by any tool, as they are."""
    url = db.engine.url
    if url.get_backend_name() != "sqlite":
        message = "On PostgreSQL take the copy with pg_dump; see docs/operations.md."
        raise click.ClickException(message)
    if target.exists():
        message = f"{target} is there already; a backup never overwrites."
        raise click.ClickException(message)
    unfinished = target.with_name(f"{target.name}.unfinished")
    with (
        closing(sqlite3.connect(str(url.database))) as source,
        closing(sqlite3.connect(unfinished)) as copy,
    ):
        source.backup(copy)
        [verdict] = copy.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        message = f"The copy is not sound: {verdict}"
        raise click.ClickException(message)
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.replace(target)
    click.echo(f"The database is copied to {target}.")
