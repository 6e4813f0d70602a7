"""Which release cycles a version may belong to, told from how both are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

# A version may be cut where its characters change: after "10" in "10.3", after "8" in "8u202",
# never within a number or a word, so that 6.7 is no beginning of 6.70.
_CUT = re.compile(r"(?<=\d)(?=\D)|(?<=[^\W\d])(?=[\W\d])|(?<=\W)(?=\w)")


def stated(version: str | None) -> str | None:
    """The version an inventory gives; None for what holds no number: "Unknown", "n/a", "-", "latest"."""
    return version if version and any(map(str.isdigit, version)) else None


class CycleIndex:
    """Cycles of one product by the version each stands for: `[("2012-r2", "2012 R2")]`."""

    def __init__(
        self,
        cycles: Iterable[tuple[str, str]],
        shorter: Callable[[str], Iterable[str]] = lambda _: (),
    ) -> None:
        """`shorter` gives ways to write a version that leave out its middle: "10 Enterprise"."""
        self._exact: dict[str, list[str]] = {}
        self._longer: dict[str, list[str]] = {}
        for cycle, version in cycles:
            whole = _spelling(version)
            self._exact.setdefault(whole, []).append(cycle)
            for start in _beginnings(whole)[1:]:
                if not whole.removeprefix(start).startswith(" r2"):  # 2012 R2 is no kind of 2012
                    self._longer.setdefault(start, []).append(cycle)
            for short in shorter(version):
                self._longer.setdefault(_spelling(short), []).append(cycle)

    def candidates(self, version: str | None) -> tuple[str, ...]:
        """The cycles the version may belong to: one when it says enough, several when it says less.

        "7.9" belongs to 7; "10" (of Windows) may be any of its releases; no version is none.
        """
        if not version:
            return ()
        whole = _spelling(version)
        if whole in self._longer and whole not in self._exact:
            return tuple(self._longer[whole])
        for start in _beginnings(whole):
            if start in self._exact:
                return tuple(self._exact[start])
        return ()


def _spelling(version: str) -> str:
    return re.sub(r"^v(?=\d)", "", " ".join(version.casefold().split()))


def _beginnings(version: str) -> list[str]:
    """The version and everything it begins with, the longest first."""
    cuts = [match.start() for match in _CUT.finditer(version)]
    starts = [version, *(version[:cut].rstrip(" .-_+~:") for cut in reversed(cuts))]
    return list(dict.fromkeys(start for start in starts if start))
