"""The open reference set: instances stay what they were, plans hold, baselines are priced right."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from importlib.util import find_spec

import pytest

from benchmarks.waves import manifest, solving, store
from benchmarks.waves.baselines import communities, listed, monolith, scored
from benchmarks.waves.baselines.tables import tables
from benchmarks.waves.baselines.trial import Best
from benchmarks.waves.generate import generate, made
from grunnmur.plan import (
    CostParts,
    Move,
    Plan,
    Problem,
    check,
    digest,
    plan_document,
    problem_document,
)

MOST_BYTES = 15_000_000


def claimless(problem: Problem, moves: tuple[Move, ...]) -> dict:
    document = plan_document(Plan(digest(problem), moves, 0, 0, CostParts()))
    return {name: document[name] for name in ("format", "problem_digest", "moves")}


def moves_of(problem: Problem, best: Best) -> tuple[Move, ...]:
    rows = zip(problem.workloads, best.way, best.period, strict=True)
    return tuple(Move(row.id, row.dispositions[way].name, int(at)) for row, way, at in rows)


def test_the_manifest_names_thirty_instances_of_four_sizes():
    rows = manifest.rows()

    sizes = Counter((row.workloads, row.periods) for row in rows)

    assert sizes == {(50, 48): 12, (500, 60): 9, (2500, 60): 6, (5000, 104): 3}
    assert len({row.digest for row in rows}) == 30


@pytest.mark.parametrize(
    "row", [*manifest.rows("50x"), *manifest.rows("500x60-01")], ids=lambda row: row.name
)
def test_an_instance_made_again_is_the_frozen_one(row):
    assert digest(manifest.instance(row)) == row.digest


def test_an_instance_that_is_not_the_frozen_one_is_refused():
    row = replace(manifest.rows("50x")[0], seed=99)

    with pytest.raises(manifest.NotTheSame, match="50x48-01"):
        manifest.instance(row)


@pytest.mark.parametrize(
    ("workloads", "periods", "fortnights"), [(50, 48, False), (400, 60, False), (300, 104, True)]
)
def test_every_instance_has_a_plan_that_breaks_nothing(workloads, periods, fortnights):
    instance = made(workloads, periods, 7, fortnights=fortnights)

    report = check(problem_document(instance.problem), claimless(instance.problem, instance.moves))

    assert report.feasible, report.violations


def test_the_family_has_the_shape_it_promises():
    problem = generate(500, 60, 3)

    kinds = Counter(row.kind for row in problem.workloads)
    ways = sum(len(row.dispositions) for row in problem.workloads)
    assert (kinds["foundation"], kinds["data"]) == (10, pytest.approx(50, abs=3))
    assert ways / 500 == pytest.approx(2.2, abs=0.15)
    assert len(problem.resources) == 8
    assert len(problem.slots) == 11
    assert len(problem.fixed_costs) == 3 + 4 + 1
    late = sum(any(not due.hard for due in row.deadlines) for row in problem.workloads)
    assert late / 500 == pytest.approx(0.25, abs=0.06)


def test_dearer_bridges_change_nothing_but_the_couplings():
    plain, dear = generate(50, 48, 1), generate(50, 48, 1, bridging=2)

    # 2 × a price rounded once is the doubled price, give or take the rounding
    assert replace(dear, name=plain.name, couplings=plain.couplings) == plain
    twice = [2 * row.a_first for row in plain.couplings]
    assert [row.a_first for row in dear.couplings] == pytest.approx(twice, abs=1)


def test_a_bridge_between_platforms_stands_from_the_start():
    problem = generate(50, 48, 1)

    platform = {row.id: row.platform for row in problem.workloads}

    for row in problem.couplings:
        assert (row.neither > 0) == (platform[row.a] != platform[row.b])


# leidenalg is GPL, so it comes with the extra `benchmarks` and not with what tests need.
BASELINES = ["scored", "listed"] + ["communities"] * bool(find_spec("leidenalg"))


@pytest.mark.parametrize("method", BASELINES)
def test_a_baseline_breaks_nothing_and_knows_its_own_price(method):
    problem = generate(50, 48, 1)
    given = tables(problem)

    best = {
        "scored": lambda: scored.best(problem, given, seconds=0.3, workers=1),
        "listed": lambda: listed.best(given, seconds=0.3, workers=1, seed=1),
        "communities": lambda: communities.best(given, seconds=0.3, workers=1, seed=1),
    }[method]()
    assert best is not None
    report = check(problem_document(problem), claimless(problem, moves_of(problem, best)))

    assert (report.feasible, report.cost) == (True, best.cost)


def test_the_constraint_model_finds_the_best_plan_of_a_tiny_problem():
    problem = generate(8, 24, 1)

    best = monolith.best(tables(problem), seconds=20, workers=1, seed=1)
    assert best is not None
    report = check(problem_document(problem), claimless(problem, moves_of(problem, best)))

    assert (report.feasible, report.cost) == (True, best.cost)
    assert best.candidate.note == f"own bound {best.cost}"


def test_the_best_known_plans_of_the_small_instances_are_accepted():
    for row in manifest.rows("50x"):
        plan = store.read(row)
        assert plan is not None
        report = store.checked(row, plan)

        assert report.feasible, (row.name, report.violations)
        assert report.cost == plan["cost"]


def test_every_instance_has_a_plan_and_together_they_are_small():
    weight = sum(store.path(row).stat().st_size for row in manifest.rows())

    assert weight < MOST_BYTES


def test_a_plan_that_breaks_a_condition_is_not_stored(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "FOLDER", tmp_path)
    row = manifest.rows("50x")[0]
    problem = manifest.instance(row)
    moves = tuple(Move(one.id, one.dispositions[0].name, 20) for one in problem.workloads)

    with pytest.raises(ValueError, match="50x48-01"):
        store.keep(row, claimless(problem, moves), problem_document(problem))

    assert not list(tmp_path.iterdir())


def test_of_two_plans_the_cheaper_stays_with_the_better_bound(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "FOLDER", tmp_path)
    row = manifest.rows("50x")[0]
    instance = made(row.workloads, row.periods, row.seed)
    document = problem_document(instance.problem)
    plan = claimless(instance.problem, instance.moves)
    proven = store.keep(row, {**plan, "bound": 1}, document)

    kept = store.keep(row, plan, document)

    assert (kept["bound"], kept["cost"]) == (1, proven["cost"])
    assert store.read(row)["bound"] == 1


def test_a_plan_is_stored_with_a_lighter_proof_where_its_own_is_too_heavy(tmp_path, monkeypatch):
    row = manifest.rows("50x48-01")[0]
    monkeypatch.setattr(store, "FOLDER", tmp_path)
    monkeypatch.setattr(store, "MOST_BYTES", {50: 40_000})

    solving.again([row], solving.Effort(seconds=1, workers=1))

    stored = store.read(row)
    assert store.path(row).stat().st_size <= 40_000
    assert stored["bound"] > 0
    assert store.checked(row, stored).feasible
