"""A rule pack as an OSCAL catalogue: controls, what is asked of each, one objective for each rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from grunnmur.report.controls import Standing
from grunnmur.report.oscal import names

Node = dict[str, Any]


def control_id(one: Standing) -> str:
    """The control's id in its catalogue."""
    return names.token(one.pack, one.control_id)


def objective_id(one: Standing, rule_id: str) -> str:
    """The id of what one rule measures of a control."""
    return names.token(control_id(one), "obj", rule_id)


def parameter_id(one: Standing, parameter: str) -> str:
    """The id of a control's parameter."""
    return names.token(control_id(one), "prm", parameter)


def body(pack: Sequence[Standing], rules: Mapping[str, str]) -> Node:
    """The catalogue's groups. `rules` are the explanations of rules that are known."""
    return {
        "groups": [
            {
                "id": names.token(pack[0].pack, "group", str(number)),
                "title": title,
                "controls": [_control(one, rules) for one in found],
            }
            for number, (title, found) in enumerate(groupby(pack, lambda one: one.group_title), 1)
        ]
    }


def _control(one: Standing, rules: Mapping[str, str]) -> Node:
    control: Node = {
        "id": control_id(one),
        "title": one.title,
        "props": [
            {"name": "label", "value": one.control_id},
            names.prop("layer", one.layer),
            names.prop("clause", one.clause),
        ],
    }
    if one.parameters:
        control["params"] = [_parameter(one, place) for place in range(len(one.parameters))]
    control["parts"] = [
        {"id": names.token(control_id(one), "smt"), "name": "statement", "prose": one.title},
        *(
            {
                "id": objective_id(one, rule_id),
                "name": "assessment-objective",
                "props": [names.prop("rule", rule_id)],
                "prose": rules.get(rule_id) or rule_id,
            }
            for rule_id in one.rules
        ),
        {"name": "not-measured", "ns": names.NS, "prose": one.not_measured},
    ]
    return control


def _parameter(one: Standing, place: int) -> Node:
    parameter = one.parameters[place]
    written: Node = {
        "id": parameter_id(one, parameter.parameter_id),
        "label": parameter.title,
    }
    if parameter.value is not None:
        written["values"] = [parameter.value]
    return written
