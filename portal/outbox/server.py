"""Talking to a mail server, letter by letter, and stopping just before the point of no return."""

import re
import smtplib
import socket
import ssl
from dataclasses import dataclass
from email.utils import parseaddr
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

PATIENCE_SECONDS = 30
GO_AHEAD = 354
NOT_BEFORE = 400
"""Answers from here on are refusals; from 500 on they are final."""
FINAL = 500
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

_LINE_OF_A_DOT = re.compile(rb"(?m)^\.")


class Refused(Exception):
    """The server said no to one letter."""

    def __init__(self, code: int, answer: str, *, recipient: bool = False) -> None:
        super().__init__(f"{code} {answer}")
        self.final = code >= FINAL and recipient
        """Whether trying again is no use: this recipient, or this letter, is not taken."""


@dataclass(frozen=True)
class Parcel:
    """A letter ready to be handed over."""

    key: int
    recipient: str
    data: bytes


class Server:
    """A connection to the mail server, opened once for many letters."""

    def __init__(self, url: str, *, sender: str, name: str) -> None:
        self._url = urlsplit(url)
        self._sender = parseaddr(sender)[1]
        self._name = name
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.hang_up()

    def prepare(self, parcel: Parcel) -> None:
        """Hand over all of a letter but the final dot: until then the server has nothing.

        Raises Refused, or OSError or SMTPException when there is no talking to it.
        """
        smtp = self._connected()
        self._say(*smtp.mail(self._sender))
        self._say(*smtp.rcpt(parcel.recipient), recipient=True)
        code, answer = smtp.docmd("DATA")
        if code != GO_AHEAD:
            raise Refused(code, _text(answer))
        data = _LINE_OF_A_DOT.sub(b"..", parcel.data)
        smtp.send(data if data.endswith(b"\r\n") else data + b"\r\n")

    def finish(self) -> str:
        """Send the dot and return what the server said; raises as `prepare` does."""
        smtp = self._connected()
        smtp.send(b".\r\n")
        code, answer = smtp.getreply()
        self._say(code, answer, recipient=True)
        return f"{code} {_text(answer)}"

    def begin_again(self) -> None:
        """Forget a letter that was refused half-way."""
        if self._smtp is not None:
            self._smtp.rset()

    def hang_up(self) -> None:
        """Close the connection; a letter without its dot is not sent by that."""
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def _say(self, code: int, answer: bytes, *, recipient: bool = False) -> None:
        if code >= NOT_BEFORE:
            raise Refused(code, _text(answer), recipient=recipient)
        if code < 0:
            raise smtplib.SMTPServerDisconnected(_text(answer))

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            self._smtp = self._connect()
        return self._smtp

    def _connect(self) -> smtplib.SMTP:
        host = self._url.hostname or "localhost"
        if self._url.scheme == "smtps":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                host,
                self._url.port or 465,
                local_hostname=self._name,
                timeout=PATIENCE_SECONDS,
                context=ssl.create_default_context(),
            )
        else:
            smtp = smtplib.SMTP(
                host, self._url.port or 25, local_hostname=self._name, timeout=PATIENCE_SECONDS
            )
        if smtp.sock is not None:
            # Dots are small packets; waiting to fill them costs seven letters out of eight.
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        smtp.ehlo()
        if self._url.scheme == "smtp" and host not in LOOPBACK and smtp.has_extn("starttls"):
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo()
        if self._url.username and self._url.password:
            smtp.login(unquote(self._url.username), unquote(self._url.password))
        return smtp


def _text(answer: bytes) -> str:
    return answer.decode("ascii", "replace")
