"""Tables to take away, as spreadsheets read them: CSV (RFC 4180)."""

import csv
import io
from collections.abc import Iterable

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet would take for a formula, and run."""


def line(cells: Iterable[object]) -> str:
    """Write a line of a table; nothing is an empty cell, and no cell runs."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(_inert(cell) for cell in cells)
    return text.getvalue()


def _inert(cell: object) -> str:
    words = "" if cell is None else str(cell)
    return f"'{words}" if words.startswith(FORMULA) else words
