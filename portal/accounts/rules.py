"""Roles, capacities, what a password must be, and what is asked for besides it."""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from portal.kernel.errors import RuleBroken
from portal.kernel.text import CROCKFORD, N_


class Role(StrEnum):
    """What an official or an officer of the Chamber is there to do."""

    ADMINISTRATOR = "administrator"
    AUTHOR = "author"
    """Drafts notices of the agency."""
    APPROVER = "approver"
    """Approves what others drafted."""
    SENIOR_APPROVER = "senior_approver"
    """Approves besides what shortens the time of the public."""
    NEGOTIATOR = "negotiator"
    FOCAL_POINT = "focal_point"
    """Answers for the body on a theme, towards other bodies and business."""
    ANALYST = "analyst"
    """Groups points into concerns and drafts answers."""
    MODERATOR = "moderator"
    CHAMBER = "chamber"
    """Secretariat of the National Chamber of Entrepreneurs."""


class MemberRole(StrEnum):
    """What a person may do for an organisation."""

    OWNER = "owner"
    REPRESENTATIVE = "representative"
    MEMBER = "member"


SPEAKING = frozenset({MemberRole.OWNER, MemberRole.REPRESENTATIVE})
"""Roles in which a person may file in the organisation's name."""


class OrganisationGroup(StrEnum):
    """The kinds of organisation that figures are shown by."""

    ASSOCIATION = "association"
    CHAMBER = "chamber"
    FIRM = "firm"
    ACADEMIA = "academia"
    LABOUR = "labour"
    NGO = "ngo"
    STATE = "state"
    OTHER = "other"


class Factor(StrEnum):
    """What a person gives besides the password."""

    APP = "app"
    """A code of six digits that an app makes."""
    PASSKEY = "passkey"
    RECOVERY = "recovery"


class Loss(StrEnum):
    """Why an administrator took the factors of a person away."""

    LOST = "lost"
    STOLEN = "stolen"
    BROKEN = "broken"
    LEFT = "left"


class OrganisationSize(StrEnum):
    """How large a firm is, by its yearly average number of employees."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Adoption(StrEnum):
    """How an organisation comes to a position."""

    BOARD = "board"
    SURVEY = "survey"
    ASSEMBLY = "assembly"
    SECRETARIAT = "secretariat"


LONGEST_SIGN_IN = timedelta(hours=12)
LONGEST_IDLE = timedelta(hours=1)
"""A browser that asks for nothing for so long has to sign in again."""
INVITATION_LASTS = timedelta(days=7)
RESET_LASTS = timedelta(hours=1)
SIGN_UP_LASTS = timedelta(days=7)
MOVE_LASTS = timedelta(days=1)
"""How long a new address has to confirm itself."""
RETURN_LASTS = timedelta(days=7)
"""How long the former address may take a change back."""

PROOF_LASTS = timedelta(minutes=10)
"""How long a password or a factor, once given, is enough to change what guards the account."""
HALF_WAY_LASTS = timedelta(minutes=10)
"""How long a password, once given, waits for its second factor."""
STEP = 30
"""Seconds for which an app shows one code (RFC 6238)."""
DRIFT = 1
"""Steps by which the clock of a phone may be off."""
RECOVERY_CODES = 10
RECOVERY_LENGTH = 24
"""Letters of Crockford's alphabet, five bits each: enough to be kept as a plain hash."""
MOST_PASSKEYS = 10

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
FEWEST_CHARACTERS = 5
"""A password made of fewer different characters is one key held down."""

KEYBOARD = (
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "q1w2e3r4t5y6u7i8o9p0",
    "1q2w3e4r5t6y7u8i9o0p",
    "abcdefghijklmnopqrstuvwxyz",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
)
"""Rows along which a finger runs without a thought."""

AS_LETTERS = tuple(str.maketrans("@048$573!1", "aoabsste" + one * 2) for one in "il")
"""What is typed for a letter, to look clever: p@55w0rd."""


def check_password(text: str, *, email: str = "", name: str = "") -> None:
    """Refuse a password that guessers try first. Raises RuleBroken on `password`.

    Any characters will do, in any mixture (NIST SP 800-63B, 5.1.1.2): length is what
    counts. Refused is what is short, or what too little is left of once the common words
    of three languages, written with digits for letters or not, runs along the keyboard,
    repetitions, digits, and the person's own names are taken out. No list of passwords
    that were stolen from others is kept or asked: most of those are shorter than twelve
    characters, and the longer ones are put together in these ways.
    """
    if len(text) < SHORTEST_PASSWORD:
        raise RuleBroken(
            N_("Use at least %(least)s characters. A sentence that you remember is good."),
            field="password",
            least=SHORTEST_PASSWORD,
        )
    if len(text) > LONGEST_PASSWORD:
        raise RuleBroken(
            N_("Use at most %(most)s characters."), field="password", most=LONGEST_PASSWORD
        )
    own = {word for word in [*name.lower().split(), *_parts(email.lower())] if len(word) > 2}  # noqa: PLR2004  # Shorter ones are in any text.
    if len(set(text)) < FEWEST_CHARACTERS or len(set(_rest(text.lower(), own))) < FEWEST_CHARACTERS:
        raise RuleBroken(
            N_("This password is one of the first that a guesser tries. Choose another."),
            field="password",
        )


@cache
def _common_words() -> frozenset[str]:
    """Return the words that common passwords are built of."""
    text = Path(__file__).with_name("common_words.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split() if len(word) > 2)  # noqa: PLR2004  # As above.


def _parts(email: str) -> list[str]:
    return email.replace("@", " ").replace(".", " ").replace("-", " ").replace("_", " ").split()


def _rest(text: str, own: set[str]) -> str:
    """Return what is left of a password without all that a guesser would put there."""
    covered: set[int] = set()
    for spelling in (text, *(text.translate(letters) for letters in AS_LETTERS)):
        for word in own | _common_words():
            at = spelling.find(word)
            while at >= 0:
                covered.update(range(at, at + len(word)))
                at = spelling.find(word, at + 1)
    text = "".join(" " if place in covered else one for place, one in enumerate(text))
    text = _without_runs(text)
    return "".join(character for character in text if character.isalpha())


def _without_runs(text: str) -> str:
    """Take out stretches of four and more that lie side by side on a keyboard."""
    rows = [row for line in KEYBOARD for row in (line * 2, line[::-1] * 2)]
    length = 4
    kept, place = "", 0
    while place < len(text):
        run = length
        while place + run <= len(text) and any(text[place : place + run] in row for row in rows):
            run += 1
        if run > length:
            place += run - 1
        else:
            kept += text[place]
            place += 1
    return kept


def is_proved(at: datetime | None, *, now: datetime) -> bool:
    """Say whether whoever is signed in proved lately enough to be the person."""
    return at is not None and now - at <= PROOF_LASTS


def is_half_way(at: datetime, *, now: datetime) -> bool:
    """Say whether a password given then may still be followed by its second factor."""
    return timedelta(0) <= now - at <= HALF_WAY_LASTS


def steps_at(now: datetime) -> range:
    """Return the steps whose codes are taken now: the present one, and one to either side."""
    step = int(now.timestamp()) // STEP
    return range(step - DRIFT, step + DRIFT + 1)


def owes_factor(*, is_official: bool, required: bool, given: Factor | None) -> bool:
    """Say whether a sign-in opens nothing yet but the pages on which a factor is set up."""
    return required and is_official and given is None


def check_removal(*, is_official: bool, required: bool, left: int) -> None:
    """Refuse to leave an official without a factor. `left` is how many remain."""
    if required and is_official and left < 1:
        raise RuleBroken(
            N_("Your work needs a second factor. Add another one before you remove the last.")
        )


def new_recovery_code() -> str:
    """Return a code that nobody can guess, in groups that people can copy."""
    letters = "".join(secrets.choice(CROCKFORD) for _ in range(RECOVERY_LENGTH))
    return "-".join(letters[at : at + 4] for at in range(0, RECOVERY_LENGTH, 4))


def read_recovery_code(text: str) -> str:
    """Return a typed code as it is kept: look-alikes and spaces are forgiven."""
    alike = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})
    return text.upper().translate(alike)
