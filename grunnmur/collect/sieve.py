"""What every sensor's rows go through: flows come out as batches, the rest is counted and noted."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pyarrow as pa
import pyarrow.compute as pc

from grunnmur.collect import addresses, protocols
from grunnmur.collect.claim import Batch, Note
from grunnmur.errors import CollectError
from grunnmur.estate import RAW
from grunnmur.kit.engine import connect

TABLE = "flow_record"
LATEST = 4_102_444_800.0
"""The year 2100 in seconds since 1970: a later time is a damaged row, not a time."""

_OWN = {"number": "BIGINT", "rows": "BIGINT", "verdict": "VARCHAR"}
"""Beside the columns of the table: the row's line, how many source rows it stands for, and the code of
the note it becomes where its reader already knows that it is no flow."""

_NAMED = 100
"""Malformed rows noted one by one; the rest of them share a note. A broken disk breaks many."""

_HERE = Path(__file__).parent


class Sieve:
    """Sifts one document's rows, block by block, in memory that does not grow.

    `log` is what the document is called in notes. `zone` is the time zone of its times; where the
    document tells none and nobody else did, they are taken as UTC and that is noted.
    """

    def __init__(self, log: str, *, zone: str | None = "UTC") -> None:
        self._log = log
        self._zone = zone or "UTC"
        self._zone_told = zone is not None
        self._counts: Counter[str] = Counter()
        self._malformed: list[int] = []
        self._end_doubtful = 0
        self._flows = 0
        self._spill = tempfile.TemporaryDirectory(prefix="grunnmur-")
        self.connection = connect(memory="256MB", threads=1, spill=Path(self._spill.name))
        self._judging = (_HERE / "sieve.sql").read_text(encoding="utf-8")
        columns = {column.name: column.sql for column in RAW[TABLE].columns} | _OWN
        declared = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        self.connection.execute(f"create temp table shape ({declared})")

    def __enter__(self) -> Sieve:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.connection.close()
        self._spill.cleanup()

    def sift(
        self, block: pa.Table, step: Path | None = None, **parameters: object
    ) -> Iterator[Batch]:
        """The block's flows. `step` is the SELECT that makes rows of `line`, which the block becomes."""
        if step is not None:
            block = self.select(block, step, **parameters)
        spelled = {
            "source_ip": addresses.column,
            "target_ip": addresses.column,
            "protocol": protocols.column,
        }
        for name, spell in spelled.items():
            place = block.column_names.index(name)
            block = block.set_column(place, name, spell(block.column(name)))
        self.connection.register("flow_row", block)
        judged = self.connection.execute(self._judging, {"zone": self._zone}).to_arrow_table()
        self.connection.unregister("flow_row")
        is_flow = pc.is_null(judged.column("verdict"))
        self._count(judged.filter(pc.invert(is_flow)))
        flows = judged.filter(is_flow)
        if flows.num_rows:
            rows = pc.sum(flows.column("rows")).as_py()
            self._flows += rows
            self._end_doubtful += pc.sum(flows.column("end_doubtful")).as_py() or 0
            yield Batch(TABLE, flows.select(list(RAW[TABLE].by_name)), rows)

    def select(self, block: pa.Table, step: Path, **parameters: object) -> pa.Table:
        """What the step file selects of `line`, which the block becomes."""
        self.connection.register("line", block)
        query = step.read_text(encoding="utf-8").strip().rstrip(";")
        found: pa.Table = self.connection.execute(query, parameters or None).to_arrow_table()
        self.connection.unregister("line")
        return found

    def leave_out(self, code: str, count: int = 1) -> None:
        """Source rows that never came so far as to be a row here."""
        self._counts[code] += count

    def malformed(self, numbers: list[int]) -> None:
        """Lines that could not be cut into a row."""
        self._counts["line_malformed"] += len(numbers)
        self._malformed = sorted(self._malformed + numbers)[:_NAMED]

    def notes(self) -> Iterator[Note]:
        """Why the other rows are no flows, and what is in doubt about those that are."""
        malformed = self._counts.pop("line_malformed", 0)
        for number in self._malformed:
            yield Note("line_malformed", {"log": self._log}, number, row=True)
        if unnamed := malformed - len(self._malformed):
            yield Note("lines_malformed", {"log": self._log, "rows": unnamed}, row=True)
        for code, count in sorted(self._counts.items()):
            yield Note(code, {"log": self._log, "rows": count}, row=True)
        if self._end_doubtful:
            yield Note("flow_end_doubtful", {"log": self._log, "flows": self._end_doubtful})
        if self._flows and not self._zone_told:
            yield Note("times_taken_as_utc", {"log": self._log})

    def _count(self, left_out: pa.Table) -> None:
        """Adds up what the block's other rows are, by the code of their note."""
        if not left_out.num_rows:
            return
        counts = left_out.group_by("verdict").aggregate([("rows", "sum")])
        self._counts.update(
            dict(zip(*(counts.column(n).to_pylist() for n in ("verdict", "rows_sum")), strict=True))
        )
        broken = left_out.filter(pc.equal(left_out.column("verdict"), "line_malformed"))
        numbers = broken.column("number").drop_null().to_pylist()
        self._malformed = sorted(self._malformed + numbers)[:_NAMED]


def zone_of(options: Mapping[str, Any]) -> str | None:
    """The time zone a source's settings say its times are in. CollectError when there is none of that name."""
    zone = options.get("timezone")
    if zone is None:
        return None
    try:
        return ZoneInfo(str(zone)).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CollectError("timezone_unknown", timezone=str(zone)) from error
