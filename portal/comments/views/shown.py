"""A comment as a page shows it, whether it is filed already or only to be checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from portal.accounts.labels import ADOPTIONS
from portal.accounts.models import Organisation
from portal.attachments.rules import CSV, DOCX, JPEG, ODT, PDF, PLAIN, PNG, XLSX
from portal.comments.models import Comment
from portal.comments.queries import Call
from portal.comments.rules import Capacity, Filing, Stance, Visibility, is_late, tidy
from portal.kernel.text import Localized

TYPES = {
    PDF: "PDF",
    PNG: "PNG",
    JPEG: "JPG",
    DOCX: "DOCX",
    XLSX: "XLSX",
    ODT: "ODT",
    CSV: "CSV",
    PLAIN: "TXT",
}


@dataclass(frozen=True)
class ShownPoint:
    """One point."""

    number: int
    question: Any
    stance: Stance | None
    ask: str
    text: str
    dissent_of: Localized | None = None
    """The organisation that dissents with it, where committees speak."""


@dataclass(frozen=True)
class ShownFile:
    """One file."""

    name: str
    kind: str
    size: int
    sha256: str
    href: str | None


@dataclass(frozen=True)
class Shown:
    """A comment, in the words of its page."""

    number: str | None
    title: str
    author: str
    """Empty: the name is not shown."""
    organisation: Localized | None
    organisation_slug: str | None
    """Its name in addresses."""
    agent: Localized | None
    """Who filed it for the organisation, by letter of authority."""
    members: int | None
    """For how many the organisation speaks, as it said then."""
    adoption: Any
    """How it came to positions then, in words."""
    capacity: Capacity
    stance: Stance | None
    locale: str | None
    filed_at: datetime
    is_late: bool
    points: Sequence[ShownPoint]
    files: Sequence[ShownFile]


def type_name(media_type: str) -> str:
    """Return what people call a type of file."""
    return TYPES.get(media_type.partition(";")[0], media_type)


def author_of(comment: Comment) -> tuple[Localized | None, str]:
    """Return the organisation and the person that a page may name."""
    if comment.visibility is Visibility.ANONYMOUS_PUBLIC:
        return None, ""
    organisation = comment.organisation
    return (organisation.name if organisation else None), comment.author_name


def shown_comment(comment: Comment, *, sealed: bool = False) -> Shown:
    """Return a filed comment for its page; with `sealed`, confidential files as well."""
    organisation, author = author_of(comment)
    notice = comment.notice
    return Shown(
        number=comment.number,
        title=comment.title,
        author=author,
        organisation=organisation,
        organisation_slug=comment.organisation.slug
        if organisation and comment.organisation
        else None,
        agent=comment.agent.name if comment.agent else None,
        members=comment.members,
        adoption=ADOPTIONS[comment.adoption] if comment.adoption else None,
        capacity=comment.capacity,
        stance=comment.stance,
        locale=comment.locale,
        filed_at=comment.filed_at,
        is_late=notice is not None and is_late(comment.filed_at, notice.closes_on, notice.opens_on),
        points=[
            ShownPoint(
                point.number,
                point.question,
                point.stance,
                point.ask,
                point.text,
                point.dissent_of.name if point.dissent_of else None,
            )
            for point in comment.points
        ],
        files=[
            ShownFile(
                name=file.attachment.name,
                kind=type_name(file.attachment.media_type),
                size=file.attachment.size,
                sha256=file.attachment.sha256,
                href=url_for("comments.download", number=comment.number, key=file.id),
            )
            for file in comment.files
            if sealed or not file.confidential
        ],
    )


def shown_filing(
    filing: Filing,
    *,
    notice: Call,
    organisation: Organisation | None,
    agent: Organisation | None = None,
    name: str,
    now: datetime,
) -> Shown:
    """Return a comment that is not filed yet, as its page will show it."""
    questions = {question.number: question for question in notice.questions}
    return Shown(
        number=None,
        title=tidy(filing.title),
        author="" if filing.anonymous or organisation else name,
        organisation=organisation.name if organisation else None,
        organisation_slug=organisation.slug if organisation else None,
        agent=agent.name if agent else None,
        members=organisation.members if organisation else None,
        adoption=ADOPTIONS[organisation.adoption]
        if organisation and organisation.adoption
        else None,
        capacity=filing.capacity,
        stance=filing.stance,
        locale=filing.locale,
        filed_at=now,
        is_late=is_late(now, notice.closes_on, notice.opens_on),
        points=[
            ShownPoint(
                place,
                questions.get(point.question) if point.question else None,
                point.stance,
                tidy(point.ask),
                tidy(point.text),
            )
            for place, point in enumerate(filing.points, 1)
        ],
        files=[
            ShownFile(file.name, type_name(file.media_type), file.size, file.sha256, None)
            for file in filing.files
        ],
    )
