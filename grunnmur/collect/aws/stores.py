"""Databases, buckets and volumes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from grunnmur.collect.aws.answer import Answer, Thing, listed, place, several, tag, text
from grunnmur.collect.claim import SELF, Claim, Found, Note, Record, reference

_GIBIBYTES_PER_TERABYTE = 1_000_000_000_000 / 1_073_741_824


def databases(answer: Answer) -> Iterator[Found]:
    """describe-db-instances: the server with its engine, and the store of data on it."""
    for database in answer.things("DBInstances"):
        yield database if isinstance(database, Note) else _database(answer, database)


def _database(answer: Answer, database: Thing) -> Found:
    name = text(database, "DBInstanceIdentifier") or text(database, "DBInstanceArn")
    if name is None:
        return Note("row_without_name", {"name": answer.name}, row=True)
    cloud_id = text(database, "DBInstanceArn") or name
    region = answer.region(database)
    identifiers = (("cloud_id", cloud_id), *_endpoint(database))
    said = {
        "kind": "server",
        "name": name,
        "role": "database",
        "model": text(database, "DBInstanceClass"),
        "location_id": region,
    }
    engine = {
        "asset_id": SELF,
        "product_id": text(database, "Engine"),
        "version": text(database, "EngineVersion"),
    }
    source = text(database, "ReadReplicaSourceDBInstanceIdentifier")
    store = {
        "name": name,
        "asset_id": reference("cloud_id", cloud_id),
        "kind": "replica" if source else "primary",
        "replica_of_id": source,
        "location_id": region,
    }
    kept = Claim("data_store", store, (("cloud_id", cloud_id),))
    claims = (
        Claim("asset", said, identifiers),
        Claim("installation", engine),
        kept,
        *place(region),
    )
    return Record(cloud_id, claims)


def _endpoint(database: Thing) -> Iterator[tuple[str, str]]:
    if address := text(listed(database, "Endpoint"), "Address"):
        yield "fqdn", address


def buckets(answer: Answer) -> Iterator[Found]:
    """list-buckets: stores of data, whose place another call tells."""
    for bucket in answer.things("Buckets"):
        if isinstance(bucket, Note):
            yield bucket
        elif (name := text(bucket, "Name")) is None:
            yield Note("row_without_name", {"name": answer.name}, row=True)
        else:
            claim = Claim("data_store", {"name": name}, (("cloud_id", f"arn:aws:s3:::{name}"),))
            yield Record(f"s3:{name}", (claim,))


def bucket_place(answer: Answer) -> Iterator[Found]:
    """get-bucket-location, in a file named after the bucket. No constraint is the first region."""
    folder, _, name = answer.name.rpartition("/")
    if not name or "bucket-location" not in folder:
        yield Note(
            "call_not_used",
            {"keys": "LocationConstraint", "name": answer.name, "rows": 1},
            row=True,
        )
        return
    region = text(answer.content, "LocationConstraint") or "us-east-1"
    region = "eu-west-1" if region == "EU" else region  # as buckets from before 2012 answer
    bucket = name.removesuffix(".json")
    identifiers = (("cloud_id", f"arn:aws:s3:::{bucket}"),)
    claim = Claim("data_store", {"name": bucket, "location_id": region}, identifiers)
    yield Record(f"s3:{bucket}", (claim, *place(region)))


def volumes(answer: Answer) -> Iterator[Found]:
    """describe-volumes: what each machine has of storage in all, said by each of its volumes."""
    totals = _terabytes(answer)
    for volume in answer.things("Volumes"):
        if isinstance(volume, Note):
            yield volume
            continue
        volume_id = text(volume, "VolumeId") or "?"
        claims = tuple(
            Claim(
                "resource_use",
                {"resource": "storage_tb", "asset_id": owner, "amount": totals[owner]},
            )
            for owner in _owners(volume)
            if owner in totals
        )
        if claims:
            yield Record(volume_id, claims)
        else:
            yield Note("volume_unattached", {"name": tag(volume, "Name") or volume_id}, row=True)


def _terabytes(answer: Answer) -> Mapping[str, float]:
    total: dict[str, float] = defaultdict(float)
    for volume in answer.things("Volumes"):
        if isinstance(volume, Note) or not isinstance(volume.get("Size"), int | float):
            continue
        for owner in _owners(volume):
            total[owner] += volume["Size"]
    return {owner: round(size / _GIBIBYTES_PER_TERABYTE, 6) for owner, size in total.items()}


def _owners(volume: Thing) -> list[str]:
    attached = (text(one, "InstanceId") for one in several(volume, "Attachments"))
    return list(dict.fromkeys(owner for owner in attached if owner))
