"""What is true of every page. The test browser checks it on every page it is shown."""

import re
from collections import Counter
from html.parser import HTMLParser

LARGEST_PAGE = 200_000
"""Bytes: no page is larger, whatever it shows."""

UNFILLED = re.compile(r"%\([a-z_]+\)[sd]|\{\{|\}\}|Localized\(|<built-in|NOTICEKIND|Undefined")


class Page(HTMLParser):
    """A page read for its headings, ids, references and labelled controls."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.labelled: set[str] = set()
        self.controls: set[str] = set()
        self.described: set[str] = set()
        self.inline: list[str] = []
        self.elsewhere: list[str] = []
        self.posts_without_token = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        self.tags[tag] += 1
        if "id" in facts:
            self.ids[facts["id"] or ""] += 1
        if tag == "label" and facts.get("for"):
            self.labelled.add(facts["for"] or "")
        unseen = facts.get("type") in {"hidden", "submit", "button"} or "aria-label" in facts
        if tag in {"input", "select", "textarea"} and not unseen:
            self.controls.add(facts.get("id") or "")
        for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
            self.described.update((facts.get(name) or "").split())
        self.inline += [
            f"{tag} {name}" for name in facts if name == "style" or name.startswith("on")
        ]
        source = facts.get("src") or (facts.get("href") if tag == "link" else None) or ""
        if tag in {"script", "img", "link", "iframe"} and source.startswith("//"):
            self.elsewhere.append(source)


def check(text: str) -> None:
    """Fail when a page breaks a promise that every page makes."""
    page = Page(text)
    assert page.tags["h1"] == 1, "A page has exactly one h1."
    assert page.tags["main"] == 1, "A page has exactly one main."
    assert page.tags["title"] >= 1, "A page has a title."
    doubled = [name for name, times in page.ids.items() if times > 1]
    assert not doubled, f"Ids are unique: {doubled}"
    unlabelled = page.controls - page.labelled
    assert not unlabelled, f"Every control has a label: {unlabelled}"
    dangling = page.described - set(page.ids)
    assert not dangling, f"References point at something: {dangling}"
    assert not page.inline, f"Nothing inline: {page.inline}"
    assert not page.elsewhere, f"Nothing from elsewhere: {page.elsewhere}"
    assert re.match(r'\s*<!doctype html>\s*<html[^>]* lang="(kk|ru|en)"', text), "A language."
    unfilled = UNFILLED.search(text)
    assert not unfilled, f"Nothing half-made: {unfilled and unfilled.group()}"
    assert len(text.encode()) <= LARGEST_PAGE, f"A page is too large: {len(text.encode())} bytes."
