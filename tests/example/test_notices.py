"""What makers and a scanner say in the made-up region, as files people keep."""

import csv
from datetime import date

import numpy as np
import pytest

from grunnmur.example import notices, world
from grunnmur.example.exports import notices as notice_files
from grunnmur.example.exports import scanner
from grunnmur.example.exports.export import Desk
from grunnmur.example.names import words

ON = date(2026, 9, 1)


@pytest.fixture(scope="module")
def region():
    return world.build(size=0.1, seed=11, on=ON)


def _rows(path, delimiter):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


def test_every_notice_and_form_is_about_a_model_in_use(region):
    for said in (*notices.notices(), *notices.forms()):
        assert notices.of_model(region, said).any(), said


def test_forms_answer_in_every_way():
    """YAML reads a bare yes as true."""
    assert {answer for _, _, answer in notices.answers()} == set(notices.ANSWERS)


def test_a_notice_of_serial_numbers_is_a_row_each(region, tmp_path):
    notice_files.write(Desk(region, tmp_path, 1))

    rows = _rows(tmp_path / "mtu" / "sikkerhetsmeldinger.csv", ";")

    recalled = [row["Serienr"] for row in rows if row["Type"] == "Tilbakekalling"]
    assert len(recalled) == 3
    assert set(recalled) <= set(region.asset["serial"].tolist())
    assert all(row["Ordlyd"].startswith("Oppdiktet") for row in rows)


def test_the_scanner_sees_most_holes_and_is_sometimes_wrong(region, tmp_path):
    scanner.write(Desk(region, tmp_path, 2))

    rows = _rows(tmp_path / "sikkerhet" / "skann.csv", ",")

    asset = region.asset
    patched = dict(zip(asset["fqdn"].tolist(), asset["patched_on"], strict=True))
    mended = {test["cve"]: np.datetime64(test["mended_on"]) for test in words("scanned")["tests"]}
    wrong = [row for row in rows if patched[row["Host"]] >= mended[row["CVE"]]]
    assert 0 < len(wrong) < len(rows) / 4
