"""What one exporter has told of itself: its templates, how it samples, what its applications are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from grunnmur.collect.netflow import elements
from grunnmur.collect.netflow.templates import Template

_MOST = 4096
"""Templates and samplers kept of one exporter; real ones have some dozens."""

_MOST_NAMES = 65536
_TELLING = {
    elements.SAMPLING_INTERVAL, elements.SAMPLER_INTERVAL, elements.SAMPLED_PACKETS, elements.APPLICATION_NAME,
}  # fmt: skip


@dataclass(slots=True)
class Knowledge:
    """Grows while packets are read. `samplers` holds one packet in how many, by sampler; None is all of them."""

    templates: dict[int, Template] = field(default_factory=dict)
    samplers: dict[int | None, int] = field(default_factory=dict)
    applications: dict[bytes, str] = field(default_factory=dict)

    def learn(self, template: Template) -> bool:
        """Takes a template in; False for one that no record can have, or one too many."""
        if not template.fields:
            self.templates.pop(template.number, None)
            return True
        if not template.least or (
            len(self.templates) >= _MOST and template.number not in self.templates
        ):
            return False
        known = self.templates.get(template.number)
        if known is None or known.fields != template.fields or known.options != template.options:
            self.templates[template.number] = template
        return True

    def hear(self, template: Template, records: bytes) -> None:
        """Takes in what records of options tell of sampling and of applications."""
        for begin in range(0, len(records), template.width):
            told = {
                key: records[begin + at : begin + at + length]
                for key, (at, length) in template.kept.items()
            }
            self._hear_sampling(told)
            name = told.get(elements.APPLICATION_NAME)
            number = told.get(elements.APPLICATION_ID)
            if name and number and len(self.applications) < _MOST_NAMES:
                self.applications[number] = _text(name)

    def sampled(self, samplers: Iterable[int]) -> list[int]:
        """One packet in how many each sampler takes. -1 is a record that names none, and an answer nobody gave."""
        told = set(self.samplers.values())
        default = told.pop() if len(told) == 1 else -1
        return [self.samplers.get(None if one < 0 else one, default) for one in samplers]

    def _hear_sampling(self, told: Mapping[elements.Key, bytes]) -> None:
        interval = _number(told, elements.SAMPLER_INTERVAL) or _number(
            told, elements.SAMPLING_INTERVAL
        )
        taken = _number(told, elements.SAMPLED_PACKETS)
        skipped = _number(told, elements.SKIPPED_PACKETS)
        if not interval and taken and skipped is not None:
            interval = round((taken + skipped) / taken)
        if interval and len(self.samplers) < _MOST:
            sampler = _number(told, elements.SAMPLER_ID)
            if sampler is None:
                sampler = _number(told, elements.SELECTOR_ID)
            self.samplers[sampler] = interval


def tells(template: Template) -> bool:
    """Whether its records say what `hear` takes in."""
    return template.options and not _TELLING.isdisjoint(template.kept)


def _number(told: Mapping[elements.Key, bytes], key: elements.Key) -> int | None:
    return int.from_bytes(told[key]) if key in told else None


def _text(written: bytes) -> str:
    return written.split(b"\0")[0].decode("utf-8", errors="replace").strip().lower()
