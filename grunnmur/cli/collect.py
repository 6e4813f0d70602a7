"""`grunnmur collect`: the sources read; `collect listen` waits for flow exports on the network."""

import ipaddress
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grunnmur.cli import arguments
from grunnmur.cli.command import command, group
from grunnmur.cli.shell import Shell, UsageError
from grunnmur.cli.stages import add_stage

if TYPE_CHECKING:
    from grunnmur.collect.listen import Heard


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the command and its sub-command."""
    collects = group(app, here, "collect", "cli_collect", default="estate")
    add_stage(collects, here, "collect", name="estate", explained="cli_collect_estate")
    _add_listen(collects, here)


def _add_listen(collects: typer.Typer, here: Shell) -> None:
    @command(collects, here, "listen", "cli_collect_listen", epilog="cli_collect_listen_epilog")
    def listened(
        out: Annotated[Path, arguments.option("cli_metavar_dir", "cli_collect_listen_out")],
        bind: Annotated[
            str, arguments.option("cli_metavar_bind", "cli_collect_listen_bind")
        ] = "127.0.0.1:2055",
        seconds: Annotated[
            float | None, arguments.option("cli_metavar_number", "cli_collect_listen_seconds")
        ] = None,
        rotate: Annotated[
            float, arguments.option("cli_metavar_number", "cli_collect_listen_rotate")
        ] = 300.0,
    ) -> None:
        from grunnmur.collect import captures, listen

        address = _address(bind)
        if not address[0].is_loopback:
            here.hint("cli_collect_listen_open", bind=bind)
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # a stop is a stop, however told
        heard = listen.listen(
            (str(address[0]), address[1]),
            out,
            clock=time.time,
            seconds=seconds,
            rotation=captures.Rotation(seconds=rotate),
            ready=lambda host, port: here.hint("cli_collect_listening", host=host, port=str(port)),
        )
        _show(here, heard, out)


def _show(here: Shell, heard: "Heard", out: Path) -> None:
    """What was written, and what was dropped."""
    say = here.voice
    here.tell("cli_collect_heard", packets=heard.packets, files=heard.files, path=str(out))
    for code, count in (
        ("cli_collect_dropped_damaged", heard.damaged),
        ("cli_collect_dropped_exporters", heard.too_many),
        ("cli_collect_dropped_system", heard.overrun),
    ):
        if count:
            here.err.print(say(code, count=count), markup=False)


def _address(bind: str) -> tuple[ipaddress.IPv4Address | ipaddress.IPv6Address, int]:
    host, _, port = bind.rpartition(":")
    try:
        address = ipaddress.ip_address(host.strip("[]"))
        number = int(port)
    except ValueError:
        raise UsageError("cli_collect_bad_bind", written=bind) from None
    if not 0 <= number < 65536:
        raise UsageError("cli_collect_bad_bind", written=bind)
    return address, number
