"""Pages that explain the negotiations to citizens."""
