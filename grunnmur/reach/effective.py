"""Effective access: which identity reaches which patient data, and which rules that breaks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Steps, give
from grunnmur.reach import chains, closure
from grunnmur.reach.closure import Links, Reach

_DIRECTORY = (
    "directory_sid",
    "directory_domain",
    "directory_built_in",
    "directory_trust",
    "member_of",
    "directory_principal",
    "directory_place",
    "directory_control",
)
_RULES = ("residency", "operator", "trust", "approval")


def write(estate: Estate, steps: Steps, *, on: date, parameters: Mapping[str, object]) -> Reach:
    """Writes `access` and `access_violation`, and makes `chain_step`. `parameters` are the rules' own."""
    found = reach(estate, steps, on=on)
    give(estate.connection, "found_pair", _pair_table(found))
    steps.run("store_machine", "store_logon", "store_logged", "pair", "known_pair", on=on)
    steps.run("account_country", "transfer_basis", on=on)
    steps.run(*(f"violation_{rule}" for rule in _RULES), **parameters)
    steps.run("violation")
    steps.run("wanted_chain")
    give(estate.connection, "found_chain", _chain_table(estate, found))
    steps.run("chain_step")
    estate.write(TABLES["access"], steps.text("out_access"))
    estate.write(TABLES["access_violation"], steps.text("out_access_violation"))
    return found


def reach(estate: Estate, steps: Steps, *, on: date) -> Reach:
    """The chains of rights to patient data, as rows a node. Needs what `techniques` makes."""
    steps.run(*_DIRECTORY, "leading_group", "patient_store", on=on)
    steps.run("right_link", "access_link", "access_node", "access_edge", on=on)
    edge = _numbers(estate, "select from_node, to_node, marks from access_edge order by all")
    steps.run("node_kind")
    node = _numbers(estate, "select store, identity from node_kind order by node")
    links = Links(
        len(node["store"]),
        edge["from_node"].astype(np.int64),
        edge["to_node"].astype(np.int64),
        edge["marks"].astype(np.uint8),
    )
    store, identity = (node[name].astype(bool) for name in ("store", "identity"))
    return closure.reach(links, store=store, identity=identity)


def _pair_table(found: Reach) -> pa.Table:
    pairs = closure.pairs(found)
    return pa.table(
        {
            "from_node": pairs.node,
            "to_node": pairs.store,
            "steps": pairs.steps,
            "marks": pairs.marks,
        }
    )


def _chain_table(estate: Estate, found: Reach) -> pa.Table:
    wanted = _numbers(
        estate, "select from_node, to_node, steps from wanted_chain order by from_node, to_node"
    )
    made = chains.chains(
        found,
        *(wanted[name].astype(np.int64) for name in ("from_node", "to_node", "steps")),
    )
    return pa.table(
        {
            "pair": made.pair,
            "step": made.step,
            "from_node": made.source,
            "to_node": made.target,
        }
    )


def _numbers(estate: Estate, query: str) -> dict[str, Any]:
    columns: dict[str, Any] = estate.connection.execute(query).fetchnumpy()
    return columns
