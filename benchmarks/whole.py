"""Known vulnerabilities of a whole made-up region: seconds, memory and what came out, at several sizes."""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks import machine, true_tables
from grunnmur.assess import vulnerable
from grunnmur.catalogue.editions import open_edition
from grunnmur.estate import Estate
from grunnmur.example import DAY, World, world
from grunnmur.kit import engine


def main() -> None:
    """Prints a row a size, each in a process of its own so that memory is told apart."""
    parser = argparse.ArgumentParser()
    parser.add_argument("catalogue", type=Path, help="the folder of editions")
    parser.add_argument("--sizes", nargs="*", type=float, default=[0.25, 1, 4])
    parser.add_argument("--seed", type=int, default=7)
    wanted = parser.parse_args()
    print(machine.line())
    print("size | things | systems and installations | CPU s | clock s | MB | verdict rows")
    for size in wanted.sizes:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            print(pool.apply(_measure, (wanted.catalogue, size, wanted.seed)), flush=True)


def _measure(catalogue: Path, size: float, seed: int) -> str:
    with TemporaryDirectory() as name:
        folder = Path(name)
        write(world.build(size=size, seed=seed, on=DAY), folder)
        edition = open_edition(catalogue)
        if edition is None:
            raise SystemExit(f"no edition in {catalogue}")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        estate = Estate(folder, engine.connect(memory="4GB", threads=2))
        edition.register(estate.connection)
        cpu, clock = time.process_time(), time.perf_counter()
        vulnerable.judge(estate, on=date(2026, 11, 28), edition=edition.name)
        cpu, clock = time.process_time() - cpu, time.perf_counter() - clock
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        counts = [estate.count(one) for one in ("asset", "situation", "situation_vulnerability")]
    told = f"{peak}" if peak > before else f"under {before}, which making the region took"
    return f"{size} | {counts[0]} | {counts[1]} | {cpu:.1f} | {clock:.1f} | {told} | {counts[2]}"


def write(region: World, folder: Path) -> None:
    """The tables the judgement reads, as a perfect collection would give them."""
    asset, installed = region.asset, region.installation
    true_tables.write_frame(
        folder,
        "asset",
        asset.extended(
            {
                "os_name": asset["os_label"],
                "product_id": asset["os_product"],
                "version": asset["os_version"],
            }
        ),
    )
    named = np.char.find(installed["product"].astype(str), ":") > 0
    product = np.where(named, installed["product"], "unknown:" + installed["product"].astype(str))
    ids = asset["asset_id"][installed["asset_row"]]
    true_tables.write_frame(
        folder, "installation", installed.extended({"asset_id": ids, "product_id": product})
    )


if __name__ == "__main__":
    main()
