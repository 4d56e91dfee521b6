"""Print the settings of a demonstration on this machine, with a secret made for it."""

import secrets
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "instance"


def main() -> None:
    """Print one setting a line, as systemd and tools/with-settings read them."""
    print("# Made by `make run` for a demonstration. What the environment says goes before it.")
    print(f"PORTAL_SECRET_KEY={secrets.token_urlsafe(48)}")
    print(f"PORTAL_DATABASE_URL=sqlite:///{DATA / 'portal.db'}")
    print("PORTAL_DEMO=on")
    print("PORTAL_SECOND_FACTOR=offered")


if __name__ == "__main__":
    main()
