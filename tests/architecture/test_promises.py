"""Promises that the code makes about itself."""

import ast
import json
from collections import Counter
from pathlib import Path

import pytest
import yaml

import portal
from portal.kernel.errors import PortalError
from portal.kernel.events import kinds
from portal.web.access import permissions_in
from portal.web.errors import ANSWERS
from portal.wiring import POLICIES, WIRING

ROOT = Path(__file__).parent.parent.parent
SOURCES = sorted(Path(portal.__file__).parent.rglob("*.py"))
HOMELESS = {"utils", "util", "helpers", "helper", "common", "services", "service", "manager"}
LONGEST_FILE = 400


def test_every_error_has_an_answer():
    assert set(PortalError.__subclasses__()) == set(ANSWERS)


def test_every_permission_has_a_name_of_its_own_and_says_who_holds_it():
    permissions = [item for policy in POLICIES for item in permissions_in(policy).items()]

    assert permissions
    assert set(Counter(name for name, _ in permissions).values()) == {1}
    assert all(permission.__doc__ for _, permission in permissions)


def test_every_policy_is_offered_to_templates():
    rooms = {path.parent.name for path in SOURCES if path.name == "policy.py"}

    assert rooms == {policy.__name__.split(".")[1] for policy in POLICIES}


def test_who_reacts_reacts_to_something_that_happens():
    known = set(kinds().values())

    assert {kind for kind in WIRING if kind.__name__ != "Event"} <= known


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_is_named_after_something_says_what_it_holds_and_can_be_read(path):
    text = path.read_text()

    assert path.stem not in HOMELESS
    assert len(text.splitlines()) <= LONGEST_FILE
    assert ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_import_hides_inside_a_function(path):
    for function in ast.walk(ast.parse(path.read_text())):
        if isinstance(function, ast.FunctionDef):
            hidden = [n for n in ast.walk(function) if isinstance(n, ast.Import | ast.ImportFrom)]
            assert not hidden, f"{path}:{hidden[0].lineno}"


def test_every_route_is_listed(app, golden):
    """The list is read by whoever asks what is open to the world; change it on purpose."""
    routes = sorted(
        f"{','.join(sorted(rule.methods - {'HEAD', 'OPTIONS'}))} {rule.rule} {rule.endpoint}"
        for rule in app.url_map.iter_rules()
    )

    golden("routes.txt", "\n".join(routes) + "\n")


def test_every_kind_of_event_is_listed(golden):
    """Entries of the ledger are kept for ever: a kind may be added, its fields not renamed."""
    listed = {
        name: sorted(kind.__dataclass_fields__)
        for name, kind in kinds().items()
        if kind.__module__.startswith("portal.")
    }

    golden("events.json", json.dumps(listed, indent=1, sort_keys=True) + "\n")


def test_events_hold_no_names_and_no_addresses():
    telling = {"name", "email", "author", "address", "phone", "text", "title"}

    for kind in kinds().values():
        if kind.__module__.startswith("portal."):
            assert not telling & set(kind.__dataclass_fields__), kind


def test_reference_data_speaks_three_languages():
    for path in (ROOT / "portal" / "reference").glob("*.yaml"):
        for name in _names_in(yaml.safe_load(path.read_text())):
            assert set(name) >= {"kk", "ru", "en"}, (path.name, name)


def _names_in(value):
    if isinstance(value, dict):
        if isinstance(value.get("name"), dict):
            yield value["name"]
        for part in value.values():
            yield from _names_in(part)
    if isinstance(value, list):
        for part in value:
            yield from _names_in(part)
