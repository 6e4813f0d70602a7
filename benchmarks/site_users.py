"""What a person does on the site, for Locust: a page, a second's thought, the next. Used by `benchmarks.site`."""

from __future__ import annotations

import json
import os
import random
from itertools import count
from pathlib import Path

from locust import FastHttpUser, constant, task

_GIVEN = json.loads(Path(os.environ["GRUNNMUR_BENCHMARK"]).read_text(encoding="utf-8"))
_NUMBER = count()


class Person(FastHttpUser):
    """Every second person sees the whole group, the others one trust."""

    wait_time = constant(1)
    network_timeout = connection_timeout = 300.0  # a machine that others use too is slow, not wrong

    def on_start(self) -> None:
        """Is logged in already. Each person has a seed of their own, so that every run asks the same."""
        number = next(_NUMBER)
        self.chance = random.Random(number)
        self.name, session = _GIVEN["sessions"][number % len(_GIVEN["sessions"])]
        self.cookie = {"Cookie": f"sessionid={session}"}
        self._see("/me", "begin")

    def _see(self, path: str, name: str) -> None:
        """A page that was answered, and not with the one where one logs in."""
        with self.client.get(
            path, name=name, headers=self.cookie, allow_redirects=False, catch_response=True
        ) as answer:
            if answer.status_code != 200:
                answer.failure(f"{answer.status_code}")

    @task
    def overview(self) -> None:
        self._see("/", "overview")

    @task
    def assets(self) -> None:
        asked = self.chance.choice(_GIVEN["lists"])
        self._see(f"/estate/asset?{asked}", "filtered assets")

    @task
    def search(self) -> None:
        word = self.chance.choice(_GIVEN["words"])
        self._see(f"/search?q={word}", "search")

    @task
    def asset(self) -> None:
        thing = self.chance.choice(_GIVEN["things"][self.name])
        self._see(f"/thing/asset/{thing}", "asset page")

    @task
    def findings(self) -> None:
        asked = self.chance.choice(_GIVEN["findings"])
        self._see(f"/findings?{asked}", "findings")
