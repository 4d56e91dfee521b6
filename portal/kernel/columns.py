"""How the portal's own values are kept in a column."""

import enum
import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Enum, Integer
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from portal.kernel.text import Localized

Key = BigInteger().with_variant(Integer, "sqlite")
"""A row number: 64 bits everywhere, and SQLite's own row id there."""

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""A small structure that is read and written whole."""

Word = Enum(
    enum.Enum,
    native_enum=False,
    length=40,
    values_callable=lambda kind: [member.value for member in kind],
)
"""A member of an enumeration, kept as its value."""


class Moment(TypeDecorator[datetime]):
    """A point in time, kept and returned in UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time without a zone; keep the rest in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "A moment needs its time zone."
            raise ValueError(message)
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return it in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class LocalizedText(TypeDecorator[Localized]):
    """A text in three languages, in one column."""

    impl = Json
    cache_ok = True

    def process_bind_param(self, value: Localized | None, _dialect: Dialect) -> Any:
        """Write it as JSON."""
        return None if value is None else value.to_json()

    def process_result_value(self, value: Any, _dialect: Dialect) -> Localized | None:
        """Read it from JSON."""
        return None if value is None else Localized.from_json(value)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], Any] | None:
        """Read what SQLite keeps as text no second time: a page reads the same names anew."""
        if dialect.name == "sqlite":
            return _localized
        return super().result_processor(dialect, coltype)


class LocalizedTexts(TypeDecorator[list[Localized]]):
    """Several texts in three languages, in their order, in one column."""

    impl = Json
    cache_ok = True

    def process_bind_param(self, value: list[Localized] | None, _dialect: Dialect) -> Any:
        """Write them as JSON."""
        return None if value is None else [text.to_json() for text in value]

    def process_result_value(self, value: Any, _dialect: Dialect) -> list[Localized] | None:
        """Read them from JSON."""
        return None if value is None else [Localized.from_json(text) for text in value]


@lru_cache(maxsize=2048)
def _localized(text: str | None) -> Localized | None:
    return None if text is None else Localized.from_json(json.loads(text))
