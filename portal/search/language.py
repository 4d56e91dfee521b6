"""Words in three languages, and the terms under which they are found.

A term says in its first letter what it is: `k` a Kazakh stem, `f` the same without the
letters that Russian keyboards lack, `r` a Russian stem, `e` one in Latin letters, `n` a
number or what holds one, `h` a code of goods. So stems of two languages that happen to look
alike are not taken for each other.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from Stemmer import Stemmer

from portal.search import kazakh

LONGEST = 40
"""Letters of a word that tell it from others; what goes beyond is cut."""

_WORD = re.compile(r"[^\W_]+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_LATIN = re.compile(r"[a-z]")
_CYRILLIC = re.compile(r"[а-яәғқңөұүһі]")
_DIGIT = re.compile(r"\d")

_ALIKE = ("aeopcxykmthib", "аеорсхукмтһів")
"""Letters of two alphabets that look the same, or nearly."""
_TO_CYRILLIC = str.maketrans(*_ALIKE)
_TO_LATIN = str.maketrans(*reversed(_ALIKE))

_EMPTY = (
    "a an and are as at be by for from has in is it its of on or that the this to was were with"
    " в во и к ко на не о об от по с со у за из до для или при что это как а но же ли"
    " және мен бен пен үшін туралы бойынша бір бұл осы сол да де та те не"
)
EMPTY_WORDS = frozenset(_EMPTY.split())
"""Words that tell no document from another. A search for `the price of milk` is for two."""


@dataclass(frozen=True)
class Word:
    """A word where it stands in a text."""

    said: str
    """In lower case and one alphabet."""
    start: int
    end: int


def tidied(text: str) -> str:
    """Return a text with each letter as one character, and nothing that cannot be seen."""
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text))


def words(text: str) -> Iterator[Word]:
    """Yield the words of a text that is tidied."""
    for found in _WORD.finditer(text):
        yield Word(_in_one_alphabet(found[0].lower())[:LONGEST], found.start(), found.end())


@lru_cache(maxsize=65_536)
def _in_one_alphabet(word: str) -> str:
    """Return a word whose letters of another alphabet were typed for what they look like."""
    if "ё" in word:
        word = word.replace("ё", "е")
    if not (_LATIN.search(word) and _CYRILLIC.search(word)):
        return word
    if _CYRILLIC.search(word.translate(_TO_LATIN)):
        return word.translate(_TO_CYRILLIC)
    return word.translate(_TO_LATIN)


_stemmers = threading.local()


@lru_cache(maxsize=65_536)
def _snowball(language: str, word: str) -> str:
    """Return a stem. The stemmers are not to be shared by threads."""
    stemmer = getattr(_stemmers, language, None)
    if stemmer is None:
        stemmer = Stemmer(language)
        setattr(_stemmers, language, stemmer)
    return str(stemmer.stemWord(word))


def terms_of(word: str, locale: str) -> tuple[str, ...]:
    """Return the terms under which a word of a text in the language is found."""
    if plain := _plain_term(word):
        return (plain,)
    if locale == "kk" or not kazakh.LETTERS.isdisjoint(word):
        stem = kazakh.stem(word)
        plain = f"f{kazakh.folded(stem)}"
        return (plain,) if kazakh.LETTERS.isdisjoint(stem) else (f"k{stem}", plain)
    return (f"r{_snowball('russian', word)}",)


def terms_for(word: str) -> tuple[str, ...]:
    """Return the terms that a word means when somebody looks for it; any of them will do."""
    if plain := _plain_term(word):
        return (plain,)
    stem = kazakh.stem(word)
    if kazakh.LETTERS.isdisjoint(word):
        return (f"r{_snowball('russian', word)}", f"f{stem}")
    return (f"f{stem}" if kazakh.LETTERS.isdisjoint(stem) else f"k{stem}",)


def _plain_term(word: str) -> str | None:
    """Return the term of a word that is the same in every language."""
    if _DIGIT.search(word):
        return f"n{word}"
    if not _CYRILLIC.search(word):
        return f"e{_snowball('english', word)}"
    return None
