"""Bringing in documents of the US Federal Register, from the XML of its printer (GPO).

`reading` opens a file, `document` understands one document in it, `inline` and `tables`
turn its text into the Markdown that every notice is written in, `deadlines` finds the
last day for comments, `writing` makes dockets and notices of what was understood.
"""
