"""How an organisation comes to a seat, and how it is told why not."""

from enum import StrEnum

from portal.kernel.errors import RuleBroken
from portal.kernel.lifecycle import Lifecycle
from portal.kernel.text import N_


class ApplicationState(StrEnum):
    """How far an application for a seat has come."""

    WAITING = "waiting"
    SEATED = "seated"
    REFUSED = "refused"
    APPEALED = "appealed"
    UPHELD = "upheld"
    """Another officer looked again, and the refusal stands."""
    WITHDRAWN = "withdrawn"


class RefusalReason(StrEnum):
    """Why an organisation gets no seat (R32: never without one of these)."""

    NO_VACANCY = "no_vacancy"
    OUTSIDE_THEME = "outside_theme"
    MANDATE_NOT_SHOWN = "mandate_not_shown"
    WRONG_CATEGORY = "wrong_category"
    BALANCE = "balance"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    INCOMPLETE = "incomplete"


PENDING = (ApplicationState.WAITING, ApplicationState.APPEALED)
"""States in which the Chamber owes a decision."""

TURNED_DOWN = (ApplicationState.REFUSED, ApplicationState.APPEALED, ApplicationState.UPHELD)
"""States in which a refusal stands, for now or for good."""

APPLICATION_LIFE = Lifecycle(
    {
        ApplicationState.WAITING: (
            ApplicationState.SEATED,
            ApplicationState.REFUSED,
            ApplicationState.WITHDRAWN,
        ),
        ApplicationState.REFUSED: (ApplicationState.APPEALED,),
        ApplicationState.APPEALED: (ApplicationState.SEATED, ApplicationState.UPHELD),
    },
    refusal=N_("This application is decided already. A refusal can be appealed once."),
)

LONGEST_CASE = 4_000
LONGEST_REASON = 2_000


def check_refusal(reason_code: RefusalReason | None, reason: str) -> tuple[RefusalReason, str]:
    """Return why an application is refused, or refuse to refuse without saying why (R32)."""
    if reason_code is None:
        raise RuleBroken(N_("Choose the reason. Who is refused is told why."), field="reason_code")
    if not reason.strip():
        raise RuleBroken(N_("Say in your own words why. The applicant reads it."), field="reason")
    return reason_code, reason.strip()


def check_appeal(refused_by: int | None, decides: int | None) -> None:
    """Refuse that whoever refused an application decides on the appeal as well."""
    if refused_by is not None and refused_by == decides:
        raise RuleBroken(N_("An appeal is decided by an officer who did not refuse it before."))
