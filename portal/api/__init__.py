"""What programs read: the register in the form of the Federal Register's own interface.

`v1` answers under `/api/v1` as federalregister.gov does, so that programs written for that
register read this one with another address and nothing else changed.
"""
