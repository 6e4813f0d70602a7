"""Connections, added up inside: a day of a hospital is millions of lines and thousands of flows."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from grunnmur.collect.claim import Batch, Found, Note
from grunnmur.collect.document import Document
from grunnmur.collect.zeek.blocks import WANTED, Blocks
from grunnmur.collect.zeek.heading import Heading
from grunnmur.collect.zeek.instants import LATEST
from grunnmur.collect.zeek.rows import NAMED
from grunnmur.kit.engine import Steps, connect


def found(document: Document, heading: Heading) -> Iterator[Found]:
    """One batch of flows per address pair, port, service and day, and notes on the other lines."""
    blocks = Blocks(document, heading)
    with tempfile.TemporaryDirectory(prefix="grunnmur-") as spill:
        total = _total(blocks, heading, connect(memory="256MB", threads=1, spill=Path(spill)))
    flows = _of(total, "flow")
    if flows.num_rows:
        yield Batch(
            "flow", flows.drop_columns(["verdict", "number"]), pc.sum(flows["flows"]).as_py()
        )
    unanswered = _of(total, "unanswered")
    if unanswered.num_rows:
        rows = pc.sum(unanswered["flows"]).as_py()
        yield Note("flow_without_answer", {"rows": rows}, row=True)
    impossible = _of(total, "malformed")["number"].to_pylist()
    yield from _malformed(sorted((*blocks.malformed, *impossible)), heading)
    yield from blocks.notes()


def _total(blocks: Blocks, heading: Heading, connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """All blocks added up, one after the other, so that a log of any length fits."""
    steps = Steps(connection, Path(__file__).parent)
    with connection:
        _begin(steps)
        for block in blocks:
            if heading.is_json:
                connection.register("json_line", block)
                steps.run("lines", paths=_paths(heading))
                connection.execute("create or replace temp view line as from lines")
            else:
                connection.register("line", block)
            connection.execute(f"insert into block {steps.text('flows')}", {"latest": LATEST})
        return connection.sql(steps.text("total")).to_arrow_table()


def _begin(steps: Steps) -> None:
    """An empty table of the shape that a block's sums have."""
    nothing = pa.table({name: pa.array([], pa.string()) for name in WANTED})
    nothing = nothing.append_column("number", pa.array([], pa.int64()))
    steps.connection.register("line", nothing)
    steps.run("flows", latest=LATEST)
    steps.connection.execute("create temp table block as from flows")
    steps.connection.unregister("line")


def _paths(heading: Heading) -> list[str]:
    return [f'$."{name.replace(".", heading.spelling)}"' for name in WANTED.values()]


def _of(total: pa.Table, verdict: str) -> pa.Table:
    return total.filter(pc.equal(total["verdict"], verdict))


def _malformed(numbers: list[int], heading: Heading) -> Iterator[Note]:
    """The first by number, the rest in one note."""
    for number in numbers[:NAMED]:
        yield Note("line_malformed", {"log": heading.log}, number, row=True)
    if len(numbers) > NAMED:
        facts = {"log": heading.log, "rows": len(numbers) - NAMED}
        yield Note("lines_malformed", facts, row=True)
