"""The folder in which files lie under their SHA-256; a name from outside is never a path.

A file is whole and on the disk, and so is its entry in the folder, before `keep` returns:
a receipt may rely on it.
"""

import hashlib
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from portal.attachments.rules import LARGEST_FILE, Kept, media_type_of, plain_name
from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_

PIECE = 1 << 18
"""Bytes read at once."""

HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Store:
    """Files by their content."""

    root: Path

    def keep(
        self,
        source: IO[bytes],
        name: str,
        *,
        largest: int = LARGEST_FILE,
        media_type: str | None = None,
    ) -> Kept:
        """Store what is read from the source, once, durably.

        `media_type` is for what the portal itself made; of a stranger's file it is found out.
        Raises RuleBroken, on `files`, for what is too large or not taken; OSError where the
        disk refuses. Neither leaves anything behind.
        """
        name = plain_name(name)
        waiting = self.root / "incoming"
        waiting.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=waiting, delete=False) as file:
            path = Path(file.name)
            try:
                sha256, size = _copy(source, file, name, largest)
                file.flush()
                media_type = media_type or media_type_of(path, name)
                os.fsync(file.fileno())
                self._place(path, sha256)
            except BaseException:
                with suppress(OSError):
                    path.unlink()
                raise
        return Kept(sha256, name, media_type, size)

    def path(self, sha256: str) -> Path:
        """Return where a file lies, or would lie. Raises ValueError for what is no hash."""
        if not HASH.fullmatch(sha256):
            raise ValueError(sha256)
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def _place(self, path: Path, sha256: str) -> None:
        target = self.path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.chmod(0o640)
        path.replace(target)
        for folder in (target.parent, target.parent.parent, self.root):
            _sync_folder(folder)


def _copy(source: IO[bytes], target: IO[bytes], name: str, largest: int) -> tuple[str, int]:
    seen, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        size += len(piece)
        if size > largest:
            raise RuleBroken(
                N_("%(name)s is larger than %(most)s MB."),
                field="files",
                name=name,
                most=largest // (1024 * 1024),
            )
        seen.update(piece)
        target.write(piece)
    return seen.hexdigest(), size


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
