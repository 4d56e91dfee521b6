"""The letters of this room: to those who owe a promise, that its day comes or has passed."""

from datetime import date, datetime

from portal.outbox.letters import compose
from portal.responses.models import Commitment
from portal.responses.rules import ReminderStep


def send_reminder(
    commitment: Commitment, step: ReminderStep, *, to: str, locale: str, today: date, now: datetime
) -> None:
    """Remind somebody of a promise. Its agency and docket are loaded.

    Raises RuleBroken where the address cannot be written to.
    """
    compose(
        "responses/mail/reminder",
        to=to,
        locale=locale,
        key=f"promise:{commitment.number}:{step.value}:{to}",
        now=now,
        commitment=commitment,
        days=(commitment.due_on - today).days,
    )
