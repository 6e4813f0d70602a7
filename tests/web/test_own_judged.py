"""We judge ourselves by what publishers say, and would notice."""

from __future__ import annotations

import csv
import json
import lzma
from datetime import date, datetime

import pytest

from grunnmur.catalogue import editions
from grunnmur_web.assets import bill, judge

pytestmark = pytest.mark.needs_data


@pytest.fixture(scope="module")
def catalogue(data, tmp_path_factory):
    """An edition of what the data says of products that are called as parts of ours are."""
    called = {component["name"].rpartition("/")[2] for component in bill.bill()["components"]}
    carried, folder = tmp_path_factory.mktemp("carried"), tmp_path_factory.mktemp("catalogue")
    folder_of = data / "vulnerabilities"
    with lzma.open(folder_of / "nvd_cpe_match.csv.xz", "rt", encoding="utf-8", newline="") as given:
        reader = csv.DictReader(given)
        rows = [
            row
            for row in reader
            if row["product"].replace("_", "-") in called
            or f"{row['vendor']}:{row['product']}" in judge._CALLED.values()
        ]
    with (carried / "nvd_cpe_match.csv").open("w", encoding="utf-8", newline="") as kept:
        writer = csv.DictWriter(kept, reader.fieldnames)
        writer.writeheader()
        writer.writerows(rows)
    cves = {row["cve"] for row in rows}
    with lzma.open(folder_of / "nvd_records.csv.xz", "rt", encoding="utf-8", newline="") as given:
        text = "".join(
            line for n, line in enumerate(given) if n == 0 or line.partition(",")[0] in cves
        )
    (carried / "nvd_records.csv").write_text(text, encoding="utf-8")
    editions.update(carried, folder, on=date(2026, 8, 22), made_at=datetime(2026, 8, 22))
    return folder


def test_nothing_that_an_installation_brings_is_known_to_be_vulnerable(catalogue):
    found = judge.judge(json.dumps(bill.bill()), catalogue)

    assert found.affected == ()
    assert found.known > 10  # else nothing was judged
    assert found.known + len(found.unknown) == len(bill.bill()["components"])


def test_a_part_that_is_too_old_is_noticed_and_ends_the_command_with_1(catalogue, tmp_path, capsys):
    ours = bill.bill()
    for component in ours["components"]:
        older = {"django": "3.2.0", "requests": "2.19.0"}.get(component["name"])
        if older:
            purl = component["purl"].replace(component["version"], older)
            component.update(version=older, purl=purl, **{"bom-ref": purl})
    (tmp_path / "old.cdx.json").write_text(json.dumps(ours))

    code = judge.main([str(catalogue), str(tmp_path / "old.cdx.json")])

    said = capsys.readouterr().out
    assert code == 1
    assert "CVE-2021-35042" in said  # Django, order_by, mended in 3.2.5
    assert "CVE-2018-18074" in said  # requests, mended in 2.20.0


def test_without_an_edition_nothing_is_said_to_be_sound(tmp_path, capsys):
    assert judge.main([str(tmp_path)]) == 2
    assert "no edition" in capsys.readouterr().err
