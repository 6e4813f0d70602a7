import gzip
import json
import re

import pytest
from reading import claims, codes, document, records, rows, written

from grunnmur.collect import cyclonedx
from grunnmur.collect.claim import MARK
from grunnmur.errors import CollectError

BILL = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "serialNumber": "urn:uuid:1",
    "metadata": {
        "timestamp": "2026-09-01T12:00:00+02:00",
        "component": {"type": "application", "name": "Labsvar", "version": "4.2"},
    },
    "components": [
        {
            "type": "library",
            "group": "org.apache.logging.log4j",
            "name": "log4j-core",
            "version": "2.14.1",
            "purl": "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1?type=jar",
            "components": [{"type": "library", "name": "nested", "version": "1"}],
        },
        {
            "type": "operating-system",
            "name": "alpine",
            "cpe": "cpe:2.3:o:alpinelinux:alpine_linux:3.19:*:*:*:*:*:*:*",
        },
        {"type": "file", "name": "/etc/passwd"},
    ],
    "vulnerabilities": [{"id": "CVE-2021-44228"}],
    "services": [{"name": "directory"}],
}
XML = """<?xml version="1.0" encoding="UTF-8"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.4" serialNumber="urn:uuid:1" version="1">
  <metadata><timestamp>2026-09-01T12:00:00+02:00</timestamp>
    <component type="application"><name>Labsvar</name><version>4.2</version></component></metadata>
  <components>
    <component type="library"><group>org.apache.logging.log4j</group><name>log4j-core</name>
      <version>2.14.1</version>
      <purl>pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1?type=jar</purl>
      <components><component type="library"><name>nested</name><version>1</version></component>
      </components>
    </component>
    <component type="operating-system"><name>alpine</name>
      <cpe>cpe:2.3:o:alpinelinux:alpine_linux:3.19:*:*:*:*:*:*:*</cpe></component>
    <component type="file"><name>/etc/passwd</name></component>
  </components>
  <services><service><name>directory</name></service></services>
  <vulnerabilities><vulnerability><id>CVE-2021-44228</id></vulnerability></vulnerabilities>
</bom>
"""


def bill(folder, value=BILL):
    return written(folder, "bom.json", json.dumps(value))


def test_the_application_is_a_record_under_the_bills_serial_number(tmp_path):
    found = records(cyclonedx.parse(bill(tmp_path)))["urn:uuid:1"]

    assert found.claims[0].table == "application"
    assert found.claims[0].values["name"] == "Labsvar"
    assert str(found.seen_at) == "2026-09-01 10:00:00"


def test_a_component_is_a_product_without_version_and_an_ingredient_with(tmp_path):
    key = "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1?type=jar"

    product, ingredient = records(cyclonedx.parse(bill(tmp_path)))[key].claims

    assert product.values == {"name": "org.apache.logging.log4j/log4j-core", "kind": "library"}
    assert product.identifiers == (("purl", "pkg:maven/org.apache.logging.log4j/log4j-core"),)
    assert ingredient.values["version"] == "2.14.1"
    assert ingredient.values["application_id"] == f"{MARK}record{MARK}urn:uuid:1"


def test_a_cpe_names_the_product_without_its_version(tmp_path):
    found = claims(cyclonedx.parse(bill(tmp_path)), "product")

    assert ("cpe", "cpe:2.3:o:alpinelinux:alpine_linux") in found[2].identifiers


def test_every_component_vulnerability_and_service_is_a_row(tmp_path):
    found = list(cyclonedx.parse(bill(tmp_path)))

    assert rows(found) == 1 + 4 + 1 + 1
    assert codes(found) == {"bill_rows_not_used": 3}


def test_xml_says_the_same_as_json(tmp_path):
    from_json = list(cyclonedx.parse(bill(tmp_path)))
    from_xml = list(cyclonedx.parse(written(tmp_path, "bom.xml", XML)))

    assert from_xml == from_json


def test_a_bill_without_subject_is_named_after_its_file(tmp_path):
    nameless = {name: value for name, value in BILL.items() if name != "metadata"}

    found = list(cyclonedx.parse(bill(tmp_path, nameless)))

    assert claims(found, "application")[0].values["name"] == "bom.json"
    assert codes(found)["bill_without_subject"] == 1


def test_a_bill_of_hardware_has_products_and_no_application(tmp_path):
    device = {**BILL, "metadata": {"component": {"type": "device", "name": "adapter"}}}

    found = list(cyclonedx.parse(bill(tmp_path, device)))

    assert claims(found, "application") == claims(found, "ingredient") == []
    assert rows(found) == 7


def test_components_nested_without_end_are_refused(tmp_path):
    part = {"type": "library", "name": "x"}
    for _ in range(150):
        part = {"type": "library", "name": "x", "components": [part]}

    with pytest.raises(CollectError, match="bill_too_deep"):
        list(cyclonedx.parse(bill(tmp_path, {**BILL, "components": [part]})))


def test_strangers_are_not_recognised(tmp_path):
    assert cyclonedx.recognise(bill(tmp_path))
    assert cyclonedx.recognise(written(tmp_path, "bom.xml", XML))
    assert not cyclonedx.recognise(written(tmp_path, "a.json", '{"components": []}'))
    assert not cyclonedx.recognise(written(tmp_path, "a.xml", "<bom><components/></bom>"))


def test_json_that_is_no_bill_is_no_application(tmp_path):
    with pytest.raises(CollectError, match="json_other_shape"):
        list(cyclonedx.parse(written(tmp_path, "a.json", "{}")))


@pytest.mark.needs_data
def test_every_component_of_real_bills_is_claimed_or_noted(data):
    files = sorted((data / "samples" / "cyclonedx").iterdir())
    files += sorted((data / "samples" / "scanners").glob("cyclonedx__*"))
    assert len(files) == 13

    for file in files:
        real = document(file)
        assert cyclonedx.recognise(real), file.name
        assert rows(cyclonedx.parse(real)) == _rows(file), file.name


def _rows(file):
    """The subject and, counted in the text, every component and vulnerability."""
    content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    if not content.startswith(b"<"):
        tree = json.loads(content)
        listed = (tree.get("components", []), tree.get("vulnerabilities", []))
        return 1 + sum(map(len, listed))
    subject = 1 if b"<component" not in content.partition(b"<components>")[0] else 0
    starts = rb"<component[ >]|<v:vulnerability |<vulnerability "
    return subject + len(re.findall(starts, content))
