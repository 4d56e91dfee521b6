"""The portal's two typefaces, cut from the packaged Noto fonts to the letters it writes.

`flask fonts build` makes `static/fonts/sans.woff2` and `serif.woff2`: Latin with its accents,
Cyrillic with the Kazakh letters, figures and signs, in weights from regular to bold. The same
packages always give the same bytes, and files that are already there are left alone.

This runs as a program of its own: the server has no use for what it takes to cut fonts.
"""

import hashlib
import importlib.util
import json
import sys
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

SOURCES = {
    "sans": ("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf"),
    "serif": ("fontpkg_noto_serif", "NotoSerif[wdth,wght].ttf"),
}
"""The file to be made, the package that holds its source, and the source."""

LIMITS = {"wdth": 100, "wght": (400, 700)}
"""One width, and the weights that the stylesheet asks for."""

FEATURES = ("kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum", "pnum", "case")

SIGNS = "₸₽€№™←↑→↓↗−≠≤≥●✓✗ʼ"
"""Money, the number sign, arrows, comparisons: what notices use beyond letters."""

KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
"""The nine letters that most Cyrillic fonts of the web lack."""


def build(folder: Path, *, force: bool = False) -> list[Path]:
    """Make the files that are missing or out of date in the folder; return those made.

    A small record of what each was made from tells when a package or this module has changed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    record = folder / "made-from.json"
    known = json.loads(record.read_text()) if record.is_file() else {}
    made = []
    for name, (package, file) in SOURCES.items():
        source = _source(package, file)
        recipe = _recipe(source)
        target = folder / f"{name}.woff2"
        if force or known.get(name) != recipe or not target.is_file():
            unfinished = target.with_suffix(".part")
            unfinished.write_bytes(cut(source))
            unfinished.replace(target)  # Nobody is ever served half a font.
            known[name] = recipe
            made.append(target)
    if made:
        record.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n")
    return made


def letters() -> set[int]:
    """Return the code points to keep: Latin, Cyrillic, punctuation, and the signs."""
    ranges: Iterable[range] = (range(0x20, 0x180), range(0x400, 0x530), range(0x2000, 0x2070))
    return {code for part in ranges for code in part} | {ord(sign) for sign in SIGNS}


def cut(source: Path) -> bytes:
    """Return the font with one width, two weights and our letters, as woff2."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = list(FEATURES)
    options.hinting = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=letters())
    subsetter.subset(font)  # First the letters: narrowing three thousand others costs ten seconds.
    # Saving and reading back between the two steps: the instancer trips over tables
    # that the subsetter has left open.
    fewer = BytesIO()
    font.save(fewer)
    fewer.seek(0)
    font = TTFont(fewer, recalcTimestamp=False)
    instantiateVariableFont(font, LIMITS, inplace=True)
    font.flavor = "woff2"
    finished = BytesIO()
    font.save(finished)
    return finished.getvalue()


def _source(package: str, file: str) -> Path:
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise LookupError(f"The package {package} is not installed.")
    return Path(found.origin).parent / "files" / file


def _recipe(source: Path) -> str:
    digest = hashlib.sha256(source.read_bytes())
    digest.update(Path(__file__).read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    for finished in build(Path(sys.argv[1]), force="--force" in sys.argv):
        print(f"{finished.name}: {finished.stat().st_size // 1024} kB")  # noqa: T201  # It is a program.
