"""Topics, frequencies, and the fixed slots in which digests are built."""

from enum import StrEnum


class Topic(StrEnum):
    """What can be followed."""

    EVERYTHING = "everything"
    DOCKET = "docket"
    THEME = "theme"


class Frequency(StrEnum):
    """How soon a reader wants to know."""

    IMMEDIATE = "immediate"
    DAILY = "daily"
    WEEKLY = "weekly"
