"""A notice as JSON: its facts, and its text in every language that it has."""

import json
from dataclasses import is_dataclass
from typing import Any

from portal.kernel.text import Localized
from portal.register.exporting.edition import Edition
from portal.register.exporting.models import Original
from portal.register.markup.manuscript import Block
from portal.web.urls import absolute_url


def notice_json(editions: list[Edition], original: Original | None) -> str:
    """Return all that is public of a notice, as an indented object; empty things are left out.

    `editions` are its languages, the one written first in front.
    """
    first = editions[0]
    notice, docket = first.notice, first.notice.docket
    told = {
        "number": notice.number,
        "kind": notice.kind.value,
        "citation": notice.citation,
        "series": notice.series,
        "volume": notice.volume,
        "page": notice.page,
        "last_page": notice.last_page,
        "docket": {"number": docket.number, "title": _localized(docket.title)},
        "agency": {"code": notice.agency.code, "name": _localized(notice.agency.name)},
        "unit": _localized(notice.unit),
        "title": _localized(notice.title),
        "summary": _localized(notice.summary),
        "action": _localized(notice.action),
        "decision_status": notice.decision_status.value,
        "published_on": first.published.isoformat(),
        "published_at": notice.published_at.isoformat() if notice.published_at else None,
        "comments": {
            "opens_on": notice.opens_on.isoformat(),
            "closes_on": notice.closes_on.isoformat(),
            "first_closing": notice.first_closing.isoformat() if notice.first_closing else None,
            "time_zone": "Asia/Almaty",
            "shorter_because": _localized(notice.waiver_reason),
        }
        if notice.opens_on and notice.closes_on
        else None,
        "negotiation": {
            "code": docket.negotiation.code,
            "name": _localized(docket.negotiation.name),
        }
        if docket.negotiation
        else None,
        "themes": [{"code": theme.code, "name": _localized(theme.name)} for theme in notice.themes],
        "hs_chapters": notice.chapters,
        "questions": [
            {
                "number": question.number,
                "text": _localized(question.text),
                "form": question.form.value,
                "options": [_localized(option) for option in question.options],
                "unit": _localized(question.unit),
            }
            for question in notice.questions
        ],
        "context": {row.part.value: _localized(row.text) for row in notice.parts},
        "regions": [region.code for region in notice.regions],
        "sectors": [sector.code for sector in notice.sectors],
        "goods": [
            {
                "code": line.code,
                "nomenclature_year": line.year,
                "goods": _localized(line.goods),
                "duty_now": line.duty_now,
                "duty_proposed": line.duty_proposed,
            }
            for line in first.beside.lines
        ],
        "files": [
            {
                "number": file.number,
                "kind": file.kind.value,
                "title": _localized(file.title),
                "language": file.locale,
                "media_type": file.attachment.media_type,
                "size": file.attachment.size,
                "sha256": file.attachment.sha256,
            }
            for file in first.beside.files
        ],
        "contact": {
            "name": notice.contact_name,
            "email": notice.contact_email,
            "phone": notice.contact_phone,
        },
        "texts": [_text(edition) for edition in editions],
        "not_understood": original.unknown if original else None,
        "address": absolute_url("front.notice", locale=first.locale, number=first.number),
    }
    return json.dumps(_without_nothing(told), ensure_ascii=False, indent=1) + "\n"


def _text(edition: Edition) -> dict[str, Any]:
    manuscript = edition.written
    return {
        "language": edition.locale,
        "is_source": edition.text.is_source,
        "markdown": edition.text.markdown,
        "html": edition.text.html,
        "blocks": [plain(block) for block in manuscript.blocks],
        "footnotes": [
            {"number": note.number, "blocks": [plain(block) for block in note.blocks]}
            for note in manuscript.notes
        ],
    }


def plain(block: Block) -> dict[str, Any]:
    """Return a block, or what it consists of, as an object that names what it is."""
    told: dict[str, Any] = {"is": type(block).__name__.lower()}
    for name, value in vars(block).items():
        told[name] = _plain(value)
    return _without_nothing(told)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return plain(value) if is_dataclass(value) else value  # type: ignore[arg-type]  # Blocks hold only parts of blocks.


def _localized(text: Localized | None) -> dict[str, str] | None:
    return {locale: words for locale, words in text.texts.items() if words} if text else None


def _without_nothing(told: dict[str, Any]) -> dict[str, Any]:
    kept = {
        name: _without_nothing(value) if isinstance(value, dict) else value
        for name, value in told.items()
    }
    return {
        name: value for name, value in kept.items() if value or (value == 0 and value is not False)
    }
