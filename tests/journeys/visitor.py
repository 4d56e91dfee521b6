"""Somebody at a browser: follows links that are on the page, fills in forms that are on it.

Fields are known by their names, so that a journey reads the same in every language. A
form is sent exactly as a browser would: hidden fields, defaults and tokens included.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

from tests.conftest import Browser


@dataclass
class Form:
    """A form as it stands on the page."""

    action: str
    method: str
    values: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    """Name, value and words of each button."""
    files: set[str] = field(default_factory=set)


class _Page(HTMLParser):
    """The forms and links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self._form: Form | None = None
        self._select: tuple[str, list[tuple[str, bool]]] | None = None
        self._area: tuple[str, list[str]] | None = None
        self._button: tuple[str, str, list[str]] | None = None
        self._link: tuple[str, list[str]] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in facts:
            self._link = (facts["href"], [])
        if tag == "form":
            self._form = Form(facts.get("action", ""), facts.get("method", "get").lower())
            self.forms.append(self._form)
        if self._form is None or "disabled" in facts:
            return
        name = facts.get("name", "")
        if tag == "input":
            self._input(self._form, name, facts)
        elif tag == "select":
            self._form.names.add(name)
            self._select = (name, [])
        elif tag == "option" and self._select:
            self._select[1].append((facts.get("value", ""), "selected" in facts))
        elif tag == "textarea":
            self._form.names.add(name)
            self._area = (name, [])
        elif tag == "button" and facts.get("type", "submit") == "submit":
            self._button = (name, facts.get("value", ""), [])

    def _input(self, form: Form, name: str, facts: dict[str, str]) -> None:
        kind = facts.get("type", "text")
        form.names.add(name)
        if kind == "submit":
            form.buttons.append((name, facts.get("value", ""), facts.get("value", "")))
        elif kind == "file":
            form.files.add(name)
        elif kind in {"checkbox", "radio"}:
            if "checked" in facts:
                form.values.append((name, facts.get("value", "on")))
        else:
            form.values.append((name, facts.get("value", "")))

    def handle_data(self, data: str) -> None:
        for holder in (self._area, self._button, self._link):
            if holder:
                holder[-1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link:
            self.links.append((self._link[0], " ".join("".join(self._link[1]).split())))
            self._link = None
        if self._form is None:
            return
        if tag == "form":
            self._form = None
        elif tag == "select" and self._select:
            name, options = self._select
            chosen = [value for value, selected in options if selected] or [options[0][0]]
            self._form.values += [(name, value) for value in chosen]
            self._select = None
        elif tag == "textarea" and self._area:
            self._form.values.append((self._area[0], "".join(self._area[1]).removeprefix("\n")))
            self._area = None
        elif tag == "button" and self._button:
            name, value, words = self._button
            self._form.buttons.append((name, value, " ".join("".join(words).split())))
            self._button = None


class Visitor:
    """A person at a browser, in one language."""

    def __init__(self, browser: Browser, locale: str) -> None:
        self.browser = browser
        self.locale = locale
        self.address = "/"
        self.text = ""
        self.status = 0

    def open(self, path: str) -> "Visitor":
        """Open a page by its path below the language."""
        return self._went(f"/{self.locale}{path}", self._get(f"/{self.locale}{path}"))

    def follow(self, part: str) -> "Visitor":
        """Follow the first link of the page whose address holds the part."""
        [address, *_] = [href for href, _ in self._page.links if part in href]
        path = urljoin(self.address, address)
        return self._went(path, self._get(path))

    def submit(
        self,
        answers: dict[str, Any],
        *,
        press: str | None = None,
        files: dict[str, list[tuple[str, bytes]]] | None = None,
        action: str = "",
    ) -> "Visitor":
        """Fill in the form that has these fields, and press the button of that name or value.

        Raises AssertionError where no form of the page has the fields, or no such button.
        """
        form, button = self._form_for(set(answers) | set(files or {}), press, action)
        values = [(k, v) for k, v in form.values if k not in answers]
        for name, value in answers.items():
            several = value if isinstance(value, list) else [value]
            values += [(name, one) for one in several if one is not None]
        if button and button[0]:
            values.append(button[:2])
        data: dict[str, Any] = {}
        for name, value in values:
            data.setdefault(name, []).append(value)
        for name, contents in (files or {}).items():
            data[name] = [(BytesIO(content), filename) for filename, content in contents]
        path = urljoin(self.address, form.action or self.address)
        if form.method == "get":
            return self._went(path, self._get(path, query_string=data))
        kind = "multipart/form-data" if form.files else None
        answer = self.browser.post(path, data=data, content_type=kind, follow_redirects=True)
        return self._went(answer.request.path, answer)

    def sees(self, *words: str) -> "Visitor":
        """Check that the page says these things."""
        for word in words:
            assert word in self.text, f"{self.address} does not say {word!r}"
        return self

    def sees_not(self, *words: str) -> "Visitor":
        """Check that the page does not say these things."""
        for word in words:
            assert word not in self.text, f"{self.address} says {word!r}"
        return self

    @property
    def _page(self) -> _Page:
        return _Page(self.text)

    def _get(self, path: str, **options: Any) -> Any:
        return self.browser.get(path, follow_redirects=True, **options)

    def _went(self, path: str, answer: Any) -> "Visitor":
        self.address = urlsplit(answer.request.url).path if answer.request else path
        self.text = answer.text
        self.status = answer.status_code
        return self

    def _form_for(
        self, names: set[str], press: str | None, action: str
    ) -> tuple[Form, tuple[str, str, str] | None]:
        forms = sorted(self._page.forms, key=lambda form: form.method != "post")
        for form in forms:
            if not names <= form.names or action not in form.action:
                continue
            if press is None:
                return form, form.buttons[0] if form.buttons else None
            for button in form.buttons:
                if press in button:
                    return form, button
        seen = [(sorted(form.names), form.buttons) for form in forms]
        raise AssertionError(f"{self.address}: no form with {names} and {press!r}: {seen}")
