"""CVE records, version 5: one record a file, or many in a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from grunnmur.catalogue.feeds import doubtful, duplicates
from grunnmur.catalogue.feeds.columns import columns
from grunnmur.catalogue.feeds.reading import Reading

_METRICS = ("cvssV4_0", "cvssV3_1", "cvssV3_0", "cvssV2_0")
_CISA = "CISA-ADP"


def recognised(document: Any) -> bool:  # noqa: ANN401 whatever a file holds
    """Whether the document is a CVE record or a list of them."""
    return any(
        isinstance(record, dict) and "cveMetadata" in record and "containers" in record
        for record in (document if isinstance(document, list) else [document])
    )


def read(place: str, document: Any) -> Iterator[Reading]:  # noqa: ANN401 whatever a file holds
    """What the assigner and CISA say: records and affected products."""
    known, nameless = doubtful.numbered(
        place,
        document if isinstance(document, list) else [document],
        lambda record: record["cveMetadata"]["cveId"],
    )
    records, notes = duplicates.newest(
        place,
        known,
        key=lambda record: str(record["cveMetadata"]["cveId"]),
        changed=lambda record: str(record["cveMetadata"].get("dateUpdated", "")),
    )
    told, unreadable = doubtful.readable(
        place,
        records,
        lambda record: (_record(record), list(_affected(record))),
        lambda record: record["cveMetadata"]["cveId"],
    )
    notes += nameless + unreadable
    said = columns("cve_record", [record for record, _ in told])
    affected = [row for _, rows in told for row in rows]
    yield Reading("cve_record", place, said, whole=True, notes=tuple(notes))
    yield Reading("cve_affected", place, columns("cve_affected", affected))


def _record(record: Mapping[str, Any]) -> dict[str, object]:
    metadata, cna, cisa = record["cveMetadata"], record["containers"].get("cna", {}), _cisa(record)
    source, score = next(
        (
            (name, found)
            for name, part in (("cna", cna), ("cisa-adp", cisa))
            for found in [_score(part)]
            if found
        ),
        ("", {}),
    )
    decision = _decision(cisa)
    return {
        "cve": metadata["cveId"],
        "state": metadata.get("state", ""),
        "assigner": metadata.get("assignerShortName", ""),
        "published": metadata.get("datePublished", "")[:10],
        "updated": metadata.get("dateUpdated", ""),
        "cvss_version": score.get("version", ""),
        "cvss_score": score.get("baseScore", ""),
        "cvss_severity": score.get("baseSeverity", ""),
        "cvss_vector": score.get("vectorString", ""),
        "cvss_source": source,
        "ssvc_exploitation": decision.get("Exploitation", ""),
        "ssvc_automatable": decision.get("Automatable", ""),
        "ssvc_technical_impact": decision.get("Technical Impact", ""),
        "cwe": " ".join(_weaknesses(cna) or _weaknesses(cisa)),
        "title": cna.get("title", ""),
        "description": _english(cna.get("descriptions") or cna.get("rejectedReasons") or ()),
    }


def _cisa(record: Mapping[str, Any]) -> Mapping[str, Any]:
    parts: Iterable[Mapping[str, Any]] = record["containers"].get("adp") or ()
    return next(
        (part for part in parts if part.get("providerMetadata", {}).get("shortName") == _CISA), {}
    )


def _score(part: Mapping[str, Any]) -> Mapping[str, Any]:
    metrics = part.get("metrics") or ()
    return next((metric[name] for name in _METRICS for metric in metrics if name in metric), {})


def _decision(part: Mapping[str, Any]) -> dict[str, str]:
    """CISA's answers in its SSVC tree."""
    for metric in part.get("metrics") or ():
        other = metric.get("other", {})
        if other.get("type") == "ssvc":
            answers = other.get("content", {}).get("options") or ()
            return {name: value for answer in answers for name, value in answer.items()}
    return {}


def _weaknesses(part: Mapping[str, Any]) -> list[str]:
    return sorted({
        text["cweId"]
        for kind in part.get("problemTypes") or ()
        for text in kind.get("descriptions") or ()
        if text.get("cweId")
    })  # fmt: skip


def _english(texts: Iterable[Mapping[str, str]]) -> str:
    return next((text["value"] for text in texts if text.get("lang", "").startswith("en")), "")


def _affected(record: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    cve = record["cveMetadata"]["cveId"]
    said = (("cna", record["containers"].get("cna", {})), ("cisa-adp", _cisa(record)))
    for source, part in said:
        for number, entry in enumerate(part.get("affected") or ()):
            shared = {
                "cve": cve,
                "source": source,
                "vendor": entry.get("vendor", ""),
                "product": entry.get("product", ""),
                # the number keeps two entries about one product apart
                "platforms": f"{number} " + " ".join(entry.get("platforms") or ()),
                "default_status": entry.get("defaultStatus", ""),
                "cpe": " ".join(entry.get("cpes") or ()),
            }
            rows = [row for version in entry.get("versions") or () for row in _versions(version)]
            yield from (shared | row for row in rows or [{"status": ""}])


def _versions(version: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    """One row, or one a stretch where the status changes within the range."""
    kind, limit = version.get("versionType", ""), version.get("lessThan", "")
    start, status = version["version"], version["status"]
    for change in version.get("changes") or ():
        yield {"version": start, "less_than": change["at"], "status": status, "version_type": kind}
        start, status = change["at"], change["status"]
    yield {
        "version": start,
        "less_than": limit,
        "less_than_or_equal": version.get("lessThanOrEqual", ""),
        "status": status,
        "version_type": kind,
    }
