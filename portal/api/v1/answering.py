"""Writing answers down: JSON, JSON with a function around it, CSV, RSS, and refusals."""

import json
import re
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import Any

from flask import Response, render_template, request, stream_with_context

from portal.api.v1.asking import Asked, read
from portal.kernel.database import db, reading
from portal.web.spreadsheet import line

JSON_TYPE = "application/json; charset=utf-8"
SCRIPT_TYPE = "text/javascript; charset=utf-8"

STREAMED = 100
"""An answer of more documents than this is written to a file, past so many bytes, and sent."""

IN_MEMORY = 1_000_000
SENT_AT_ONCE = 64_000
"""Bytes."""

LONGEST_NAME = 120
"""Characters in the name of a file."""


class Refused(Exception):
    """A question that cannot be answered: the status, and what the caller is told."""

    def __init__(self, status: int, told: dict[str, Any]) -> None:
        super().__init__(status)
        self.status = status
        self.told = told


def not_valid(errors: dict[str, Any]) -> Refused:
    """Return the refusal of conditions: what is wrong with which."""
    return Refused(HTTPStatus.BAD_REQUEST, {"errors": errors})


def bad_request(message: str) -> Refused:
    """Return the refusal of anything else that cannot be read."""
    return Refused(HTTPStatus.BAD_REQUEST, {"status": 400, "message": message})


def not_found() -> Refused:
    """Return the answer about what is not there."""
    return Refused(HTTPStatus.NOT_FOUND, _told(HTTPStatus.NOT_FOUND))


def _told(status: int) -> dict[str, Any]:
    known = HTTPStatus(status)
    phrase = "Record Not Found" if known is HTTPStatus.NOT_FOUND else known.phrase
    return {"status": status, "message": phrase}


def problem(status: int) -> Response:
    """Tell what went wrong elsewhere than in a view of this interface."""
    return answer(_told(status), Asked({}), status=status)


def answer(told: Any, asked: Asked, *, status: int = 200) -> Response:
    """Write an answer down whole."""
    return _response(_around(asked, [written(told, asked)]), asked, status=status, streamed=False)


def refusal(refused: Refused) -> Response:
    """Write a refusal down; one that JSONP is waiting for reaches it as such."""
    response = answer(refused.told, read(request.args.items(multi=True)), status=refused.status)
    response.headers["Cache-Control"] = "no-store"
    return response


def answer_list(
    head: dict[str, Any], documents: Iterator[dict[str, Any]], asked: Asked, *, length: int
) -> Response:
    """Write down an answer whose `results` are put together one after another."""
    pieces = _around(asked, _list(head, documents, asked))
    return _response(pieces, asked, status=200, streamed=length > STREAMED)


def written(told: Any, asked: Asked) -> str:
    """Return JSON; within a script in ASCII, where no character ends a line by surprise."""
    plain = asked.callback is not None
    return json.dumps(told, ensure_ascii=plain, separators=(",", ":"))


def _list(head: dict[str, Any], documents: Iterator[dict[str, Any]], asked: Asked) -> Iterator[str]:
    yield written(head, asked)[:-1]
    separator = ',"results":['
    for document in documents:
        yield separator + written(document, asked)
        separator = ","
    yield "]}" if separator == "," else f"{separator}]}}"


def _around(asked: Asked, pieces: Iterable[str]) -> Iterator[str]:
    if asked.callback:
        yield f"{asked.callback}("
    yield from pieces
    if asked.callback:
        yield ")"


def _response(pieces: Iterator[str], asked: Asked, *, status: int, streamed: bool) -> Response:
    kind = SCRIPT_TYPE if asked.callback else JSON_TYPE
    if not streamed:
        return Response("".join(pieces), status=status, content_type=kind)
    return Response(stream_with_context(_read(pieces)), status=status, content_type=kind)


def _read(pieces: Iterator[str]) -> Iterator[bytes]:
    """Write everything down before any of it is sent: who reads slowly holds no transaction."""
    with SpooledTemporaryFile(max_size=IN_MEMORY) as kept:
        with reading():
            for piece in pieces:
                kept.write(piece.encode())
            db.session.rollback()
        kept.seek(0)
        while piece_of_it := kept.read(SENT_AT_ONCE):
            yield piece_of_it


def table(fields: Iterable[str], documents: Iterator[dict[str, Any]], *, name: str) -> Response:
    """Write documents down as a table, a line each.

    Lists are joined, and a space stands before the number, so that no spreadsheet takes
    `2024-01` for a month.
    """
    fields = list(fields)

    def lines() -> Iterator[str]:
        yield line(fields)
        for document in documents:
            yield line(_cell(field, document[field]) for field in fields)

    response = Response(stream_with_context(_read(lines())), content_type="text/csv; charset=utf-8")
    kept = re.sub(r"[^a-z0-9]+", "_", name.lower())[:LONGEST_NAME].strip("_") or "documents"
    response.headers["Content-Disposition"] = f'attachment; filename="{kept}.csv"'
    return response


def _cell(field: str, value: Any) -> str:
    if field == "document_number":
        return f" {value}"
    if isinstance(value, list):
        return "; ".join(_cell("", one) for one in value)
    if isinstance(value, dict):
        return str(value.get("name") or value.get("raw_name") or json.dumps(value))
    return "" if value is None else str(value)


def feed(items: list[dict[str, Any]], *, title: str, page: str, itself: str) -> Response:
    """Write documents down as RSS 2.0."""
    text = render_template("api/documents.xml", items=items, title=title, page=page, itself=itself)
    return Response(text, content_type="application/rss+xml; charset=utf-8")
