"""The page for those who write programs that read the register."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.api.v1.asking import DEEPEST, MOST_PER_PAGE
from portal.api.v1.conditions import CONDITIONS
from portal.api.v1.documents import FIELDS
from portal.api.v1.facets import FACETS, PERIODS
from portal.api.v1.views.blueprint import A_SECOND
from portal.ledger.queries import version_of
from portal.web.caching import public_page
from portal.web.locale import _l, current_locale
from portal.web.urls import absolute_url

bp = Blueprint("api", __name__)

EXAMPLES = (
    (_l("The newest documents"), "/documents.json?order=newest"),
    (
        _l("What takes comments now, with the last day"),
        (
            "/documents.json?conditions[accepting_comments_on_regulations_dot_gov]=1"
            "&fields[]=title&fields[]=comments_close_on&fields[]=html_url"
        ),
    ),
    (
        _l("Everything of one year on one theme, as a table"),
        "/documents.csv?conditions[publication_date][year]=2014&conditions[topics][]=sps",
    ),
    (_l("All agencies, in Russian"), "/agencies.json?lang=ru"),
    (_l("How many documents each agency published"), "/documents/facets/agency.json"),
    (_l("What is published next: public inspection"), "/public-inspection-documents/current.json"),
    (_l("Contents of the last issue"), "/issues/current.json"),
    (_l("A feed of the last thirty days"), "/documents.rss"),
)
"""What people ask first, and the address that answers."""


@bp.get("/developers")
@public_page(version_of)
def developers() -> ResponseReturnValue:
    """Say how programs read the register, how much and how fast, and what may be done with it."""
    documents = absolute_url("v1.documents", locale=current_locale())
    return render_template(
        "api/developers.html",
        base=documents.removesuffix("/documents"),
        examples=EXAMPLES,
        conditions=["term", *CONDITIONS],
        fields=list(FIELDS),
        facets=[*FACETS, *PERIODS],
        a_second=A_SECOND,
        most=MOST_PER_PAGE,
        deepest=DEEPEST,
    )
