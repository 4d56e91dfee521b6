"""Turning the pages of a list: keys in the address, and the addresses of its neighbours."""

from datetime import date, datetime

from flask import request

from portal.kernel.paging import Key, Turn
from portal.web.urls import address_here, read_key


def turn(kind: type[date] = date) -> Turn | None:
    """Return where the reader asks the list to go on, or back; `kind` is what orders it."""
    for name in ("before", "after"):
        value, _dot, digits = request.args.get(name, "").rpartition(".")
        number = read_key(digits)
        try:
            key = kind.fromisoformat(value)
        except ValueError:
            continue
        if number is not None and (not isinstance(key, datetime) or key.tzinfo):
            return Turn(key, number, back=name == "before")
    return None


def turned(direction: str, key: Key | None) -> str | None:
    """Return the address of this list with another page of it turned up."""
    if key is None:
        return None
    line = f"{key[0].isoformat()}.{key[1]}"
    return address_here(without=("before", "after"), **{direction: line})
