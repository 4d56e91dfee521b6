"""What can be done with negotiations. Each action is one decision by one person."""

from portal.negotiations.actions.leading import change_negotiation
from portal.negotiations.actions.moving import move_negotiation, note_consultation
from portal.negotiations.actions.naming import name_group
from portal.negotiations.actions.posts import (
    change_focal_point,
    name_focal_point,
    release_focal_point,
)
from portal.negotiations.actions.rounds import change_round, plan_round

__all__ = [
    "change_focal_point",
    "change_negotiation",
    "change_round",
    "move_negotiation",
    "name_focal_point",
    "name_group",
    "note_consultation",
    "plan_round",
    "release_focal_point",
]
