"""Agencies, topics and sections."""

from collections.abc import Iterable
from typing import Any

from flask.typing import ResponseReturnValue

from portal.api.v1.answering import Refused, answer
from portal.api.v1.directory import (
    AGENCY_FIELDS,
    Directory,
    Named,
    agency_told,
    all_agencies,
    all_themes,
    approximately,
    topic_told,
)
from portal.api.v1.views.blueprint import addresses, asked, chosen, either, named, parted

SUGGESTED = 10


@either("/agencies")
def agencies(form: str = "") -> ResponseReturnValue:  # noqa: ARG001  # JSON in any case.
    """Return every agency, by name."""
    known = all_agencies()
    ordered = sorted(known.by_id.values(), key=_name)
    return answer(_agencies(ordered, known, listed=True), asked())


def _name(one: Named) -> str:
    return one.name.tell(asked().language).text.lower()


def _agencies(
    some: Iterable[Named], known: Directory, *, listed: bool = False
) -> list[dict[str, Any]]:
    fields = chosen(
        {*AGENCY_FIELDS, "json_url"}, (*AGENCY_FIELDS, "json_url") if listed else AGENCY_FIELDS
    )
    places = addresses()
    return [
        {
            name: value
            for name, value in (
                agency_told(one, known, places) | {"json_url": places.agency_json(one.id)}
            ).items()
            if name in fields
        }
        for one in some
    ]


@named("/agencies/<name>")
def agency(name: str) -> ResponseReturnValue:
    """Return an agency by its slug or number, or several of them."""
    stem, _form = parted(name)
    known = all_agencies()
    by_name = known.by_slug | {str(key): one for key, one in known.by_id.items()}
    wanted = [part.strip().lower() for part in stem.split(",") if part.strip()]
    found = [by_name[part] for part in wanted if part in by_name]
    if not found:
        raise Refused(404, {"error": 404})
    told = _agencies(found, known)
    return answer(told if "," in stem else told[0], asked())


@either("/agencies/suggestions")
def agency_suggestions(form: str = "") -> ResponseReturnValue:  # noqa: ARG001  # JSON in any case.
    """Return agencies whose name holds the words."""
    known = all_agencies()
    found = approximately(asked().term, known.by_id.values(), most=SUGGESTED)
    return answer(_agencies(found, known), asked())


@either("/topics/suggestions")
def topic_suggestions(form: str = "") -> ResponseReturnValue:  # noqa: ARG001  # JSON in any case.
    """Return topics whose name holds the words."""
    found = approximately(asked().term, all_themes().by_id.values(), most=SUGGESTED)
    return answer([topic_told(one, addresses()) for one in found], asked())
