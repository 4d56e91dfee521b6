"""What was published never changes: the session refuses it, and so does the database itself.

A notice that is published, its wordings and all that stands beside them are frozen to the
byte. Later notices change where it stands now, its last day for comments and whether it
is withdrawn, and nothing else; the database asks to see such a notice.
"""

from typing import Any

from sqlalchemy import Connection, Table, event, inspect, select
from sqlalchemy.orm import Session

from portal.kernel.database import Model
from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_
from portal.register.models.beside import NoticeFile, NoticeLine, NoticeRelation
from portal.register.models.notices import (
    Notice,
    NoticePart,
    NoticeRegion,
    NoticeSector,
    NoticeText,
    NoticeTheme,
    Question,
)
from portal.register.rules import NoticeState

FROZEN = N_("What was published never changes. Publish a correction instead.")

STANDING = frozenset({"closes_on", "withdrawn_on"})
"""Columns that say where a published notice stands; only a later notice changes them."""

DERIVED = frozenset({"id", "search_text"})
"""Columns that nobody decided."""

PARTS: dict[type[Model], str] = {
    NoticeText: "notice_id",
    NoticeTheme: "notice_id",
    NoticeRegion: "notice_id",
    NoticeSector: "notice_id",
    Question: "notice_id",
    NoticePart: "notice_id",
    NoticeLine: "notice_id",
    NoticeFile: "notice_id",
    NoticeRelation: "later_id",
}
"""What is frozen with a notice, and by which column it belongs to it."""

REFUSAL = "what was published never changes"
UNFOUNDED = "only a later notice changes where a notice stands"

BACKED = (
    "EXISTS (SELECT 1 FROM notice_relation JOIN notice AS later"
    " ON later.id = notice_relation.later_id WHERE notice_relation.earlier_id = OLD.id"
    " AND later.state = 'published'"
    " AND notice_relation.relation IN ('extends', 'reopens', 'withdraws'))"
)


def freezing(table: Table, dialect: str) -> list[str]:
    """Return the statements that freeze a table of the register on a database, if it is one."""
    if table.name == Notice.__tablename__:
        return _FREEZE_NOTICE[dialect](table)
    for part, column in PARTS.items():
        if table.name == part.__tablename__:
            return _FREEZE_PART[dialect](table, column)
    return []


def thawing(table: Table, dialect: str) -> list[str]:
    """Return the statements that let a table be changed again, for a migration."""
    on = "" if dialect == "sqlite" else f" ON {table.name}"
    names = [line.split()[2] for line in freezing(table, dialect) if line.startswith("CREATE TRI")]
    return [f"DROP TRIGGER {name}{on}" for name in names]


def _kept(table: Table) -> list[str]:
    return sorted(set(table.columns.keys()) - STANDING - DERIVED)


def _abort(name: str, when: str, condition: str, refusal: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {when} WHEN {condition}"
        f" BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    )


def _notice_on_sqlite(table: Table) -> list[str]:
    published = "OLD.state = 'published'"
    changed, moved = (
        " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in names)
        for names in (_kept(table), sorted(STANDING))
    )
    unfounded = f"{published} AND ({moved}) AND NOT {BACKED}"
    return [
        _abort("notice_frozen", "UPDATE ON notice", f"{published} AND ({changed})", REFUSAL),
        _abort("notice_kept", "DELETE ON notice", published, REFUSAL),
        _abort("notice_standing", "UPDATE ON notice", unfounded, UNFOUNDED),
    ]


def _part_on_sqlite(table: Table, column: str) -> list[str]:
    verbs = {"closed": ("INSERT", "NEW"), "frozen": ("UPDATE", "OLD", "NEW")}
    verbs["kept"] = ("DELETE", "OLD")
    return [
        _abort(
            f"{table.name}_{name}",
            f"{verb} ON {table.name}",
            _published(", ".join(f"{row}.{column}" for row in rows)),
            REFUSAL,
        )
        for name, (verb, *rows) in verbs.items()
    ]


def _published(keys: str) -> str:
    return f"EXISTS (SELECT 1 FROM notice WHERE id IN ({keys}) AND state = 'published')"  # noqa: S608  # Names of columns.


def _notice_on_postgresql(table: Table) -> list[str]:
    old, new, stood, stands = (
        f"ROW({', '.join(f'{row}.{name}' for name in names)})"
        for names in (_kept(table), sorted(STANDING))
        for row in ("OLD", "NEW")
    )
    published = "OLD.state = 'published'"
    body = [
        "IF TG_OP = 'DELETE' THEN",
        f"IF {published} THEN RAISE EXCEPTION '{REFUSAL}'; END IF;",
        "RETURN OLD;",
        "END IF;",
        f"IF {published} AND {new} IS DISTINCT FROM {old} THEN",
        f"RAISE EXCEPTION '{REFUSAL}';",
        "END IF;",
        f"IF {published} AND {stands} IS DISTINCT FROM {stood} AND NOT {BACKED} THEN",
        f"RAISE EXCEPTION '{UNFOUNDED}';",
        "END IF;",
        "RETURN NEW;",
    ]
    of_parts = [
        *_refused_where("INSERT", "OLD"),
        *_refused_where("DELETE", "NEW"),
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;",
        "RETURN NEW;",
    ]
    return [
        _function("notice_is_frozen", body),
        _function("notice_part_is_frozen", of_parts),
        _trigger("notice", "UPDATE OR DELETE", "notice_is_frozen()"),
    ]


def _refused_where(other_than: str, row: str) -> list[str]:
    key = f"(to_jsonb({row}) ->> TG_ARGV[0])::bigint"
    return [
        f"IF TG_OP <> '{other_than}' AND {_published(key)} THEN",
        f"RAISE EXCEPTION '{REFUSAL}';",
        "END IF;",
    ]


def _function(name: str, body: list[str]) -> str:
    lines = "\n".join(body)
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
        f" AS $$\nBEGIN\n{lines}\nEND $$"
    )


def _trigger(table: str, verbs: str, calls: str) -> str:
    return (
        f"CREATE TRIGGER {table}_frozen BEFORE {verbs} ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {calls}"
    )


def _part_on_postgresql(table: Table, column: str) -> list[str]:
    calls = f"notice_part_is_frozen('{column}')"
    return [_trigger(table.name, "INSERT OR UPDATE OR DELETE", calls)]


_FREEZE_NOTICE = {"sqlite": _notice_on_sqlite, "postgresql": _notice_on_postgresql}
_FREEZE_PART = {"sqlite": _part_on_sqlite, "postgresql": _part_on_postgresql}


def _freeze(table: Table, connection: Connection, **_: Any) -> None:
    for statement in freezing(table, connection.dialect.name):
        connection.exec_driver_sql(statement)


for _name in (Notice.__tablename__, *(part.__tablename__ for part in PARTS)):
    event.listen(Model.metadata.tables[_name], "after_create", _freeze)


@event.listens_for(Session, "before_flush")
def _keep_what_was_published(session: Session, _context: Any, _instances: Any) -> None:
    """Refuse any change of a notice, and of what is frozen with it, in words."""
    changed = [row for row in session.dirty if session.is_modified(row)] + list(session.deleted)
    for notice in changed:
        if isinstance(notice, Notice) and _was_published(notice):
            raise RuleBroken(FROZEN)
    kinds = tuple(PARTS)
    parts = [row for row in [*changed, *session.new] if isinstance(row, kinds)]
    notices = {key for part in parts if (key := getattr(part, PARTS[type(part)]))}
    if not notices:
        return
    published = select(Notice.id).where(
        Notice.id.in_(notices), Notice.state == NoticeState.PUBLISHED
    )
    if session.connection().execute(published).first():
        raise RuleBroken(FROZEN)


def _was_published(notice: Notice) -> bool:
    history = inspect(notice).attrs.state.load_history()
    return NoticeState.PUBLISHED in (history.deleted or history.unchanged or ())
