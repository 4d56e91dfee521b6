"""Roles, capacities, and what a password must be."""

from datetime import timedelta
from enum import StrEnum

from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_


class Role(StrEnum):
    """What an official or an officer of the Chamber is there to do."""

    ADMINISTRATOR = "administrator"
    AUTHOR = "author"
    """Drafts notices of the agency."""
    APPROVER = "approver"
    """Approves what others drafted."""
    NEGOTIATOR = "negotiator"
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


LONGEST_SIGN_IN = timedelta(hours=12)
LONGEST_IDLE = timedelta(hours=1)
"""A browser that asks for nothing for so long has to sign in again."""
INVITATION_LASTS = timedelta(days=7)
RESET_LASTS = timedelta(hours=1)

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

_WORDS = (
    "admin administrator almaty angel apple astana baseball basketball batman changeme "
    "chocolate computer default demo donald dragon flower football freedom google guest "
    "hello iloveyou internet kazakhstan letmein liverpool login master michael minister "
    "ministry monkey mustang p@ssw0rd p@ssword passw0rd password portal princess qwerty "
    "root samsung secret shadow soccer starwars summer sunshine superman temp test trustno "
    "user welcome whatever winter yandex zhasulan админ администратор алматы астана гость "
    "добро казахстан любовь максим министерство министр наташа пароль пожаловать портал "
    "привет секрет солнце қазақ қазақстан құпиясөз "
)
COMMON_WORDS = frozenset(_WORDS.split())
"""Words that common passwords are built of; `check_password` says how."""


def check_password(text: str, *, email: str = "", name: str = "") -> None:
    """Refuse a password that guessers try first. Raises RuleBroken on `password`.

    Any characters will do, in any mixture (NIST SP 800-63B, 5.1.1.2): length is what
    counts. Refused is what is short, or what nothing is left of once common words, runs
    along the keyboard, repetitions, digits, and the person's own names are taken out.
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
    if len(set(text)) < FEWEST_CHARACTERS or len(_rest(text.lower(), own)) < FEWEST_CHARACTERS:
        raise RuleBroken(
            N_("This password is one of the first that a guesser tries. Choose another."),
            field="password",
        )


def _parts(email: str) -> list[str]:
    return email.replace("@", " ").replace(".", " ").replace("-", " ").replace("_", " ").split()


def _rest(text: str, own: set[str]) -> str:
    """Return what is left of a password without all that a guesser would put there."""
    for word in sorted(COMMON_WORDS | own, key=len, reverse=True):
        text = text.replace(word, " ")
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
