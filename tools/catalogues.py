"""The Kazakh and Russian catalogues: brought up to date with the sentences, and checked.

    python -m tools.catalogues update           merge the sentences into the catalogues
    python -m tools.catalogues missing ru       print what is not translated, as JSON
    python -m tools.catalogues fill ru FILE     take translations from such a JSON file
    python -m tools.catalogues check            say what is missing or wrong

Besides what gettext marks, the portal says the messages of broken rules, the docstrings
of permissions (they are what a refused person reads) and the sentences of WTForms.
"""

import ast
import json
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any, cast

import wtforms
from babel.messages import Catalog, Message
from babel.messages.extract import extract, extract_from_dir, extract_python
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "portal" / "translations"
LOCALES = ("kk", "ru")
"""English is what the sentences are written in."""

KEYWORDS: Mapping[str, Any] = {
    "_": None,
    "_l": None,
    "_n": (1, 2),
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "RuleBroken": None,
    "NotAllowed": None,
    "Missing": None,
    "TooMany": None,
    "Unavailable": None,
}
WTFORMS_KEYWORDS: Mapping[str, Any] = {"gettext": None, "ngettext": (1, 2)}

PLACE = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}|%[sd]")
TAG = re.compile(r"</?[a-z]+")
AS_THE_PORTAL = {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true"}
"""How the portal reads its templates; read otherwise, sentences would differ by a space."""

NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""A date of its own in each catalogue would make two translators' work collide."""

Found = tuple[Any, ...]
"""Line, keyword, sentences, comments; Babel's own types name other things."""


def of_python(file: IO[bytes], keywords: Any, tags: Any, options: Any) -> Iterator[Found]:
    """Extract what gettext marks, and the docstrings of permissions."""
    source = file.read()
    yield from extract_python(BytesIO(source), keywords, tags, options)
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("may_"):
            told = ast.get_docstring(node, clean=False)
            if told:
                yield node.lineno, None, told, []


def sentences() -> Catalog:
    """Return everything the portal may say, in English."""
    catalogue = Catalog(fuzzy=False)
    found = extract_from_dir(
        str(ROOT / "portal"),
        method_map=[
            ("**/templates/**", "jinja2"),
            ("templates/**", "jinja2"),
            ("**.py", cast("str", of_python)),
        ],
        options_map={"templates/**": AS_THE_PORTAL},
        keywords=dict(KEYWORDS),
        comment_tags=(),
    )
    for file, _line, message, _comments, context in found:
        catalogue.add(message, locations=[(f"portal/{file}", 0)], context=context)
    for library in sorted(Path(wtforms.__file__).parent.rglob("*.py")):
        with library.open("rb") as source:
            for _line, message, _comments, context in extract(
                "python", source, keywords=WTFORMS_KEYWORDS
            ):
                catalogue.add(message, locations=[("wtforms", 0)], context=context)
    catalogue.creation_date = NO_DATE
    return catalogue


def catalogue_of(locale: str) -> Catalog:
    """Return the catalogue of the language as it is kept; an empty one where there is none."""
    file = _file(locale)
    if not file.exists():
        return _empty(locale)
    with file.open("rb") as kept:
        return read_po(kept, locale=locale)


def faults(locale: str) -> list[str]:
    """Return what is missing or wrong in the catalogue of the language, a line each."""
    kept, said = catalogue_of(locale), sentences()
    wanted = {_key(message) for message in said if message.id}
    present = {_key(message): message for message in kept if message.id}
    lines = [f"{locale}: not in the catalogue: {key[0]!r}" for key in sorted(wanted - set(present))]
    lines += [f"{locale}: no longer said: {key[0]!r}" for key in sorted(set(present) - wanted)]
    for key in sorted(wanted & set(present)):
        lines += [f"{locale}: {fault}: {key[0]!r}" for fault in _faults_of(present[key])]
    return lines


def update(locale: str) -> None:
    """Merge the sentences into the catalogue; what is no longer said goes."""
    old = {_key(message): message for message in catalogue_of(locale) if message.id}
    new = _empty(locale)
    for message in sentences():
        if not message.id:
            continue
        before = old.get(_key(message))
        told = before.string if before and before.pluralizable == message.pluralizable else None
        new.add(message.id, told, locations=message.locations, context=message.context)
    _write(new, locale)


def missing(locale: str) -> dict[str, Any]:
    """Return each sentence without a translation, with an empty place for each form."""
    update(locale)
    catalogue = catalogue_of(locale)
    return {
        _key(message)[0]: [""] * catalogue.num_plurals if message.pluralizable else ""
        for message in catalogue
        if message.id and not all(_forms(message))
    }


def fill(locale: str, told: Mapping[str, Any]) -> int:
    """Put translations into the catalogue; return how many found their sentence."""
    update(locale)
    catalogue = catalogue_of(locale)
    count = 0
    for message in catalogue:
        string = told.get(_key(message)[0]) if message.id else None
        if string:
            message.string = tuple(string) if message.pluralizable else string
            count += 1
    _write(catalogue, locale)
    return count


def _empty(locale: str) -> Catalog:
    return Catalog(
        locale=locale,
        project="Keñes",
        version="0",
        fuzzy=False,
        last_translator="",
        language_team="",
        msgid_bugs_address="",
    )


def _faults_of(message: Message) -> Iterator[str]:
    if message.fuzzy:
        yield "marked fuzzy"
    forms = _forms(message)
    if not all(forms):
        yield "not translated"
        return
    english = message.id if isinstance(message.id, tuple) else (str(message.id),)
    for name, pattern in (("places", PLACE), ("markup", TAG)):
        known = {frozenset(pattern.findall(text)) for text in english}
        for form in forms:
            if frozenset(pattern.findall(form)) not in known:
                yield f"other {name} in {form!r}"


def _forms(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (str(message.string or ""),)


def _key(message: Message) -> tuple[str, str]:
    sentence = message.id[0] if isinstance(message.id, tuple) else message.id
    return str(sentence), message.context or ""


def _file(locale: str) -> Path:
    return FOLDER / locale / "LC_MESSAGES" / "messages.po"


def _write(catalogue: Catalog, locale: str) -> None:
    catalogue.creation_date = catalogue.revision_date = NO_DATE
    catalogue.header_comment = "# Made by `make catalogues`; translations are written here by hand."
    file = _file(locale)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as kept:
        write_po(
            kept, catalogue, sort_output=True, include_lineno=False, width=100, ignore_obsolete=True
        )


def main(words: list[str]) -> int:
    """Do what the command line says; return the exit status."""
    match words:
        case ["update"]:
            for locale in LOCALES:
                update(locale)
                print(f"{locale}: {len(missing(locale))} of {len(sentences())} not translated")
        case ["missing", locale]:
            print(json.dumps(missing(locale), ensure_ascii=False, indent=1))
        case ["fill", locale, file]:
            told = json.loads(Path(file).read_text(encoding="utf-8"))
            print(f"{locale}: {fill(locale, told)} of {len(told)} taken")
        case ["check"]:
            found = [fault for locale in LOCALES for fault in faults(locale)]
            print("\n".join(found) or "Every sentence is translated.")
            return 1 if found else 0
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
