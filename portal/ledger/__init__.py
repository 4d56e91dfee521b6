"""The ledger: every event an entry, every entry a leaf of one append-only Merkle tree."""
