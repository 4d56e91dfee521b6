"""The laws of docs/architecture.md, where one test can hold them for every room at once."""

import ast
from pathlib import Path

import pytest
from sqlalchemy import text

import portal
from portal.accounts.rules import Role
from portal.kernel.database import Model, db
from portal.register.rules import NoticeState
from tests.conftest import make_portal
from tests.makers import a_docket, a_notice, a_person

SOURCES = sorted(Path(portal.__file__).parent.rglob("*.py"))
VIEWS = [path for path in SOURCES if path.stem == "views" or path.parent.name == "views"]


def _takes_writes(function: ast.FunctionDef) -> bool:
    marks = " ".join(ast.unparse(mark) for mark in function.decorator_list)
    return ".post(" in marks or "'POST'" in marks


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: "/".join(path.parts[-3:]))
def test_every_view_that_may_write_asks_for_permission_first(path):
    for function in ast.parse(path.read_text()).body:
        if not isinstance(function, ast.FunctionDef) or not _takes_writes(function):
            continue
        asked = {
            call.func.id
            for call in ast.walk(function)
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        }
        assert asked & {"authorize", "authorize_anyone"}, f"{path}:{function.lineno}"


def _addresses(app, start, number):
    """Every address that begins so and names a docket or a notice by its number."""
    for rule in app.url_map.iter_rules():
        if start in rule.rule and "GET" in rule.methods and "number" in rule.arguments:
            values = {
                "locale": "en",
                "number": number,
                "concern": 1,
                "form": "xml",
                "language": "en",
                "key": 1,
            }
            known = {name: values[name] for name in rule.arguments}
            yield app.url_map.bind("localhost").build(rule.endpoint, known)


@pytest.mark.parametrize(
    "roles", [(), (Role.AUTHOR, Role.APPROVER, Role.ANALYST, Role.MODERATOR, Role.CHAMBER)]
)
def test_what_is_hidden_is_missing_and_not_forbidden(app, browse, roles):
    hidden = a_docket(opened_on=None)
    draft = a_notice(hidden, state=NoticeState.DRAFT)
    reader = browse(a_person(*roles) if roles else None)
    addresses = [
        *_addresses(app, "/dockets/<number>", hidden.number),
        *_addresses(app, "/notices/<number>", draft.number),
    ]

    assert len(addresses) >= 9
    assert {where: reader.get(where).status_code for where in addresses} == dict.fromkeys(
        addresses, 404
    )


def test_a_commit_waits_for_the_disk(environment, database_kind):
    if database_kind == "sqlite":
        full = 2
        with make_portal(environment).app_context():
            assert db.session.scalar(text("PRAGMA synchronous")) == full
            assert db.session.scalar(text("PRAGMA journal_mode")) == "wal"
    lax = [path for path in SOURCES if "synchronous_commit" in path.read_text()]
    assert not lax, "PostgreSQL waits unless it is told not to."


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: "/".join(path.parts[-3:]))
def test_no_list_counts_its_way_to_a_page(path):
    called = {
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }

    assert "offset" not in called


def test_nothing_is_loaded_behind_a_readers_back(app):
    lazy = [
        str(relation)
        for mapper in Model.registry.mappers
        for relation in mapper.relationships
        if relation.lazy != "raise"
    ]

    assert lazy == []
