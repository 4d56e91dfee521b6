"""Answers: points grouped into concerns, each answered with a disposition, a reason, a promise."""
