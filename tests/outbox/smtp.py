"""A real mail server on this machine, which notes what it accepts."""

import asyncio
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Mailbox:
    """What a mail server has accepted; `refuse` and `dawdle` make it a difficult one."""

    letters: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    connections: int = 0
    dawdle: float = 0.0
    refuse: dict[str, str] = field(default_factory=dict)
    """Answers by recipient."""
    at_dot: Callable[[], str | None] = lambda: None
    """Called after the final dot; may return a refusal."""

    @property
    def recipients(self) -> Counter[str]:
        """How many letters each address got."""
        return Counter(str(letter["To"]) for letter in self.letters)

    async def handle_EHLO(  # noqa: N802
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        await asyncio.sleep(self.dawdle)
        refusal = self.at_dot()
        if refusal:
            return refusal
        self.raw.append(envelope.content)
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK taken"


@contextmanager
def mail_server(mailbox: Mailbox, port: int = 0) -> Iterator[str]:
    """Run a mail server; yield its URL."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=port or _free_port())
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
