"""CycloneDX bills of materials: one for each application whose supplier gave one."""

from __future__ import annotations

from typing import Any

import numpy as np
import orjson

from grunnmur.example.exports.export import Desk, Export, Written
from grunnmur.example.exports.spelling import looked_up, texts
from grunnmur.example.world.drawing import uuids

Library = tuple[str, str | None, str, tuple[str, ...]]
_LIBRARIES: tuple[Library, ...] = (
    ("maven", "org.springframework", "spring-core", ("5.3.39", "6.1.14", "4.3.30")),
    ("maven", "org.apache.logging.log4j", "log4j-core", ("2.14.1", "2.17.1", "2.24.1")),
    ("maven", "com.fasterxml.jackson.core", "jackson-databind", ("2.9.10", "2.15.4", "2.17.2")),
    ("maven", "org.hibernate", "hibernate-core", ("5.6.15", "6.4.4")),
    ("nuget", None, "Newtonsoft.Json", ("9.0.1", "12.0.3", "13.0.3")),
    ("nuget", None, "Microsoft.Data.SqlClient", ("2.1.5", "5.2.2")),
    ("nuget", None, "fo-dicom", ("4.0.8", "5.1.4")),
    ("maven", "ca.uhn.hapi", "hapi-base", ("2.3", "2.5.1")),
    ("npm", None, "jquery", ("1.12.4", "3.4.1", "3.7.1")),
    ("npm", None, "react", ("16.14.0", "18.3.1")),
    ("npm", None, "lodash", ("4.17.11", "4.17.21")),
    ("pypi", None, "pydicom", ("2.3.1", "3.0.1")),
    ("pypi", None, "numpy", ("1.21.6", "1.26.4")),
    ("generic", None, "openssl", ("1.0.2u", "1.1.1w", "3.0.15")),
)
Tree = dict[str, Any]


def write(desk: Desk) -> Export:
    """One file an application, named by the application's number."""
    export = Export()
    world = desk.world
    rows = np.flatnonzero(world.application["sbom"].astype(bool))
    application = world.application.take(rows)
    rng = desk.stream()
    suppliers = looked_up(world.organisation["name"], application["supplier_row"])
    keys = [f"urn:uuid:{uuid}" for uuid in uuids(rng, len(rows))]
    paths = [f"sbom/{number}.cdx.json" for number in application["application_no"]]
    for i, (name, version) in enumerate(application.rows("name", "version")):
        tree = _bill(keys[i], name, version, suppliers[i], _parts(rng), str(desk.now))
        desk.place(paths[i]).write_bytes(orjson.dumps(tree, option=orjson.OPT_INDENT_2))
    export.sources.append({"name": "sbom", "format": "cyclonedx", "path": "sbom/*.json"})
    names = texts(application["name"])
    export.written.extend(
        Written(
            "sbom", paths[i], "application", [keys[i]], rows[i : i + 1], marks={"name": [names[i]]}
        )
        for i in range(len(rows))
    )
    export.tell("application", "record", rows)
    return export


def _parts(rng: np.random.Generator) -> list[Tree]:
    count = int(rng.integers(4, len(_LIBRARIES)))
    chosen = np.sort(rng.choice(len(_LIBRARIES), size=count, replace=False)).tolist()
    turn = rng.integers(0, 6, size=len(_LIBRARIES)).tolist()
    return [_part(_LIBRARIES[i], turn[i]) for i in chosen]


def _part(library: Library, turn: int) -> Tree:
    kind, group, name, versions = library
    version = versions[turn % len(versions)]
    space = f"{group}/" if group else ""
    purl = f"pkg:{kind}/{space}{name}@{version}"
    part = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    return {**part, "group": group} if group else part


def _bill(
    key: str, name: str, version: str | None, supplier: str | None, parts: list[Tree], at: str
) -> Tree:
    about = {"type": "application", "bom-ref": "self", "name": name, "version": version}
    if supplier:
        about = {**about, "supplier": {"name": supplier}}  # type: ignore[dict-item]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": key,
        "version": 1,
        "metadata": {"timestamp": f"{at}Z", "component": about},
        "components": parts,
    }
