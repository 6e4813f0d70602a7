"""People who open pages of any site, for Locust: a page, a second of thought, the next. For `benchmarks.site_beside`.

A page is all that must be asked before its content is on the screen, one request after the other; what is
told is the time of all of them together.
"""

from __future__ import annotations

import json
import os
import random
import time
from itertools import count
from pathlib import Path

from locust import FastHttpUser, constant, task

_GIVEN = json.loads(Path(os.environ["GRUNNMUR_BENCHMARK"]).read_text(encoding="utf-8"))
_NUMBER = count()


class Person(FastHttpUser):
    """Each person has a seed of their own, so that every run asks the same."""

    wait_time = constant(1)
    network_timeout = connection_timeout = 600.0

    def on_start(self) -> None:
        """Is logged in already: the headers say as whom."""
        self.chance = random.Random(next(_NUMBER))

    @task
    def page(self) -> None:
        """One page of a kind, each kind as often as the others."""
        name = self.chance.choice(sorted(_GIVEN["pages"]))
        began, length, failed = time.perf_counter(), 0, None
        for path, headers in self.chance.choice(_GIVEN["pages"][name]):
            with self.client.get(
                path,
                name="part",
                headers={**_GIVEN["headers"], **headers},
                allow_redirects=False,
                catch_response=True,
            ) as answer:
                length += len(answer.content or b"")
                if answer.status_code != 200:
                    failed = AssertionError(f"{path}: {answer.status_code}")
                    answer.failure(str(failed))
        self.environment.events.request.fire(
            request_type="page",
            name=name,
            response_time=1000 * (time.perf_counter() - began),
            response_length=length,
            exception=failed,
            context={},
        )
