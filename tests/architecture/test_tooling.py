"""The lock and its two exports agree, and the two commands find what they need."""

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _locked() -> dict[str, str]:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    return {entry["name"]: entry.get("version", "") for entry in lock["package"]}


def _exported(file: str) -> dict[str, str]:
    text = (ROOT / file).read_text(encoding="utf-8")
    return {_normal(name): version for name, version in PINNED.findall(text)}


def _wanted(requirements: list[str]) -> set[str]:
    return {_normal(re.match(r"[A-Za-z0-9._-]+", text)[0]) for text in requirements}


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_what_pip_installs_is_what_was_locked(file):
    locked = _locked()

    assert {name: locked.get(name) for name in _exported(file)} == _exported(file)


def test_everything_asked_for_is_exported():
    project = _project()
    run = _wanted(project["project"]["dependencies"])
    run |= _wanted(project["project"]["optional-dependencies"]["scale"])

    assert run <= set(_exported("requirements.txt"))
    assert run | _wanted(project["dependency-groups"]["dev"]) <= set(
        _exported("requirements-dev.txt")
    )


UNSEEN = {
    "brotli": "fontTools writes woff2 with it",
    "tzdata": "zoneinfo reads it where the machine has no zones",
}


def test_every_library_that_is_asked_for_is_imported():
    text = "\n".join(path.read_text() for path in (ROOT / "portal").rglob("*.py"))
    modules: dict[str, set[str]] = {}
    for module, names in packages_distributions().items():
        for name in names:
            modules.setdefault(_normal(name), set()).add(module)
    asked = _wanted(_project()["project"]["dependencies"]) - set(UNSEEN)

    idle = [
        name
        for name in sorted(asked & set(modules))
        if not any(re.search(rf"\b{re.escape(module)}\b", text) for module in modules[name])
    ]
    assert idle == []


def test_every_package_is_pinned_to_its_bytes():
    for file in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / file).read_text(encoding="utf-8")
        entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
        assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the script, and settings of its own."""
    (tmp_path / "tools").mkdir()
    (tmp_path / "instance").mkdir()
    script = tmp_path / "tools" / "with-settings"
    script.write_bytes((ROOT / "tools" / "with-settings").read_bytes())
    script.chmod(0o755)
    (tmp_path / "instance" / "settings.env").write_text(
        "# a remark\nPORTAL_SECRET_KEY=a b$(false)'\"c\nPORTAL_DEMO=on\n\nnonsense; touch here\n"
    )
    return tmp_path


def _printed(checkout: Path, name: str, **environment: str) -> str:
    program = f"import os; print(os.environ.get({name!r}))"
    return subprocess.run(
        ["tools/with-settings", sys.executable, "-c", program],
        cwd=checkout,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def test_settings_come_from_the_file_as_they_are_written(checkout):
    assert _printed(checkout, "PORTAL_SECRET_KEY") == "a b$(false)'\"c"
    assert not (checkout / "here").exists()


def test_the_environment_goes_before_the_file(checkout):
    assert _printed(checkout, "PORTAL_DEMO", PORTAL_DEMO="off") == "off"
    assert _printed(checkout, "PORTAL_DEMO") == "on"


def test_each_installation_gets_a_secret_of_its_own():
    made = [
        subprocess.run(
            [sys.executable, "tools/new_settings.py"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for _ in range(2)
    ]

    assert made[0] != made[1]
    for text in made:
        assert len(re.search(r"PORTAL_SECRET_KEY=(\S+)", text)[1]) >= 32
        assert "PORTAL_SECOND_FACTOR=offered" in text


@pytest.mark.parametrize(
    "target", ["run", "test", "bench", "lint", "types", "floors", "fix", "help"]
)
def test_make_knows_the_target(target):
    listed = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert f"make {target} " in listed


def test_the_continuous_check_can_be_run():
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert os.access(ROOT / "tools" / "with-settings", os.X_OK)
