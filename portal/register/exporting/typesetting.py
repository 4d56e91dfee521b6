"""From a template and data to a PDF. All rooms that print use this one compiler.

Words are handed over as data and put in as strings: none of them can become markup. What
the fonts have no letter for is replaced, since a tagged PDF may hold nothing unreadable.
"""

import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont

FONTS = ("fontpkg_noto_serif", "fontpkg_noto_sans")
"""Packages of fonts; the second lends letters that the first has not."""

BREAKS = "\n\t\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}"
"""What has no shape and yet a meaning."""

REPLACED = "\N{WHITE SQUARE}"

TAGGED = ("ua-1",)
TAGGED_AND_KEPT = ("ua-1", "a-3a")
"""Readable by screen readers, and fit for archives with files attached."""


def typeset(
    template: Path, data: Mapping[str, Any], *, day: date | None = None, standards: Any = TAGGED
) -> bytes:
    """Return a PDF of the data as the template sets it.

    With `day` the same data always gives the same bytes.
    """
    stamp = datetime.combine(day, time(), UTC) if day else None
    made = _compiler(template.parent).compile(
        input=template.read_bytes(),
        format="pdf",
        sys_inputs={"data": json.dumps(legible(data), ensure_ascii=False)},
        pdf_standards=list(standards),
        timestamp=int(stamp.timestamp()) if stamp else None,
    )
    if not isinstance(made, bytes):
        message = "A text became no single file."
        raise TypeError(message)
    return made


def told_by(template: Path, data: Mapping[str, Any], label: str) -> Any:
    """Return what the template says of its layout at the last place that has the label."""
    found = typst.query(
        str(template),
        f"<{label}>",
        field="value",
        format="json",
        root=str(template.parent),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(legible(data), ensure_ascii=False)},
    )
    return json.loads(found)[-1]


def legible(value: Any) -> Any:
    """Return words, or whatever holds words, in letters that the fonts have."""
    if isinstance(value, str):
        return _legible(value)
    if isinstance(value, Mapping):
        return {key: legible(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [legible(part) for part in value]
    return value


def _legible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    known = _letters()
    return "".join(
        sign if sign in known else "" if _is_silent(sign) else REPLACED
        for sign in unicodedata.normalize("NFC", text)
    )


def _is_silent(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cf", "Mn", "Me"}


@lru_cache(maxsize=1)
def _letters() -> frozenset[str]:
    """Return all letters that can be printed: private ones mean nothing to anybody else."""
    found: set[str] = set()
    for folder in _folders():
        for path in sorted(folder.glob("*.ttf")):
            with TTFont(path, lazy=True) as font:
                found |= {chr(code) for code in font.getBestCmap() or {}}
    hidden = {"Cc", "Cf", "Cn", "Co", "Cs"}
    shown = {sign for sign in found if unicodedata.category(sign) not in hidden}
    return frozenset({*shown, *BREAKS})


@lru_cache(maxsize=4)
def _compiler(root: Path) -> typst.Compiler:
    return typst.Compiler(root=str(root), font_paths=_fonts())


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    folders = [str(folder) for folder in _folders()]
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


def _folders() -> list[Path]:
    return [_folder(package) / "files" for package in FONTS]


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        message = f"{package} is not installed."
        raise RuntimeError(message)
    return Path(spec.origin).parent
