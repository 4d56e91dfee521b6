"""How words are begun, mistyped, and typed on the wrong keyboard."""

LONGEST_START = 10
SHORTEST_START = 2

_KEYS = (
    "qwertyuiopasdfghjklzxcvbnm",
    "йцукенгшщзфывапролдячсмить",
)
_TO_RUSSIAN = str.maketrans(*_KEYS)
_TO_LATIN = str.maketrans(*reversed(_KEYS))


def starts(word: str) -> list[str]:
    """Return how a word is begun, as keys of the index."""
    last = min(len(word) - 1, LONGEST_START)
    return [f"^{word[:length]}" for length in range(SHORTEST_START, last + 1)]


def slips(word: str) -> list[str]:
    """Return a word and what is left of it without one letter, as keys of the index.

    Two words that one slip of the finger sets apart have one of these in common.
    """
    return sorted({f"~{word}", *(f"~{word[:n]}{word[n + 1 :]}" for n in range(len(word)))})


def other_keyboard(word: str) -> str | None:
    """Return the word that the same keys give on the other keyboard."""
    if word.isascii():
        other = word.translate(_TO_RUSSIAN)
        return None if other.isascii() else other
    other = word.translate(_TO_LATIN)
    return other if other.isascii() else None


def strokes(one: str, other: str) -> int:
    """Return how many letters were added, left out, changed or swapped between two words."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        here = [row]
        for column, sign in enumerate(other, start=1):
            cost = min(above[column] + 1, here[-1] + 1, above[column - 1] + (letter != sign))
            swapped = row > 1 and column > 1 and letter == other[column - 2]
            if swapped and sign == one[row - 2]:
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        before, above = above, here
    return above[-1]
