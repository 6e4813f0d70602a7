"""Our own bill of materials, as CycloneDX: `python -m grunnmur_web.assets.bill > grunnmur.cdx.json`.

From the lock files and what is installed; nothing is asked of a network, and the same lock gives the same bill.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import quote

from grunnmur_web.assets import locked
from grunnmur_web.store.embedded import programs

_NPM = Path(__file__).parent / "package-lock.json"
_SHIPPED = ("@digdir/designsystemet-css", "@fontsource/inter", "htmx.org")
"""What `build` copies into the wheel of what npm brings."""
_SHORT = 60
"""Longer than a licence's name, shorter than its text, which some write where the name belongs."""


def bill() -> dict[str, Any]:
    """What the wheel ships of others, and what an installation of the site brings with it."""
    version = metadata.version("grunnmur")
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": f"pkg:pypi/grunnmur@{version}",
                "name": "grunnmur",
                "version": version,
                "licenses": [{"expression": "Apache-2.0"}],
                "purl": f"pkg:pypi/grunnmur@{version}",
            }
        },
        "components": [*map(_python, locked.pinned("web")), _database(), *_browser()],
    }


def _python(pinned: locked.Pinned) -> dict[str, Any]:
    purl = f"pkg:pypi/{pinned.name}@{pinned.version}"
    return _component(pinned.name, pinned.version, purl, _licence(pinned.name))


def _licence(name: str) -> list[dict[str, Any]]:
    """As the distribution says it; the lock's pin and what is installed are the same in our own checks."""
    told = metadata.metadata(name)
    for expression in told.get_all("License-Expression") or ():
        return [{"expression": expression}]
    for written in told.get_all("License") or ():
        if len(written) <= _SHORT and written != "UNKNOWN":
            return [{"license": {"name": written}}]
    classes = [c for c in told.get_all("Classifier") or () if c.startswith("License ::")]
    return [{"license": {"name": c.rpartition(" :: ")[2]}} for c in sorted(classes)]


def _database() -> dict[str, Any]:
    """PostgreSQL itself lies in a wheel under another name and version: what is in it is said here."""
    command = [str(programs() / "postgres"), "--version"]
    told = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 our own wheel's program
    version = told.stdout.split()[-1]
    purl = f"pkg:generic/postgresql@{version}"
    made = _component("postgresql", version, purl, [{"license": {"name": "PostgreSQL"}}])
    return {**made, "cpe": f"cpe:2.3:a:postgresql:postgresql:{version}:*:*:*:*:*:*:*"}


def _browser() -> list[dict[str, Any]]:
    packages = json.loads(_NPM.read_text(encoding="utf-8"))["packages"]
    return [_npm(name, packages[f"node_modules/{name}"]) for name in _SHIPPED]


def _npm(name: str, package: dict[str, Any]) -> dict[str, Any]:
    version = package["version"]
    licences = [{"expression": package["license"]}] if package.get("license") else []
    made = _component(name, version, f"pkg:npm/{quote(name, safe='/')}@{version}", licences)
    kind, _, digest = package["integrity"].partition("-")
    assert kind == "sha512", package["integrity"]
    content = base64.b64decode(digest).hex()
    return {**made, "hashes": [{"alg": "SHA-512", "content": content}]}


def _component(
    name: str, version: str, purl: str, licences: list[dict[str, Any]]
) -> dict[str, Any]:
    made = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    return {**made, "licenses": licences} if licences else dict(made)


if __name__ == "__main__":
    json.dump(bill(), sys.stdout, indent=1, sort_keys=True, ensure_ascii=False)
    sys.stdout.write("\n")
