"""Static files under names that change with their content, so that they may be kept for ever."""

import hashlib
import subprocess
import sys
from pathlib import Path

import click
from flask import Flask, Response, current_app, request
from flask.cli import AppGroup

from portal.web.urls import url_for

FOR_EVER = "public, max-age=31536000, immutable"

fonts_cli = AppGroup("fonts", help="The typefaces of the portal.")


@fonts_cli.command("build")
@click.option("--force", is_flag=True, help="Make them again even when they are there.")
def build_fonts(*, force: bool) -> None:
    """Cut the typefaces to the letters the portal writes, as woff2."""
    folder = str(Path(str(current_app.static_folder)) / "fonts")
    command = [sys.executable, "-m", "portal.web.fonts", folder, *(["--force"] if force else [])]
    subprocess.run(command, check=True)  # noqa: S603  # The command is our own.


def init_app(app: Flask) -> None:
    """Offer `asset("styles.css")` to templates, and let browsers keep what it names."""
    root = Path(str(app.static_folder))
    stamps: dict[str, str] = {}

    def asset(name: str) -> str:
        """Return the address of a static file, with a stamp of its content."""
        if name not in stamps or app.debug:
            stamps[name] = stamp(root / name)
        return url_for("static", filename=name, v=stamps[name])

    app.jinja_env.globals["asset"] = asset
    app.cli.add_command(fonts_cli)
    app.after_request(_keep)


def stamp(*files: Path) -> str:
    """Return a short name for the content of the files, in the order given."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()[:12]


def release_of(app: Flask) -> str:
    """Return a name for this release: it changes with any template, catalogue or style."""
    root = Path(app.root_path)
    kinds = ("templates/**/*", "static/**/*", "translations/**/*.mo", "**/*.py")
    files = sorted(file for kind in kinds for file in root.glob(kind) if file.is_file())
    return stamp(*files)


def _keep(response: Response) -> Response:
    if request.endpoint == "static" and "v" in request.args:
        response.headers["Cache-Control"] = FOR_EVER
    return response
