"""What can be done with points, answers and promises. Each action is one decision by one person."""

from portal.responses.actions.answering import (
    answer_concern,
    publish_batch,
    return_batch,
    submit_batch,
)
from portal.responses.actions.grouping import group_points, raise_concern, ungroup_point
from portal.responses.actions.promising import (
    cancel_commitment,
    keep_commitment,
    make_commitment,
)

__all__ = [
    "answer_concern",
    "cancel_commitment",
    "group_points",
    "keep_commitment",
    "make_commitment",
    "publish_batch",
    "raise_concern",
    "return_batch",
    "submit_batch",
    "ungroup_point",
]
