"""The letters of this room: questions to both sides of a theme, and decisions on applications."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.accounts.models import Person
from portal.accounts.queries import get_person, people_acting_for
from portal.accounts.rules import SPEAKING
from portal.committees.actions.contact import Side
from portal.committees.labels import CATEGORIES, REASONS
from portal.committees.models import Application, Term
from portal.committees.queries import get_application
from portal.committees.rules import ApplicationState
from portal.kernel.database import db
from portal.negotiations.models import Theme
from portal.outbox.letters import compose, write
from portal.outbox.models import Letter
from portal.outbox.owed import owe


@dataclass(frozen=True, kw_only=True)
class Message:
    """What somebody wrote, to whom, and where the answer goes."""

    number: str
    name: str
    email: str
    words: str
    locale: str
    is_known: bool
    """Whether the address is that of the account by which it was written."""


def send_message(
    message: Message,
    theme: Theme,
    *,
    mailboxes: Mapping[Side, str],
    to: Collection[Side],
    now: datetime,
) -> None:
    """Write the message to the mailboxes chosen, and its number to whoever wrote it.

    The words come back only to an address that is known: a stranger could otherwise send
    any words to anybody by our hand. Raises RuleBroken for an address that is none.
    """
    compose(
        "committees/mail/copy",
        to=message.email,
        locale=message.locale,
        key=f"contact:{message.number}:copy",
        now=now,
        message=message,
        theme=theme,
    )
    for side in to:
        compose(
            "committees/mail/message",
            to=mailboxes[side],
            locale=message.locale,
            key=f"contact:{message.number}:{side}",
            reply_to=message.email,
            now=now,
            message=message,
            theme=theme,
        )


def owe_decision(application: Application, *, now: datetime) -> None:
    """Let the worker write to all who act for the applicant, or put it forward, what was decided.

    Two statements, and a row for each of them.
    """
    state = application.state.value
    for reader in _spokespeople(application):
        owe(
            "application decided",
            key=f"application:{application.number}:{state}:{reader.id}",
            now=now,
            number=application.number,
            state=state,
            reader=reader.id,
        )


def _spokespeople(application: Application) -> list[Person]:
    sides = (application.organisation_id, application.nominated_by_id)
    return people_acting_for([side for side in sides if side is not None], SPEAKING)


def write_decision(*, key: str, now: datetime, number: str, state: str, reader: int) -> Letter:
    """Write what was decided on an application: a seat, or the reason and how to appeal.

    Raises Missing for an application or a reader that is no more.
    """
    application = get_application(number)
    person = get_person(reader)
    reason = application.reason_code
    term = db.session.get(Term, application.term_id) if application.term_id else None
    return write(
        "committees/mail/decision",
        to=person.email,
        locale=person.locale,
        key=key,
        now=now,
        application=application,
        name=person.name,
        category=CATEGORIES[application.category],
        reason=REASONS[reason] if reason else None,
        starts_on=term.starts_on if term else None,
        is_seated=state == ApplicationState.SEATED,
        is_final=state == ApplicationState.UPHELD,
    )
