"""The full addresses that answers hold, built under PORTAL_URL and never from a Host header.

An answer of a thousand documents holds ten thousand addresses: each pattern is built once,
and the number of the document is put into its place.
"""

from collections.abc import Iterable
from datetime import date
from operator import itemgetter
from urllib.parse import quote, urlencode

from portal.web.urls import absolute_url

PLACE = "NUMBER-GOES-HERE"
"""Stands in a pattern for what differs from one document to the next."""


class Addresses:
    """Addresses for a reader of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._built: dict[str, str] = {}

    def notice(self, number: str) -> str:
        """Return the page of a document."""
        return self._put(number, "front.notice", "number")

    def xml(self, number: str) -> str:
        """Return a document as XML, in the vocabulary of the Federal Register."""
        return self._put(number, "editions.notice", "number", form="xml")

    def pdf(self, number: str) -> str:
        """Return the print of a document."""
        return self._put(number, "editions.printed", "number")

    def comment_form(self, number: str) -> str:
        """Return the page on which anyone comments on a document."""
        return self._put(number, "comments.file", "number")

    def comments(self, docket: str) -> str:
        """Return the page of the comments in a docket."""
        return self._put(docket, "comments.of_docket", "number")

    def theme(self, code: str) -> str:
        """Return the page of a theme."""
        return self._put(code, "register.theme", "code")

    def agency(self, code: str) -> str:
        """Return the page of what an agency published."""
        page = self._put("", "register.notices", None)
        return f"{page}?{urlencode({'agency': code})}"

    def document_json(self, number: str, day: date | None = None) -> str:
        """Return the document as this interface tells it; with its day, for certain this one."""
        path = self._put(number, "v1.document", "name")
        return f"{path}?publication_date={day}" if day else path

    def agency_json(self, key: int) -> str:
        """Return the agency as this interface tells it."""
        return self._put(str(key), "v1.agency", "name")

    def inspected(self, key: int) -> str:
        """Return the page of a document on public inspection."""
        return f"{self._put('', 'register.inspected', None, key='0')[:-1]}{key}"

    def inspected_json(self, number: str) -> str:
        """Return the document on public inspection as this interface tells it."""
        return self._put(number, "v1.inspected", "name")

    def full_text(self, form: str, number: str, day: date) -> str:
        """Return the words of a document, as `html` or as `text`."""
        return self._put(f"{day:%Y/%m/%d}/{number}", f"texts.{form}", "place")

    def documents_of(self, agency: int) -> str:
        """Return the newest documents of an agency."""
        query = [("conditions[agency_ids][]", agency), ("order", "newest")]
        return f"{self._put('', 'v1.documents', None)}?{urlencode(query)}"

    def page(self, endpoint: str, pairs: Iterable[tuple[str, str]], number: int) -> str:
        """Return another page of the answer to a query, in the order that Rails gives to names."""
        kept = [(name, value) for name, value in pairs if name not in {"page", "format"}]
        kept += [("format", "json"), ("page", str(number))]
        kept.sort(key=itemgetter(0))
        return f"{self._put('', endpoint, None)}?{urlencode(kept)}"

    def _put(self, value: str, endpoint: str, part: str | None, **values: str) -> str:
        if endpoint not in self._built:
            known = values | ({part: PLACE} if part else {})
            self._built[endpoint] = absolute_url(endpoint, locale=self.language, **known)
        return self._built[endpoint].replace(PLACE, quote(value))
