"""The store of the running portal: where it is, what comes in by a form, what goes out."""

from pathlib import Path

from flask import Response, current_app, send_file
from werkzeug.datastructures import FileStorage

from portal.attachments.models import Attachment
from portal.attachments.rules import Kept
from portal.attachments.store import Store
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.web.settings import setting


def store() -> Store:
    """Return the store. A folder without a leading slash is one of the project's own."""
    return Store(Path(current_app.root_path).parent / setting("PORTAL_FILES"))


def take(upload: FileStorage) -> Kept:
    """Store a file that came with a form. Slow: call it before the writing begins."""
    return store().keep(upload.stream, upload.filename or "")


def download(attachment: Attachment, *, public: bool, inline: bool = False) -> Response:
    """Answer with a file, as something to be saved and never to be run.

    `inline` is for what the portal itself made, which a browser may show at once.
    The name goes out as RFC 6266 has it, whatever its letters. Only a public file may be
    kept by caches. Raises Missing where the file is not in the store.
    """
    path = store().path(attachment.sha256)
    if not path.is_file():
        raise Missing(N_("This file is not here."))
    response = send_file(
        path,
        mimetype=attachment.media_type,
        as_attachment=not inline,
        download_name=attachment.name,
        etag=attachment.sha256,
        last_modified=attachment.stored_at,
        conditional=True,
    )
    response.headers["Cache-Control"] = "public, no-cache" if public else "private, no-store"
    return never_run(response)


def never_run(response: Response) -> Response:
    """Have browsers take a file for what it is called, and run nothing that is in it."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
