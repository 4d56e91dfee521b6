"""Notices with what the fields that are asked for need to know of them, and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from portal.api.v1.addresses import Addresses
from portal.api.v1.conditions import Around
from portal.api.v1.directory import Named
from portal.api.v1.kinds import CODE
from portal.comments.models import Tally
from portal.comments.rules import POSTED
from portal.kernel.database import db
from portal.kernel.text import Localized
from portal.register.markup import captions, plain
from portal.register.models import Notice, NoticeRelation, NoticeTheme
from portal.register.models import NoticeText as Wording
from portal.register.rules import NoticeState, Relation, caption_of


@dataclass
class Papers:
    """Notices with what the fields that are asked for need to know of them."""

    around: Around
    addresses: Addresses
    notices: dict[int, Notice] = field(default_factory=dict)
    types: dict[int, str] = field(default_factory=dict)
    themes: dict[int, list[Named]] = field(default_factory=dict)
    dates: dict[int, str] = field(default_factory=dict)
    posted: dict[int, int] = field(default_factory=dict)
    """Comments that everyone can read, by docket."""
    corrected: dict[int, list[str]] = field(default_factory=dict)
    """By a correction, the numbers of what it corrects."""
    corrections: dict[int, list[str]] = field(default_factory=dict)
    """By what was corrected, the numbers of the corrections."""
    excerpts: Mapping[int, str] = field(default_factory=dict)

    def told(self, text: Localized | None) -> str | None:
        """Return a text for the reader of this answer."""
        return (text.tell(self.around.language).text or None) if text else None


def gather(papers: Papers, keys: list[int], names: Iterable[str]) -> None:
    """Load notices and what the fields of these names tell of them, in place of the last."""
    query = select(Notice, CODE).where(Notice.id.in_(keys)).options(joinedload(Notice.docket))
    found = db.session.execute(query).all()
    papers.notices = {notice.id: notice for notice, _code in found}
    papers.types = {notice.id: code for notice, code in found}
    names = set(names)
    if "topics" in names:
        papers.themes = _themes(papers, keys)
    if "dates" in names:
        papers.dates = _dates(papers, keys)
    if names & {"dockets", "regulations_dot_gov_info"}:
        papers.posted = _posted(notice.docket_id for notice in papers.notices.values())
    if names & {"correction_of", "corrections"}:
        _relate(papers, keys)


def _themes(papers: Papers, keys: list[int]) -> dict[int, list[Named]]:
    query = select(NoticeTheme.notice_id, NoticeTheme.theme_id).where(
        NoticeTheme.notice_id.in_(keys)
    )
    touched = {(row[0], row[1]) for row in db.session.execute(query)}
    found: dict[int, list[Named]] = {}
    for key in keys:
        found[key] = [x for x in papers.around.themes.by_id.values() if (key, x.id) in touched]
    return found


def _dates(papers: Papers, keys: list[int]) -> dict[int, str]:
    """Return what stands under DATES, in the language of the answer or that of the notice."""
    query = select(Wording.notice_id, Wording.locale, Wording.markdown).where(
        Wording.notice_id.in_(keys)
    )
    query = query.where((Wording.locale == papers.around.language) | Wording.is_source)
    found: dict[int, str] = {}
    for key, locale, markdown in db.session.execute(query):
        if key not in found or locale == papers.around.language:
            found[key] = next(
                (plain(x) for name, x in captions(markdown).items() if caption_of(name) == "DATES"),
                "",
            )
    return found


def _posted(dockets: Iterable[int]) -> dict[int, int]:
    query = (
        select(Tally.docket_id, func.sum(Tally.number))
        .where(Tally.docket_id.in_(set(dockets)), Tally.state.in_(POSTED))
        .group_by(Tally.docket_id)
    )
    return {row[0]: int(row[1]) for row in db.session.execute(query)}


def _relate(papers: Papers, keys: list[int]) -> None:
    later, earlier = aliased(Notice), aliased(Notice)
    query = (
        select(later.id, later.number, earlier.id, earlier.number)
        .select_from(NoticeRelation)
        .join(later, later.id == NoticeRelation.later_id)
        .join(earlier, earlier.id == NoticeRelation.earlier_id)
        .where(
            NoticeRelation.relation == Relation.CORRECTS,
            later.state == NoticeState.PUBLISHED,
            later.id.in_(keys) | earlier.id.in_(keys),
        )
        .order_by(NoticeRelation.id)
    )
    papers.corrected, papers.corrections = {}, {}
    for after, correction, before, original in db.session.execute(query):
        papers.corrected.setdefault(after, []).append(original or "")
        papers.corrections.setdefault(before, []).append(correction or "")
