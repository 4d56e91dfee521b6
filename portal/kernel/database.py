"""The database handle, the base of every table, and how a transaction begins.

Flask-SQLAlchemy keeps the engine and the session; the tables are plain SQLAlchemy.
SQLite runs in WAL mode with synchronous=FULL: an acknowledged commit survives a power
cut. Its transactions begin at once as writers where a write is to be expected, so that
no reader has to be upgraded (and refused) half-way.
"""

import enum
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cache
from typing import Any, ClassVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, Executable, Insert, MetaData, Row, Text, event, insert
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    class_mapper,
    make_transient_to_detached,
    mapped_column,
)
from sqlalchemy.orm.attributes import set_committed_value

from portal.kernel.columns import Key, LocalizedText, Moment, Word
from portal.kernel.text import Localized

db = SQLAlchemy(
    metadata=MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
)

_writing: ContextVar[bool] = ContextVar("writing", default=True)


class Model(DeclarativeBase):
    """A table with numbered rows."""

    metadata = db.metadata
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        int: Key,
        str: Text,
        datetime: Moment,
        Localized: LocalizedText,
        enum.Enum: Word,
    }

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}>"


def expect_writing(*, expected: bool) -> None:
    """Say whether the next transaction of this thread of work is going to write."""
    _writing.set(expected)


@contextmanager
def writing() -> Iterator[None]:
    """Begin transactions as writers within this block."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """Begin transactions as readers within this block; nothing may be written in it."""
    token = _writing.set(False)
    try:
        yield
    finally:
        _writing.reset(token)


def fill(owner: Model, name: str, statement: Executable, **values: Any) -> None:
    """Load a relation of one row by a statement that was put together once.

    `selectinload` asks the same, and puts its statement together each time: 0.4 ms of CPU
    where this takes 0.1.
    """
    found = db.session.scalars(statement, values).all()
    set_committed_value(owner, name, list(found))


WRITTEN = "written"
"""Under which a session notes in which transaction rows went past its unit of work."""


def insert_rows(*rows: Model) -> None:
    """Write new rows down at once, each by itself, and give them their numbers.

    For where every filing waits: the unit of work, which finds out by itself what is new,
    in which order it goes and what points at what, takes three times the CPU. So relations
    are not followed, only columns are written, and no mapper's events are heard.
    """
    db.session.flush()
    connection = db.session.connection()
    for row in rows:
        statement, names = _insert_into(type(row))
        kept = vars(row)
        values = {name: kept[name] for name in names if name in kept}
        given = connection.execute(statement, values).inserted_primary_key
        row.id = given[0] if given else row.id
        make_transient_to_detached(row)
        db.session.add(row)
    db.session().info[WRITTEN] = db.session().get_transaction()


def has_written() -> bool:
    """Say whether the transaction under way has written, or is about to."""
    session = db.session()
    present = session.get_transaction()
    past = present is not None and session.info.get(WRITTEN) is present
    return bool(session.new or session.dirty or session.deleted or past)


@cache
def _insert_into(table: type[Model]) -> tuple[Insert, tuple[str, ...]]:
    mapper = class_mapper(table)
    return insert(table.metadata.tables[table.__tablename__]), tuple(mapper.columns.keys())


class Glances:
    """Single rows, each read by itself: no session, no transaction, no wait for a connection.

    The connections stay open between readings and begin nothing, so that each reading sees
    what was committed last. That is worth it where one row is all that is asked: it takes
    0.04 ms of CPU, and 0.18 ms through a session.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._idle: deque[Connection] = deque()
        event.listen(engine, "engine_disposed", lambda _engine: self.close())

    def row(self, statement: Executable, values: Mapping[str, Any]) -> Row[Any] | None:
        """Return the first row of a statement."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            found = connection.execute(statement, values).first()
        except BaseException:
            _end(connection)
            raise
        self._idle.append(connection)
        return found

    def close(self) -> None:
        """Close the connections that nobody uses at the moment."""
        while self._idle:
            _end(self._idle.pop())


def _end(connection: Connection) -> None:
    """Close a connection for good: in the pool, nobody expects one that begins nothing."""
    connection.invalidate()
    connection.close()


_glances: ContextVar[Glances | None] = ContextVar("glances", default=None)


@contextmanager
def glancing(glances: Glances) -> Iterator[None]:
    """Read within this block what `first_row` reads as it was committed last, and cheaply."""
    token = _glances.set(glances)
    try:
        yield
    finally:
        _glances.reset(token)


def first_row(statement: Executable, **values: Any) -> Row[Any] | None:
    """Return the first row of a statement: in this transaction, or at a glance."""
    if glances := _glances.get():
        return glances.row(statement, values)
    return db.session.execute(statement, values).first()


def prepare_engine(engine: Engine) -> None:
    """Make an SQLite engine durable, and its transactions explicit. Others need nothing."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _open_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _open_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=15000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        "cache_size=-32000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
