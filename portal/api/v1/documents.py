"""One notice as a document of this interface: the only place where the one becomes the other.

`fields[]` chooses among `FIELDS`. What has no meaning in this register is there and empty:
null, or an empty list or object where the other register never says null.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from portal.api.v1.directory import Named
from portal.api.v1.kinds import TYPES
from portal.api.v1.papers import Papers, gather
from portal.kernel.database import db
from portal.register.labels import KINDS
from portal.register.models import Notice
from portal.register.rules import NoticeKind

EXCERPT = 255
"""Characters of the summary that stand for an excerpt."""


Field = Callable[[Papers, Notice], Any]

AT_ONCE = 256
"""Documents that are put together at a time: a long answer takes no more memory than a short."""


def documents(keys: list[int], fields: Iterable[str], papers: Papers) -> Iterator[dict[str, Any]]:
    """Yield documents in the order of their row numbers.

    For each 256 of them 1 statement, and 1 more for each of: topics, dates, comments,
    corrections.
    """
    chosen = {name: FIELDS[name] for name in fields}
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        gather(papers, some, chosen.keys())
        for key in some:
            if notice := papers.notices.get(key):
                yield {name: value(papers, notice) for name, value in chosen.items()}
        if len(keys) > AT_ONCE:
            db.session.expunge_all()


def _nothing(_papers: Papers, _notice: Notice) -> None:
    return None


def _no_list(_papers: Papers, _notice: Notice) -> list[Any]:
    return []


def _no_object(_papers: Papers, _notice: Notice) -> dict[str, Any]:
    return {}


def _abstract(papers: Papers, notice: Notice) -> str | None:
    return papers.told(notice.summary)


def _action(papers: Papers, notice: Notice) -> str | None:
    if notice.action:
        return papers.told(notice.action)
    return None if notice.kind is NoticeKind.FOREIGN else f"{KINDS[notice.kind]}."


def _agencies(papers: Papers, notice: Notice) -> list[dict[str, Any]]:
    line = papers.around.agencies.line_of(notice.agency_id)
    told = [_agency(papers, agency) for agency in line]
    return [*told, {"raw_name": papers.told(notice.unit)}] if notice.unit else told


def _agency(papers: Papers, agency: Named) -> dict[str, Any]:
    name = papers.told(agency.name)
    return {
        "raw_name": name,
        "name": name,
        "id": agency.id,
        "url": papers.addresses.agency(agency.code),
        "json_url": papers.addresses.agency_json(agency.id),
        "parent_id": agency.parent_id,
        "slug": agency.slug,
    }


def _agency_names(papers: Papers, notice: Notice) -> list[str]:
    names = [papers.told(x.name) for x in papers.around.agencies.line_of(notice.agency_id)]
    return [name for name in (*names, papers.told(notice.unit)) if name]


def _comment_url(papers: Papers, notice: Notice) -> str | None:
    asks = notice.period and notice.kind is not NoticeKind.FOREIGN
    return papers.addresses.comment_form(notice.number or "") if asks else None


def _dockets(papers: Papers, notice: Notice) -> list[dict[str, Any]]:
    period = notice.period
    return [
        {
            "supporting_documents": [],
            "agency_name": _short_name(papers, notice),
            "documents": [
                {
                    "comment_count": papers.posted.get(notice.docket_id, 0),
                    "comment_start_date": period and period.opens.isoformat(),
                    "updated_at": notice.changed_at.isoformat(),
                    "comment_url": _comment_url(papers, notice),
                    "allow_late_comments": None,
                    "id": notice.number,
                    "comment_end_date": period and period.closes.isoformat(),
                    "regulations_dot_gov_open_for_comment": _is_open(papers, notice),
                }
            ],
            "supporting_documents_count": 0,
            "id": notice.docket.number,
            "title": papers.told(notice.docket.title),
        }
    ]


def _is_open(papers: Papers, notice: Notice) -> bool:
    period = notice.period
    return bool(period and period.opens <= papers.around.today <= period.closes)


def _short_name(papers: Papers, notice: Notice) -> str | None:
    agency = papers.around.agencies.by_id.get(notice.agency_id)
    return papers.told(agency.short) if agency else None


def _regulations_info(papers: Papers, notice: Notice) -> dict[str, Any]:
    return {
        "supporting_documents": [],
        "comments_count": papers.posted.get(notice.docket_id, 0),
        "agency_id": _short_name(papers, notice),
        "comments_url": papers.addresses.comments(notice.docket.number),
        "supporting_documents_count": 0,
        "docket_id": notice.docket.number,
        "document_id": notice.number,
        "regulation_id_number": None,
        "title": papers.told(notice.docket.title),
        "checked_regulationsdotgov_at": None,
    }


def _excerpts(papers: Papers, notice: Notice) -> str | None:
    found = papers.excerpts.get(notice.id)
    return found or shortened(papers.told(notice.summary))


def shortened(text: str | None) -> str | None:
    """Return the beginning of a text, cut between words."""
    if text is None or len(text) <= EXCERPT:
        return text
    return text[: EXCERPT - 2].rpartition(" ")[0].rstrip() + "..."


def _correction_of(papers: Papers, notice: Notice) -> str | None:
    numbers = papers.corrected.get(notice.id)
    return papers.addresses.document_json(numbers[0]) if numbers else None


def _corrections(papers: Papers, notice: Notice) -> list[str]:
    numbers = papers.corrections.get(notice.id, [])
    return [papers.addresses.document_json(number) for number in numbers]


def _html_url(papers: Papers, notice: Notice) -> str:
    return papers.addresses.notice(notice.number or "")


def _json_url(papers: Papers, notice: Notice) -> str:
    return papers.addresses.document_json(notice.number or "", notice.published_on)


def _full_text(form: str) -> Field:
    def value(papers: Papers, notice: Notice) -> str | None:
        day = notice.published_on
        return papers.addresses.full_text(form, notice.number or "", day) if day else None

    return value


def _page_length(_papers: Papers, notice: Notice) -> int | None:
    if notice.page is None:
        return None
    return (notice.last_page or notice.page) - notice.page + 1


def _title(papers: Papers, notice: Notice) -> str | None:
    return papers.told(notice.title)


def _day(name: str) -> Field:
    def value(_papers: Papers, notice: Notice) -> str | None:
        day = getattr(notice, name)
        return day.isoformat() if day else None

    return value


def _plainly(name: str) -> Field:
    def value(_papers: Papers, notice: Notice) -> Any:
        return getattr(notice, name)

    return value


FIELDS: dict[str, Field] = {
    "abstract": _abstract,
    "action": _action,
    "agencies": _agencies,
    "agency_names": _agency_names,
    "body_html_url": _full_text("html"),
    "cfr_references": _no_list,
    "citation": _plainly("citation"),
    "comment_url": _comment_url,
    "comments_close_on": _day("closes_on"),
    "correction_of": _correction_of,
    "corrections": _corrections,
    "dates": lambda papers, notice: papers.dates.get(notice.id) or None,
    "disposition_notes": _nothing,
    "docket_id": lambda _papers, notice: notice.docket.number,
    "docket_ids": lambda _papers, notice: [notice.docket.number],
    "dockets": _dockets,
    "document_number": _plainly("number"),
    "effective_on": _nothing,
    "end_page": _plainly("last_page"),
    "excerpts": _excerpts,
    "executive_order_notes": _nothing,
    "executive_order_number": _nothing,
    "explanation": _nothing,
    "full_text_xml_url": lambda papers, notice: papers.addresses.xml(notice.number or ""),
    "html_url": _html_url,
    "images": _no_object,
    "images_metadata": _no_object,
    "json_url": _json_url,
    "mods_url": _nothing,
    "not_received_for_publication": _nothing,
    "page_length": _page_length,
    "page_views": lambda _papers, _notice: {"count": None, "last_updated": None},
    "pdf_url": lambda papers, notice: papers.addresses.pdf(notice.number or ""),
    "president": _nothing,
    "presidential_document_number": _nothing,
    "proclamation_number": _nothing,
    "public_inspection_pdf_url": _nothing,
    "publication_date": _day("published_on"),
    "raw_text_url": _full_text("text"),
    "regulation_id_number_info": _no_object,
    "regulation_id_numbers": _no_list,
    "regulations_dot_gov_info": _regulations_info,
    "regulations_dot_gov_url": _comment_url,
    "significant": _nothing,
    "signing_date": _nothing,
    "start_page": _plainly("page"),
    "subtype": lambda _papers, notice: (
        None if notice.kind is NoticeKind.FOREIGN else str(KINDS[notice.kind])
    ),
    "title": _title,
    "toc_doc": _title,
    "toc_subject": _nothing,
    "topics": lambda papers, notice: [
        str(papers.told(theme.name)) for theme in papers.themes.get(notice.id, ())
    ],
    "type": lambda papers, notice: TYPES[papers.types[notice.id]],
    "volume": _plainly("volume"),
}

IN_LISTS = (
    "title",
    "type",
    "abstract",
    "document_number",
    "html_url",
    "pdf_url",
    "public_inspection_pdf_url",
    "publication_date",
    "agencies",
    "excerpts",
)
"""Fields of a search that names none."""

ALONE = tuple(
    name for name in FIELDS if name not in {"excerpts", "agency_names", "docket_id", "president"}
)
"""Fields of a single document that names none."""

IN_TABLES = (
    "title",
    "type",
    "agency_names",
    "abstract",
    "citation",
    "document_number",
    "html_url",
    "pdf_url",
    "publication_date",
)
"""Columns of a table that names none."""

IN_FEEDS = ("title", "html_url", "abstract", "publication_date", "agency_names", "topics")
