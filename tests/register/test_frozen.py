"""What was published is kept by the database itself, past the session and whoever writes SQL."""

from datetime import date

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DatabaseError

from portal.accounts.models import Region
from portal.kernel.database import db
from portal.register.models import (
    STANDING,
    Notice,
    NoticeLine,
    NoticePart,
    NoticeRegion,
    NoticeRelation,
    NoticeText,
    NoticeTheme,
    Question,
)
from portal.register.models.frozen import DERIVED, PARTS
from portal.register.queries import get_notice
from portal.register.rules import Goods, NoticeKind, Part, Relation
from tests.makers import a_notice, a_theme, in_all, saved
from tests.register.makers import a_draft, a_submitted_notice, published

REFUSED = "never changes"


def other_value(column):
    """Return a value that a column of a published notice did not have."""
    kinds = {"DATE": date(2031, 1, 1), "BIGINT": 99, "INTEGER": 99}
    if column.name in {"title", "summary"} or "Localized" in str(type(column.type)):
        return in_all("Other words")
    if column.name.endswith("_at"):
        return None if column.nullable else db.func.now()
    return kinds.get(str(column.type.compile(db.engine.dialect)), "draft")


@pytest.fixture
def whole(app):
    """A published notice with a row of everything that belongs to it."""
    region = saved(Region(code="ast", name=in_all("Astana")))
    first = a_notice(number="TN-2025-50", volume=12)
    notice = a_submitted_notice(
        lines=[Goods(2022, "0406", in_all("Cheese"), "15 %", "10 %")],
        regions=[region],
        earlier=[first],
    )
    return published(notice)


@pytest.mark.parametrize(
    "name", sorted({*Notice.__table__.columns.keys()} - STANDING - DERIVED - {"chapters"})
)
def test_no_column_of_a_published_notice_changes(whole, name):
    column = Notice.__table__.columns[name]
    before = db.session.execute(select(column).where(Notice.id == whole.id)).scalar()
    value = other_value(column)
    if value == before:
        value = None if column.nullable and before is not None else "2031-01-01 00:00:00+00:00"
        value = text(f"'{value}'") if value else None
    if value is None and before is None:
        value = text("'2031-01-01 00:00:00+00:00'")
    db.session.rollback()
    with pytest.raises(DatabaseError, match=REFUSED):
        db.session.execute(update(Notice).where(Notice.id == whole.id).values({column: value}))
    db.session.rollback()


@pytest.mark.parametrize(
    "kind", [x for x in PARTS if x.__name__ not in {"NoticeFile", "NoticeSector"}]
)
def test_nothing_that_belongs_to_it_is_changed_or_taken_away(whole, kind):
    column = getattr(kind, PARTS[kind])
    assert db.session.scalar(select(kind.id).where(column == whole.id).limit(1))
    for statement in (
        update(kind).where(column == whole.id).values({column: column}),
        delete(kind).where(column == whole.id),
    ):
        with pytest.raises(DatabaseError, match=REFUSED):
            db.session.execute(statement)
        db.session.rollback()


def test_nothing_is_added_to_it(whole):
    key, theme = whole.id, a_theme().id
    region = saved(Region(code="alm", name=in_all("Almaty"))).id
    earlier = a_notice().id
    rows = (
        insert(NoticeText).values(notice_id=key, locale="kk", is_source=False, markdown="x"),
        insert(Question).values(notice_id=key, number=9, text=in_all("Nine?")),
        insert(NoticeTheme).values(notice_id=key, theme_id=theme),
        insert(NoticeRegion).values(notice_id=key, region_id=region),
        insert(NoticePart).values(notice_id=key, part=Part.DECIDED, text=in_all("x")),
        insert(NoticeLine).values(
            notice_id=key, rank=9, year=2022, code="0101", goods=in_all("Horses")
        ),
        insert(NoticeRelation).values(later_id=key, earlier_id=earlier, relation=Relation.FOLLOWS),
    )
    for row in rows:
        with pytest.raises(DatabaseError, match=REFUSED):
            db.session.execute(row)
        db.session.rollback()


def test_it_is_not_deleted(whole):
    with pytest.raises(DatabaseError, match=REFUSED):
        db.session.execute(delete(Notice).where(Notice.id == whole.id))
    db.session.rollback()


@pytest.mark.parametrize("column", sorted(STANDING))
def test_where_it_stands_changes_only_with_a_later_notice(whole, column):
    with pytest.raises(DatabaseError, match="only a later notice"):
        db.session.execute(
            update(Notice).where(Notice.id == whole.id).values({column: date(2031, 1, 1)})
        )
    db.session.rollback()


def test_a_later_notice_that_only_answers_or_is_not_published_founds_nothing(app):
    earlier = a_notice(number="TN-2025-50", volume=12)
    key = earlier.id
    published(
        a_submitted_notice(
            kind=NoticeKind.OUTCOME, docket=earlier_docket(earlier), earlier=[earlier]
        )
    )
    a_draft(kind=NoticeKind.WITHDRAWAL, docket=earlier_docket(earlier), earlier=[earlier])
    with pytest.raises(DatabaseError, match="only a later notice"):
        db.session.execute(update(Notice).where(Notice.id == key).values(closes_on=None))
    db.session.rollback()


def earlier_docket(notice):
    """Return the docket of a notice, with what a draft in it needs."""
    return get_notice(notice.number).docket


def test_a_draft_may_change_in_every_way(app):
    key = a_draft().id
    db.session.execute(update(Notice).where(Notice.id == key).values(contact_name="Other"))
    for kind, column in PARTS.items():
        db.session.execute(delete(kind).where(getattr(kind, column) == key))
    db.session.execute(delete(Notice).where(Notice.id == key))
    db.session.commit()
    assert db.session.get(Notice, key) is None
