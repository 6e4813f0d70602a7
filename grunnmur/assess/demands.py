"""What laws, norms and owners demand, beside what the rules answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyarrow as pa

from grunnmur.catalogue.controls import Pack
from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Steps


def write(estate: Estate, packs: Sequence[Pack]) -> None:
    """Writes `control`, `control_rule` and `control_parameter`: the packs as they stand."""
    _write(estate, "control", _controls(packs))
    _write(estate, "control_rule", _rules(packs))
    _write(estate, "control_parameter", _parameters(packs))


def conclude(estate: Estate, steps: Steps) -> None:
    """Writes `control_result` of `rule_result` and `finding`, for the packs the run holds."""
    if estate.count("control"):
        estate.write(TABLES["control_result"], steps.text("out_control_result"))


def _controls(packs: Iterable[Pack]) -> list[tuple[object, ...]]:
    return [
        (
            *(pack.pack_id, pack.version, control.control_id, place),
            *(pack.title["nb"], pack.title["en"], pack.publisher, pack.layer),
            *(pack.clause_of(control), control.group["nb"], control.group["en"]),
            *(control.title["nb"], control.title["en"]),
            *(control.not_measured["nb"], control.not_measured["en"]),
        )
        for pack in packs
        for place, control in enumerate(pack.controls, 1)
    ]


def _rules(packs: Iterable[Pack]) -> list[tuple[object, ...]]:
    return [
        (pack.pack_id, pack.version, control.control_id, rule_id)
        for pack in packs
        for control in pack.controls
        for rule_id in dict.fromkeys(control.rules)
    ]


def _parameters(packs: Iterable[Pack]) -> list[tuple[object, ...]]:
    return [
        (
            *(pack.pack_id, pack.version, control.control_id),
            *(one.parameter_id, one.title["nb"], one.title["en"], one.value),
        )
        for pack in packs
        for control in pack.controls
        for one in control.parameters
    ]


def _write(estate: Estate, name: str, rows: Sequence[tuple[object, ...]]) -> None:
    table = TABLES[name]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(table.columns)
    given = pa.table(
        {
            column.name: pa.array(values, pa.int64() if column.type == "whole" else pa.string())
            for column, values in zip(table.columns, columns, strict=True)
        }
    )
    estate.connection.register("_given", given)
    estate.write(table, "select * from _given")
    estate.connection.unregister("_given")
