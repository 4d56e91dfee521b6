"""The letters of this room: a question to both sides of a theme, and a receipt to its writer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.committees.actions.contact import Side
from portal.negotiations.models import Theme
from portal.outbox.letters import compose


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
