"""Compiled functions: what `kernel` marks is machine code from the moment it is defined.

The machine code is kept (`machine_code`), so that only the first use on a machine waits for the compiler.
In files of kernels what is called stands above what calls it: the compiler needs it in that order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba

from grunnmur.plan import machine_code

_Function = TypeVar("_Function", bound=Callable[..., object])
_TYPES = {
    "Vector": numba.int64[::1],
    "int": numba.int64,
    "float": numba.float64,
    "bool": numba.boolean,
    "None": numba.void,
}


def kernel(function: _Function) -> _Function:
    """The function, compiled for the types it is annotated with; it holds no lock while it runs.

    Naming the types keeps the compiler from making a version of it for every constant argument.
    """
    *given, gives = (_TYPES[name] for name in function.__annotations__.values())
    # No memory is allocated inside (_nrt): counting who uses a vector took most of the time.
    made = machine_code.kept(function, gives(*given), nogil=True, error_model="numpy", _nrt=False)
    return cast("_Function", made)
