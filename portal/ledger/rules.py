"""The tree of RFC 6962: hashes of leaves, nodes and roots, and the frontier that appends need.

A frontier is the list of roots of the complete subtrees that a tree of n leaves is made
of, largest first: as many as n has one-bits. It is all that an append has to know.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


def leaf_hash(content: bytes) -> bytes:
    """Return the hash of a leaf (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node with two children (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def canonical(content: dict[str, Any]) -> str:
    """Return the one way in which the portal writes a structure down as JSON.

    Keys sorted, no spaces, UTF-8 unescaped; values are text, whole numbers, booleans,
    null, lists and objects of these (a subset of RFC 8785).
    """
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass
class Tree:
    """A tree that grows at its right edge."""

    size: int = 0
    frontier: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        """Add the hash of a leaf."""
        node = leaf
        size = self.size
        while size & 1:
            node = node_hash(self.frontier.pop(), node)
            size >>= 1
        self.frontier.append(node)
        self.size += 1

    def root(self) -> bytes:
        """Return the hash of the whole tree."""
        return _folded(self.frontier)

    @classmethod
    def read(cls, size: int, frontier: str) -> "Tree":
        """Read back what `written` wrote."""
        return cls(size, [bytes.fromhex(node) for node in frontier.split()])

    def written(self) -> str:
        """Return the frontier as text, for a row of the database."""
        return " ".join(node.hex() for node in self.frontier)


def _folded(frontier: Sequence[bytes]) -> bytes:
    if not frontier:
        return hashlib.sha256(b"").digest()
    root = frontier[-1]
    for node in reversed(frontier[:-1]):
        root = node_hash(node, root)
    return root
