"""How often one source may try a thing, counted for all processes together.

The counters of what is sent are rows of the portal's own database, written in a short
transaction before the request's own begins; so they survive a restart and need no other
server. Readings are counted in memory.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from flask import current_app, request
from flask_login import current_user
from sqlalchemy import Connection, Float, String, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.database import Model, db, writing
from portal.kernel.errors import TooMany
from portal.web.locale import _l
from portal.web.settings import setting

MOST_SOURCES = 10_000
"""Sources whose readings are counted at once; the one that began first is forgotten."""

P = ParamSpec("P")
R = TypeVar("R")


class Count(Model):
    """How often one source has tried one thing within its window."""

    __tablename__ = "web_count"

    source: Mapped[str] = mapped_column(String(120), unique=True)
    tries: Mapped[int]
    expires: Mapped[float] = mapped_column(Float, index=True)
    """Unix time at which the counting begins afresh."""


def limited(
    name: str, *, tries: int, seconds: int, key: Callable[[], str] | None = None
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Allow a source so many POSTs of a view in a window; raise TooMany beyond.

    The source is the client's address, or whatever `key` returns.
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def counted(*args: P.args, **kwargs: P.kwargs) -> R:
            if request.method == "POST" and setting("PORTAL_LIMITS"):
                source = key() if key else (request.remote_addr or "")
                spend(f"{name}:{source}", tries=tries, seconds=seconds)
            return view(*args, **kwargs)

        return counted

    return decorate


class Paces:
    """How often sources read within their windows, counted in this process alone.

    A reading never writes, and these counts would be all that it wrote. Several processes
    together allow several times as much, which only has to be too little to hurt.
    """

    def __init__(self, tries: int, seconds: int) -> None:
        self._tries = tries
        self._seconds = seconds
        self._windows: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._lock = Lock()

    def count(self, source: str, now: float) -> None:
        """Count one reading of a source; raise TooMany when it has none left."""
        with self._lock:
            tries, ends = self._windows.get(source, (0, 0.0))
            if ends <= now:
                self._windows.pop(source, None)
                tries, ends = 0, now + self._seconds
            self._windows[source] = tries + 1, ends
            while len(self._windows) > MOST_SOURCES:
                self._windows.popitem(last=False)
        if tries >= self._tries:
            raise TooMany(
                str(_l("Please wait a little before you try again.")),
                retry_after=max(1, int(ends - now) + 1),
            )


def paced(name: str, *, tries: int, seconds: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Allow a stranger so many readings of what is costly in a window; raise TooMany beyond.

    Views under one name are counted together, in each application by itself.
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def counted(*args: P.args, **kwargs: P.kwargs) -> R:
            if setting("PORTAL_LIMITS") and not current_user.is_authenticated:
                paces = current_app.extensions.setdefault("paces", {})
                pace = paces.setdefault(name, Paces(tries, seconds))
                pace.count(request.remote_addr or "", time.monotonic())
            return view(*args, **kwargs)

        return counted

    return decorate


def spend(source: str, *, tries: int, seconds: int) -> None:
    """Count one try of a source; raise TooMany when it has none left."""
    now = time.time()
    db.session.rollback()
    with writing(), db.engine.begin() as connection:
        count, expires = _counted(connection, source[:120], now, seconds)
    if count > tries:
        raise TooMany(
            str(_l("Please wait a little before you try again.")),
            retry_after=max(1, int(expires - now) + 1),
        )


def _counted(connection: Connection, source: str, now: float, seconds: int) -> Any:
    flavour: Any = sqlite if connection.dialect.name == "sqlite" else postgresql
    ended = Count.expires <= now
    insert = flavour.insert(Count).values(source=source, tries=1, expires=now + seconds)
    counted = insert.on_conflict_do_update(
        index_elements=[Count.source],
        set_={
            "tries": case((ended, 1), else_=Count.tries + 1),
            "expires": case((ended, now + seconds), else_=Count.expires),
        },
    ).returning(Count.tries, Count.expires)
    return connection.execute(counted).one()


def forget_old_counts(now: Any) -> int:
    """Drop the counters whose window has ended; a job for the worker."""
    stamp = now.timestamp()
    if not db.session.scalar(select(Count.id).where(Count.expires < stamp).limit(1)):
        return 0
    dropped = db.session.execute(delete(Count).where(Count.expires < stamp))
    db.session.commit()
    return int(dropped.rowcount)  # type: ignore[attr-defined]  # A DELETE has a row count.
