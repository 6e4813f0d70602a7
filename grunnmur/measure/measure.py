"""The figures, from tables of several verbs: it stands beside them and is called last."""

from __future__ import annotations

from pathlib import Path

from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Steps

_STEPS = Path(__file__).parent / "steps"
_BROAD = ["administrative", "clinical_specialist", "medical_near", "research", "utility", "other"]
"""Functions that gather much that is unlike, as the rule duplicate-function lists them."""


def measure(estate: Estate) -> None:
    """Writes `measure`. Without a plan there is only how it is now, as period −1."""
    steps = Steps(estate.connection, _STEPS)
    steps.run("moment", "standing", "joined", "counted", "function_run", broad=_BROAD)
    estate.write(TABLES["measure"], steps.text("out_measure"))
