"""Sections, the searches that are suggested for each, and what else the other site has there."""

from typing import Any

from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal.api.v1 import selecting
from portal.api.v1.answering import Refused, answer, not_found
from portal.api.v1.asking import texts
from portal.api.v1.conditions import Around, Sought, Wrong, days_of, understood
from portal.api.v1.directory import Named
from portal.api.v1.documents import documents
from portal.api.v1.papers import Papers
from portal.api.v1.views.blueprint import addresses, around, asked, either, named, parted
from portal.web.locale import _

HIGHLIGHTED = 6
LAST_YEAR = 365
SHOWN = ("document_number", "html_url", "title", "abstract")


@either("/sections")
def sections(form: str = "") -> ResponseReturnValue:  # noqa: ARG001  # JSON in any case.
    """Return the sections, each with what was published in it on a day."""
    world = around()
    sought = _published(world)
    by_section: dict[int, list[int]] = {}
    for notice, theme in selecting.themes_touched(sought):
        section = world.themes.line_of(theme)[0].id
        kept = by_section.setdefault(section, [])
        if notice not in kept and len(kept) < HIGHLIGHTED:
            kept.append(notice)
    keys = sorted({key for kept in by_section.values() for key in kept})
    told = dict(zip(keys, documents(keys, SHOWN, Papers(world, addresses())), strict=True))
    return answer(
        [
            {
                "name": section.name.tell(world.language).text,
                "slug": section.slug,
                "highlighted_documents": [
                    _highlighted(told[key]) for key in sorted(by_section.get(section.id, ()))
                ],
            }
            for section in world.themes.under(None)
        ],
        asked(),
    )


def _published(world: Around) -> Sought:
    value = asked().conditions.get("publication_date") or world.today.isoformat()
    try:
        days_of(value, "Publication Date", world.today)
    except Wrong:
        raise not_found() from None
    return understood(asked().all_of(conditions={"publication_date": value}), world)


def _highlighted(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "document_number": told["document_number"],
        "html_url": told["html_url"],
        "curated_title": told["title"],
        "curated_abstract": told["abstract"],
        "photo": {},
    }


@either("/suggested_searches")
def suggested_searches(form: str = "") -> ResponseReturnValue:  # noqa: ARG001  # JSON in any case.
    """Return a search for each theme, by section."""
    world = around()
    wanted = set(texts(asked().conditions.get("sections")))
    counts = selecting.count_themes(Sought(where=[selecting.since(world.today, LAST_YEAR)]))
    return answer(
        {
            section.slug: [
                _search(theme, world)
                | {
                    "documents_in_last_year": counts.get(theme.id, 0),
                    "position": place,
                }
                for place, theme in enumerate(_within(section, world), start=1)
            ]
            for section in world.themes.under(None)
            if not wanted or section.slug in wanted
        },
        asked(),
    )


def _within(section: Named, world: Around) -> list[Named]:
    keys = world.themes.with_all_under([section.id])
    return [theme for key, theme in world.themes.by_id.items() if key in keys]


def _search(theme: Named, world: Around) -> dict[str, Any]:
    name = theme.name.tell(world.language).text
    return {
        "description": str(Markup("<p>{}</p>").format(_("Documents about: %(theme)s", theme=name))),
        "slug": theme.slug,
        "search_conditions": {"topics": [theme.slug]},
        "title": name,
    }


@named("/suggested_searches/<name>")
def suggested_search(name: str) -> ResponseReturnValue:
    """Return the search for one theme."""
    world = around()
    theme = world.themes.by_slug.get(parted(name)[0])
    if theme is None:
        raise not_found()
    section = world.themes.line_of(theme.id)[0]
    return answer(_search(theme, world) | {"section": section.slug}, asked())


@named("/images/<name>")
def image(name: str) -> ResponseReturnValue:  # noqa: ARG001  # There are none.
    """Say that there is no such image: notices of this register hold none."""
    raise Refused(404, {})


@named("/site_notifications/<name>")
def site_notification(name: str) -> ResponseReturnValue:  # noqa: ARG001  # There are none.
    """Say that there is no such notification."""
    raise not_found()
