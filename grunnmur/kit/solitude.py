"""Leaves the network: for processes that read what strangers wrote."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
"""CLONE_NEWUSER and CLONE_NEWNET of linux/sched.h."""
_REFUSED = frozenset(("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"))
_ASKING = frozenset(("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"))


def leave_network() -> bool:
    """From now on this process reaches no other machine. Whether the system itself sees to that.

    Where the system allows it, the process and all it starts have a network of their own with nothing
    on it. Everywhere, Python's sockets refuse addresses of a network; that cannot be taken back. Call
    it while there is one thread: the system refuses it later.
    """
    left = sys.platform == "linux" and _leave()
    sys.addaudithook(_refuse)
    return left


def _leave() -> bool:
    user, group = os.getuid(), os.getgid()
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "unshare") or library.unshare(_NEW_USER | _NEW_NETWORK) != 0:
        return False
    try:  # the same names for the same ids as before; without this only the names differ
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")
    except OSError:
        pass
    return True


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    """Refuses what names an address; a socket of this machine's file system is named by text."""
    if event in _ASKING or (event in _REFUSED and isinstance(arguments[1], tuple)):
        raise PermissionError(event)
