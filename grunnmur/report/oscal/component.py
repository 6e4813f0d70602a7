"""The rules as an OSCAL component that checks controls (type `validation`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from grunnmur.report.controls import Standing
from grunnmur.report.oscal import catalog, names
from grunnmur.text import Voice

Node = dict[str, Any]


def body(packs: Mapping[str, Sequence[Standing]], code_version: str, voice: Voice) -> Node:
    """One component, with one implementation for each pack that any rule gives evidence for."""
    return {
        "components": [
            {
                "uuid": names.identity("component"),
                "type": "validation",
                "title": f"Grunnmur {code_version}",
                "description": voice("oscal_component_text"),
                "control-implementations": [
                    _implementation(name, pack, voice)
                    for name, pack in packs.items()
                    if any(one.rules for one in pack)
                ],
            }
        ]
    }


def _implementation(name: str, pack: Sequence[Standing], voice: Voice) -> Node:
    return {
        "uuid": names.identity("implementation", name),
        "source": name,
        "description": voice("oscal_implementation", pack=pack[0].pack_title),
        "implemented-requirements": [_requirement(name, one, voice) for one in pack if one.rules],
    }


def _requirement(name: str, one: Standing, voice: Voice) -> Node:
    return {
        "uuid": names.identity("requirement", name, one.control_id),
        "control-id": catalog.control_id(one),
        "description": voice("oscal_requirement", rules=list(one.rules)),
        "props": [names.prop("rule", rule_id) for rule_id in one.rules],
        "remarks": voice("oscal_not_measured", what=one.not_measured),
    }
