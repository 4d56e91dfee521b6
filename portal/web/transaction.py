"""One request, one transaction.

A good answer keeps what the request wrote; a refusal or an error drops it. A write
that nobody was asked permission for is a bug, and is dropped as well. So is a GET that
tries to write: reading must go on when the disk is full.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import ParamSpec, TypeVar

from flask import Flask, Response, current_app, g, request

from portal.kernel.database import db, expect_writing, has_written

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

P = ParamSpec("P")
R = TypeVar("R")


def init_app(app: Flask) -> None:
    """Begin each request as a reader or a writer, and settle it at its end."""
    app.before_request(_expect)
    app.after_request(settle)


def reads_first(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view whose slow part comes before its write, so that it locks nobody out.

    The view calls `begin_writing()` when it is about to write.
    """

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        return view(*args, **kwargs)

    wrapped.reads_first = True  # type: ignore[attr-defined]  # A mark on a function.
    return wrapped


def begin_writing() -> None:
    """End the reading part of a request; what is read from here on cannot change under it."""
    db.session.rollback()
    expect_writing(expected=True)


def _expect() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    safe = request.method in SAFE or getattr(view, "reads_first", False)
    expect_writing(expected=not safe)


def settle(response: Response) -> Response:
    """Keep what a good request wrote; drop what any other did."""
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        db.session.rollback()
        return response
    if request.method in SAFE:
        if has_written():
            db.session.rollback()
            message = f"{request.endpoint} tried to write while answering a {request.method}."
            raise RuntimeError(message)
        db.session.rollback()
        return response
    if not g.get("authorized"):
        db.session.rollback()
        message = f"{request.endpoint} answered a {request.method} without authorize()."
        raise RuntimeError(message)
    db.session.commit()
    return response
