"""What no honest request holds, refused before any view sees it."""

from flask import Flask, abort, request

LONGEST_QUERY = 4000


def init_app(app: Flask) -> None:
    """Refuse addresses and queries with bytes that are not text, and tokens that are not ASCII."""
    app.before_request(_inspect)


def _inspect() -> None:
    if len(request.query_string) > LONGEST_QUERY:
        abort(414)
    values = [request.path, *request.args.keys(), *request.args.values()]
    if any("\x00" in value for value in values):
        abort(400)
    token = request.headers.get("X-CSRFToken", "")
    if request.method == "POST" and request.mimetype in FORM_TYPES:
        token += request.form.get("csrf_token", "")
    if not token.isascii():
        abort(400)


FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
