"""Databases, buckets and volumes."""

from __future__ import annotations

from collections.abc import Iterator

from grunnmur.collect.aws.answer import Answer, Thing, attached_to, listed, place, tag, text
from grunnmur.collect.claim import SELF, Claim, Found, Note, Record, reference


def database(database: Thing, answer: Answer) -> Iterator[Found]:
    """A database instance: the server with its engine, and the store of data on it."""
    yield _database(answer, database)


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


def bucket(thing: Thing, answer: Answer) -> Iterator[Found]:
    """A bucket, whose place another call tells."""
    name = text(thing, "Name")
    if name is None:
        yield Note("row_without_name", {"name": answer.name}, row=True)
    else:
        claim = Claim("data_store", {"name": name}, (_bucket_id(name),))
        yield Record(f"s3:{name}", (claim,))


def bucket_place(constraint: object, answer: Answer) -> Found:
    """get-bucket-location, in a file named after the bucket. No constraint is the first region."""
    folder, _, name = answer.name.rpartition("/")
    if "bucket-location" not in folder:
        facts = {"keys": "LocationConstraint", "name": answer.name, "rows": 1}
        return Note("call_not_used", facts, row=True)
    region = str(constraint or "us-east-1")
    region = "eu-west-1" if region == "EU" else region  # as buckets from before 2012 answer
    name = name.removesuffix(".json")
    claim = Claim("data_store", {"name": name, "location_id": region}, (_bucket_id(name),))
    return Record(f"s3:{name}", (claim, *place(region)))


def _bucket_id(name: str) -> tuple[str, str]:
    return "cloud_id", f"arn:aws:s3:::{name}"


def volume(thing: Thing, answer: Answer) -> Iterator[Found]:
    """A volume. What its machine has in all is claimed, so that one winner is the right sum."""
    volume_id = text(thing, "VolumeId") or "?"
    claims = tuple(
        Claim("resource_use", {"resource": "storage_tb", "asset_id": machine, "amount": amount})
        for machine in attached_to(thing)
        if (amount := answer.terabytes.get(machine)) is not None
    )
    if claims:
        yield Record(volume_id, claims)
    else:
        yield Note("volume_unattached", {"name": tag(thing, "Name") or volume_id}, row=True)
