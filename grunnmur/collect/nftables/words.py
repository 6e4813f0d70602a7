"""Words of a rule set, read from left to right."""

from __future__ import annotations


class Words:
    """Words of a rule set, with the line each stands in."""

    def __init__(self, words: list[tuple[str, int]]) -> None:
        self._words = words
        self.place = 0

    def __bool__(self) -> bool:
        return self.place < len(self._words)

    @property
    def line(self) -> int:
        return self._words[min(self.place, len(self._words) - 1)][1]

    def peek(self) -> str:
        """The next word, "" at the end."""
        return self._words[self.place][0] if self else ""

    def take(self) -> str:
        """The next word. ValueError at the end."""
        if not self:
            raise ValueError("the rule set ends too early")
        self.place += 1
        return self._words[self.place - 1][0]

    def until(self, *ends: str) -> list[tuple[str, int]]:
        """The words up to one of these outside all braces, which is taken too."""
        found, depth = [], 0
        while self:
            word = self._words[self.place]
            self.place += 1
            if depth == 0 and word[0] in ends:
                break
            depth += {"{": 1, "}": -1}.get(word[0], 0)
            if depth < 0:
                self.place -= 1
                break
            found.append(word)
        return found
