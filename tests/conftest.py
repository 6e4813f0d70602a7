"""What every test may ask for, and an honest count of the tests that could not run here."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import compiled

# A slow machine is no fault of the code: nothing here fails for time.
settings.register_profile(
    "any_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any_machine")

ALL_MUST_RUN = bool(os.environ.get("GRUNNMUR_ALL_TESTS"))
_ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real data nobody here wrote; a test that asks for it does not run without it."""
    folder = Path(os.environ.get("GRUNNMUR_DATA", _ROOT.parent / "shared" / "data"))
    if not (folder / "SOURCES.md").is_file():
        pytest.skip("the shared data is not here (GRUNNMUR_DATA)")
    return folder


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "needs_data: reads real files that are not part of the project"
    )
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        # A minute and more of compiling: once and on all cores, before each process that tests does it for itself.
        compiled.beforehand()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says how many tests were not run, and why."""
    reasons = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", []))
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"not run: {count} × {reason}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where all must run, one that did not is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if ALL_MUST_RUN and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _reason(report: pytest.TestReport) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")
