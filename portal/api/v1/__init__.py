"""The interface of the Federal Register, version 1, over the notices of this register.

`asking` reads an address, `conditions` turns what is asked into SQL and a sentence,
`selecting` finds, `documents` tells a notice in the fields of that interface, `answering`
writes it down as JSON, CSV or RSS. Nothing here decides anything: all of it is reading.
"""
