"""What waits for somebody's hand, on their desk."""

from datetime import date

from portal.web import tasks
from portal.web.tasks import Task, tasks_of
from tests.conftest import NOON
from tests.makers import a_person


def test_the_soonest_comes_first_and_what_has_no_day_last(monkeypatch):
    late = Task("late", "/a", date(2026, 4, 1))
    soon = Task("soon", "/b", date(2026, 5, 1))
    some_day = Task("some day", "/c")
    sources = (lambda _actor, _now: [some_day, soon], lambda _actor, _now: [late])
    monkeypatch.setattr(tasks, "_sources", sources)

    assert tasks_of(None, NOON) == [late, soon, some_day]


def test_the_desk_shows_them(browse, monkeypatch):
    person = a_person()

    def source(actor, _now):
        yield Task(f"Mend this, {actor.name}", "/en/about", date(2026, 4, 1))
        yield Task("And that", "/en/about")

    monkeypatch.setattr(tasks, "_sources", (source,))

    page = browse(person).get("/en/desk").text
    assert f"Mend this, {person.name}" in page
    assert "And that" in page
    assert "overdue" in page
