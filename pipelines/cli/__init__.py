"""The command line: one module per group of commands; slow imports are inside the functions that use them."""

from pipelines.cli.entry import main

__all__ = ["main"]
