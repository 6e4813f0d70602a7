"""Which machine a figure was measured on."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import psutil


def line() -> str:
    """Date, cores, memory, load and versions in one line."""
    memory = "?"
    info = Path("/proc/meminfo")
    if info.exists():
        memory = f"{int(info.read_text().split()[1]) / (1 << 20):.0f} GiB"
    load = os.getloadavg()[0]
    import duckdb

    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {os.cpu_count()} cores · {memory} · load {load:.1f} · "
        f"Python {platform.python_version()} · DuckDB {duckdb.__version__}"
    )


def clock(workers: int, *, processor: bool) -> Callable[[], float]:
    """Seconds; of `processor`, by worker: a clock that stands while others have the machine."""
    return (lambda: time.process_time() / workers) if processor else time.monotonic


def tree_seconds(*roots: psutil.Process) -> float:
    """Processor seconds of processes, of all they have started, and of what of that has ended."""
    whole = [one for root in roots for one in (root, *root.children(recursive=True))]
    spent = 0.0
    for process in whole:
        with suppress(psutil.NoSuchProcess):  # ended meanwhile: its parent has its time
            told = process.cpu_times()
            spent += told.user + told.system + told.children_user + told.children_system
    return spent
