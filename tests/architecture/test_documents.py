"""What the documents say is there is there: files, commands, targets, rooms, decisions."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

import portal

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
NAMED = re.compile(r"`((?:portal|tests|tools|bench|docs)/[\w./-]+)`")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_that_is_named_is_there(path):
    told = path.read_text(encoding="utf-8")
    linked = [name for name in LINK.findall(told) if not (path.parent / name).exists()]
    named = [name for name in NAMED.findall(told) if not (ROOT / name).exists()]

    assert linked + named == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_is_named_can_be_given(app, path):
    told = path.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    for words in re.findall(r"`(?:flask|\S+/flask --app wsgi) ([a-z]+(?: [a-z-]+)?)", told):
        first, _space, second = words.partition(" ")
        command = app.cli.get_command(None, first)
        assert command, f"flask {words}"
        assert not second or second in command.commands, f"flask {words}"
    assert set(re.findall(r"`make ([a-z]+)`", told)) <= targets


def test_the_order_of_the_rooms_is_the_order_that_is_checked():
    told = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    floors = told[told.index("| floor |") :].split("\n\n")[0].splitlines()[2:]
    shown = [set(re.findall(r"`(\w+)`", floor.split("|")[2])) for floor in floors]
    rooms = {path.parent.name for path in Path(portal.__file__).parent.glob("*/__init__.py")}
    rooms |= {"wiring"}
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = contracts["contracts"][0]["layers"]
    checked = [set(re.findall(r"\w+", layer)) & rooms for layer in layers]
    order = {room: place for place, layer in enumerate(checked) for room in layer}

    assert set().union(*shown) == rooms
    places = [[order[room] for room in floor] for floor in shown]
    assert all(max(upper) < min(lower) for upper, lower in pairwise(places))


def test_every_decision_is_listed():
    folder = ROOT / "docs" / "adr"
    listed = re.findall(r"\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text())

    assert listed == sorted(path.name for path in folder.glob("[0-9]*.md"))
    for path in folder.glob("[0-9]*.md"):
        told = path.read_text(encoding="utf-8")
        assert told.startswith(f"# {int(path.name[:4])}. "), path.name
        assert all(f"**{part}.**" in told for part in ("Faced", "Chosen", "Costs")), path.name
