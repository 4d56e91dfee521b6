"""Who may do what here. The docstring of each permission is what a refused person reads.

Who may know of a paper is not asked here: to whoever may not, there is none
(`queries.get_sight`).
"""

from portal.accounts.models import Actor, Person
from portal.papers.sight import OWNERS, Sight


def may_file_paper(actor: Actor, _subject: object = None) -> bool:
    """Only negotiators and authors of an agency file restricted papers."""
    return any(duty.role in OWNERS and duty.agency_id for duty in actor.duties)


def may_open_paper(actor: Actor, sight: Sight) -> bool:
    """Only those who gave their word, and the paper's owners, open it."""
    return isinstance(actor, Person) and sight.is_known and sight.paper.withdrawn_at is None


def may_own_paper(_actor: Actor, sight: Sight) -> bool:
    """Only the agency whose paper it is sees who read it, and takes it away."""
    return sight.is_owner


def may_report_leak(actor: Actor, sight: Sight) -> bool:
    """Only those who know the paper can report that it leaked."""
    return isinstance(actor, Person) and sight.is_known
