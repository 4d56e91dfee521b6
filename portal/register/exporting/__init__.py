"""Handing notices out: as the XML of the Federal Register, JSON, Markdown, Word and print.

`edition` gathers all that a file of one notice in one language says; `gpo`, `structured`,
`written`, `word` and `printing` each write it in their own form. What came in as XML goes
out as it came (`models.Original`).
"""
