"""NVD's JSON 2.0: pages of its API and its yearly files, which have the same form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grunnmur.catalogue.feeds import doubtful, duplicates
from grunnmur.catalogue.feeds.columns import columns
from grunnmur.catalogue.feeds.reading import Note, Reading, Unreadable

_METRICS = ("cvssMetricV40", "cvssMetricV31", "cvssMetricV30", "cvssMetricV2")
_BOUNDS = {
    "start_incl": "versionStartIncluding",
    "start_excl": "versionStartExcluding",
    "end_incl": "versionEndIncluding",
    "end_excl": "versionEndExcluding",
}
_CPE_FIELDS = ("part", "vendor", "product", "version", "update", "edition", "language",
               "sw_edition", "target_sw", "target_hw", "other")  # fmt: skip


def recognised(document: Any) -> bool:  # noqa: ANN401 whatever a file holds
    """Whether the document is a page or file of NVD JSON 2.0."""
    return isinstance(document, dict) and isinstance(document.get("vulnerabilities"), list) and (
        str(document.get("format", "")).startswith("NVD") or "totalResults" in document
    )  # fmt: skip


def read(place: str, document: Mapping[str, Any]) -> Iterator[Reading]:
    """Records and match criteria. Raises Unreadable when there are fewer than the page announces."""
    entries = document["vulnerabilities"]
    announced = document.get("resultsPerPage", len(entries))
    if len(entries) != announced:
        raise Unreadable("feed_short", file=place, announced=announced, found=len(entries))
    known, nameless = doubtful.numbered(place, entries, lambda entry: entry["cve"]["id"])
    vulnerabilities, notes = duplicates.newest(
        place,
        [entry["cve"] for entry in known],
        key=lambda entry: str(entry["id"]),
        changed=lambda entry: str(entry.get("lastModified", "")),
    )
    told, unreadable = doubtful.readable(
        place,
        vulnerabilities,
        lambda entry: (_record(entry), *_criteria(place, entry)),
        lambda entry: entry["id"],
    )
    notes += nameless + unreadable
    day = str(document.get("timestamp", ""))[:10] or None
    records = [record for record, _, _ in told]
    criteria = [row for _, rows, _ in told for row in rows]
    notes += [note for _, _, odd in told for note in odd]
    yield Reading(
        *("nvd_record", place, columns("nvd_record", records)),
        as_of=day,
        whole=True,
        notes=tuple(notes),
    )
    yield Reading("cpe_match_affected", place, columns("cpe_match_affected", criteria), as_of=day)


def _record(entry: Mapping[str, Any]) -> dict[str, object]:
    metric = _metric(entry.get("metrics") or {})
    score = metric.get("cvssData", {})
    weaknesses = {
        text["value"] for found in entry.get("weaknesses") or () for text in found["description"]
    }
    return {
        "cve": entry["id"],
        "status": entry.get("vulnStatus", ""),
        "published": entry.get("published", "")[:10],
        "modified": entry.get("lastModified", ""),
        "description": _english(entry.get("descriptions") or ()),
        "assigner": entry.get("sourceIdentifier", ""),
        "cvss_version": score.get("version", ""),
        "cvss_score": score.get("baseScore", ""),
        "cvss_vector": score.get("vectorString", ""),
        "cwe": " ".join(sorted(name for name in weaknesses if name.startswith("CWE-"))),
    }


def _metric(metrics: Mapping[str, Any]) -> Mapping[str, Any]:
    """NVD's own newest score, else the newest anyone gave."""
    found = [metric for name in _METRICS for metric in metrics.get(name) or ()]
    own = [metric for metric in found if metric.get("type") == "Primary"]
    return next(iter(own or found), {})


def _english(texts: Sequence[Mapping[str, str]]) -> str:
    return next((text["value"] for text in texts if text.get("lang", "").startswith("en")), "")


def _criteria(place: str, entry: Mapping[str, Any]) -> tuple[list[dict[str, object]], list[Note]]:
    """The rows of its tree, and a note on each product in it that is no CPE."""
    rows: list[dict[str, object]] = []
    notes: list[Note] = []
    for number, configuration in enumerate(entry.get("configurations") or ()):
        nodes = configuration["nodes"]
        outer = configuration.get("operator", "OR") if len(nodes) > 1 else "OR"
        for node_number, node in enumerate(nodes):
            together = f"{outer}/{node['operator']}" if outer == "AND" else node["operator"]
            for match in node.get("cpeMatch") or ():
                fields = cpe(match["criteria"])
                if fields is None:
                    facts = {"vulnerability": entry["id"], "cpe": match["criteria"]}
                    notes.append(Note("feed_cpe_unreadable", place, facts))
                    continue
                told = {
                    "cve": entry["id"],
                    "source": "nvd",
                    "config": number,
                    "node": node_number,
                    "operator": together,
                    "negate": int(bool(node.get("negate")) != bool(configuration.get("negate"))),
                    "vulnerable": int(match["vulnerable"]),
                    **{column: match.get(name, "") for column, name in _BOUNDS.items()},
                }
                rows.append(fields | told)
    return rows, notes


def cpe(name: str) -> dict[str, str] | None:
    """The fields of a CPE 2.3 name, still escaped; None when it is not one."""
    fields = re.split(r"(?<!\\):", name)
    if fields[:2] != ["cpe", "2.3"] or len(fields) != len(_CPE_FIELDS) + 2:
        return None
    return dict(zip(_CPE_FIELDS, fields[2:], strict=True))
