import json

import pytest
from reading import claims, codes, document, records, rows, written

from grunnmur.collect import spdx
from grunnmur.errors import CollectError

JSON = {
    "spdxVersion": "SPDX-2.3",
    "SPDXID": "SPDXRef-DOCUMENT",
    "name": "labsvar",
    "documentNamespace": "https://hospital.example/labsvar",
    "creationInfo": {"created": "2026-09-01T10:00:00Z"},
    "packages": [
        {"SPDXID": "SPDXRef-root", "name": "Labsvar", "supplier": "Organization: Eksempel AS"},
        {
            "SPDXID": "SPDXRef-junit",
            "name": "JUnit",
            "versionInfo": "3.8.1",
            "externalRefs": [
                {"referenceType": "purl", "referenceLocator": "pkg:maven/junit/junit@3.8.1"}
            ],
        },
    ],
    "files": [{"fileName": "./a"}, {"fileName": "./b"}],
    "relationships": [
        {
            "spdxElementId": "SPDXRef-DOCUMENT",
            "relationshipType": "DESCRIBES",
            "relatedSpdxElement": "SPDXRef-root",
        }
    ],
}
TAGS = """SPDXVersion: SPDX-2.3
SPDXID: SPDXRef-DOCUMENT
DocumentName: labsvar
DocumentNamespace: https://hospital.example/labsvar
Created: 2026-09-01T10:00:00Z
DocumentComment: <text>two lines
PackageName: not a package</text>

PackageName: Labsvar
SPDXID: SPDXRef-root
PackageSupplier: Organization: Eksempel AS
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-root

FileName: ./a
SPDXID: SPDXRef-a
FileName: ./b
SPDXID: SPDXRef-b

PackageName: JUnit
SPDXID: SPDXRef-junit
PackageVersion: 3.8.1
ExternalRef: PACKAGE-MANAGER purl pkg:maven/junit/junit@3.8.1
"""


def test_the_described_package_is_the_application_and_the_others_its_ingredients(tmp_path):
    found = list(spdx.parse(written(tmp_path, "a.json", json.dumps(JSON))))

    kept = records(found)
    application = kept["https://hospital.example/labsvar"].claims[0]
    assert application.values == {"name": "Labsvar", "vendor": "Eksempel AS"}
    product, ingredient = kept["SPDXRef-junit"].claims
    assert product.identifiers == (("purl", "pkg:maven/junit/junit"),)
    assert ingredient.values["version"] == "3.8.1"


def test_files_are_counted_and_not_used(tmp_path):
    found = list(spdx.parse(written(tmp_path, "a.json", json.dumps(JSON))))

    assert codes(found) == {"bill_rows_not_used": 1}
    assert rows(found) == 2 + 2


def test_tags_say_the_same_as_json(tmp_path):
    from_json = list(spdx.parse(written(tmp_path, "a.json", json.dumps(JSON))))
    from_tags = list(spdx.parse(written(tmp_path, "a.spdx", TAGS)))

    assert from_tags == from_json
    assert str(from_tags[0].seen_at) == "2026-09-01 10:00:00"


def test_the_graph_of_spdx_3_is_read(tmp_path):
    graph = [
        {"type": "SpdxDocument", "spdxId": "d", "name": "labsvar", "rootElement": ["p"]},
        {"type": "software_Package", "spdxId": "p", "name": "Labsvar"},
        {
            "type": "software_Package",
            "spdxId": "q",
            "name": "JUnit",
            "software_packageVersion": "3.8.1",
            "software_packageUrl": "pkg:maven/junit/junit@3.8.1",
        },
        {"type": "software_File", "spdxId": "f", "name": "./a"},
    ]
    tree = {"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": graph}
    bill = written(tmp_path, "a.json", json.dumps(tree))

    found = list(spdx.parse(bill))

    assert spdx.recognise(bill)
    assert claims(found, "application")[0].values["name"] == "Labsvar"
    assert claims(found, "ingredient")[0].values["version"] == "3.8.1"
    assert rows(found) == 3


def test_strangers_are_refused(tmp_path):
    stranger = written(tmp_path, "a.json", '{"packages": []}')

    assert not spdx.recognise(stranger)
    with pytest.raises(CollectError, match="json_other_shape"):
        list(spdx.parse(stranger))


@pytest.mark.parametrize("text", ["", "hei\n", "PackageName: x\n"])
def test_text_that_is_no_bill_is_no_application(tmp_path, text):
    with pytest.raises(CollectError, match="text_other_shape"):
        list(spdx.parse(written(tmp_path, "a.spdx", text)))


@pytest.mark.needs_data
def test_every_package_and_file_of_real_bills_is_claimed_or_noted(data):
    files = sorted((data / "samples" / "spdx").iterdir())
    assert len(files) == 6

    for file in files:
        bill = document(file)
        assert spdx.recognise(bill), file.name
        assert rows(spdx.parse(bill)) == _rows(file), file.name


def _rows(file):
    text = file.read_text(encoding="utf-8")
    if not text.startswith("{"):
        return text.count("\nPackageName:") + text.count("\nFileName:")
    tree = json.loads(text)
    if "@graph" in tree:
        kinds = ("software_Package", "software_File")
        return sum(element.get("type") in kinds for element in tree["@graph"])
    return len(tree["packages"]) + len(tree.get("files", []))
