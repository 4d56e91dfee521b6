"""What a person may be shown: undertakings, declarations of interests, recusals."""

import re
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from portal.committees.rules.seats import ONE_DAY, months_after
from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_

Whoever = TypeVar("Whoever")


class Clearance(StrEnum):
    """What a person may read who has signed an undertaking of confidentiality."""

    COMMITTEE_CONFIDENTIAL = "committee_confidential"
    """What committees keep among themselves."""
    CLEARED_ADVISER = "cleared_adviser"
    """Texts under negotiation as well."""


DECLARATION_LASTS = timedelta(days=365)
UNDERTAKING_MONTHS = 12
REMIND_BEFORE = timedelta(days=30)
"""How long before its end a person is reminded of what they signed."""

LONGEST_INTERESTS = 4_000
LAST_CHAPTER = 97
RESERVED_CHAPTER = 77
"""Chapter 77 of the Harmonized System is kept free for later."""


def expiry_of(signed_on: date) -> date:
    """Return the last day of an undertaking signed on the day: a year."""
    return months_after(signed_on, UNDERTAKING_MONTHS) - ONE_DAY


def opened_by(asked: Clearance, *, granted: bool) -> Clearance:
    """Return what an undertaking opens: what was asked, or the narrower until it is granted."""
    return asked if granted else Clearance.COMMITTEE_CONFIDENTIAL


def check_signature(typed: str, *, agreed: bool, name: str) -> None:
    """Refuse a signature without the tick, or under another name. Raises RuleBroken."""
    if not agreed:
        raise RuleBroken(N_("Tick that you have read the text and agree to it."), field="agreed")
    if _plainly(typed) != _plainly(name):
        raise RuleBroken(
            N_("Type your name as it stands in your account: %(name)s."), field="signed", name=name
        )


def check_declaration(interests: str, chapters: Collection[str], *, none: bool) -> None:
    """Refuse a declaration that says nothing, or that says two things. Raises RuleBroken."""
    if none and (interests or chapters):
        raise RuleBroken(
            N_("You ticked that you have none, and wrote some. Which is right?"), field="none"
        )
    if not none and not interests:
        raise RuleBroken(
            N_("Say which interests you have, or tick that you have none."), field="interests"
        )


def read_chapters(typed: str) -> list[str]:
    """Return the HS chapters in what was typed, two digits each, in their order.

    Raises RuleBroken for what is no chapter.
    """
    found = set()
    for word in re.split(r"[\s,;]+", typed.strip()):
        if not word:
            continue
        chapter = int(word) if word.isascii() and word.isdecimal() and len(word) <= 2 else 0  # noqa: PLR2004  # Two digits.
        if not 1 <= chapter <= LAST_CHAPTER or chapter == RESERVED_CHAPTER:
            raise RuleBroken(
                N_("Write HS chapters as two digits with commas between, such as 04, 17."),
                field="chapters",
            )
        found.add(f"{chapter:02d}")
    return sorted(found)


def recusals(
    declared: Mapping[Whoever, Collection[str]], item: Collection[str]
) -> dict[Whoever, list[str]]:
    """Return who declared an interest in chapters that an item touches, and in which (n30).

    A suggestion to the chair; whether somebody steps aside is decided by people.
    """
    touched = {who: sorted(set(chapters) & set(item)) for who, chapters in declared.items()}
    return {who: chapters for who, chapters in touched.items() if chapters}


def _plainly(name: str) -> str:
    return " ".join(name.split()).casefold()
