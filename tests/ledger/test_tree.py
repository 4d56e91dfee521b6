"""The tree is that of RFC 6962."""

import hashlib

from hypothesis import given
from hypothesis.strategies import binary, lists

from portal.ledger.rules import Tree, canonical, leaf_hash, node_hash

LEAVES = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
]
"""The leaves that implementations of RFC 6962 compare themselves by, and their roots."""

ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def by_the_book(leaves):
    """The recursive definition of RFC 6962, section 2.1."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    k = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node_hash(by_the_book(leaves[:k]), by_the_book(leaves[k:]))


def test_the_roots_are_those_that_everyone_gets():
    tree, roots = Tree(), {}
    for leaf in LEAVES:
        tree.append(leaf_hash(leaf))
        roots[tree.size] = tree.root().hex()

    assert roots.items() >= ROOTS.items()


@given(lists(binary(max_size=8), max_size=70))
def test_growing_at_the_edge_gives_the_tree_of_the_definition(leaves):
    tree = Tree()
    for leaf in leaves:
        tree = Tree.read(tree.size, tree.written())
        tree.append(leaf_hash(leaf))

    assert tree.root() == by_the_book(leaves)
    assert len(tree.frontier) == len(leaves).bit_count()


def test_there_is_one_way_to_write_a_structure_down():
    assert canonical({"b": [1, None], "a": "сыр"}) == '{"a":"сыр","b":[1,null]}'
