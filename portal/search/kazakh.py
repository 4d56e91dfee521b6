"""The stem of a Kazakh word: its endings taken off, one after another, from the last.

Kazakh adds an ending for each thing it says: `заң-дар-ы-ның`, "of their laws". Which form
an ending has depends on the sound before it, and that tells an ending from a root that only
ends like one: `комитет-і` gives up its `і`, and not the `ті` that no vowel goes before.

Everything is decided on folded letters, with `қ` as `к` and `ү` as `у`: so `когамнын`, typed
on a Russian keyboard, loses the same letters as `қоғамның`.
"""

from functools import lru_cache

LETTERS = frozenset("әғқңөұүһі")
"""Those that Russian has not."""

_FOLDED = str.maketrans("әғқңөұүһі", "агкноуухи")

VOWELS = frozenset("аеиоуыэюя")
_NARROW = frozenset("ыи")
_NASAL = frozenset("мн")
_VOICELESS = frozenset("пфктсшщхцчбвгд")
"""With the four at the end of borrowed words that are heard so."""
_VOICED = frozenset("лмнрйузж")
_CONSONANTS = _VOICELESS | _VOICED

_ENDINGS: tuple[tuple[str, frozenset[str]], ...] = (
    ("лар лер", VOWELS | frozenset("рй")),
    ("дар дер", frozenset("лмнзж")),
    ("тар тер", _VOICELESS),
    ("нын нин", VOWELS | _NASAL),
    ("дын дин", _VOICED),
    ("тын тин", _VOICELESS),
    ("ны ни", VOWELS),
    ("ды ди", _VOICED),
    ("ты ти", _VOICELESS),
    ("на не нда нде ндагы ндеги", _NARROW),
    ("нан нен", _NARROW | _NASAL),
    ("га ге да де дагы деги", VOWELS | _VOICED),
    ("дан ден", VOWELS | _VOICED),
    ("ка ке та те тан тен тагы теги", _VOICELESS),
    ("мен", VOWELS | frozenset("лмнрй")),
    ("бен", frozenset("зж")),
    ("пен", _VOICELESS),
    ("ники", VOWELS | _NASAL),
    ("дики", _VOICED),
    ("тики", _VOICELESS),
    ("мыз миз ныз низ", VOWELS),
    ("сы си", VOWELS - _NARROW),
    ("шысы шиси", VOWELS | _CONSONANTS),
    ("ымыз имиз ыныз иниз ым им ын ин ы и", _CONSONANTS),
)
"""Endings of number, case and possession, and the sounds that each may follow."""

_AFTER = {ending: sounds for endings, sounds in _ENDINGS for ending in endings.split()}
_LONGEST = max(map(len, _AFTER))

_OF_A_DOER = ("шысы", "шиси")
"""Only here is `-сы` taken from a narrow vowel: elsewhere it is `ұсыныс-ы`, not `ұсыны-сы`."""

SHORTEST = 3
_SHORT = frozenset(["ай", "ас", "ат", "ел", "ет", "ие", "ис", "ор", "су", "ун", "уй"])
"""Roots of two letters that the register speaks of: meat, flour, water, country, case."""

_WHOLE = frozenset(["караганды", "сауда", "бензин"])
"""Roots that end like an ending where one may stand."""

_HARD = str.maketrans("бгғ", "пкқ")
"""A last sound that a vowel after it had made soft: `салығ-ы`, `салық`."""


def folded(word: str) -> str:
    """Return a word in the letters that a Russian keyboard has, as many as before."""
    return word.translate(_FOLDED)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the stem of a word in lower case."""
    kept = len(_peeled(folded(word)))
    if kept == len(word):
        return word
    root = word[:kept]
    return root[:-1] + root[-1].translate(_HARD)


def _peeled(word: str) -> str:
    while not _is_root(word):
        shorter = _without_ending(word)
        if shorter == word:
            break
        word = shorter
    return word


def _is_root(word: str) -> bool:
    return word in _WHOLE or word.endswith("стан")


def _without_ending(word: str) -> str:
    for length in range(min(_LONGEST, len(word) - 2), 0, -1):
        sounds = _AFTER.get(word[-length:])
        rest = word[:-length]
        if sounds and rest[-1] in sounds and _stands_alone(rest):
            return rest + word[-length:-2] if word.endswith(_OF_A_DOER) else rest
    return word


def _stands_alone(word: str) -> bool:
    if len(word) < SHORTEST:
        return word in _SHORT
    return not VOWELS.isdisjoint(word)
