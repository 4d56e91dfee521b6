"""What committees say together: drafts that nobody else sees, votes, dissents, filing."""
