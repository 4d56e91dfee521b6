"""How migrations reach the database: through the portal's own engine, in its own transaction."""

from typing import Any

import sqlalchemy as sa
from alembic import context

from portal.kernel.columns import LocalizedText, Moment
from portal.kernel.database import db


def render(kind: str, thing: Any, _autogen: Any) -> str | bool:
    """Write the portal's own column types as plain ones: a migration outlives the code."""
    if kind == "type":
        if isinstance(thing, Moment):
            return "sa.DateTime(timezone=True)"
        if isinstance(thing, LocalizedText | sa.JSON):
            return "JSON"
        if isinstance(thing, sa.Enum):
            return f"sa.String({thing.length})"
        if isinstance(thing, sa.BigInteger):
            return "KEY"
    return False


def run() -> None:
    """Run the migrations that were asked for, each in a transaction of its own."""
    with db.engine.connect() as connection:
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
