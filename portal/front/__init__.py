"""The first pages: home, and what belongs to no single room."""
