"""Templates: each is used, each block says where it ends, none brings its own script or style."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, meta

import portal

PORTAL = Path(portal.__file__).parent
FOLDER = PORTAL / "templates"
TEMPLATES = sorted(str(file.relative_to(FOLDER)) for file in FOLDER.rglob("*") if file.is_file())
PAGES = [name for name in TEMPLATES if "/mail/" not in name and name != "layout/mail.html"]
"""Letters are read where no stylesheet reaches: their style is written in when composed."""

FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without src": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "another machine's file": re.compile(
        r"<(?:script|img|link|iframe|source)\b[^>]*\b(?:src|href)=\"(?:https?:)?//", re.IGNORECASE
    ),
}


VOUCHED = (
    "DRAWINGS[name] | safe",
    "{{ html | safe }}",
    "{{ (html if html is defined else text.html) | safe }}",
)
"""Our own drawings, and what portal.register.markup has made and cleaned."""


def _parsed(name: str):
    environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
    return environment.parse((FOLDER / name).read_text(encoding="utf-8"))


def _named_in_templates() -> Iterator[str]:
    for name in TEMPLATES:
        yield from filter(None, meta.find_referenced_templates(_parsed(name)))


def _named_in_python() -> Iterator[str]:
    for file in PORTAL.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_every_template_is_used():
    named = {*_named_in_templates(), *_named_in_python()}

    unused = [
        name for name in TEMPLATES if name not in named and name.rpartition(".")[0] not in named
    ]
    assert unused == []


def test_every_template_that_is_named_is_there():
    folders = "|".join({name.partition("/")[0] for name in TEMPLATES})
    pattern = re.compile(rf"(?:{folders})/[a-z_/]+\.(?:html|txt|xml)")
    named = {name for name in _named_in_python() if pattern.fullmatch(name)}

    assert sorted({*named, *_named_in_templates()} - set(TEMPLATES)) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_endblock_is_named(name):
    text = (FOLDER / name).read_text(encoding="utf-8")

    assert re.findall(r"{%-?\s*endblock\s*-?%}", text) == []


@pytest.mark.parametrize("name", PAGES)
def test_pages_keep_style_and_script_in_files(name):
    text = re.sub(r"{#.*?#}", "", (FOLDER / name).read_text(encoding="utf-8"), flags=re.DOTALL)

    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_vouches_for_what_people_wrote(name):
    text = (FOLDER / name).read_text(encoding="utf-8")
    for vouched in VOUCHED:
        text = text.replace(vouched, "")

    assert re.findall(r"\|\s*safe\b|{%-?\s*autoescape\s+false", text) == []
