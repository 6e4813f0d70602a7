"""The whole sentence at growing sizes: seconds a stage, peak memory, and how cost grows."""

from __future__ import annotations

import argparse
import math
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import machine

_RUN = """
import json, os, resource, sys, time
from datetime import date
from pathlib import Path
from grunnmur import example, pipeline

def spent():
    # Processor seconds of this process, its children and whom they waited for (the readers).
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    ticks = [Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:15] for pid in children]
    return sum(os.times()[:4]) + sum(int(n) for four in ticks for n in four) / os.sysconf("SC_CLK_TCK")

if __name__ == "__main__":
    folder, size, seed = Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    began = time.perf_counter()
    example.write(folder / "region", size=size, seed=seed)
    made = time.perf_counter() - began
    before, began = spent(), time.perf_counter()
    result = pipeline.run(folder / "region", folder / "workspace", on=date(2026, 9, 1))
    whole, processor = time.perf_counter() - began, spent() - before
    rows = result.estate.connection.sql("select sum(records) from source").fetchall()[0][0]
    own = resource.getrusage(resource.RUSAGE_SELF)
    readers = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps({"made": made, "whole": whole, "rows": int(rows),
        "stages": {s.verb: s.seconds for s in result.stages},
        "processor": processor, "megabytes": own.ru_maxrss // 1024,
        "reader_megabytes": readers.ru_maxrss // 1024}))
"""


def main() -> None:
    """Prints a table, a row a size; each size in a process of its own."""
    import json

    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=float, default=[0.25, 0.5, 1.0])
    parser.add_argument("--seed", type=int, default=7)
    wanted = parser.parse_args()
    print(machine.line())
    print(
        "size | example s | run s | processor s | collect | reconcile | depend | assess | reach | plan"
        " | MB | rows | processor s/(n log n) to first"
    )
    first = None
    for size in wanted.sizes:
        with tempfile.TemporaryDirectory() as folder:
            script = Path(folder) / "run.py"
            script.write_text(_RUN, encoding="utf-8")
            done = subprocess.run(
                [sys.executable, str(script), folder, str(size), str(wanted.seed)],
                check=True, capture_output=True, text=True,
            )  # fmt: skip
        found = json.loads(done.stdout.splitlines()[-1])
        unit = found["processor"] / (found["rows"] * math.log(found["rows"]))
        first = first or unit
        stages = " | ".join(
            f"{found['stages'][verb]:.1f}"
            for verb in ("collect", "reconcile", "depend", "assess", "reach", "plan")
        )
        print(
            f"{size} | {found['made']:.1f} | {found['whole']:.1f} | {found['processor']:.0f} | {stages} | "
            f"{max(found['megabytes'], found['reader_megabytes'])} | {found['rows']} | {unit / first:.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
