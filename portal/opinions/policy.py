"""Who may do what here. The docstring of each permission is what a refused person reads.

Whoever sits in none of the committees never comes so far: for them there is nothing.
"""

from portal.accounts.models import Actor
from portal.committees.queries import Standing
from portal.committees.rules import VOTING, SeatRole
from portal.opinions.drafts import Draft, is_officer


def may_begin_opinion(_actor: Actor, standing: Standing) -> bool:
    """Only members of the committee and its secretary begin drafts; observers read."""
    return standing.role is not SeatRole.OBSERVER


def may_write_opinion(_actor: Actor, draft: Draft) -> bool:
    """Only members of its committees and their secretaries write and comment; observers read."""
    return any(standing.role is not SeatRole.OBSERVER for standing in draft.standings)


def may_lead_opinion(_actor: Actor, draft: Draft) -> bool:
    """Only a chair or a secretary of its committees invites, asks for comments and opens a vote."""
    return any(is_officer(standing) for standing in draft.standings)


def may_answer_invitation(_actor: Actor, draft: Draft) -> bool:
    """Only the chair of a committee that is invited says whether it joins."""
    return any(standing.role is SeatRole.CHAIR for standing in draft.invited)


def may_step_aside(_actor: Actor, draft: Draft) -> bool:
    """Only members of its committees have interests to declare."""
    return any(standing.term is not None for standing in draft.standings)


def may_vote(_actor: Actor, draft: Draft) -> bool:
    """Only voting seats vote, by their holders or alternates; liaisons and observers do not."""
    return any(standing.role in VOTING for standing in draft.standings)


def may_file_opinion(_actor: Actor, draft: Draft) -> bool:
    """Only the chair of the committee that began an opinion files it."""
    return any(
        standing.role is SeatRole.CHAIR
        and not standing.is_alternate
        and standing.committee.id == draft.opinion.lead_id
        for standing in draft.standings
    )
