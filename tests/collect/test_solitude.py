"""Who reads a stranger's file reaches nobody."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

_TRY = """
import socket, sys
from grunnmur.kit.solitude import leave_network
leave_network()
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=5)
except OSError as error:
    print(type(error).__name__)
"""


@pytest.mark.enable_socket
def test_a_process_that_has_left_the_network_reaches_not_even_its_own_machine() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = str(listening.getsockname()[1])

        tried = subprocess.run(
            [sys.executable, "-c", _TRY, port], capture_output=True, text=True, check=True
        )

    assert tried.stdout.strip() == "PermissionError"


@pytest.mark.enable_socket
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has networks of one's own")
def test_where_the_system_allows_it_the_process_has_a_network_with_nothing_on_it() -> None:
    asked = "from grunnmur.kit.solitude import leave_network\nif leave_network():\n"
    asked += "    print(open('/proc/self/net/dev').read().count(':'))"

    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert told.stdout.strip() in ("", "1")  # nothing but a loopback, which is down
