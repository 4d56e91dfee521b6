"""What the ledger keeps, and what its verification finds."""

import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from sqlalchemy import select, text

from portal.kernel import clock
from portal.kernel.database import db
from portal.kernel.events import Event, publish
from portal.ledger.actions import seal
from portal.ledger.audit import verify
from portal.ledger.models import Entry, Head
from portal.ledger.queries import last_head, timeline, version_of
from portal.ledger.rules import leaf_hash

pytestmark = pytest.mark.usefixtures("app")


@dataclass(frozen=True, kw_only=True)
class LampLit(Event):
    """A lamp was lit in the council room."""

    sentence: ClassVar[str] = "Lamp %(lamp)s was lit."
    lamp: str


@dataclass(frozen=True, kw_only=True)
class LampMoved(Event):
    """Staff moved a lamp; nobody outside need know."""

    lamp: str


def light(*lamps, docket="D-1", kind=LampLit):
    for lamp in lamps:
        publish(kind(at=clock.now(), by=None, docket=docket, lamp=lamp))
    db.session.commit()


def seal_all():
    while seal(clock.now()):
        pass


def test_every_event_becomes_an_entry_and_is_sealed_in_order():
    light("a", "b", "c")
    seal_all()

    entries = db.session.scalars(select(Entry).order_by(Entry.position)).all()
    assert [(e.position, e.kind, e.docket, e.facts["lamp"]) for e in entries] == [
        (0, "LampLit", "D-1", "a"),
        (1, "LampLit", "D-1", "b"),
        (2, "LampLit", "D-1", "c"),
    ]
    assert last_head().size == 3


def test_sealing_again_continues_the_same_tree():
    light("a", "b")
    seal_all()
    light("c")
    seal_all()

    report = verify()

    assert (report.sealed, report.waiting, report.faults) == (3, 0, [])
    assert {head.size for head in db.session.scalars(select(Head))} == {2, 3}


def test_sealing_nothing_writes_nothing():
    assert seal(clock.now()) == 0
    assert last_head() is None


def test_the_timeline_is_public_newest_first_and_of_one_docket():
    light("a")
    light("hidden", kind=LampMoved)
    light("elsewhere", docket="D-2")
    light("b")

    assert [e.facts["lamp"] for e in timeline("D-1", limit=10)] == ["b", "a"]
    assert len(timeline(limit=10)) == 3
    first = timeline("D-1", limit=1)[0]
    assert [e.facts["lamp"] for e in timeline("D-1", limit=5, before=(first.at, first.id))] == ["a"]


def test_the_version_of_a_docket_is_new_with_each_of_its_entries_and_no_other():
    seen = [version_of("D-1")]
    light("a")
    seen.append(version_of("D-1"))
    light("b")
    seen.append(version_of("D-1"))
    light("elsewhere", docket="D-2")
    assert version_of("D-1") == seen[-1]
    light("hidden", kind=LampMoved)
    seen.append(version_of("D-1"))
    assert len(set(seen)) == 4


def test_what_nobody_outside_sees_makes_no_new_version():
    light("a")
    before = version_of()

    light("hidden", kind=LampMoved, docket=None)
    assert version_of() == before
    light("of a docket", kind=LampMoved)
    assert version_of() != before
    before = version_of()
    light("public", docket=None)
    assert version_of() != before


def test_the_version_tells_an_entry_that_commits_late():
    light("first")
    late = LampLit(at=clock.now(), by=None, docket="D-1", lamp="late")
    before = version_of("D-1")
    light("second")
    between = version_of("D-1")
    publish(late)
    db.session.execute(text("UPDATE ledger_entry SET id = -1 WHERE content LIKE '%late%'"))
    db.session.commit()

    assert len({before, between, version_of("D-1")}) == 3


TAMPERING = {
    "content": "UPDATE ledger_entry SET content = replace(content, 'Lamp', 'Lump') WHERE id = 2",
    "leaf": "UPDATE ledger_entry SET leaf = repeat_zero WHERE id = 2",
    "docket": "UPDATE ledger_entry SET docket = 'D-9' WHERE id = 2",
    "kind": "UPDATE ledger_entry SET kind = 'LampMoved' WHERE id = 2",
    "publicity": "UPDATE ledger_entry SET public = NOT public WHERE id = 2",
    "time": "UPDATE ledger_entry SET at = '2020-01-01 00:00:00' WHERE id = 2",
    "deletion": "DELETE FROM ledger_entry WHERE id = 2",
    "deletion at the end": "DELETE FROM ledger_entry WHERE id = 4",
    "order": "UPDATE ledger_entry SET position = 9 - position WHERE position IN (0, 3)",
    "place": "UPDATE ledger_entry SET position = 17 WHERE id = 4",
    "unsealing": "UPDATE ledger_entry SET position = NULL WHERE id = 4",
    "root": "UPDATE ledger_head SET root = repeat_zero WHERE size = 2",
    "a head alone": "DELETE FROM ledger_head WHERE size = 4",
}


@pytest.mark.parametrize("how", TAMPERING)
def test_nothing_changes_behind_its_back(how):
    light("a", "b")
    seal_all()
    light("c", "d")
    seal_all()
    assert not verify().faults

    statement = TAMPERING[how].replace("repeat_zero", f"'{'0' * 64}'")
    db.session.execute(text(statement))
    db.session.commit()

    assert verify().faults


def test_a_content_and_its_leaf_changed_together_are_found_by_the_root():
    light("a", "b")
    seal_all()
    entry = db.session.get(Entry, 1)
    entry.content = entry.content.replace('"a"', '"z"')
    entry.leaf = leaf_hash(entry.content.encode()).hex()
    db.session.commit()

    assert any("root" in fault for fault in verify().faults)


def test_a_ledger_rewritten_whole_does_not_continue_a_head_noted_down():
    light("a", "b")
    seal_all()
    head = last_head()
    known = f"{head.size}:{head.root}"
    assert not verify(known=known).faults
    light("c")
    seal_all()
    assert not verify(known=known).faults

    db.session.execute(text("DELETE FROM ledger_head"))
    db.session.execute(text("UPDATE ledger_entry SET position = NULL"))
    db.session.execute(text("DELETE FROM ledger_entry WHERE id = 1"))
    db.session.commit()
    seal_all()

    assert verify(known=known).faults
    assert verify(known="nonsense").faults


def test_what_waits_is_verified_too():
    light("a", "b")
    db.session.execute(text("UPDATE ledger_entry SET content = '{}' WHERE id = 1"))
    db.session.commit()

    assert verify().waiting == 2
    assert verify().faults


def test_many_writers_append_at_once_and_sealers_do_not_fight(app):
    def write(name):
        with app.app_context():
            for n in range(10):
                light(f"{name}{n}")
                if n % 3 == 0:
                    seal(clock.now())
            db.session.remove()

    threads = [threading.Thread(target=write, args=(f"w{n}-",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal_all()

    report = verify()
    assert (report.sealed, report.faults) == (40, [])


def test_the_command_says_whether_it_is_intact(app):
    light("a")
    seal_all()
    runner = app.test_cli_runner()

    good = runner.invoke(args=["ledger", "verify"])
    db.session.execute(text("DELETE FROM ledger_entry"))
    db.session.commit()
    bad = runner.invoke(args=["ledger", "verify"])

    assert good.exit_code == 0
    assert "Intact: 1 entries sealed" in good.output
    assert bad.exit_code == 1
    assert "NOT intact" in bad.output


def test_an_entry_holds_no_more_than_its_event(stopped_clock):
    stopped_clock(clock.now() + timedelta(hours=1))
    light("a")

    entry = db.session.scalars(select(Entry)).one()
    assert entry.content == (
        '{"at":"2026-04-20T08:00:00+00:00","docket":"D-1","facts":{"by":null,"lamp":"a"},'
        '"kind":"LampLit","public":true}'
    )
