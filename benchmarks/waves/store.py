"""The best known plans: one gzipped plan document an instance, in the form of docs/plan-json.md."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.waves import manifest
from benchmarks.waves.manifest import Row
from grunnmur.plan import Report, check, problem_document

FOLDER = Path(__file__).parent / "plans"
MOST_BYTES = {50: 250_000, 500: 430_000, 2500: 730_000, 5000: 1_100_000}
"""The most a stored plan weighs, gzipped, by size of instance: 15 MB together. A certificate that
makes it heavier is left out, and the bound with it."""

Document = dict[str, Any]


def path(row: Row) -> Path:
    """Where the instance's best known plan is."""
    return FOLDER / f"{row.name}.json.gz"


def read(row: Row) -> Document | None:
    """The best known plan of an instance, or None."""
    if not path(row).exists():
        return None
    return parsed(path(row))


def parsed(path: Path) -> Document:
    """The plan document in a file, gzipped or not."""
    content = path.read_bytes()
    found: Document = json.loads(gzip.decompress(content) if path.suffix == ".gz" else content)
    return found


def checked(row: Row, plan: Document, problem: Mapping[str, Any] | None = None) -> Report:
    """The checker's verdict on a plan for a frozen instance."""
    return check(problem or problem_document(manifest.instance(row)), plan)


def keep(row: Row, plan: Document, problem: Mapping[str, Any]) -> Document:
    """The better of a new plan and the one stored, with the better of their bounds; it is stored.

    A plan the checker does not accept is refused with ValueError.
    """
    report = check(problem, plan)
    if not report.feasible:
        raise ValueError(f"{row.name}: {report.violations[:3]}")
    plan = {**plan, "cost": report.cost, "cost_total": report.cost_total}
    plan |= {"cost_parts": report.cost_parts, "bound": report.bound, "gap": report.gap}
    if not fits(row, plan):
        plan = proven(plan, None, None)
    stored = read(row)
    best = plan if stored is None else _better(plan, stored)
    if not check(problem, best).feasible:
        raise ValueError(f"{row.name}: the joined plan is not accepted")
    _write(row, best)
    return best


def proven(plan: Document, bound: int | None, certificate: Any) -> Document:
    """The plan with another bound, and the gap that follows."""
    gap = None if bound is None else _gap(plan["cost"], bound)
    return {**plan, "bound": bound, "gap": gap, "certificate": certificate}


def _better(plan: Document, stored: Document) -> Document:
    cheaper = plan if plan["cost"] < stored["cost"] else stored
    best = max(plan, stored, key=lambda one: -1 if one.get("bound") is None else one["bound"])
    return proven(cheaper, best.get("bound"), best.get("certificate"))


def _gap(cost: int, bound: int) -> float:
    return (cost - bound) / cost if cost > 0 else 0.0


def _write(row: Row, plan: Document) -> None:
    FOLDER.mkdir(exist_ok=True)
    path(row).write_bytes(_packed(plan))


def fits(row: Row, plan: Document) -> bool:
    """Whether the plan can be stored with its certificate."""
    return weight(plan) <= MOST_BYTES[row.workloads]


def weight(plan: Document) -> int:
    """What the plan weighs when stored, in bytes."""
    return len(_packed(plan))


def _packed(plan: Document) -> bytes:
    members = {name: value for name, value in plan.items() if value is not None}
    text = json.dumps(members, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return gzip.compress(text.encode(), mtime=0)
