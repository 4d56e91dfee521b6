"""`flask search …`."""

import json
import sys

import click
from flask.cli import AppGroup

from portal.kernel import clock
from portal.kernel.database import db, reading, writing
from portal.kernel.text import LOCALES
from portal.search.actions import batches, begin_anew, end_anew, enter
from portal.search.queries import Found, find, is_stale
from portal.search.rules import FACETS, Filter, Kind, Order, Period, is_year

BATCH = 20
"""Documents that are entered in one transaction, so that nobody else waits long."""

search = AppGroup("search", help="Full-text search over what is published.")


@search.command("rebuild")
@click.option("--if-needed", is_flag=True, help="Only where another edition built the index.")
def rebuild_command(*, if_needed: bool) -> None:
    """Build the index anew, while the portal goes on."""
    rebuild(if_needed=if_needed)


def rebuild(*, if_needed: bool) -> None:
    """Build the index anew, and say so; where that is asked, only where it is needed."""
    with reading():
        needed = is_stale()
        db.session.rollback()
    if if_needed and not needed:
        return
    with writing():
        todo = begin_anew()
        db.session.commit()
        with click.progressbar(length=len(todo), label="Indexing", file=sys.stderr) as bar:
            for batch in batches(todo, BATCH):
                enter(
                    notices=[number for kind, number in batch if kind is Kind.NOTICE],
                    dockets=[number for kind, number in batch if kind is Kind.DOCKET],
                )
                db.session.commit()
                db.session.expunge_all()
                bar.update(len(batch))
        end_anew(documents=len(todo), now=clock.now())
        db.session.commit()
    click.echo(f"Indexed {len(todo)} documents.")


@search.command("query")
@click.argument("words")
@click.option("--json", "as_json", is_flag=True, help="Everything, for machines.")
@click.option("--locale", type=click.Choice(LOCALES), default="en", show_default=True)
@click.option("--sort", type=click.Choice(Order), default=Order.BEST, show_default=True)
@click.option("--page", type=click.IntRange(1), default=1, show_default=True)
@click.option("--only", "only", multiple=True, metavar="FACET=VALUE", help="Narrow; repeatable.")
def query_command(
    words: str, *, as_json: bool, locale: str, sort: Order, page: int, only: tuple[str, ...]
) -> None:
    """Look for WORDS as the search page does, and print what is found."""
    narrowed = Filter(**dict(_parts(choice) for choice in only))
    with reading():
        found = find(
            words,
            narrowed=narrowed,
            order=Order(sort),
            page=page,
            locale=locale,
            today=clock.legal_day(clock.now()),
        )
        db.session.rollback()
    if as_json:
        click.echo(json.dumps(_told(found, locale), ensure_ascii=False, indent=2))
        return
    click.echo(f"{'More than ' if found.more else ''}{found.total} found.")
    if found.meant:
        click.echo(f"Did you mean: {found.meant}")
    for hit in found.hits:
        click.echo(f"{hit.number:20} {hit.day}  {hit.title.tell(locale).text}")


def _parts(choice: str) -> tuple[str, str]:
    facet, equals, value = choice.partition("=")
    if not equals or facet not in FACETS:
        raise click.BadParameter(f"{choice}: say one of {', '.join(FACETS)}, =, and a value.")
    if facet == "year" and not is_year(value):
        raise click.BadParameter(f"{choice}: say a year in four digits.")
    if facet == "period" and value not in set(Period):
        raise click.BadParameter(f"{choice}: say one of {', '.join(Period)}.")
    return facet, value


def _told(found: Found, locale: str) -> dict[str, object]:
    return {
        "query": found.query,
        "total": found.total,
        "more_than_total": found.more,
        "page": found.page,
        "pages": found.pages,
        "did_you_mean": found.meant,
        "words_in_no_document": found.nowhere,
        "exact": [
            {"kind": hit.kind.value, "number": hit.number, "title": hit.title.tell(locale).text}
            for hit in found.exact
        ],
        "facets": {facet: dict(counted) for facet, counted in found.facets.items()},
        "hits": [
            {
                "kind": hit.kind.value,
                "number": hit.number,
                "title": hit.title.tell(locale).text,
                "document_kind": hit.paper,
                "agency": hit.agency,
                "negotiation": hit.negotiation,
                "themes": list(hit.themes),
                "published_on": hit.day.isoformat(),
                "period": hit.period.value if hit.period else None,
                "closes_on": hit.closes_on.isoformat() if hit.closes_on else None,
                "score": hit.score,
                "snippet": hit.snippet.plain if hit.snippet else None,
                "snippet_locale": hit.snippet.locale if hit.snippet else None,
            }
            for hit in found.hits
        ],
    }
