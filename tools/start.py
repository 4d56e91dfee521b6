"""What `make run` does once everything is installed: migrate, load the demo set, serve.

One process does all three, because loading the portal is what takes the time. It then
becomes the server.
"""

import logging
import os
from typing import Any

from flask import Flask
from flask_migrate import upgrade

from portal import create_app


def main() -> None:
    """Bring the demonstration up to date and serve it."""
    bind = os.environ.setdefault("PORTAL_BIND", "127.0.0.1:8000")
    if not bind.startswith("unix:"):
        os.environ.setdefault("PORTAL_URL", f"http://{bind}")
    app = create_app()
    with app.app_context():
        logging.getLogger("alembic").setLevel(logging.WARNING)
        upgrade()
        run(app, "search", "rebuild", "--if-needed")
        run(app, "demo", "load")
        run(app, "serve")


def run(app: Flask, *words: str) -> Any:
    """Run a command of the portal as `flask` would, in this process."""
    return app.cli.main(args=list(words), prog_name="flask", standalone_mode=False)


if __name__ == "__main__":
    main()
