"""What is remembered of a template says what it would say if it were rendered again."""

from datetime import date
from pathlib import Path

import pytest
from jinja2 import nodes
from markupsafe import Markup

from portal.kernel.text import Localized
from portal.web.locale import speaking
from portal.web.templates import remembered

TEMPLATES = Path(__file__).parents[2] / "portal/templates"

OF_THE_LANGUAGE = {"_", "ngettext", "current_locale", "url_for", "is_page", "about_menu"}
"""What a remembered macro may call: it says the same for the same arguments and language."""


@pytest.fixture
def calls():
    """The arguments with which the macro was really called."""
    return []


@pytest.fixture
def macro(app, calls):
    """A macro that counts its calls."""

    def shown(*given, **named):
        calls.append((given, named))
        return f"{given} {named}"

    return remembered(shown)


def test_the_same_words_are_rendered_once_in_each_language(macro, calls):
    title = Localized("en", en="Rules of origin")
    for locale in ("kk", "ru", "kk"):
        with speaking(locale):
            macro(title, mark=False)
            macro(Localized("en", en="Rules of origin"), mark=False)

    assert len(calls) == 2


def test_other_words_are_rendered_anew(macro, calls):
    for words in ("a", "b", Markup("a"), 1, True, 1.0, date(2026, 4, 20), None):
        macro(words)
        macro(words)

    assert len(calls) == 8


def test_what_may_change_is_never_remembered(macro, calls):
    class Row:
        """A row of a table: the same one may say something else later."""

    row = Row()
    for changing in ([1], {"a": 1}, row, ("a", [1])):
        macro(changing)
        macro(changing)

    assert len(calls) == 8


def test_each_remembered_macro_is_made_of_its_arguments_and_the_language(app):
    found = 0
    for path in TEMPLATES.rglob("*.html"):
        source = app.jinja_env.parse(path.read_text())
        macros = {macro.name: macro for macro in source.find_all(nodes.Macro)}
        known = set(macros) | OF_THE_LANGUAGE
        for other in source.find_all(nodes.FromImport):
            if other.with_context:
                continue
            known |= {name if isinstance(name, str) else name[1] for name in other.names}
        for call in source.find_all(nodes.Call):
            if getattr(call.node, "name", "") != "remembered":
                continue
            (macro,) = call.args
            names = list(macros[macro.name].find_all(nodes.Name))
            own = {name.name for name in names if name.ctx in {"param", "store"}}
            tables = {
                name.name
                for made in source.find_all(nodes.Assign)
                if isinstance(made.node, nodes.Dict)
                for name in [made.target]
            }
            used = {name.name for name in names if name.ctx == "load"} - own - known - tables
            assert not used, f"{path.name}: {macro.name} depends on {used}"
            found += 1
    assert found > 10
