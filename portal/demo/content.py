"""Reading the story of the demonstration from `content/`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "content"

FENCE = "---\n"


@dataclass(frozen=True)
class Paper:
    """A document: what is known of it, and its text in each language."""

    facts: dict[str, Any]
    texts: dict[str, str]
    """Markdown by language."""


def records(name: str) -> Any:
    """Return what a file of records holds."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))


def notices() -> list[Paper]:
    """Return the notices in the order of their numbers, with every wording."""
    papers = []
    for file in sorted((FOLDER / "notices").glob("TN-*.md")):
        if file.stem.count(".") == 0:
            _, facts, text = file.read_text("utf-8").split(FENCE, 2)
            known = yaml.safe_load(facts)
            texts = {known.get("source", "en"): text} | _translations(file)
            papers.append(Paper(known, texts))
    return papers


def outreach() -> list[Paper]:
    """Return the pages of outreach, with every wording."""
    return [
        Paper(yaml.safe_load(file.read_text("utf-8")), _translations(file))
        for file in sorted((FOLDER / "outreach").glob("*.yaml"))
    ]


def _translations(file: Path) -> dict[str, str]:
    return {
        wording.suffixes[-2].lstrip("."): wording.read_text("utf-8")
        for wording in sorted(file.parent.glob(f"{file.stem}.??.md"))
    }
