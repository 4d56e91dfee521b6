"""Filing comments over HTTP, beside the same rows written straight into the same database."""

import multiprocessing
import re
import secrets
import sqlite3
import sys
import time
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

from bench.client import Client

PROCESSES, THREADS = 2, 4
TEXT = "The quota should be counted by calendar year. " * 12


class Form(HTMLParser):
    """The fields of the page's longest form, filled in as a hurried person would."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self.select = ""
        self.feed(page)

    @property
    def fields(self) -> dict[str, str]:
        """The fields by name."""
        return max(self.forms, key=len, default={})

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Fill in a field."""
        facts = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.forms.append({})
        if not self.forms:
            return
        fields, name = self.forms[-1], facts.get("name", "")
        kind = facts.get("type", "text")
        if tag == "select":
            self.select = name
        elif tag == "option" and facts.get("value"):
            fields.setdefault(self.select, facts["value"])
        elif tag == "textarea":
            fields[name] = TEXT
        elif tag == "input" and name and kind not in {"file", "submit", "search"}:
            if kind in {"radio", "checkbox"}:
                fields.setdefault(name, facts.get("value", "y"))
            elif "hidden" in kind or facts.get("value"):
                fields[name] = facts.get("value", "")
            elif kind == "email" or "email" in name:
                fields[name] = "reader@example.org"
            else:
                fields[name] = "A Reader"


def prepared(port: int, path: str, count: int) -> tuple[Client, list[dict[str, str]]]:
    """Open the form so many times, as a guest, and fill it in."""
    client = Client(port)
    forms = [Form(client.get(path).body.decode()).fields for _ in range(count)]
    if not forms[0]:
        sys.exit(f"{path} shows no form.")
    return client, forms


def file_one(client: Client, path: str, fields: Mapping[str, str]) -> str:
    """File a comment and return the address of its receipt."""
    answer = client.post(path, {**fields, "email": f"reader-{secrets.token_hex(6)}@example.org"})
    if answer.status not in {302, 303}:
        told = re.sub(r"<[^>]+>", " ", answer.body.decode(errors="replace"))
        sys.exit(f"A filing was answered {answer.status}: {' '.join(told.split())[:800]}")
    return answer.headers["location"]


def filings(port: int, path: str, count: int) -> float:
    """Return how many filings a second get their receipt."""
    with multiprocessing.Pool(PROCESSES) as pool:
        share = (port, path, count // PROCESSES // THREADS)
        spans = pool.starmap(_several, [share] * PROCESSES)
    done = PROCESSES * THREADS * (count // PROCESSES // THREADS)
    return done / (max(end for _begin, end in spans) - min(begin for begin, _end in spans))


def _several(port: int, path: str, count: int) -> tuple[float, float]:
    ready = [prepared(port, path, count) for _ in range(THREADS)]
    together = Barrier(THREADS + 1)

    def work(client: Client, forms: list[dict[str, str]]) -> None:
        together.wait()
        for fields in forms:
            file_one(client, path, fields)

    threads = [Thread(target=work, args=one) for one in ready]
    for thread in threads:
        thread.start()
    together.wait()
    begun = time.time()
    for thread in threads:
        thread.join()
    return begun, time.time()


def rows_of_one_filing(database: Path, port: int, path: str) -> dict[str, list[dict[str, Any]]]:
    """File one comment and return the rows that it added, by table."""
    with sqlite3.connect(database) as connection:
        connection.row_factory = sqlite3.Row
        names = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
        ]
        before = {name: _last(connection, name) for name in names}
        client, [fields] = prepared(port, path, 1)
        file_one(client, path, fields)
        added = {
            name: [
                dict(row)
                for row in connection.execute(
                    f'SELECT * FROM "{name}" WHERE rowid > ?',  # noqa: S608  # Our own tables.
                    (before[name],),
                )
            ]
            for name in names
        }
    return {name: rows for name, rows in added.items() if rows}


def _last(connection: sqlite3.Connection, table: str) -> int:
    found = connection.execute(f'SELECT max(rowid) FROM "{table}"').fetchone()[0]  # noqa: S608  # As above.
    return int(found or 0)


def raw_inserts(database: Path, rows: Mapping[str, list[dict[str, Any]]], count: int) -> float:
    """Return how often a second the same rows can be written durably, by as many writers."""
    copy = database.with_name("raw.db")
    with sqlite3.connect(database) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    with multiprocessing.Pool(PROCESSES) as pool:
        spans = pool.starmap(_write, [(copy, rows, count // PROCESSES)] * PROCESSES)
    return count / (max(end for _begin, end in spans) - min(begin for begin, _end in spans))


def _write(
    database: Path, rows: Mapping[str, list[dict[str, Any]]], count: int
) -> tuple[float, float]:
    connection = sqlite3.connect(database, timeout=30, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=OFF"):
        connection.execute(f"PRAGMA {pragma}")
    fresh = {table: _unique_columns(connection, table) for table in rows}
    begun = time.time()
    for _ in range(count):
        connection.execute("BEGIN IMMEDIATE")
        for table, those in rows.items():
            for row in those:
                values = {name: _fresh(value) if name in fresh[table] else value
                          for name, value in row.items() if name != "id"}  # fmt: skip
                columns = ", ".join(f'"{name}"' for name in values)
                places = ", ".join("?" * len(values))
                connection.execute(
                    f'INSERT INTO "{table}" ({columns}) VALUES ({places})',  # noqa: S608  # As above.
                    tuple(values.values()),
                )
        connection.execute("COMMIT")
    return begun, time.time()


def _unique_columns(connection: sqlite3.Connection, table: str) -> set[str]:
    found = set()
    for _number, index, unique, *_rest in connection.execute(f'PRAGMA index_list("{table}")'):
        if unique:
            found |= {name for *_x, name in connection.execute(f'PRAGMA index_info("{index}")')}
    return found


def _fresh(value: Any) -> Any:
    if isinstance(value, int):
        return secrets.randbelow(1 << 40)
    return secrets.token_hex(max(8, len(value or "") // 2)) if isinstance(value, str) else value
