"""Flow records in an object store come out as the same records in a folder here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import count
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow.fs import FileSystem

from grunnmur import collect, depend, settings
from grunnmur.errors import EngineError
from grunnmur.kit import stores
from grunnmur.kit.engine import Steps
from tests.depend.flows import NOON, SERVERS, edges, record
from tests.worlds import world

pytestmark = [
    pytest.mark.enable_socket,  # a store on loopback
    pytest.mark.filterwarnings("ignore"),  # the store's own
]
_BUCKETS = count()


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty bucket of the test's own; whoever reads it finds the store in its environment."""
    said = {
        "AWS_ENDPOINT_URL": endpoint, "AWS_REGION": "eu-north-1", "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ACCESS_KEY_ID": "reader", "AWS_SECRET_ACCESS_KEY": "any",
    }  # fmt: skip
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    name = f"lake-{next(_BUCKETS)}"
    system, path = FileSystem.from_uri(f"s3://{name}?allow_bucket_creation=true")
    system.create_dir(path)
    return f"s3a://{name}"


def test_what_is_needed_is_what_a_folder_here_would_give(tmp_path: Path, bucket: str) -> None:
    for place in (str(tmp_path / "here"), f"{bucket}/flows"):
        _keep(place, "day=1/a b.parquet", _day(1), tool="one")
        _keep(place, "day=2/c.parquet", _day(2))

    here = _needed(tmp_path / "one", str(tmp_path / "here"))
    stored = _needed(tmp_path / "two", f"{bucket}/flows/")

    assert here == stored == [("web", "db", 5432)]


def test_rows_are_counted_and_files_that_cannot_be_used_are_noted(
    tmp_path: Path, bucket: str
) -> None:
    whole = _keep(f"{bucket}/flows", "a.parquet", _day(1), _day(2))
    _put(f"{bucket}/flows/growing.parquet", whole[: len(whole) // 2])
    _put(f"{bucket}/flows/empty.parquet", b"")
    _put(f"{bucket}/flows/readme.txt", b"not flows")
    _keep(f"{bucket}/flows", "other.parquet", {"host": "web"})

    claims = _collected(tmp_path, f"{bucket}/flows")

    assert _rows(claims, "_count", "file", "claimed") == {
        *((f"{bucket}/flows/{name}.parquet", n) for name, n in (("a", 2), ("growing", 0), ("empty", 0), ("other", 0))),
        (f"{bucket}/flows", 0),
    }  # fmt: skip
    assert _rows(claims, "_note", "place", "code") == {
        (f"{bucket}/flows/growing.parquet", "parquet_unreadable"),
        (f"{bucket}/flows/empty.parquet", "file_empty"),
        (f"{bucket}/flows/other.parquet", "flow_columns_missing"),
        (f"{bucket}/flows", "store_files_left"),
    }
    assert _rows(claims, "_place", "path") == {(f"{bucket}/flows/a.parquet",)}


@pytest.mark.parametrize("folder", ["", "/flows"])
def test_a_store_without_flows_is_a_note(tmp_path: Path, bucket: str, folder: str) -> None:
    _put(f"{bucket}/flows/readme.txt", b"not flows")

    claims = _collected(tmp_path, f"{bucket}{folder}")

    assert _rows(claims, "_note", "code") == {("store_without_flows",)}


def test_a_store_that_is_not_there_is_a_note(tmp_path: Path, bucket: str) -> None:
    claims = _collected(tmp_path, f"{bucket}-of-others/flows")

    assert _rows(claims, "_note", "code") == {("store_unreadable",)}


def test_a_file_written_anew_changes_the_digest(tmp_path: Path, bucket: str) -> None:
    digests = []
    for turn in range(2):
        _keep(f"{bucket}/flows", "a.parquet", *(_day(day) for day in range(turn + 1)))
        digests += [_digest(tmp_path, f"{bucket}/flows") for _ in range(2)]

    assert digests[0] == digests[1] != digests[2] == digests[3]


def test_a_file_that_went_in_between_is_an_error_that_names_it(tmp_path: Path, bucket: str) -> None:
    steps = Steps(world(tmp_path).connection, tmp_path)

    with pytest.raises(EngineError) as refused:
        steps.columns([f"{bucket}/gone.parquet"])

    assert refused.value.facts["path"] == f"{bucket}/gone.parquet"


def _day(day: int) -> dict[str, object]:
    at = NOON + timedelta(days=day)
    return record("10.0.0.1:51000", "10.0.0.2:5432", at, opened=True)


def _keep(place: str, name: str, *rows: Mapping[str, object], **more: object) -> bytes:
    """The rows as a file below a place, in a store or here."""
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist([{**row, **more} for row in rows]), sink)
    content: bytes = sink.getvalue().to_pybytes()
    _put(f"{place}/{name}", content)
    return content


def _put(place: str, content: bytes) -> None:
    system, path = stores.opened(place)
    system.create_dir(path.rpartition("/")[0], recursive=True)
    with system.open_output_stream(path) as stream:
        stream.write(content)


def _settings(folder: Path, place: str) -> settings.Settings:
    folder.mkdir(exist_ok=True)
    (folder / "grunnmur.toml").write_text(
        f'[[source]]\nname = "lake"\nformat = "flows-parquet"\npath = "{place}"\nrealm = "A"\n'
    )
    return settings.read(folder)


def _collected(folder: Path, place: str) -> Path:
    return collect.collect(_settings(folder, place), folder / "claims").folder


def _digest(folder: Path, place: str) -> str:
    return collect.collect(_settings(folder, place), folder / "claims").digest


def _needed(folder: Path, place: str) -> list[tuple[str, str, int]]:
    claims = _collected(folder, place)
    estate = world(folder / "estate", address=SERVERS)
    depend.depend(estate, claims, realms={"lake": "A"}, on=NOON.date() + timedelta(days=3))
    return edges(estate)


def _rows(claims: Path, table: str, *columns: str) -> set[tuple[object, ...]]:
    if not (claims / table).exists():
        return set()
    return {
        tuple(row[column] for column in columns)
        for row in pq.read_table(claims / table).to_pylist()
    }
