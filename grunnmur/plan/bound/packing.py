"""Long arrays of whole numbers as short text."""

from __future__ import annotations

import base64
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

_SHORT = 256
"""Arrays of up to so many numbers are written as lists, for people to read."""
_WIDTHS = (1, 2, 4, 8)


def packed(values: Ints, step: int) -> Any:  # noqa: ANN401 - a JSON value
    """The numbers, all multiples of `step`: as a list of rows, or packed where they are many."""
    if values.size <= _SHORT:
        return values.tolist()
    steps = values // step
    most = int(np.abs(steps).max(initial=0))
    width = next(width for width in _WIDTHS if most < 1 << (8 * width - 1))
    content = zlib.compress(steps.astype(f"<i{width}").tobytes(), 6)
    return {"bytes": width, "step": step, "packed": base64.b64encode(content).decode("ascii")}


def unpacked(member: Any, shape: tuple[int, ...]) -> Ints:  # noqa: ANN401 - a JSON value
    """The numbers again, in their shape; zeros where there is no member."""
    if member is None:
        return np.zeros(shape, dtype=np.int64)
    if isinstance(member, list):
        return np.array(member, dtype=np.int64).reshape(shape)
    content = zlib.decompress(base64.b64decode(member["packed"]))
    values = np.frombuffer(content, dtype=f"<i{member['bytes']}").astype(np.int64)
    return np.asarray(values * int(member["step"])).reshape(shape)
