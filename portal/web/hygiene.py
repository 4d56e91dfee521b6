"""What no honest request holds, refused before any view sees it."""

import re

from flask import Flask, abort, request

LONGEST_QUERY = 4000


def init_app(app: Flask) -> None:
    """Refuse what is not text, what no form sends, and files where no form asks for any."""
    app.before_request(_inspect)


def _inspect() -> None:
    if len(request.query_string) > LONGEST_QUERY:
        abort(414)
    if request.headers.get("Transfer-Encoding"):
        abort(411)  # Whose pieces may be broken, and whose size nobody knows; browsers send none.
    values = [request.path, *request.args.keys(), *request.args.values()]
    if any("\x00" in value for value in values):
        abort(400)
    token = request.headers.get("X-CSRFToken", "")
    if request.method == "POST":
        _inspect_form()
        token += request.form.get("csrf_token", "")
    if not token.isascii():
        abort(400)


def _inspect_form() -> None:
    """Let only forms in, with files under the one name that takes files, and text elsewhere."""
    if request.mimetype not in FORM_TYPES:
        if request.content_length or request.mimetype:
            abort(415)
        return
    if set(request.files) - {FILES} or FILES in request.form:
        abort(400)
    if any(LONG_NUMBER.search(name) or not name.isascii() for name in request.form):
        abort(400)


FILES = "files"
"""The one field of the portal's forms that takes files."""

LONG_NUMBER = re.compile(r"[0-9]{5}")
"""No list of a form is so long that its rows have such numbers."""

FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
