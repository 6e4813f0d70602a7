"""The same steps on Spark give the same rows, also when a worker is lost on the way."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from grunnmur import depend
from grunnmur.depend import engines
from grunnmur.errors import EngineError
from grunnmur.estate import Estate
from grunnmur.kit import spark
from grunnmur.kit.engine import Aggregator
from tests.depend import cluster
from tests.depend.flows import claimed, record
from tests.worlds import world

START = datetime(2026, 8, 3)
_LIGHT = (
    "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"  # short lives: no time spent on making code fast
)
SETTINGS = {
    "spark.driver.extraJavaOptions": _LIGHT,
    "spark.executor.extraJavaOptions": _LIGHT,
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.memory": "1g",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
    "spark.executor.memory": "512m",
}

pytestmark = [
    pytest.mark.enable_socket,  # a cluster is processes that talk, on loopback only
    pytest.mark.filterwarnings("ignore"),  # pyspark warns of its own imports
]


def _records(seed: int, count: int = 3000) -> list[dict[str, object]]:
    """Traffic of every kind the steps tell apart: told and untold openers, leases, odd addresses, broken clocks."""
    chance = random.Random(seed)
    return [_one(chance) for _ in range(count)]


def _one(chance: random.Random) -> dict[str, object]:
    client = chance.choice([f"10.0.1.{n}" for n in range(20)] + ["fd00::0:7", "91.0.0.9", "bad"])
    server = f"10.0.0.{chance.randrange(8)}:{chance.choice([5432, 443, 514, 7777, 50000])}"
    ends = [
        f"{client}:{chance.choice([51000, 2000, 7001, chance.randrange(49152, 65536)])}",
        server,
    ]
    opened = chance.choice([True, False, None, None])
    if opened is False or (opened is None and chance.random() < 0.5):
        ends.reverse()
    at = START + timedelta(days=chance.randrange(28), seconds=chance.randrange(86400))
    return record(
        *ends,
        chance.choice([at] * 50 + [datetime(1970, 1, 1), datetime(2038, 1, 1)]),
        opened=opened,
        answered=chance.choice([True, True, None, False]),
        ended_at=at + timedelta(seconds=chance.randrange(-2, 90)),
        bytes=chance.choice([0, 100, 2**62, None]),
        service=chance.choice(["http", "ssl", "ssl,http", "odd", None]),
        protocol=chance.choice(["tcp", "tcp", "udp"]),
        sampled=chance.choice([None, 1, 100]),
    )


def _estate(folder: Path) -> Estate:
    day, hour = timedelta(days=1), timedelta(hours=1)
    leases = [
        {"asset_id": f"client{(n + turn) % 20}", "realm": "A", "ip": f"10.0.1.{n}",
         "from_at": START + 5 * turn * day + 11 * hour, "to_at": START + 5 * (turn + 1) * day + 11 * hour}
        for n in range(20) for turn in range(6)
    ]  # fmt: skip
    servers = [{"asset_id": f"server{n}", "realm": "A", "ip": f"10.0.0.{n}"} for n in range(7)]
    names = [*(f"client{n}" for n in range(20)), *(f"server{n}" for n in range(7))]
    return world(
        folder,
        asset=[{"asset_id": name, "kind": "vm", "organisation_id": f"o{n % 3}"} for n, name in enumerate(names)],
        application=[{"application_id": f"app{n}", "criticality": "A"} for n in range(5)],
        dependency=[
            {"consumer_kind": "application", "consumer_id": f"app{n}", "provider_kind": "application",
             "provider_id": f"app{(n + 1) % 5}", "port": 5432, "origin": "declared", "period": "daily"}
            for n in range(5)
        ],
        address=[*leases, *servers, {"asset_id": "six", "realm": "A", "ip": "fd00::7"}],
        asset_link=[{"asset_id": "server0", "other_id": "server6", "relation": "gateway_for"}],
        component=[
            {"application_id": f"app{n % 5}", "asset_id": f"{kind}{n}"}
            for kind in ("client", "server") for n in range(1, 7)
        ],
    )  # fmt: skip


_TABLES = (
    "flow", "dependency", "note", "provider_role", "split", "split_item", "unseen", "dependency_match",
    "outside_contact",
)  # fmt: skip


def _depended(
    estate: Estate, claims: Path, engine: Aggregator | None = None
) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the verb, from records to conclusions."""
    on = START.date() + timedelta(days=40)
    depend.depend(estate, claims, realms={"zeek": "A"}, on=on, engine=engine)
    depend.conclude(estate, on=on, group_most=2)
    return {
        name: estate.connection.sql(f"select * from {name} order by all").fetchall()
        for name in _TABLES
    }


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list]]:
    """The claims, and what DuckDB makes of them."""
    folder = tmp_path_factory.mktemp("duckdb")
    claims = claimed(folder, _records(7))
    estate = _estate(folder / "estate")
    return claims, _depended(estate, claims)


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    cluster.spark_home()
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    return


@pytest.mark.usefixtures("quiet")
def test_two_workers_one_killed_on_the_way_give_every_row_that_duckdb_gives(
    tmp_path: Path, told: tuple[Path, dict[str, list]], monkeypatch: pytest.MonkeyPatch
) -> None:
    claims, expected = told
    estate = _estate(tmp_path / "estate")
    ran: list[str] = []
    run = spark.SparkSteps.run

    with cluster.started(tmp_path / "cluster", workers=2) as running:

        def run_and_lose(steps: spark.SparkSteps, *names: str, **parameters: object) -> None:
            for name in names:
                if name == "flow_day":
                    threading.Timer(0.2, running.kill_a_worker).start()  # while its tasks run
                run(steps, name, **parameters)
                ran.append(name)

        monkeypatch.setattr(spark.SparkSteps, "run", run_and_lose)
        shared = str(tmp_path / "delt område" / ".run")  # blanks, letters, hidden
        with engines.adding_up(running.master, estate, shared=shared, settings=SETTINGS) as adding:
            found = _depended(estate, claims, adding)
        assert running.workers[0].poll() is not None
        assert running.workers[1].poll() is None

    assert ran.index("flow_day") < ran.index("periodic")
    assert len(expected["dependency"]) > 100
    assert all(expected.values()), "a table without rows compares nothing"
    assert found == expected


def test_an_engine_nobody_knows_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(EngineError) as refused, engines.adding_up(
        "flink", world(tmp_path), shared="", settings={}
    ):  # fmt: skip
        pass

    assert (refused.value.code, refused.value.facts) == ("engine_unknown", {"engine": "flink"})
