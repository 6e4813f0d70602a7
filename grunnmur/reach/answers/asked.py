"""Questions as named steps, asked of one estate."""

from __future__ import annotations

from pathlib import Path

from grunnmur.estate import Estate
from grunnmur.kit.engine import Steps

_STEPS = Path(__file__).parent / "steps"


def asked(estate: Estate) -> Steps:
    """The questions, ready to be asked of this estate."""
    return Steps(estate.connection, _STEPS)
