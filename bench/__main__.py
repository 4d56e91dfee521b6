"""`make bench`: what the portal does in a second, beside what the machine could do at most.

Pages: home, a notice and a docket of the demonstration, read by several clients at once
through the production server; beside each, a bare Flask application that renders, or
returns, the same finished page through the same server. Filings: comments filed over
HTTP, form and all, each with its receipt; beside them, the same rows written straight
into a file of the same kind of database. Ratios count; times vary with the machine.
"""

import argparse
import multiprocessing
import os
import re
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.client import Client, request_of
from bench.filing import filings, raw_inserts, rows_of_one_filing

ROOT = Path(__file__).resolve().parents[1]
PORTAL, BARE = 8970, 8971
CLIENTS = 8


@contextmanager
def served(app: str, port: int, environment: Mapping[str, str], log: Path) -> Iterator[None]:
    """Serve an application as production does, and stop it at the end."""
    command = [sys.executable, "-P", str(ROOT / "portal/web/master.py"), f"--app={app}"]
    command += [f"--bind=127.0.0.1:{port}", "--workers=2", "--threads=4"]
    with log.open("a") as said:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=said, stderr=said
        )
    try:
        until = time.monotonic() + 60
        while not log.exists() or "The portal answers" not in log.read_text():
            if process.poll() is not None or time.monotonic() > until:
                sys.exit(f"The server did not start:\n{log.read_text()}")
            time.sleep(0.05)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def rate(port: int, request: bytes, *, seconds: float, status: int = 200) -> float:
    """Return how many such requests a second are answered to all clients together."""
    with multiprocessing.Pool(CLIENTS // 4) as pool:
        share = (port, request, seconds, status)
        return sum(pool.starmap(_four_clients, [share] * (CLIENTS // 4)))


def _four_clients(port: int, request: bytes, seconds: float, status: int) -> float:
    """Keep four requests in flight from this process for a while."""
    clients = [Client(port) for _ in range(4)]
    for client in clients:
        client.connection.sendall(request)
    count, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        for client in clients:
            answer = client.answer()
            if answer.status != status:
                sys.exit(f"{request.split()[1]!r} answered {answer.status}")
            client.connection.sendall(request)
            count += 1
    return count / (time.perf_counter() - begun)


def measure_pages(folder: Path, seconds: float) -> None:
    """Print, for each page, what the portal does beside the bare application."""
    pages = folder / "pages"
    pages.mkdir()
    reader = Client(PORTAL)
    for name, path in paths(reader).items():
        page = reader.get(path).body
        (pages / f"{name}.bytes").write_bytes(page)
        (pages / f"{name}.html").write_text(
            "{% raw %}" + page.decode() + "{% endraw %}", encoding="utf-8"
        )
    print(f"\n{'pages per second':18}{'kB':>5}{'bare':>8}{'portal':>8}{'':>7}", end="")
    print(f"{'bytes':>8}{'kept':>8}{'':>7}{'304':>8}")
    with served("bench.bare:app", BARE, {"BENCH_PAGES": str(pages)}, folder / "bare.log"):
        for name, path in paths(reader).items():
            answer = reader.get(path)
            etag = answer.headers.get("etag", "")

            def ask(port: int, path: str, status: int = 200, **headers: str) -> float:
                return rate(
                    port, request_of("GET", path, port, headers), seconds=seconds, status=status
                )

            bare = ask(BARE, f"/rendered/{name}")
            own = ask(PORTAL, path, Cookie="session=of-somebody")
            memory = ask(BARE, f"/bytes/{name}")
            kept = ask(PORTAL, path)
            same = ask(PORTAL, path, 304, **{"If-None-Match": etag})
            print(
                f"{name:18}{len(answer.body) / 1024:5.0f}{bare:8.0f}{own:8.0f}{own / bare:7.0%}"
                f"{memory:8.0f}{kept:8.0f}{kept / memory:7.0%}{same:8.0f}"
            )


def measure_filings(folder: Path, count: int) -> None:
    """Print how many filings a second get their receipt, beside raw durable inserts."""
    database, path = folder / "portal.db", f"{paths(Client(PORTAL))['notice']}/comment"
    rows = rows_of_one_filing(database, PORTAL, path)
    filed = filings(PORTAL, path, count)
    raw = raw_inserts(database, rows, count * 4)
    written = ", ".join(f"{len(those)} {table}" for table, those in rows.items())
    print(f"\nfilings per second, each with its receipt: {filed:.0f}")
    print(f"raw durable inserts of the same rows:      {raw:.0f}   ratio {filed / raw:.0%}")
    print(f"(the rows of one filing: {written})")


def paths(reader: Client) -> dict[str, str]:
    """Return the addresses of the pages that are measured, found as a reader finds them."""
    home = reader.get("/en/").body.decode()
    notice = re.search(r'href="(/en/notices/TN-[^"/?#]+)"', home)
    if notice is None:
        sys.exit("The home page names no notice.")
    docket = re.search(r'href="(/en/dockets/[^"/?#]+)"', reader.get(notice[1]).body.decode())
    if docket is None:
        sys.exit("The notice names no docket.")
    return {"home": "/en/", "notice": notice[1], "docket": docket[1]}


def environment(folder: Path) -> dict[str, str]:
    """Return the settings of the portal that is measured."""
    return {
        "PORTAL_SECRET_KEY": secrets.token_urlsafe(48),
        "PORTAL_DATABASE_URL": f"sqlite:///{folder / 'portal.db'}",
        "PORTAL_URL": f"http://127.0.0.1:{PORTAL}",
        "PORTAL_FILES": str(folder / "files"),
        "PORTAL_MAIL_FOLDER": str(folder / "mail"),
        "PORTAL_DEMO": "on",
        "PORTAL_SECOND_FACTOR": "offered",
        "PORTAL_LIMITS": "off",
    }


def main() -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4, help="how long to measure each thing")
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        folder = Path(name)
        settings = environment(folder)
        for words in (["db", "upgrade"], ["demo", "load"]):
            done = subprocess.run(
                [sys.executable, "-m", "flask", "--app", "wsgi", *words],
                cwd=ROOT,
                env={**os.environ, **settings},
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                sys.exit(f"flask {' '.join(words)} failed:\n{done.stderr}")
        with served("wsgi:app", PORTAL, settings, folder / "portal.log"):
            measure_pages(folder, seconds)
            measure_filings(folder, round(seconds * 100))


if __name__ == "__main__":
    main()
