"""What a mail server said yes to, noted before the database hears of it.

Each delivery keeps a small file of its own and holds a lock on it. A killed process
loses its lock and leaves its file; whoever finds it knows which letters were accepted,
so that none of them is sent again. One write to a file survives the death of the process
that made it.
"""

import os
import re
import secrets
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

if sys.platform != "win32":  # There leases run out instead, and doubts are sent again.
    import fcntl

HOST = re.sub(r"[^A-Za-z0-9.-]", "", socket.gethostname())[:60]
ENDING = ".journal"


class Journal:
    """The notes of one delivery, locked as long as its process lives."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        while True:
            self.name = f"{HOST}_{secrets.token_hex(8)}"
            self._path = folder / (self.name + ENDING)
            self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND)
            if sys.platform == "win32":
                return
            fcntl.flock(self._file, fcntl.LOCK_EX)
            if self._path.exists():  # Nobody swept it away in the moment before the lock.
                return
            os.close(self._file)

    def accepted(self, key: int) -> None:
        """Note that the server took a letter over."""
        os.write(self._file, f"{key}\n".encode())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Throw the notes away when all is settled; leave them to others when it is not."""
        if kind is None:
            self._path.unlink(missing_ok=True)
        os.close(self._file)


def left_behind(folder: Path) -> Iterator[tuple[str, list[int]]]:
    """Yield the journals of deliveries that died on this machine: name, letters accepted.

    Each is removed when the next one is asked for; by then its letters must be settled.
    """
    if sys.platform == "win32":
        return
    for path in sorted(folder.glob(f"{HOST}_*{ENDING}")):
        with suppress(FileNotFoundError), path.open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield path.name.removesuffix(ENDING), [int(line) for line in file if line.strip()]
            path.unlink(missing_ok=True)
