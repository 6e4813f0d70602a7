"""The tables of the page, made from the plans and figures that are stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.waves import comparison, manifest, store
from benchmarks.waves.comparison import METHODS, Compared
from benchmarks.waves.solving import amount, share

PATH = Path(__file__).parent / "README.md"


def write() -> None:
    """Puts the tables into the page, between their marks."""
    text = PATH.read_text(encoding="utf-8")
    for name, lines in (("best", best_known()), ("baselines", baselines())):
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        head, rest = text.split(begin)
        text = head + begin + "\n".join(lines) + "\n" + end + rest.split(end, 1)[1]
    PATH.write_text(text, encoding="utf-8")


def best_known() -> Iterator[str]:
    """A row an instance: what is stored, and what of it is proven."""
    yield "| instance | cost | bound | gap | last cutover in period |"
    yield "|---|---|---|---|---|"
    for row in manifest.rows():
        plan = store.read(row)
        if plan is None:
            yield f"| {row.name} | – | – | – | – |"
            continue
        last = max(move["period"] for move in plan["moves"])
        bound, gap = amount(plan.get("bound")), share(plan.get("gap"))
        yield f"| {row.name} | {plan['cost']:,} | {bound} | {gap} | {last} |"


def baselines() -> Iterator[str]:
    """A row an instance of the last comparison kept, and the mean ratios of each size."""
    yield "| instance | seconds | " + " | ".join(METHODS) + " |"
    yield "|---|---|" + "---|" * len(METHODS)
    found = []
    for row in comparison.stored():
        costs = {name: int(row[name]) if row[name] else None for name in METHODS}
        found.append(Compared(row["name"], int(row["workloads"]), costs, None))
        cells = " | ".join(amount(costs[name]) for name in METHODS)
        yield f"| {row['name']} | {row['seconds']} | {cells} |"
    yield ""
    for line in comparison.ratios(found):
        yield f"- {line}"
