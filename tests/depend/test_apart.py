"""The services to treat apart: what is found does it, and what is proven is true."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grunnmur import settings as estate_settings
from grunnmur.depend.conclude import split
from grunnmur.depend.conclude.apart import apart, graph
from grunnmur.depend.conclude.conclude import STEPS
from grunnmur.errors import SettingsError
from grunnmur.kit.engine import Steps
from tests.worlds import world

Pairs = list[tuple[int, int]]


def _graph(count: int, pairs: Pairs, weight: list[int] | None = None) -> graph.Graph:
    return graph.of(np.array(weight or [1] * count), np.array(pairs).reshape(-1, 2))


def _largest(one: graph.Graph, taken: np.ndarray) -> int:
    label = graph.components(one, ~taken)
    return int(np.unique(label[label >= 0], return_counts=True)[1].max(initial=0))


def _least(one: graph.Graph, most: int) -> int:
    """The minimum, by trying every set."""
    sets = (
        set(some) for size in range(len(one) + 1) for some in combinations(range(len(one)), size)
    )
    masks = (np.array([vertex in some for vertex in range(len(one))]) for some in sets)
    return min(int(one.weight[mask].sum()) for mask in masks if _largest(one, mask) <= most)


def test_the_middle_of_a_star_is_set_apart() -> None:
    star = _graph(9, [(0, leaf) for leaf in range(1, 9)])

    found = apart(star, 3)

    assert np.flatnonzero(found.chosen).tolist() == [0]
    assert found.certified


def test_a_dear_middle_stays_where_its_leaves_are_cheaper() -> None:
    """Of eight leaves five must go so that three… the middle and two others stay: 6 × 1 < 10."""
    star = _graph(9, [(0, leaf) for leaf in range(1, 9)], [10, *[1] * 8])

    assert apart(star, 3).cost == 6


def test_a_path_is_cut_into_pieces() -> None:
    """Eleven in a row, groups of at most three: two cuts leave 3 + 3 + 3."""
    path = _graph(11, [(one, one + 1) for one in range(10)])

    found = apart(path, 3)

    assert (found.cost, found.bound) == (2, 2)


def test_what_is_small_enough_is_left_alone() -> None:
    found = apart(_graph(6, [(0, 1), (2, 3), (4, 5)]), 2)

    assert (found.cost, found.bound, found.chosen.any()) == (0, 0, False)


def test_a_group_has_a_member() -> None:
    with pytest.raises(ValueError, match="at least one member"):
        apart(_graph(2, [(0, 1)]), 0)


@settings(max_examples=40)
@given(
    pairs=st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=8, max_size=24),
    weight=st.lists(st.integers(1, 4), min_size=9, max_size=9),
    most=st.integers(1, 4),
)
def test_small_graphs_are_solved_and_proven(pairs: Pairs, weight: list[int], most: int) -> None:
    one = _graph(9, pairs, weight)

    found = apart(one, most)

    assert _largest(one, found.chosen) <= most
    assert found.cost == _least(one, most) == found.bound


def test_a_bound_is_never_above_what_is_found() -> None:
    rng = np.random.default_rng(3)
    one = _graph(200, rng.integers(0, 200, (400, 2)).tolist())

    found = apart(one, 20)

    assert _largest(one, found.chosen) <= 20
    assert 0 < found.bound <= found.cost


def _settings(folder: Path, text: str) -> estate_settings.Settings:
    source = '[[source]]\nname = "a"\nformat = "table"\npath = "a.csv"\n'
    (folder / estate_settings.FILE).write_text(source + text, encoding="utf-8")
    return estate_settings.read(folder)


def test_a_person_says_how_large_a_group_may_be(tmp_path: Path) -> None:
    assert _settings(tmp_path, "").depend.group_most == 50
    assert _settings(tmp_path, "[depend]\ngroup_most = 20").depend.group_most == 20


@pytest.mark.parametrize("said", ["group_most = 0", 'group_most = "many"', "group_size = 9"])
def test_a_size_that_is_none_is_refused(tmp_path: Path, said: str) -> None:
    with pytest.raises(SettingsError):
        _settings(tmp_path, f"[depend]\n{said}")


def test_the_split_is_for_groups_of_that_size(tmp_path: Path) -> None:
    """Five in a row: one cut in the middle leaves two and two."""
    pair = {"consumer_kind": "application", "provider_kind": "application", "origin": "declared"}
    estate = world(
        tmp_path,
        dependency=[pair | {"consumer_id": f"a{n}", "provider_id": f"a{n + 1}"} for n in range(4)],
    )

    split.write(estate, Steps(estate.connection, STEPS), group_most=2)

    found = estate.connection.sql("select split_id, group_most, largest_after from split")
    assert found.fetchall() == [("groups-of-2", 2, 2)]
    assert estate.connection.sql("select application_id from split_item").fetchall() == [("a2",)]
