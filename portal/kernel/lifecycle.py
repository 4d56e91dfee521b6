"""States and the moves between them, as data."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from portal.kernel.errors import RuleBroken

State = TypeVar("State", bound=StrEnum)


class Lifecycle(Generic[State]):
    """Which state may follow which."""

    def __init__(self, moves: Mapping[State, tuple[State, ...]], *, refusal: str) -> None:
        self.moves = moves
        self.refusal = refusal
        """The sentence for a move that is not one of these."""

    def allows(self, before: State, after: State) -> bool:
        """Say whether the move is one of those allowed."""
        return after in self.moves.get(before, ())

    def move(self, before: State, after: State) -> State:
        """Return the new state, or refuse the move with RuleBroken."""
        if not self.allows(before, after):
            raise RuleBroken(self.refusal)
        return after
