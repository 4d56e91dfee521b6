"""Who may do what here. The docstring of each permission is what a refused person reads."""

from portal.accounts.models import Actor, Person
from portal.accounts.rules import Role
from portal.comments.models import Comment
from portal.comments.rules import POSTED, CommentState, Visibility
from portal.organisations.models import Authority


def may_moderate(actor: Actor, _comment: object = None) -> bool:
    """Only a moderator decides whether a comment is posted."""
    return actor.has(Role.MODERATOR)


def may_speak_for(actor: Actor, organisation_id: int | None) -> bool:
    """Only an owner or a representative of an organisation files in its name."""
    return organisation_id is None or actor.represents(organisation_id)


def may_file_by_letter(actor: Actor, authority: Authority) -> bool:
    """Only who represents the authorised organisation files under a letter that is in force."""
    return authority.ended_at is None and actor.represents(authority.holder_id)


def may_see_own(actor: Actor, comment: Comment) -> bool:
    """Only its author, and those who represent the same organisation, see an unposted comment."""
    if not isinstance(actor, Person):
        return False
    ours = comment.organisation_id is not None and actor.represents(comment.organisation_id)
    return comment.person_id == actor.id or ours


def may_read_comment(actor: Actor, comment: Comment) -> bool:
    """Only what is posted is read by everyone; the rest by its author and by moderators."""
    if comment.state in POSTED and comment.visibility is not Visibility.COMMITTEE:
        return True
    return may_see_own(actor, comment) or may_moderate(actor, comment)


def may_know_of(actor: Actor, comment: Comment) -> bool:
    """Only what is public, or was and is closed, is known of by everyone."""
    closed = {CommentState.WITHHELD, CommentState.DUPLICATE, CommentState.WITHDRAWN}
    seen = comment.state in closed and comment.visibility is not Visibility.COMMITTEE
    return seen or may_read_comment(actor, comment)
