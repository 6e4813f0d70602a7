"""Machines in groups, in the form an Ansible inventory script gives."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from grunnmur_web import reading

_MACHINES = ("server", "vm", "hypervisor", "client", "network", "storage", "gateway")

_SPELT = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ð": "d", "þ": "th", "đ": "d", "ß": "ss"})
"""Letters that are no letter of ASCII with a mark on it."""


def inventory() -> dict[str, Any]:
    """Groups by wave, organisation and platform, with the machines one may see and their facts."""
    rows = reading.rows(
        """
        select asset.asset_id, asset.name, asset.kind, asset.platform, organisation.name as organisation,
            asset.os_name, wave.wave_id, wave.starts_on
        from asset
        left join organisation using (organisation_id)
        left join workload_member on workload_member.entity_id = asset.asset_id and workload_member.noun = 'asset'
        left join move using (workload_id)
        left join wave on wave.plan_id = move.plan_id and wave.wave_id = move.wave_id
        where asset.name is not null and asset.status is distinct from 'retired' and asset.kind = any(%s)
        order by asset.name, asset.asset_id, wave.wave_id
        """,
        [list(_MACHINES)],
    )
    groups: dict[str, set[str]] = {}
    facts: dict[str, dict[str, Any]] = {}
    for row in rows:
        facts[row["name"]] = {
            "grunnmur_id": row["asset_id"],
            "grunnmur_kind": row["kind"],
            "grunnmur_os": row["os_name"],
            "grunnmur_moves_on": row["starts_on"],
        }
        for kind, value in (
            ("wave", row["wave_id"]),
            ("trust", row["organisation"]),
            ("platform", row["platform"]),
        ):
            if value:
                groups.setdefault(_group(kind, str(value)), set()).add(row["name"])
    return {
        **{name: {"hosts": sorted(hosts)} for name, hosts in sorted(groups.items())},
        "_meta": {"hostvars": facts},
    }


def _group(kind: str, value: str) -> str:
    """A group's name as Ansible takes it: letters of ASCII, digits and underscores."""
    plain = unicodedata.normalize("NFKD", value.lower().translate(_SPELT))
    marked = "".join(c for c in plain if not unicodedata.combining(c))
    return f"{kind}_{re.sub(r'[^0-9a-z]+', '_', marked).strip('_')}"
