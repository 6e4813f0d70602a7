"""Machine code that processes side by side would each make for themselves, made before them."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module


def plans() -> None:
    """Search and proof."""
    solve = import_module("grunnmur.plan.search").solve
    solve(import_module("tests.plan.problems").region(60, 24), effort=50, workers=1)


def what_follows() -> None:
    """What becomes of a plan, and projects, with and without lags from start to start."""
    simulate = import_module("grunnmur.plan.simulate").simulate
    made_up = import_module("tests.plan.problems").region(2, 12)
    made, activities = (
        import_module("grunnmur.plan.plan"),
        import_module("grunnmur.plan.activities"),
    )
    moves = [made.Move(w.id, w.dispositions[0].name, 0) for w in made_up.workloads]
    simulate(made_up, made.Plan("", tuple(moves), 0, 0, made.CostParts()), runs=2, capacity=True)
    mode = activities.Mode(1)
    for lag in (activities.Lag(0, 1), activities.Lag(0, 1, 1, after_end=False)):
        activities.solve(activities.Project("warm", ((mode,), (mode,)), (lag,)), effort=2)


PARTS = {"plans": plans, "what_follows": what_follows}


def beforehand() -> None:
    """Makes all of it, the parts side by side. Where one fails, the tests that need it say why."""
    for made in [subprocess.Popen([sys.executable, "-m", __name__, part]) for part in PARTS]:
        made.wait()


if __name__ == "__main__":
    PARTS[sys.argv[1]]()
