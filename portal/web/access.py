"""The one door through which authorization passes.

A permission is a plain function in some room's `policy.py`:
`may_extend(actor, notice) -> bool`. Its docstring says who holds it, and is what a
refused person reads.
"""

from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import Any

from flask import Flask, g
from flask_login import current_user

from portal.kernel.errors import NotAllowed

Permission = Callable[[Any, Any], bool]


def authorize(permission: Permission, subject: object = None) -> None:
    """Go no further unless the person asking has the permission over the subject."""
    g.authorized = True
    if not permission(current_user, subject):
        raise NotAllowed(permission.__doc__)


def authorize_anyone() -> None:
    """Say on purpose that anyone may do this, signed in or not."""
    g.authorized = True


def permissions_in(policy: ModuleType) -> dict[str, Permission]:
    """Return the permissions that a policy defines, by name."""
    return {
        name: thing
        for name, thing in vars(policy).items()
        if name.startswith("may_") and thing.__module__ == policy.__name__
    }


def offer(app: Flask, policies: tuple[ModuleType, ...]) -> None:
    """Let templates ask `may_extend(notice)` on behalf of whoever is looking."""
    app.extensions["policies"] = policies
    for policy in policies:
        for name, permission in permissions_in(policy).items():
            app.jinja_env.globals[name] = partial(_asked_by_the_reader, permission)


def permissions(app: Flask) -> list[tuple[str, str, Permission]]:
    """Return every permission there is: its room, its name, and itself."""
    return [
        (policy.__name__.split(".")[-2], name, permission)
        for policy in app.extensions["policies"]
        for name, permission in permissions_in(policy).items()
    ]


def _asked_by_the_reader(permission: Permission, subject: object = None) -> bool:
    return permission(current_user, subject)
