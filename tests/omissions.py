"""What a run of the tests had to leave out: said at its end, and refused where it must not be.

`PORTAL_TEST_REQUIRE=postgresql,chromium,data` names what must be there: a test that is
skipped for want of it fails instead.
"""

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

_left_out: Counter[str] = Counter()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[Any]:
    """Turn what was skipped into a failure where it must not be."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and _needs(item) & _required():
        report.outcome = "failed"
        report.longrepr = f"This run requires it: {_reason(report)}"
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count what was left out, and why; the tests themselves may run in other processes."""
    if report.skipped and not hasattr(report, "wasxfail"):
        _left_out[_reason(report)] += 1


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what was left out, in a sentence a reason, and which checks failed before."""
    if _left_out:
        terminalreporter.section("Left out of this run")
        for reason, count in _left_out.most_common():
            terminalreporter.line(f"{count} test{'s' if count > 1 else ''}: {reason}")
    if failed := os.environ.get("PORTAL_CHECKS_FAILED", "").split():
        terminalreporter.section("Failed before the tests")
        terminalreporter.line(", ".join(f"make {check}" for check in failed))


def _reason(report: Any) -> str:
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    return str(told).removeprefix("Skipped: ")


def _required() -> set[str]:
    return {word.strip() for word in os.environ.get("PORTAL_TEST_REQUIRE", "").split(",") if word}


def _needs(item: pytest.Item) -> set[str]:
    needs = set()
    names = getattr(item, "fixturenames", ())
    if item.get_closest_marker("browser"):
        needs.add("chromium")
    if item.get_closest_marker("data") or "shared_data" in names:
        needs.add("data")
    if "postgresql" in getattr(getattr(item, "callspec", None), "params", {}).values():
        needs.add("postgresql")
    return needs
