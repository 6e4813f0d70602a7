"""A Spark cluster on loopback: a master and workers, each a process of its own, started by the test."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_PATIENCE = 60.0
_UP = re.compile(r"Starting Spark master at (spark://\S+)")
_REGISTERED = re.compile(r"Registering worker")


def spark_home() -> Path:
    """Where Spark is; a test that asks does not run where it cannot."""
    pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed (grunnmur[spark])")
    if shutil.which("java") is None:
        pytest.skip("there is no Java here (Spark 4 needs Java 17)")
    return Path(pyspark.__file__).parent


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running cluster: its address, and its workers' processes."""

    master: str
    workers: tuple[subprocess.Popen[bytes], ...]

    def kill_a_worker(self) -> None:
        """Ends one worker and all it runs, as a machine that loses power would."""
        os.killpg(self.workers[0].pid, signal.SIGKILL)


@contextmanager
def started(folder: Path, *, workers: int) -> Iterator[Cluster]:
    """A standalone cluster with this many workers of one core each; it ends with the block."""
    home = spark_home()
    folder.mkdir(parents=True, exist_ok=True)
    processes: list[subprocess.Popen[bytes]] = []
    try:
        log = folder / "master.log"
        address = ["--host", "127.0.0.1", "--port", "0", "--webui-port", "0"]
        processes.append(_process(home, log, "org.apache.spark.deploy.master.Master", *address))
        master = _told(log, _UP, 1)[0]
        for number in range(workers):
            room = ["--cores", "1", "--memory", "1g", "--work-dir", str(folder / f"work{number}")]
            options = [*address, *room]
            program = "org.apache.spark.deploy.worker.Worker"
            processes.append(_process(home, folder / f"w{number}.log", program, *options, master))
        _told(log, _REGISTERED, workers)
        yield Cluster(master, tuple(processes[1:]))
    finally:
        for process in processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _process(home: Path, log: Path, program: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A Spark process in a group of its own, so that its executors end with it."""
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
        "SPARK_NO_DAEMONIZE": "1",
    }
    with log.open("wb") as out:
        return subprocess.Popen(
            [str(home / "bin" / "spark-class"), program, *arguments],
            env=environment, stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip


def _told(log: Path, pattern: re.Pattern[str], times: int) -> list[str]:
    """What the log says as often as asked for."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        found = pattern.findall(log.read_text(errors="replace"))
        if len(found) >= times:
            return found
        time.sleep(0.1)
    raise AssertionError(log.read_text(errors="replace")[-2000:])
