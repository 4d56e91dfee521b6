"""Numbers of organisations, roles in them, letters of authority, accreditation. Pure rules."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from enum import StrEnum

from portal.accounts.rules import OrganisationGroup, OrganisationSize
from portal.kernel.errors import RuleBroken
from portal.kernel.lifecycle import Lifecycle
from portal.kernel.text import N_

DIGITS = 12
FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
MODULUS = 11
NO_DIGIT = 10
"""The remainder that no digit can show."""

MONTHS = range(1, 13)
OF_PERSONS = "0123"
"""The fifth digit of a person's own number is the first of a day of the month."""
OF_ORGANISATIONS = "456"
"""The fifth digit of an organisation: resident, not resident, joint entrepreneurs."""

NUMBER_SHORT = N_("A business identification number has 12 digits.")
NUMBER_WRONG = N_(
    "This is no business identification number: its check digit does not fit. Look at it again."
)
NUMBER_OF_A_PERSON = N_(
    "This looks like a person's own number (IIN). Never write it here; file in your own name."
)

LONGEST_NAME = 250
LONGEST_HOMEPAGE = 300
MOST_MEMBERS = 10_000_000

INVITATION_LASTS = timedelta(days=7)
ACTIVE_FOR = timedelta(days=365)
"""An organisation that filed or sat within so long counts as active (requirement R50)."""

ACCREDITATION_MONTHS = 36
TERMS_BEFORE_NO_END = 2
"""Art. 64(4) of the Entrepreneurial Code: accredited more than twice in a row, without end."""
RENEWAL_OPENS = timedelta(days=183)
"""So long before its end an accreditation may be asked for again."""
REMINDERS = (60, 14)
"""Days before the end of an accreditation at which its owners are written to."""
LATEST_REMINDER = timedelta(days=30)
"""So long after the end a reminder is still of use."""
ANSWER_WITHIN = timedelta(days=20)
"""In which the Chamber is to decide about a request or an appeal."""
LONGEST_NOTE = 4000
LONGEST_AUTHORITY = timedelta(days=3 * 366)


def check_digit(digits: str) -> int | None:
    """Return the twelfth digit that belongs to eleven; nothing where no number begins so.

    The sum of the digits, weighted 1 to 11, modulo 11; where that is 10, once more with
    the weights 3, 4, ... 11, 1, 2; where it is 10 again the number is never given out.
    """
    for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS):
        total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
        if total % MODULUS != NO_DIGIT:
            return total % MODULUS
    return None


def tidy_number(typed: str) -> str:
    """Return a number as it is kept: without the spaces and hyphens that people put in."""
    return "".join(typed.split()).replace("-", "")


def check_number(typed: str, *, field: str = "number") -> str:
    """Return the business identification number that was typed. Raises RuleBroken."""
    number = tidy_number(typed)
    if len(number) != DIGITS or not (number.isascii() and number.isdecimal()):
        raise RuleBroken(NUMBER_SHORT, field=field)
    if check_digit(number[:-1]) != int(number[-1]):
        raise RuleBroken(NUMBER_WRONG, field=field)
    if int(number[2:4]) not in MONTHS:
        raise RuleBroken(NUMBER_WRONG, field=field)
    if number[4] in OF_PERSONS:
        raise RuleBroken(NUMBER_OF_A_PERSON, field=field)
    if number[4] not in OF_ORGANISATIONS:
        raise RuleBroken(NUMBER_WRONG, field=field)
    return number


def size_of(
    kind: OrganisationSize | None, chosen: OrganisationSize | None
) -> OrganisationSize | None:
    """Return the size of an organisation: what its kind names, else what was chosen.

    Raises RuleBroken where the two contradict each other.
    """
    if kind is not None and chosen is not None and kind is not chosen:
        raise RuleBroken(
            N_("The kind that you chose names another size. Change one of the two."), field="size"
        )
    return kind or chosen


def check_homepage(typed: str) -> str:
    """Return the address of a homepage, with its scheme. Raises RuleBroken."""
    if not typed:
        return ""
    address = typed if "://" in typed else f"https://{typed}"
    scheme, _, rest = address.partition("://")
    host = rest.partition("/")[0]
    fine = scheme in {"http", "https"} and "." in host.strip(".") and address.isprintable()
    if not fine or any(mark in address for mark in " \"'<>@\\") or len(address) > LONGEST_HOMEPAGE:
        raise RuleBroken(
            N_("Write the address of the homepage, such as https://example.kz."), field="homepage"
        )
    return address


def check_mandate(*, members: int | None, employees: int | None) -> None:
    """Refuse figures that no organisation can mean. Raises RuleBroken."""
    for field, figure in (("members", members), ("employees", employees)):
        if figure is not None and not 0 <= figure <= MOST_MEMBERS:
            raise RuleBroken(
                N_("Write a number between 0 and %(most)s."), field=field, most=MOST_MEMBERS
            )


def check_owner_stays(owners: Collection[int], leaving: int) -> None:
    """Refuse to leave an organisation without any owner. Raises RuleBroken."""
    if set(owners) == {leaving}:
        raise RuleBroken(N_("An organisation needs an owner. Make somebody else its owner first."))


class Scope(StrEnum):
    """What a letter of authority covers."""

    ALL = "all"
    THEME = "theme"
    DOCKET = "docket"


def check_authority(*, giver: int, holder: int, starts_on: date, ends_on: date) -> None:
    """Refuse a letter of authority that cannot hold. Raises RuleBroken."""
    if giver == holder:
        raise RuleBroken(N_("An organisation needs no letter for itself."), field="holder")
    if ends_on < starts_on:
        raise RuleBroken(N_("The last day comes before the first."), field="ends_on")
    if ends_on - starts_on > LONGEST_AUTHORITY:
        raise RuleBroken(
            N_("A letter of authority holds for three years at most."), field="ends_on"
        )


class AccreditationState(StrEnum):
    """How far a request for accreditation has come."""

    REQUESTED = "requested"
    GRANTED = "granted"
    REFUSED = "refused"
    APPEALED = "appealed"
    UPHELD = "upheld"
    """The refusal stands after the appeal."""


ACCREDITATION_LIFE = Lifecycle(
    {
        AccreditationState.REQUESTED: (AccreditationState.GRANTED, AccreditationState.REFUSED),
        AccreditationState.REFUSED: (AccreditationState.APPEALED,),
        AccreditationState.APPEALED: (AccreditationState.GRANTED, AccreditationState.UPHELD),
    },
    refusal=N_("The request is not at a point where this can be done."),
)
WAITING = (AccreditationState.REQUESTED, AccreditationState.APPEALED)
"""The states in which the Chamber has to decide."""


class Check(StrEnum):
    """What the Chamber looks at before it accredits an association."""

    REGISTERED = "registered"
    STATUTES = "statutes"
    MEMBERS = "members"
    GOVERNING = "governing"
    REACHABLE = "reachable"


class RefusalReason(StrEnum):
    """Why the Chamber refuses to accredit."""

    NOT_AN_ASSOCIATION = "not_an_association"
    STATUTES_INCOMPLETE = "statutes_incomplete"
    MEMBERS_NOT_SHOWN = "members_not_shown"
    NOT_REGISTERED = "not_registered"
    UNTRUE = "untrue"


def check_may_be_accredited(group: OrganisationGroup) -> None:
    """Refuse to accredit what is no association. Raises RuleBroken."""
    if group is not OrganisationGroup.ASSOCIATION:
        raise RuleBroken(N_("Only associations are accredited."))


def check_all_ticked(checks: Collection[Check]) -> None:
    """Refuse to accredit before everything was looked at. Raises RuleBroken."""
    if set(checks) != set(Check):
        raise RuleBroken(
            N_("Accredit only when every check is ticked; otherwise refuse with a reason."),
            field="checks",
        )


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of its month where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


Term = tuple[date, date | None]
"""The first and the last day of an accreditation; no last day: without end."""


def next_term(earlier: Sequence[Term], *, today: date) -> Term:
    """Return the days of an accreditation that is granted today, after earlier ones.

    It begins when the one that runs ends, else today. With it the association has been
    accredited so many times in a row: more than twice, and it has no end.
    """
    latest_first = sorted(earlier, reverse=True)
    lasts = [last for _first, last in latest_first[:1] if last is not None]
    starts = max([today, *(last + timedelta(days=1) for last in lasts)])
    following, in_a_row = starts, 1
    for first, last in latest_first:
        if last is None or last + timedelta(days=1) < following:
            break
        in_a_row += 1
        following = first
    if in_a_row > TERMS_BEFORE_NO_END:
        return starts, None
    return starts, months_after(starts, ACCREDITATION_MONTHS) - timedelta(days=1)


def check_may_be_renewed(earlier: Sequence[Term], *, today: date) -> None:
    """Refuse to accredit again what is accredited for long. Raises RuleBroken."""
    for _first, last in earlier:
        if last is None:
            raise RuleBroken(N_("This accreditation has no end. There is nothing to renew."))
        if last - RENEWAL_OPENS > today:
            raise RuleBroken(N_("Ask again in the last half year before the accreditation ends."))


def reminder_due(ends_on: date, reminded: int | None, *, today: date) -> int | None:
    """Return the reminder that is owed: how many days before the end it was to go out.

    Whoever comes late owes the one that is nearest to the end, and no earlier one after it.
    """
    owed = [days for days in REMINDERS if ends_on - timedelta(days=days) <= today]
    nearest = min(owed, default=None)
    if nearest is None or (reminded is not None and reminded <= nearest):
        return None
    return nearest


LETTERS = {
    **dict(zip("абвгдеёзийклмнопрстуфцыэ", "abvgdeeziiklmnoprstufcye", strict=True)),
    **dict(zip("әғқңөұүһі", "agqnouuhi", strict=True)),
    "ж": "zh",
    "х": "kh",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ю": "yu",
    "я": "ya",
    "ъ": "",
    "ь": "",
}
RESERVED = frozenset({"new", "join", "invitations"})


def slug_of(name: str) -> str:
    """Return a name for addresses: Latin letters and hyphens; never empty, never a word of ours."""
    letters = "".join(LETTERS.get(c, c) for c in name.casefold())
    plain = "".join(c if c.isascii() and c.isalnum() else " " for c in letters)
    slug = "-".join(plain.split())[:48].strip("-")
    return slug if slug and slug not in RESERVED else "organisation"
