"""The adjacent room: business within call while the negotiators sit (policy note, Box 7)."""
