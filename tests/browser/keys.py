"""Hands on a keyboard: Tab, Shift+Tab, Enter, Space, arrows and typing, and nothing else.

At every stop of the Tab key the focus has to be seen: an outline or a shadow around
something that has a size. Only `main` shows none: it is where the skip link lands, and
nothing that anybody could press.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

MOST_STOPS = 400
MOST_PARTS = 20
"""Stops within fields that have parts, such as the day, the month and the year of a date."""

STOP = """wanted => {
  const here = document.activeElement;
  if (!here || here === document.body || here === document.documentElement) return null;
  const style = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  const shown = outlined || style.boxShadow !== "none";
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {
    found: wanted ? here.matches(wanted) : false,
    seen: here.matches("main") || (shown && box.width > 1 && box.height > 1 && inside),
    what: here.outerHTML.slice(0, 160),
    place: [...document.querySelectorAll("*")].indexOf(here),
  };
}"""

FOCUSABLE = """() => {
  const named = new Set();
  return [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")]
    .filter(x => x.tabIndex >= 0 && !x.disabled && x.checkVisibility({visibilityProperty: true}))
    .filter(x => {
      if (x.type !== "radio") return true;
      const group = [...document.getElementsByName(x.name)];
      const checked = group.find(y => y.checked && y.form === x.form);
      return checked ? x === checked : group.indexOf(x) === 0;
    }).length;
}"""


@dataclass
class Keyboard:
    """A page, and somebody who has no mouse."""

    page: Page
    unseen: list[str] = field(default_factory=list)
    """Stops at which nothing showed where the focus was."""

    def __post_init__(self) -> None:
        """Ask for the windows in which files are picked, long before the first opens."""
        self.page.on("filechooser", lambda _window: None)

    def stop(self, wanted: str = "") -> Any:
        """Return where the focus is; note where it cannot be seen."""
        found = self.page.evaluate(STOP, wanted)
        if found and not found["seen"]:
            self.unseen.append(f"{self.page.url}: {found['what']}")
        return found

    def press(self, key: str) -> Any:
        """Press a key, and return where the focus is then."""
        self.page.keyboard.press(key)
        return self.stop()

    def go_to(self, wanted: str, *, key: str = "Tab") -> "Keyboard":
        """Press Tab until the focus is on what is wanted. Fails where it never comes there."""
        for _ in range(MOST_STOPS):
            found = self.stop(wanted)
            if found and found["found"]:
                return self
            self.page.keyboard.press(key)
        message = f"{self.page.url}: no way to {wanted} with {key}"
        raise AssertionError(message)

    def write(self, wanted: str, words: str) -> "Keyboard":
        """Go to a field and type into it."""
        self.go_to(wanted)
        self.page.keyboard.type(words)
        return self

    def tick(self, wanted: str) -> "Keyboard":
        """Go to a box and press Space."""
        self.go_to(wanted)
        self.page.keyboard.press("Space")
        assert self.page.evaluate("document.activeElement.checked")
        return self

    def choose(self, wanted: str, value: str) -> "Keyboard":
        """Go to a list or to a group of choices, and move to one of them with the arrows."""
        self.go_to(wanted)
        if self.page.evaluate("document.activeElement.type") == "radio":
            self.page.keyboard.press("Space")
        for _ in range(60):
            if self.page.evaluate("document.activeElement.value") == value:
                return self
            self.press("ArrowDown")
        message = f"{self.page.url}: {wanted} has no {value} that arrows lead to"
        raise AssertionError(message)

    def attach(self, wanted: str, file: Path) -> "Keyboard":
        """Go to a field of files, open its window with Enter, and pick a file there."""
        self.go_to(wanted)
        with self.page.expect_file_chooser() as window:
            self.page.keyboard.press("Enter")
        window.value.set_files(file)
        return self

    def enter(self, wanted: str, *, key: str = "Enter") -> "Keyboard":
        """Go to a link or a button, press it, and wait for the page it leads to."""
        self.go_to(wanted)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        return self

    def walk_around(self) -> None:
        """Press Tab from the top to where it begins again. Fails where a stop is left out."""
        wanted = self.page.evaluate(FOCUSABLE)
        self.page.evaluate("document.activeElement.blur()")
        first, places = None, []
        for _ in range(wanted + MOST_PARTS):
            found = self.press("Tab")
            if found is None:
                continue
            if found["place"] == first:
                break
            first = found["place"] if first is None else first
            if found["place"] not in places[-1:]:  # The parts of a date are one field.
                places.append(found["place"])
        assert first is not None
        assert len(set(places)) == len(places) >= wanted, self.page.url
        back = self.press("Shift+Tab")
        assert back is None or back["place"] == places[-1], self.page.url
