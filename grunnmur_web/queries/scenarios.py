"""Plans that can be set beside the one shown: those of the runs before it, and those laid beside the runs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from grunnmur.plan.compare import Comparison, Scenario, compare
from grunnmur_web.queries import edits

_NAME = re.compile(r"[\w][\w .-]{0,79}")
_MOST = 12
"""So many earlier runs are offered."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A folder with a problem and its plan, and what it is called: a run's id, or its own name."""

    name: str
    folder: Path
    is_run: bool


def offered(run: Path) -> list[Offered]:
    """The earlier runs of the workspace, newest first, then what lies in its `scenarios/`, by name.

    A run that is a step of a file's trial is none: it is not in the workspace.
    """
    workspace = run.parent.parent
    runs = sorted(
        (path for path in run.parent.glob("*") if path.name < run.name and _usable(path)),
        key=lambda path: path.name,
        reverse=True,
    )
    laid = sorted(path for path in (workspace / "scenarios").glob("*") if _usable(path))
    return [
        *(Offered(path.name, path, True) for path in runs[:_MOST]),
        *(Offered(path.name, path, False) for path in laid),
    ]


def compared(run: Path, chosen: list[Offered]) -> Comparison:
    """The plan shown beside those chosen. ProblemError where a plan is not whole."""
    folders = [(run.name, run), *((one.name, one.folder) for one in chosen)]
    return compare([Scenario(name, *edits.documents(folder)) for name, folder in folders])


def _usable(folder: Path) -> bool:
    return bool(_NAME.fullmatch(folder.name)) and edits.has_plan(folder)
