"""With the true tables as input, reach finds exactly what is true of the made region."""

from datetime import date

import pyarrow as pa

from grunnmur import assess, reach
from grunnmur.example import access_truth, world
from tests.example.true_estate import estate_of

ON = date(2026, 9, 1)
RULES = ("residency-by-reach", "operator-reaches-data", "trust-crossing", "approval-missing")


def test_pairs_and_findings_are_exactly_the_true_ones(tmp_path):
    region = world.build(size=0.02, seed=11, on=ON)
    true = access_truth.pairs(region)
    estate = estate_of(region, tmp_path)

    reach.reach(estate, on=ON)
    assess.assess(estate, on=ON)
    assess.assess(estate, on=ON, after="reach")

    found = estate.connection.execute(
        "select account_id, data_store_id, as_operator, approval, could, coalesce(did, false) from access"
    ).fetchall()
    expected = {
        (
            row["account_id"],
            row["data_store_id"],
            row["as_operator"],
            row["approval"],
            row["could"],
            row["did"],
        )
        for row in true.to_pylist()
    }
    assert len(expected) > 50
    assert set(found) == expected
    pairs = estate.connection.execute(
        "select rule_id, account_id, data_store_id, verdict from access_violation"
    ).fetchall()
    assert set(pairs) == {
        (rule, row["account_id"], row["data_store_id"], verdict)
        for row in true.to_pylist()
        for verdict, column in (("fail", "fails"), ("unknown", "unknown"))
        for rule in row[column].split()
    }
    assert _of_reach(estate) == _true(access_truth.findings(true))


def _of_reach(estate) -> set[tuple[str, str, str]]:
    rows = estate.connection.execute(
        f"select rule_id, subject_id, verdict from finding where rule_id in {RULES}"
    ).fetchall()
    return set(rows)


def _true(table: pa.Table) -> set[tuple[str, str, str]]:
    return {(row["rule_id"], row["entity_id"], row["verdict"]) for row in table.to_pylist()}
