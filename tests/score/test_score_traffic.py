"""Dependencies and roles against what is true, counted by hand."""

import duckdb
import pytest

from grunnmur.score import score
from tests.worlds import world

_SHAPES = {
    "record": "source text, record_key text, noun text, entity_id text, linkable bool, link_group bigint",
    "entity": "noun text, entity_id text, kind text",
    "finding": "rule_id text, subject_kind text, entity_id text, verdict text, knowable bool",
    "dependency": "consumer_kind text, consumer_id text, provider_kind text, provider_id text, "
    "port bigint, observable bool",
    "provider_role": "noun text, entity_id text, role text, sub_role text, observable bool",
}


def _truth(folder, **rows):
    """Applications A, B, C and D, each with a record of its own name."""
    rows["record"] = [("s", name, "application", name, False, None) for name in "ABCD"]
    folder.mkdir()
    connection = duckdb.connect()
    for name, shape in _SHAPES.items():
        connection.execute(f"create table {name} ({shape})")
        for row in rows.get(name, ()):
            connection.execute(f"insert into {name} values ({','.join('?' * len(row))})", list(row))
        connection.execute(f"copy {name} to '{folder / name}.parquet' (format parquet)")
    return folder


def _run(folder, **tables):
    record = [
        {"source": "s", "record_key": name, "noun": "application", "entity_id": name.lower()}
        for name in "ABCD"
    ]
    return world(folder, record=record, **tables)


def _seen(consumer, provider, port=443, confidence=1.0):
    return {
        "consumer_kind": "application", "consumer_id": consumer, "provider_kind": "application",
        "provider_id": provider, "protocol": "tcp", "port": port, "origin": "observed",
        "confidence": confidence,
    }  # fmt: skip


def test_dependencies_are_counted_as_pairs_and_as_services(tmp_path):
    """True: A→B on 443 and 1433, A→C (never seen). Said: A→B 443, A→C, A→D, and B→C too doubtful."""
    truth = _truth(
        tmp_path / "truth",
        dependency=[
            ("application", "A", "application", "B", 443, True),
            ("application", "A", "application", "B", 1433, True),
            ("application", "A", "application", "C", 443, False),
        ],
    )
    said = [_seen("a", "b"), _seen("a", "c"), _seen("a", "d"), _seen("b", "c", confidence=0.25)]

    figures = score(_run(tmp_path / "run", dependency=said), truth)["dependencies"]

    assert figures["pairs"]["precision"] == pytest.approx(2 / 3)
    assert figures["pairs"]["recall"] == 1
    assert figures["services"]["recall"] == pytest.approx(1 / 2)
    assert (figures["services"]["wrong"], figures["services"]["missed"]) == (1, 1)


def test_roles_are_counted_per_class_and_who_watches_is_one_of_them(tmp_path):
    """A and B are applications, C middleware, D never seen; the run takes B for middleware."""
    truth = _truth(
        tmp_path / "truth",
        provider_role=[
            ("application", "A", "application", None, True),
            ("application", "B", "application", None, True),
            ("application", "C", "middleware", "integration_engine", True),
            ("application", "D", "application", None, False),
        ],
    )
    roles = {"a": "application", "b": "middleware", "c": "middleware", "d": "middleware"}
    said = [{"noun": "application", "entity_id": one, "role": of} for one, of in roles.items()]

    figures = score(_run(tmp_path / "run", provider_role=said), truth)["roles"]

    assert figures["application"]["precision"] == 1
    assert figures["application"]["recall"] == pytest.approx(1 / 2)
    assert figures["middleware"]["precision"] == pytest.approx(1 / 2)
    assert figures["middleware"]["f1"] == pytest.approx(2 / 3)


def test_a_truth_without_traffic_is_scored_without_it(tmp_path):
    truth = _truth(tmp_path / "truth")
    (truth / "dependency.parquet").unlink()
    (truth / "provider_role.parquet").unlink()

    assert set(score(_run(tmp_path / "run"), truth)) == {"reconcile", "rules"}
