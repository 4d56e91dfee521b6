"""How often one source may try a thing, counted for all processes together.

The counters of what is sent are rows of the portal's own database, written in a short
transaction before the request's own begins; so they survive a restart and need no other
server. Readings are counted in memory, by `portal.web.pace`.
"""

import time
from collections.abc import Callable
from functools import wraps
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, ParamSpec, TypeVar

from flask import request
from flask_login import current_user
from sqlalchemy import Connection, Float, String, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.database import Model, db, writing
from portal.kernel.errors import TooMany
from portal.web.locale import _l
from portal.web.settings import setting

HOUSEHOLD = 64
"""Bits of an IPv6 address that tell one line from another; behind them its owner has them all."""

P = ParamSpec("P")
R = TypeVar("R")


class Count(Model):
    """How often one source has tried one thing within its window."""

    __tablename__ = "web_count"

    source: Mapped[str] = mapped_column(String(120), unique=True)
    tries: Mapped[int]
    expires: Mapped[float] = mapped_column(Float, index=True)
    """Unix time at which the counting begins afresh."""


def source() -> str:
    """Return whom tries are counted for: an address, or the network of an IPv6 address."""
    told = request.remote_addr or ""
    try:
        address = ip_address(told)
    except ValueError:
        return told
    if isinstance(address, IPv6Address) and not address.ipv4_mapped:
        return str(ip_network((address, HOUSEHOLD), strict=False))
    return told


def asker() -> str:
    """Return for whom tries are counted: the account, and the source of whoever has none."""
    return f"person {current_user.id}" if current_user.id else source()


def limited(
    name: str, *, tries: int, seconds: int, key: Callable[[], str] | None = None
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Allow a source so many POSTs of a view in a window; raise TooMany beyond.

    The source is `source()`, or whatever `key` returns.
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def counted(*args: P.args, **kwargs: P.kwargs) -> R:
            if request.method == "POST" and setting("PORTAL_LIMITS"):
                whose = key() if key else source()
                spend(f"{name}:{whose}", tries=tries, seconds=seconds)
            return view(*args, **kwargs)

        return counted

    return decorate


def spend(whose: str, *, tries: int, seconds: int) -> None:
    """Count one try of a source; raise TooMany when it has none left."""
    now = time.time()
    db.session.rollback()
    with writing(), db.engine.begin() as connection:
        count, expires = _counted(connection, whose[:120], now, seconds)
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
