"""Machine code that processes side by side would each make for themselves, made before them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parent.parent


def plans() -> None:
    """Search and proof."""
    from grunnmur.plan.search import solve
    from tests.plan.problems import region

    solve(region(60, 24), effort=50, workers=1)


def what_follows() -> None:
    """What becomes of a plan, and projects, with and without lags from start to start."""
    from grunnmur.plan import activities
    from grunnmur.plan.plan import CostParts, Move, Plan
    from grunnmur.plan.simulate import simulate
    from tests.plan.problems import region

    made_up = region(2, 12)
    moves = tuple(Move(w.id, w.dispositions[0].name, 0) for w in made_up.workloads)
    simulate(made_up, Plan("", moves, 0, 0, CostParts()), runs=2, capacity=True)
    mode = activities.Mode(1)
    for lag in (activities.Lag(0, 1), activities.Lag(0, 1, 1, after_end=False)):
        activities.solve(activities.Project("warm", ((mode,), (mode,)), (lag,)), effort=2)


PARTS = {"plans": plans, "what_follows": what_follows}


def beforehand() -> None:
    """Makes all of it, the parts side by side. Where one fails, the tests that need it say why."""
    command = [sys.executable, "-m", __name__]
    for made in [subprocess.Popen([*command, part], cwd=_ROOT) for part in PARTS]:
        made.wait()


if __name__ == "__main__":
    PARTS[sys.argv[1]]()
