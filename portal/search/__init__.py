"""Full-text search over what is published.

`language` and `kazakh` turn words into terms, `codes` knows numbers, citations and codes of
goods, `asking` reads what a reader typed, `analysis` what a document says, `sources` where
its words come from. The index is ordinary tables, the same on both databases.
"""
