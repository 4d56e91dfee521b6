"""Builders for comments, made by the actions that people's clicks call."""

import secrets
from typing import Any

from portal.accounts.models import Guest, Organisation, Person
from portal.accounts.rules import Role
from portal.comments.actions import confirm_comment, file_comment, post_comment
from portal.comments.models import Comment
from portal.comments.queries import filer_of, get_call, get_comment
from portal.comments.rules import Capacity, CommentState, Filing, NewPoint, Stance
from portal.kernel import clock
from portal.kernel.database import db
from portal.register.models import Notice
from tests.makers import a_notice, a_person, an_organisation


def a_filing(*points: str, **facts: Any) -> Filing:
    """A comment that lacks nothing, with a point for each text."""
    facts = {
        "points": [NewPoint(text=text) for text in points or ("The quota is too small.",)],
        "locale": "en",
        "stance": Stance.OPPOSE,
        "name": "Aigerim Reader",
        "email": "aigerim@example.org",
    } | facts
    return Filing(**facts)


def a_comment(
    *points: str,
    notice: Notice | None = None,
    by: Person | Guest | None = None,
    of: Organisation | None = None,
    confirmed: bool = True,
    now: Any = None,
    **facts: Any,
) -> Comment:
    """A comment that waits for a moderator; of an organisation, where one is named."""
    now = now or clock.now()
    number = (notice or a_notice()).number or ""
    if of is not None:
        by = by or a_person(of=of)
        facts = {"organisation_id": of.id, "capacity": Capacity.OWN_BEHALF} | facts
    call = get_call(number)
    by = by or Guest()
    filing = a_filing(*points, **facts)
    comment, secret = file_comment(filing, call=call, key=secrets.token_hex(8), by=by, now=now)
    if secret and confirmed:
        filer = filer_of(comment)
        assert filer is not None
        confirm_comment(get_comment(comment.number), filer, now=now)
    db.session.commit()
    return get_comment(comment.number)


def a_posted_comment(*points: str, **facts: Any) -> Comment:
    """A comment that everyone may read."""
    comment = a_comment(*points, of=facts.pop("of", None) or an_organisation(), **facts)
    return posted(comment)


def posted(comment: Comment) -> Comment:
    """Post a comment that waits."""
    moderator = a_moderator()
    comment = get_comment(comment.number)
    if comment.state is CommentState.IN_MODERATION:
        post_comment(comment, by=moderator, now=clock.now())
        db.session.commit()
    return get_comment(comment.number)


def a_moderator() -> Person:
    """Someone who decides whether comments are posted."""
    return a_person(Role.MODERATOR)
