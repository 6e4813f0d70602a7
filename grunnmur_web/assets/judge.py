"""We judge ourselves: `python -m grunnmur_web.assets.judge CATALOGUE [BILL]`. 1 where something of ours is affected.

The bill of materials goes through the same sentence as anybody's: read, named, matched to the catalogue's newest
edition. So it needs no network, knows what the edition knows (it is told of what day that is), and what the edition
has no product for is said to be unknown, never sound.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grunnmur import pipeline
from grunnmur.catalogue.editions import open_edition
from grunnmur.estate import Estate
from grunnmur_web.assets import bill

_SETTINGS = """[group]
name = "Grunnmur"

[[source]]
name = "bill"
format = "auto"
path = "grunnmur.cdx.json"
"""
_CALLED = {
    "pypi:cryptography": "cryptography.io:cryptography",
    "pypi:django": "djangoproject:django",
    "pypi:jinja2": "palletsprojects:jinja",
    "pypi:protobuf": "google:protobuf-python",
    "pypi:pyyaml": "pyyaml:pyyaml",
    "pypi:requests": "python:requests",
    "pypi:zstandard": "indygreg:zstandard",  # brings zstd 1.5.7 under a version of its own
}
"""What publishers call parts of ours whose name several makers have. Decided by a person, as anybody would."""
_FOUND = """
select part.product_id, part.version, found.vulnerability_id, found.range
from ingredient_situation part join situation_vulnerability found using (situation_id)
where found.verdict = ? order by all
"""


Vulnerable = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """What the edition says of the parts of a bill.

    `affected` are a part, its version, the vulnerability and the versions it is in, `perhaps` those of which that
    cannot be told; `known` counts the parts the edition has a product for, `unknown` names the others.
    """

    edition: str
    known: int
    affected: tuple[Vulnerable, ...]
    perhaps: tuple[Vulnerable, ...]
    unknown: tuple[str, ...]


def judge(written: str, catalogue: Path) -> Judged | None:
    """The bill, CycloneDX as text, judged by the newest edition in the `catalogue` folder; None without one."""
    edition = open_edition(catalogue)
    if edition is None:
        return None
    with tempfile.TemporaryDirectory() as scratch:
        directory = Path(scratch) / "estate"
        directory.mkdir()
        (directory / "grunnmur.toml").write_text(_SETTINGS, encoding="utf-8")
        (directory / "grunnmur.cdx.json").write_text(written, encoding="utf-8")
        (directory / "decisions").mkdir()
        decided = "".join(f"ours-{n},name,{n},{name}\n" for n, name in _CALLED.items())
        (directory / "decisions" / "names.csv").write_text(
            f"decision_id,kind,subject_id,value\n{decided}", encoding="utf-8"
        )
        made = pipeline.run(
            directory,
            Path(scratch) / "workspace",
            until="assess",
            catalogue_folder=catalogue,
            workers=1,
        ).estate
        return _told(made, edition.name)


def _told(estate: Estate, edition: str) -> Judged:
    ask = estate.connection.execute
    unknown = ask(
        "select name from unmatched_name where kind = 'ingredient' order by name"
    ).fetchall()
    parts = ask("select count(distinct product_id) from ingredient").fetchone()
    assert parts is not None
    return Judged(
        edition,
        parts[0] - len(unknown),
        tuple(ask(_FOUND, ["affected"]).fetchall()),
        tuple(ask(_FOUND, ["unknown"]).fetchall()),
        tuple(name for (name,) in unknown),
    )


def main(arguments: Sequence[str]) -> int:
    """Says what is affected and what is not known; 0 where nothing is affected."""
    if not 1 <= len(arguments) <= 2:
        sys.stderr.write("python -m grunnmur_web.assets.judge CATALOGUE [BILL]\n")
        return 2
    written = (
        Path(arguments[1]).read_text(encoding="utf-8")
        if len(arguments) == 2
        else json.dumps(bill.bill())
    )
    found = judge(written, Path(arguments[0]))
    if found is None:
        sys.stderr.write(f"no edition in {arguments[0]}: make one with grunnmur catalogue update\n")
        return 2
    for verdict, rows in (("affected", found.affected), ("perhaps", found.perhaps)):
        for row in rows:
            print(verdict, *row, sep="\t")  # noqa: T201 a command says what it found
    sys.stderr.write(
        f"edition {found.edition}: {found.known} parts known to it, {len(found.affected)} vulnerabilities in them, "
        f"{len(found.perhaps)} perhaps; {len(found.unknown)} parts not known: {', '.join(found.unknown)}\n"
    )
    return 1 if found.affected else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
