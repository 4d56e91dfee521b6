"""What else may be meant by a search, and how what is being typed may go on."""

from typing import Any

from flask.typing import ResponseReturnValue

from portal.api.v1 import selecting
from portal.api.v1.answering import answer
from portal.api.v1.conditions import Around, Sought, understood
from portal.api.v1.directory import approximately
from portal.api.v1.documents import documents
from portal.api.v1.papers import Papers
from portal.api.v1.views.blueprint import addresses, around, asked, either
from portal.api.v1.views.documents import checked
from portal.register.rules import read_citation

COMPLETIONS = 10
CONDITIONS_OF_AGENCIES = ("agencies", "agency_ids")


@either("/documents/search-details")
def search_details(form: str = "") -> ResponseReturnValue:  # noqa: ARG001  # JSON in any case.
    """Return what a search may have meant, and by what it is narrowed."""
    world = around()
    sought = checked(asked(), world)
    filters = {
        name: {"name": told, "value": name.replace("_", " ").title()}
        for name, (_words, told) in sought.told.items()
    }
    return answer({"suggestions": _suggestions(sought, world), "filters": filters}, asked())


def _suggestions(sought: Sought, world: Around) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if not sought.term:
        return found
    if refined := _refined(sought, world):
        found["search_refinement"] = refined
    if sought.told:
        return found
    if place := read_citation(sought.term):
        keys = [one.id for one in selecting.standing_on([place])]
        told = documents(keys, ("document_number",), Papers(world, addresses()))
        found["citation"] = {"document_numbers": [one["document_number"] for one in told]}
    if sought.term in selecting.keys_named([sought.term]):
        found["document_number"] = {"document_number": sought.term}
    return found


def _refined(sought: Sought, world: Around) -> dict[str, Any] | None:
    """Return the search for an agency where the words are all of its name."""
    conditions = asked().conditions
    if any(name in conditions for name in CONDITIONS_OF_AGENCIES):
        return None
    agencies = approximately(sought.term, world.agencies.by_id.values(), most=1)
    if not agencies:
        return None
    others = {name: value for name, value in conditions.items() if name != "term"}
    better = others | {"agencies": [agencies[0].slug]}
    refined = understood(asked().all_of(conditions=better), world)
    return {
        "count": len(selecting.keys_of(refined, "newest")),
        "search_conditions": better,
        "search_summary": refined.description,
    }


@either("/documents/autocomplete-suggestions")
def completions(form: str = "") -> ResponseReturnValue:  # noqa: ARG001  # JSON in any case.
    """Return documents whose title may be what is being typed."""
    world = around()
    sought = checked(asked(), world)
    keys = selecting.keys_of(sought, "newest")[:COMPLETIONS] if sought.term else []
    fields = ("document_number", "title", "type")
    return answer(
        [
            {
                "document_number": one["document_number"],
                "search_term_completion": one["title"],
                "entry_type": one["type"],
            }
            for one in documents(keys, fields, Papers(world, addresses()))
        ],
        asked(),
    )
