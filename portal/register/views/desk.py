"""The desk of those who draft and approve notices."""
