"""The estate of a run in a workspace, as every reading command opens it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grunnmur.estate import Estate


def estate(workspace: Path, run_id: str | None = None) -> Estate:
    """The estate of the run, the current one when none is named. Raises WorkspaceError."""
    from grunnmur.workspace import open_run

    opened: Estate = open_run(workspace, run_id)
    return opened
