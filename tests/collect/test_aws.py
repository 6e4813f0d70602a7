import json
import tarfile

import pytest
from reading import claims, codes, records, rows, written

from grunnmur.collect import aws
from grunnmur.collect.claim import SELF, reference
from grunnmur.collect.document import Document
from grunnmur.errors import CollectError

CARD = {
    "MacAddress": "0e:d7:00:00:00:01",
    "SubnetId": "subnet-1",
    "PrivateIpAddresses": [
        {"PrivateIpAddress": "10.0.0.5", "Association": {"PublicIp": "1.2.3.4"}},
    ],
    "Ipv6Addresses": [{"Ipv6Address": "2001:db8::5"}],
}
INSTANCES = {
    "Reservations": [
        {
            "Instances": [
                {
                    "InstanceId": "i-1",
                    "State": {"Name": "running"},
                    "InstanceType": "t3.large",
                    "PlatformDetails": "Red Hat Enterprise Linux",
                    "Placement": {"AvailabilityZone": "eu-north-1a"},
                    "PrivateIpAddress": "10.0.0.5",
                    "Tags": [
                        {"Key": "Name", "Value": "lab"},
                        {"Key": "env", "Value": "Production"},
                    ],
                    "NetworkInterfaces": [CARD],
                },
                {"InstanceId": "i-2", "State": {"Name": "terminated"}},
            ]
        },
        {"Instances": [{"State": {"Name": "running"}}]},
    ]
}


def answer(folder, content, name="answer.json"):
    return written(folder, name, json.dumps(content))


def test_every_machine_is_claimed_or_noted(tmp_path):
    found = list(aws.parse(answer(tmp_path, INSTANCES)))

    assert rows(found) == 3
    assert codes(found) == {"machine_is_gone": 1, "row_without_name": 1}


def test_a_machine_is_claimed_with_place_and_addresses(tmp_path):
    machine = records(aws.parse(answer(tmp_path, INSTANCES)))["i-1"]

    said = machine.claims[0].values
    assert (said["name"], said["environment"], said["status"]) == ("lab", "prod", "active")
    assert (said["os_name"], said["location_id"]) == ("Red Hat Enterprise Linux", "eu-north-1")
    assert dict(machine.claims[0].identifiers) == {
        "cloud_id": "i-1",
        "mac": "0e:d7:00:00:00:01",
        "ip": "10.0.0.5",
    }
    assert [claim.values["ip"] for claim in claims([machine], "address")] == [
        "10.0.0.5",
        "1.2.3.4",
        "2001:db8::5",
    ]
    assert claims([machine], "location")[0].values["country"] == "SE"


def test_networks_carry_their_cloud_ids(tmp_path):
    subnets = {"Subnets": [{"SubnetId": "subnet-1", "CidrBlock": "10.0.0.0/24",
                            "AvailabilityZone": "eu-west-1b"}]}  # fmt: skip

    network = records(aws.parse(answer(tmp_path, subnets)))["subnet-1"].claims[0]

    assert network.values["cidr"] == "10.0.0.0/24"
    assert network.identifiers == (("cloud_id", "subnet-1"),)


def test_a_database_is_a_server_with_an_engine_and_a_store(tmp_path):
    arn = "arn:aws:rds:eu-central-1:1:db:lab"
    database = {
        "DBInstanceIdentifier": "lab",
        "DBInstanceArn": arn,
        "Engine": "mysql",
        "EngineVersion": "5.7",
        "ReadReplicaSourceDBInstanceIdentifier": "main",
    }

    found = list(aws.parse(answer(tmp_path, {"DBInstances": [database]})))

    engine = {"asset_id": SELF, "product_id": "mysql", "version": "5.7"}
    assert claims(found, "installation")[0].values == engine
    store = claims(found, "data_store")[0].values
    assert (store["kind"], store["replica_of_id"]) == ("replica", "main")
    assert store["asset_id"] == reference("cloud_id", arn)
    assert store["location_id"] == "eu-central-1"


def test_volumes_are_added_up_for_their_machine(tmp_path):
    # (500 + 431) GiB × 1,073,741,824 bytes is 1.0 × 10^12
    attached = [{"InstanceId": "i-1"}]
    volumes = {"Volumes": [{"VolumeId": "v1", "Size": 500, "Attachments": attached},
                           {"VolumeId": "v2", "Size": 431, "Attachments": attached},
                           {"VolumeId": "v3", "Size": 8, "Attachments": []}]}  # fmt: skip

    found = list(aws.parse(answer(tmp_path, volumes)))

    amounts = [claim.values["amount"] for claim in claims(found, "resource_use")]
    assert amounts == pytest.approx([1.0, 1.0], rel=1e-3)
    assert codes(found) == {"volume_unattached": 1}


def test_the_place_of_a_bucket_is_in_a_file_of_its_own(tmp_path):
    folder = tmp_path / "s3-get-bucket-location"
    folder.mkdir()
    path = folder / "journal"
    path.write_text('{"LocationConstraint": "eu-north-1"}')
    answered = aws.parse(Document(path, "s3-get-bucket-location/journal"))

    store = claims(list(answered), "data_store")[0]

    assert (store.values["name"], store.values["location_id"]) == ("journal", "eu-north-1")


def test_other_answers_are_counted(tmp_path):
    found = list(aws.parse(answer(tmp_path, {"Functions": [{}, {}], "NextToken": "x"})))

    assert rows(found) == 2
    assert codes(found) == {"call_not_used": 1, "more_pages": 1}


def test_what_is_no_answer_is_refused(tmp_path):
    for content in ("[1]", "{", "\x00"):
        with pytest.raises(CollectError):
            list(aws.parse(written(tmp_path, "x.json", content)))


def test_other_json_is_not_recognised(tmp_path):
    for content in ('{"Subnets": [{"id": 1}]}', '{"data": []}', "[]", "Reservations"):
        assert not aws.recognise(written(tmp_path, "x.json", content))


@pytest.mark.needs_data
def test_a_real_account_loses_nothing(data, tmp_path):
    with tarfile.open(data / "samples/aws_describe/cloudmapper_demo.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")

    for path in sorted(tmp_path.rglob("*")):
        if not path.is_file():
            continue
        content = json.loads(path.read_text())
        name = str(path.relative_to(tmp_path))
        file = Document(path, name)
        assert aws.recognise(file), name
        assert rows(aws.parse(file)) == _things(content), name


def _things(content):
    if "Reservations" in content:
        return sum(len(one["Instances"]) for one in content["Reservations"])
    lists = [value for value in content.values() if isinstance(value, list)]
    return sum(map(len, lists)) if lists else 1
