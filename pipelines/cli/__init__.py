"""The command line: every command of the contract, one line on failure, heavy imports only where they are used."""

from pipelines.cli.entry import main

__all__ = ["main"]
