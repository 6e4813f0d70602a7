import gzip
import re

import pytest
from reading import codes, document, records, rows, written

from grunnmur.collect import archimate, formats
from grunnmur.errors import CollectError

XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def exchange(elements, relations, *, version=3):
    """An exchange file of elements {key: type} named by their keys, and relations (type, source, target)."""
    space = "http://www.opengroup.org/xsd/archimate" + ("/3.0/" if version == 3 else "")
    name = "name" if version == 3 else "label"
    inside = "".join(
        f'<element identifier="{key}" xsi:type="{kind}"><{name} xml:lang="nb">{key}</{name}></element>'
        for key, kind in elements.items()
    )
    between = "".join(
        f'<relationship identifier="r{number}" xsi:type="{kind}" source="{source}" target="{target}"/>'
        for number, (kind, source, target) in enumerate(relations)
    )
    return (
        f'<?xml version="1.0"?><model xmlns="{space}" {XSI} identifier="m"><name>M</name>'
        f"<elements>{inside}</elements><relationships>{between}</relationships></model>"
    )


def archi(elements, relations):
    inside = "".join(
        f'<element xsi:type="archimate:{kind}" id="{key}" name="{key}"/>'
        for key, kind in elements.items()
    )
    between = "".join(
        f'<element xsi:type="archimate:{kind}Relationship" id="r{number}" source="{source}" target="{target}"/>'
        for number, (kind, source, target) in enumerate(relations)
    )
    return (
        f'<?xml version="1.0"?><archimate:model {XSI} xmlns:archimate="http://www.archimatetool.com/archimate"'
        f' name="M" id="m" version="5.0.0"><folder name="All"><folder name="Sub">{inside}</folder></folder>'
        f'<folder name="Relations">{between}</folder>'
        '<folder name="Views"><element xsi:type="archimate:ArchimateDiagramModel" id="v" name="V"/></folder>'
        "</archimate:model>"
    )


def found(folder, content):
    return list(archimate.parse(written(folder, "model.xml", content)))


def said(read):
    """(who needs or runs, table, whom) of every relation that claims."""
    ends = {
        "dependency": ("consumer_id", "provider_id"),
        "component": ("application_id", "asset_id"),
    }
    return {
        (claim.values[one].split("\x1f")[2], claim.table, claim.values[other].split("\x1f")[2])
        for record in records(read).values()
        for claim in record.claims
        if claim.table in ends
        for one, other in [ends[claim.table]]
    }


APPLICATIONS = {"A": "ApplicationComponent", "B": "ApplicationComponent"}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("Serving", ("B", "dependency", "A")),  # A serves B, so B needs A
        ("Flow", ("B", "dependency", "A")),  # A sends to B, so B needs A
        ("Triggering", None),
        ("Association", None),
        ("Composition", None),
    ],
)
def test_which_way_a_relation_points(tmp_path, kind, expected):
    read = found(tmp_path, exchange(APPLICATIONS, [(kind, "A", "B")]))

    assert said(read) == ({expected} if expected else set())
    assert rows(read) == 3


def test_the_words_of_version_2_and_of_archi_mean_the_same(tmp_path):
    old = {"A": "ApplicationComponent", "S": "InfrastructureService", "N": "Node"}
    relations = [("Realisation", "N", "S"), ("UsedBy", "S", "A")]

    from_exchange = found(
        tmp_path,
        exchange(old, [(f"{kind}Relationship", *ends) for kind, *ends in relations], version=2),
    )
    from_archi = found(tmp_path, archi(old, relations))

    assert said(from_exchange) == said(from_archi) == {("A", "dependency", "N")}
    assert rows(from_exchange) == rows(from_archi) == 5


def test_services_functions_and_interfaces_stand_for_what_is_behind_them(tmp_path):
    elements = APPLICATIONS | {
        "S": "ApplicationService", "F": "ApplicationFunction", "G": "ApplicationFunction", "I": "ApplicationInterface",
    }  # fmt: skip
    relations = [
        ("Assignment", "A", "F"), ("Realization", "F", "S"), ("Assignment", "I", "S"), ("Composition", "A", "I"),
        ("Assignment", "B", "G"), ("Serving", "S", "G"),
    ]  # fmt: skip

    read = found(tmp_path, exchange(elements, relations))

    assert said(read) == {("B", "dependency", "A")}
    assert codes(read)["model_relation_followed"] == 3


def test_what_is_deployed_on_a_node_runs_there(tmp_path):
    elements = {
        "A": "ApplicationComponent",
        "W": "Artifact",
        "OS": "SystemSoftware",
        "srv-1": "Node",
    }
    relations = [
        ("Assignment", "srv-1", "OS"),
        ("Assignment", "OS", "W"),
        ("Realization", "W", "A"),
    ]

    read = found(tmp_path, exchange(elements, relations))

    assert said(read) == {("A", "component", "srv-1")}
    assert records(read)["srv-1"].claims[0].identifiers == (("hostname", "srv-1"),)


def test_a_circle_of_services_is_walked_once(tmp_path):
    elements = APPLICATIONS | {"S": "ApplicationService", "T": "ApplicationService"}
    relations = [
        ("Aggregation", "S", "T"),
        ("Aggregation", "T", "S"),
        ("Realization", "A", "S"),
        ("Serving", "T", "B"),
    ]

    assert said(found(tmp_path, exchange(elements, relations))) == {("B", "dependency", "A")}


def test_an_application_that_serves_itself_needs_nobody(tmp_path):
    elements = APPLICATIONS | {"S": "ApplicationService"}

    read = found(tmp_path, exchange(elements, [("Realization", "A", "S"), ("Serving", "S", "A")]))

    assert said(read) == set()


def test_business_broken_ends_and_nameless_elements_are_noted(tmp_path):
    content = exchange(
        APPLICATIONS | {"P": "BusinessProcess"}, [("Serving", "A", "P"), ("Flow", "A", "gone")]
    )
    content = content.replace('<name xml:lang="nb">B</name>', "")

    read = found(tmp_path, content)

    assert codes(read) == {
        "model_element_not_used": 1, "model_relation_not_used": 1, "model_relation_broken": 1,
        "model_element_unnamed": 1,
    }  # fmt: skip
    assert rows(read) == 5


def test_other_xml_is_not_a_model(tmp_path):
    other = written(tmp_path, "other.xml", "<?xml version='1.0'?><model><elements/></model>")

    assert not archimate.recognise(other)
    with pytest.raises(CollectError, match="model_empty"):
        list(archimate.parse(other))


@pytest.mark.needs_data
def test_every_element_and_relation_of_real_models_is_claimed_or_noted(data):
    models = sorted((data / "samples" / "archimate").iterdir())
    assert len(models) == 2

    for file in models:
        read = list(archimate.parse(document(file)))

        text = gzip.decompress(file.read_bytes()).decode()
        things = re.findall(
            r"<(?:element|relationship) [^>]*xsi:type=\"(?!archimate:Archimate)", text
        )
        assert rows(read) == len(things), file.name
        assert formats.recognised(document(file)) == "archimate"


@pytest.mark.needs_data
def test_a_real_model_tells_who_needs_whom(data):
    read = list(archimate.parse(document(data / "samples" / "archimate" / "OpenDay.archimate.gz")))

    names = {key: one.claims[0].values.get("name") for key, one in records(read).items()}
    assert {(names[one], names[other]) for one, _, other in said(read)} == {
        ("MS exchange", "SDB7"),
        ("CRM package", "Roehampton_university_of_surrey_MSCRM"),
    }
