"""How migrations reach the database: through the portal's own engine, in its own transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import context

from portal.kernel.columns import LocalizedText, LocalizedTexts, Moment
from portal.kernel.database import db


def render(kind: str, thing: Any, _autogen: Any) -> str | bool:
    """Write the portal's own column types as plain ones: a migration outlives the code."""
    if kind == "type":
        if isinstance(thing, Moment):
            return "sa.DateTime(timezone=True)"
        if isinstance(thing, LocalizedText | LocalizedTexts | sa.JSON):
            return "JSON"
        if isinstance(thing, sa.Enum):
            return f"sa.String({thing.length})"
        if isinstance(thing, sa.BigInteger):
            return "KEY"
    return False


@contextmanager
def _tables_made_anew(connection: sa.Connection) -> Iterator[None]:
    """Let SQLite change a table by making it anew, which those that point at it would stop.

    What points where is checked once all is done. Other databases change tables in place.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    plain: Any = connection.connection.dbapi_connection
    plain.execute("PRAGMA foreign_keys=OFF")
    # Triggers of other tables may name the one that is made anew.
    plain.execute("PRAGMA legacy_alter_table=ON")
    try:
        yield
        dangling = plain.execute("PRAGMA foreign_key_check").fetchall()
        if dangling:
            message = f"Rows point at nothing after the migration: {dangling[:5]}"
            raise RuntimeError(message)
    finally:
        plain.execute("PRAGMA legacy_alter_table=OFF")
        plain.execute("PRAGMA foreign_keys=ON")


def run() -> None:
    """Run the migrations that were asked for, each in a transaction of its own."""
    with db.engine.connect() as connection, _tables_made_anew(connection):
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=render,
            transaction_per_migration=True,
            render_as_batch=connection.dialect.name == "sqlite",
        )
        with context.begin_transaction():
            context.run_migrations()


run()
