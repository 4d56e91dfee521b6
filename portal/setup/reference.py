"""The reference data that the portal comes with: `portal/reference/*.yaml`, known by code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import yaml
from sqlalchemy import select

from portal.accounts.models import Agency, HsChapter, OrganisationKind, Region, Sector
from portal.accounts.rules import OrganisationGroup, OrganisationSize
from portal.kernel import events
from portal.kernel.database import Model, db
from portal.kernel.text import Localized
from portal.negotiations.models import Milestone, Negotiation, Theme
from portal.setup.events import ReferenceDataLoaded

FOLDER = Path(__file__).parent.parent / "reference"

Row = TypeVar("Row", bound=Model)


@dataclass
class Loaded:
    """How much of the reference data was new to the database."""

    added: int = 0
    changed: int = 0

    def put(
        self,
        kind: type[Row],
        key: Mapping[str, Any],
        facts: Mapping[str, Any],
        *,
        decided: Mapping[str, Any] = MappingProxyType({}),
    ) -> Row:
        """Bring one record in: add it, or change what differs. Nothing is ever removed.

        What people may have `decided` otherwise stays as it is, once its row says that
        they did (`decided_at`).
        """
        row = db.session.scalar(select(kind).filter_by(**key))
        if row is None or getattr(row, "decided_at", None) is None:
            facts = {**facts, **decided}
        if row is None:
            row = kind(**key, **facts)
            db.session.add(row)
            db.session.flush()
            self.added += 1
            return row
        differing = {name: value for name, value in facts.items() if getattr(row, name) != value}
        for name, value in differing.items():
            setattr(row, name, value)
        self.changed += bool(differing)
        return row


def records(name: str) -> list[dict[str, Any]]:
    """Return the records of one file of reference data."""
    text = (FOLDER / f"{name}.yaml").read_text("utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)
    return found


@cache
def organisation_groups() -> Mapping[str, OrganisationGroup]:
    """Return the group of each kind of organisation."""
    kinds = records("organisation_kinds")
    return {kind["code"]: OrganisationGroup(kind["group"]) for kind in kinds}


def load(*, now: datetime) -> Loaded:
    """Bring the reference data into the database; a second run changes nothing."""
    loaded = Loaded()
    for region in records("regions"):
        facts = {"name": _told(region["name"]), "current": region.get("current", True)}
        loaded.put(Region, _code(region), facts)
    for sector in records("sectors"):
        loaded.put(Sector, _code(sector), {"name": _told(sector["name"])})
    for chapter in records("hs_chapters"):
        loaded.put(HsChapter, _code(chapter), {"name": _told(chapter["name"])})
    _load_kinds(loaded)
    _load_agencies(loaded)
    _load_themes(loaded)
    _load_negotiations(loaded)
    db.session.flush()
    if loaded.added or loaded.changed:
        events.publish(
            ReferenceDataLoaded(at=now, by=None, added=loaded.added, changed=loaded.changed)
        )
    return loaded


def _load_kinds(loaded: Loaded) -> None:
    for rank, kind in enumerate(records("organisation_kinds"), 1):
        facts = {
            "rank": rank,
            "group": OrganisationGroup(kind["group"]),
            "size": OrganisationSize(kind["size"]) if "size" in kind else None,
            "in_chamber": kind.get("nce_member"),
            "name": _told(kind["name"]),
        }
        loaded.put(OrganisationKind, _code(kind), facts)


def _load_agencies(loaded: Loaded) -> None:
    parents: dict[str | None, int | None] = {None: None}
    for agency in records("agencies"):
        facts = {
            "kind": agency["kind"],
            "parent_id": parents[agency.get("parent")],
            "name": _told(agency["name"]),
            "abbreviation": _told(agency["abbreviation"]),
        }
        parents[agency["code"]] = loaded.put(Agency, _code(agency), facts).id


def _load_themes(loaded: Loaded) -> None:
    leads = _ids(Agency)
    parents: dict[str | None, int | None] = {None: None}
    for rank, theme in enumerate(records("themes"), 1):
        facts = {
            "name": _told(theme["name"]),
            "core": theme["core"],
            "rank": rank,
            "parent_id": parents[theme.get("parent")],
            "lead_id": leads[theme["lead"]],
        }
        parents[theme["code"]] = loaded.put(Theme, _code(theme), facts).id


def _load_negotiations(loaded: Loaded) -> None:
    leads = _ids(Agency)
    for negotiation in records("negotiations"):
        facts = {
            "kind": negotiation["kind"],
            "name": _told(negotiation["name"]),
            "negotiated_as": _told_if(negotiation.get("negotiated_as")),
            "remark": _told_if(negotiation.get("remark")),
        }
        decided = {
            "stage": negotiation["stage"],
            "lead_id": leads[negotiation["lead"]],
            "partners": negotiation.get("partners", []),
        }
        row = loaded.put(Negotiation, _code(negotiation), facts, decided=decided)
        for milestone in negotiation["milestones"]:
            key = {"negotiation_id": row.id, "reached": milestone["reached"]}
            loaded.put(Milestone, key, {"text": _told(milestone)})


def _code(record: Mapping[str, Any]) -> dict[str, str]:
    return {"code": record["code"]}


def _ids(kind: type[Agency]) -> dict[str, int]:
    rows: Iterable[Agency] = db.session.scalars(select(kind))
    return {row.code: row.id for row in rows}


def _told(texts: Mapping[str, str]) -> Localized:
    return Localized(source="ru", kk=texts["kk"], ru=texts["ru"], en=texts["en"])


def _told_if(texts: Mapping[str, str] | None) -> Localized | None:
    return _told(texts) if texts else None
