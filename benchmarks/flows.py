"""From flow records to dependencies, beside a bare group by over the same Parquet.

    python -m benchmarks.flows 25 50 100       millions of records

The records are those of thirty days: 4,000 servers and 20,000 clients, 200,000 pairs of them of which the
busiest has a twelfth of all traffic (Zipf), a working day's hours. Of four pairs in five the sensor tells who
opened; of the others it tells either half of the conversation. A tenth of the clients' addresses change hands
in the middle of a day. Records are made and written before the clock starts.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import machine
from grunnmur import depend
from grunnmur.estate import TABLES, Estate
from grunnmur.kit import engine

SERVERS, CLIENTS, PAIRS, DAYS = 4_000, 20_000, 200_000, 30
PORTS = (443, 80, 1433, 1521, 5432, 389, 636, 445, 2575, 104, 8080, 53, 88, 3306, 11112, 51515)
WORDS = ("ssl", "http", "dns")
START = np.datetime64("2026-08-01", "us").astype(np.int64)
BARE = """
select source_ip, target_ip, target_port, protocol, date_trunc('hour', started_at) as hour,
       count(*), sum(bytes), min(started_at), max(ended_at)
from read_parquet('{folder}/*.parquet')
group by all
"""
ADDRESSES = """
with held as (
  select 'server-' || i as asset_id, '10.100.' || i // 256 || '.' || i % 256 as ip,
         null::timestamp as from_at, null::timestamp as to_at
  from range({servers}) t(i)
  union all
  select 'client-' || i, '10.20.' || i // 256 || '.' || i % 256, null, null from range({clients} // 10, {clients}) t(i)
  union all
  select 'client-' || (i + turn * 7) % ({clients} // 10), '10.20.' || i // 256 || '.' || i % 256,
         timestamp '2026-08-01 10:00' + turn * 10 * interval 1 day,
         timestamp '2026-08-11 10:00' + turn * 10 * interval 1 day
  from range({clients} // 10) t(i), range(-1, 3) u(turn)
)
select asset_id, 'A' as realm, null as mac, ip, null as network_id, from_at, to_at from held
"""
COMPONENTS = """
select 'application-' || hash(asset_id) % 2500 as application_id, asset_id, 'app' as role
from (select distinct asset_id from address) where starts_with(asset_id, 'server')
"""


def main() -> None:
    """Every size in a process of its own, so that its peak of memory is its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("millions", nargs="+", type=float)
    parser.add_argument(
        "--memory", default="6GB", help="what DuckDB may hold; the rest is Python's"
    )
    parser.add_argument(
        "--one", action="store_true", help="measure here, not in a process of its own"
    )
    wanted = parser.parse_args()
    if wanted.one:
        measure(wanted.millions[0], wanted.memory)
        return
    print(machine.line())
    print(
        "millions |  write s | bare s (cpu) | ours s (cpu) | ratio (cpu)"
        " | flow rows | dependencies | peak GiB",
        flush=True,
    )
    for millions in wanted.millions:
        command = [sys.executable, "-m", "benchmarks.flows", str(millions), "--one"]
        subprocess.run([*command, "--memory", wanted.memory], check=True)


def measure(millions: float, memory: str) -> None:
    """Makes the records, then groups them the bare way and ours."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        began = time.perf_counter()
        write(folder / "claims" / "flow_record", round(millions * 1e6))
        written = time.perf_counter() - began
        bare = _bare(folder, memory)
        ours, estate = _ours(folder, memory)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
        print(
            f"{millions:8g} | {written:8.1f} | {bare[0]:6.1f} ({bare[1]:5.1f})"
            f" | {ours[0]:6.1f} ({ours[1]:5.1f}) | {ours[0] / bare[0]:5.2f} ({ours[1] / bare[1]:.2f})"
            f" | {estate.count('flow'):>9,} | {estate.count('dependency'):>12,} | {peak:8.2f}",
            flush=True,
        )


def write(folder: Path, records: int, seed: int = 7) -> None:
    """Parquet files of a million records each, in the shape of `flow_record`."""
    folder.mkdir(parents=True)
    chance = np.random.default_rng(seed)
    world = _World(chance)
    for part, begin in enumerate(range(0, records, 1_000_000)):
        table = world.records(chance, min(1_000_000, records - begin))
        pq.write_table(
            table, folder / f"part-{part:05}.parquet", compression="zstd", row_group_size=1 << 18
        )


class _World:
    """Who talks to whom, and how much."""

    def __init__(self, chance: np.random.Generator) -> None:
        servers = [f"10.100.{n // 256}.{n % 256}" for n in range(SERVERS)]
        clients = [f"10.20.{n // 256}.{n % 256}" for n in range(CLIENTS)]
        self.ips = pa.array(servers + clients)
        self.client = chance.integers(0, SERVERS + CLIENTS, PAIRS).astype(np.int32)
        self.server = chance.integers(0, SERVERS, PAIRS).astype(np.int32)
        self.port = np.array(PORTS)[chance.integers(0, len(PORTS), PAIRS)]
        self.told = chance.random(PAIRS) < 0.8
        share = np.cumsum(1 / np.arange(1, PAIRS + 1))
        self.share = share / share[-1]

    def records(self, chance: np.random.Generator, count: int) -> pa.Table:
        """So many records, at random over pairs and days."""
        pair = np.searchsorted(self.share, chance.random(count))
        hour = np.clip(chance.normal(11, 4, count), 0, 23.99)
        begun = START + (chance.integers(0, DAYS, count) * 86_400e6 + hour * 3600e6).astype(
            np.int64
        )
        lasted = chance.exponential(2e6, count).astype(np.int64)
        told = self.told[pair]
        back = ~told & (chance.random(count) < 0.5)
        ends = (self.client[pair], self.server[pair])
        ports = (chance.integers(49152, 65536, count), self.port[pair])
        size = chance.lognormal(8, 2, count).astype(np.int64)
        return pa.table(
            {
                "realm": pa.nulls(count, pa.string()),
                "started_at": pa.array(begun, pa.timestamp("us")),
                "ended_at": pa.array(begun + lasted, pa.timestamp("us")),
                "source_ip": pa.DictionaryArray.from_arrays(np.where(back, *ends[::-1]), self.ips),
                "source_port": np.where(back, *ports[::-1]),
                "target_ip": pa.DictionaryArray.from_arrays(np.where(back, *ends), self.ips),
                "target_port": np.where(back, *ports),
                "protocol": _words(np.where(ports[1] == 53, 1, 0), ("tcp", "udp")),
                "service": _words(pair % len(WORDS), WORDS, unknown=pair % 5 == 0),
                "packets": size // 800 + 1,
                "bytes": size,
                "flows": np.ones(count, np.int64),
                "sampled": np.ones(count, np.int64),
                "opened": pa.array(told, mask=~told),
                "answered": pa.array(told, mask=~told),
                "source": _words(np.zeros(count, np.int64), ("sensor",)),
                "file": _words(np.zeros(count, np.int64), ("conn.log",)),
            }
        )


def _words(
    codes: np.ndarray, words: tuple[str, ...], unknown: np.ndarray | None = None
) -> pa.DictionaryArray:
    indexes = pa.array(codes.astype(np.int32), mask=unknown)
    return pa.DictionaryArray.from_arrays(indexes, pa.array(words))


def _bare(folder: Path, memory: str) -> tuple[float, float]:
    connection = engine.connect(memory=memory, spill=folder / "spill")
    query = BARE.format(folder=folder / "claims" / "flow_record")
    began = _clocks()
    connection.execute(f"create temp table bare as {query}")
    took = _since(began)
    connection.close()
    return took


def _ours(folder: Path, memory: str) -> tuple[tuple[float, float], Estate]:
    (folder / "estate").mkdir()
    connection = engine.connect(memory=memory, spill=folder / "spill")
    estate = Estate(folder / "estate", connection)
    estate.write(TABLES["address"], ADDRESSES.format(servers=SERVERS, clients=CLIENTS))
    estate.write(TABLES["component"], COMPONENTS)
    began = _clocks()
    depend.depend(estate, folder / "claims", realms={"sensor": "A"}, on=date(2026, 9, 1))
    return _since(began), estate


def _clocks() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _since(began: tuple[float, float]) -> tuple[float, float]:
    """Seconds by the clock, and of processor."""
    now = _clocks()
    return now[0] - began[0], now[1] - began[1]


if __name__ == "__main__":
    main()
