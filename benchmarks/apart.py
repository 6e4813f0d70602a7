"""Services to treat apart: cost, proven bound and processor seconds on the dependencies of made-up regions.

    python -m benchmarks.apart 0.25 1

Every true dependency between applications is an edge, and every application weighs 1.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from benchmarks import machine
from grunnmur.depend.conclude.apart import apart, graph
from grunnmur.example import DAY, world


def main() -> None:
    """Prints a row a size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="+", type=float)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--most", type=int, default=50, help="how large a group may be")
    wanted = parser.parse_args()
    print(machine.line())
    print("size | applications | pairs | cost | bound | certified | processor s")
    for size in wanted.sizes:
        made = world.build(size=size, seed=wanted.seed, on=DAY)
        ends = (made.dependency["consumer_row"], made.dependency["provider_row"])
        count = len(made.application["application_id"])
        services = graph.of(np.ones(count, dtype=np.int64), np.stack(ends, axis=1).astype(np.int64))
        began = time.process_time()
        found = apart(services, wanted.most)
        spent = time.process_time() - began
        print(
            f"{size:g} | {count} | {len(services.tail) // 2} | {found.cost} | {found.bound} "
            f"| {found.certified} | {spent:.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
