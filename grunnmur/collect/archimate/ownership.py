"""Which applications and things stand behind a service, a function or an interface."""

from __future__ import annotations

from collections import defaultdict

from grunnmur.collect.archimate.model import Model

NOUNS = {
    "applicationcomponent": "application",
    "applicationcollaboration": "application",
    "node": "asset",
    "device": "asset",
    "equipment": "asset",
}
"""Elements that are things of ours. Software of the system is of the node it is on, not a thing itself."""

CARRYING = frozenset(("realization", "assignment", "composition", "aggregation"))
"""Relations by which what stands at the source is behind what stands at the target."""

_CARRIERS = (
    "application", "technology", "systemsoftware", "artifact", "path", "communicationnetwork", "facility",
)  # fmt: skip
"""How the types begin that may stand between two things; business and motivation are people's affairs."""


class Ownership:
    """Answers, for any element, the things behind it; a thing is behind itself."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._behind: defaultdict[str, list[str]] = defaultdict(list)
        self._known: dict[str, tuple[str, ...]] = {}
        for relation in model.relations:
            if relation.kind in CARRYING and self._may_carry(relation.target):
                self._behind[relation.target].append(relation.source)

    def things(self, key: str) -> tuple[str, ...]:
        """Keys of the things behind the element, sorted; none for what nothing carries."""
        if key not in self._known:
            self._known[key] = self._found(key)
        return self._known[key]

    def noun(self, key: str) -> str | None:
        """The noun the element is, if it is a thing of ours."""
        element = self._model.elements.get(key)
        return None if element is None else NOUNS.get(element.kind)

    def _found(self, start: str) -> tuple[str, ...]:
        """Walks against the relations until it meets things; models have circles."""
        if self.noun(start):
            return (start,)
        found: set[str] = set()
        seen, left = {start}, [start]
        while left:
            for source in self._behind[left.pop()]:
                if self.noun(source):
                    found.add(source)
                elif source not in seen and self._may_carry(source):
                    seen.add(source)
                    left.append(source)
        return tuple(sorted(found))

    def _may_carry(self, key: str) -> bool:
        element = self._model.elements.get(key)
        return (
            element is not None
            and not NOUNS.get(element.kind)
            and element.kind.startswith(_CARRIERS)
        )
