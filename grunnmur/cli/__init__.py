"""The command line. Each verb is a file; `main` is where the process starts and ends."""

from grunnmur.cli.main import main

__all__ = ["main"]
