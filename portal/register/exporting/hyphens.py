"""Where words may break in a narrow column.

No library knows Kazakh; its rule is short: a syllable has exactly one vowel, and takes
the last consonant before it. Words that nothing else can break get places to break at.
"""

import itertools
import re

SOFT = "\N{SOFT HYPHEN}"
SILENT = "\N{ZERO WIDTH SPACE}"

VOWELS = frozenset("аәеёиоөуұүыіэюяАӘЕЁИОӨУҰҮЫІЭЮЯ")
SIGNS = frozenset("ьъЬЪ")
"""They belong to the consonant before them."""

SHORTEST = 5
"""Letters of a word that is broken at all."""

LEFT = 2
"""Letters that stay on either side at the least."""

LONGEST = 28
"""Letters that fit into a column."""

_WORD = re.compile(r"[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]+")
_ADDRESS = re.compile(r"[^\s/@]+[/@][^\s]{8,}")
"""An address of a page or of a mailbox, which breaks behind its signs."""
_JOINT = re.compile(r"[/@.?&=_](?=[^\s/])")
_ENDLESS = re.compile(rf"[^\s{SOFT}{SILENT}-]{{{LONGEST},}}")


def breakable(text: str, locale: str) -> str:
    """Return the text with the places marked at which its words may break."""
    if locale == "kk":
        text = _WORD.sub(lambda found: _in_syllables(found[0]), text)
    text = _ADDRESS.sub(lambda found: _JOINT.sub(rf"\g<0>{SILENT}", found[0]), text)
    return _ENDLESS.sub(lambda found: _in_pieces(found[0]), text)


def _in_syllables(word: str) -> str:
    if len(word) < SHORTEST:
        return word
    vowels = [place for place, letter in enumerate(word) if letter in VOWELS]
    cuts = set()
    for first, second in itertools.pairwise(vowels):
        cut = max(first + 1, second - 1)
        is_inside = LEFT <= cut <= len(word) - LEFT
        if second > first + 1 and is_inside and word[cut] not in SIGNS:
            cuts.add(cut)
    return "".join((SOFT if place in cuts else "") + letter for place, letter in enumerate(word))


def _in_pieces(word: str) -> str:
    size = LONGEST // 2
    return SILENT.join(word[place : place + size] for place in range(0, len(word), size))
