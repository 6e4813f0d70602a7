"""How many questions each page asks the database, written down: a page that asks more fails.

`GRUNNMUR_WRITE_COUNTS=1` writes them anew. Findings and accepted risks ask one more where there is one, and the log
up to six for the names of what it tells of (findings, waves, files, trusts, things in two tables). Whether there is
any hangs on what ran before: theirs are the greatest.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.web.addresses import ADDRESSES

COUNTS = Path(__file__).parent / "query_counts.json"


def test_no_page_asks_more_than_is_written_down(ask):
    counted = {}
    for name, address in ADDRESSES.items():
        if address.form is None:
            client = ask.as_(address.who)
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse(name, kwargs=address.north)).close()
            counted[name] = len(queries)
    if os.environ.get("GRUNNMUR_WRITE_COUNTS"):
        COUNTS.write_text(json.dumps(counted, indent=1, sort_keys=True) + "\n", encoding="utf-8")

    written = json.loads(COUNTS.read_text(encoding="utf-8"))
    assert set(counted) == set(written)
    assert {name: n for name, n in counted.items() if n > written[name]} == {}
