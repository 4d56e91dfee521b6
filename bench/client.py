"""The client of `make bench`: a browser at its barest, so that it costs the server little."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Client:
    """A browser at its barest: one connection, one request after another."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.connection = self._connected()
        self.cookies: dict[str, str] = {}

    def _connected(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""
        return connection

    def ask(self, request: bytes) -> Answer:
        """Send a request and read its answer, over a new connection where the old is closed."""
        for patience in (1, 0):
            try:
                self.connection.sendall(request)
                return self.answer()
            except ConnectionError:
                if not patience:
                    raise
                self.connection.close()
                self.connection = self._connected()
        raise ConnectionError

    def get(self, path: str, **headers: str) -> Answer:
        """Read a page."""
        return self._keep(self.ask(request_of("GET", path, self.port, self._with(headers))))

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        """Send a form."""
        body = urlencode(fields).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._keep(
            self.ask(request_of("POST", path, self.port, self._with(headers), body)),
        )

    def _with(self, headers: Mapping[str, str]) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {**headers, **({"Cookie": cookies} if cookies else {})}

    def _keep(self, answer: Answer) -> Answer:
        if told := answer.headers.get("set-cookie"):
            name, _, value = told.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def answer(self) -> Answer:
        """Read the next answer."""
        while b"\r\n\r\n" not in self.rest:
            self._more()
        head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)
        }
        length = int(headers.get("content-length", 0))
        while len(self.rest) < length:
            self._more()
        body, self.rest = self.rest[:length], self.rest[length:]
        return Answer(int(first.split()[1]), headers, body)

    def _more(self) -> None:
        more = self.connection.recv(1 << 18)
        if not more:
            raise ConnectionError
        self.rest += more


def request_of(
    method: str, path: str, port: int, headers: Mapping[str, str], body: bytes = b""
) -> bytes:
    """Return a request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body
