"""Words that somebody may have meant, or may be about to type. The index knows them."""

from collections.abc import Iterable

from sqlalchemy import select

from portal.kernel.database import db
from portal.search.asking import Asked
from portal.search.language import terms_for, tidied, words
from portal.search.matching import count_terms
from portal.search.models import KnownWord, word_key
from portal.search.spelling import LONGEST_START, SHORTEST_START, other_keyboard, slips, strokes

SUGGESTIONS = 8
LOOKED_AT = 60
"""Known words that are weighed for one that was typed."""

SHORTEST, LONG = 4, 7
"""Letters of a word that can be mended, and of one in which two slips may be."""


def meant(typed: str, asked: Asked, counts: dict[str, int]) -> str | None:
    """Return a question with its unknown words mended; nothing where none is, or none can be.

    2 statements, and none where every word is known.
    """
    text = tidied(typed)
    unknown = {
        word.said
        for word in words(text)
        if len(word.said) >= SHORTEST
        and word.said.isalpha()
        and not _is_known(word.said, asked, counts)
    }
    if not unknown:
        return None
    keys = {key for word in unknown for key in slips(word)}
    near = _known_under(keys)
    near |= {other for word in unknown if (other := other_keyboard(word))}
    found = _found(near)
    better = {
        word: max(options, key=lambda x: (-strokes(word, x), found[x], x))
        for word in unknown
        if (options := [x for x in near if found[x] and _is_near(word, x)])
    }
    if not better:
        return None
    mended, done = "", 0
    for word in words(text):
        mended += text[done : word.start] + better.get(word.said, text[word.start : word.end])
        done = word.end
    return mended + text[done:]


def _is_near(typed: str, known: str) -> bool:
    slips_in_it = 2 if len(typed) >= LONG else 1
    return known == other_keyboard(typed) or strokes(typed, known) <= slips_in_it


def _is_known(word: str, asked: Asked, counts: dict[str, int]) -> bool:
    terms = terms_for(word)
    unwanted = {term for run in asked.unwanted for term in run.terms}
    return any(counts.get(term, 1) for term in terms) or not unwanted.isdisjoint(terms)


def completions(typed: str) -> list[str]:
    """Return what is being typed with its last word finished, the most frequent first.

    2 statements, or none where too little is typed.
    """
    text = tidied(typed)
    last = max(words(text), key=lambda word: word.end, default=None)
    if last is None or last.end < len(text) or len(last.said) < SHORTEST_START:
        return []
    known = _known_under({f"^{last.said[:LONGEST_START]}"})
    found = _found(word for word in known if word.startswith(last.said))
    best = sorted(filter(found.get, found), key=lambda word: (-found[word], word))
    return [text[: last.start] + word for word in best[:SUGGESTIONS]]


def _known_under(keys: Iterable[str]) -> set[str]:
    query = (
        select(KnownWord.word)
        .join(word_key, word_key.c.word_id == KnownWord.id)
        .where(word_key.c.key.in_(keys))
        .distinct()
        .order_by(KnownWord.word)
        .limit(LOOKED_AT)
    )
    return set(db.session.scalars(query))


def _found(known: Iterable[str]) -> dict[str, int]:
    """Return in how many documents words are found."""
    terms = {word: terms_for(word) for word in known}
    counts = count_terms(dict.fromkeys(term for each in terms.values() for term in each))
    return {word: max(counts[term] for term in each) for word, each in terms.items()}
