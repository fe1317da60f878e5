"""The group of all commands, and `main`, which turns every error into one line and an exit status."""

from __future__ import annotations

import gc
import os
import stat
import sys
import tempfile
import traceback
from typing import NoReturn

import click

from assets.formats import visible
from pipelines.cli.asking import alerts, fit, names, sources, sql, verdict
from pipelines.cli.capturing import backfill, fetch, parse, replay
from pipelines.cli.edition import edition, site
from pipelines.cli.facts import facts
from pipelines.cli.keeping import backup, doctor, rebuild, restore
from pipelines.cli.looking_up import mcp, price, trace
from pipelines.cli.making import check, export, report, run
from pipelines.cli.registering import forecasts
from pipelines.names import suggestion
from warehouse.errors import HeldError, TokenfallError
from warehouse.home import Home

COMMANDS = (
    run,
    verdict,
    price,
    trace,
    sql,
    mcp,
    fit,
    sources,
    alerts,
    names,
    forecasts,
    check,
    report,
    edition,
    site,
    export,
    fetch,
    parse,
    backfill,
    replay,
    facts,
    doctor,
    backup,
    restore,
    rebuild,
)
"""The commands in the order of the help: those that a new user needs come first."""

CLOSED_PIPE = 141
"""Exit status after the reader of stdout, such as `head`, has closed the pipe: that of a program killed by SIGPIPE."""

ALLOCATIONS = 50_000
"""New objects before Python looks for unreachable ones. Its default, 700, costs a run 9 to 17% of its processor time,
since the objects of Dagster's modules are looked at again and again. The peak of memory stays the same (measured)."""


class Commands(click.Group):
    """The command group: lists commands in the order of COMMANDS, and suggests the nearest name for an unknown one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of COMMANDS."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the first argument names."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            raise click.UsageError(f"No such command {args[0]!r}{suggestion(args[0], self.commands)}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a closed pipe ends it before click, which would exit with 1 and no reason."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _end_at_closed_pipe()


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(package_name="tokenfall", prog_name="tokenfall")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """When does GPT-4-class inference cost what a web search costs, and how sure are we?

    \b
    tokenfall run                             compute what changed and publish it
    tokenfall verdict                         the answer, and what is nearest
    tokenfall sql "SELECT * FROM headline"    any question in SQL

    State lives in TOKENFALL_HOME (default ./data).
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


for command in COMMANDS:
    cli.add_command(command)


def main() -> None:
    """Run a command; an error is one line on stderr and exit status 1, or 2 when the command was misused."""
    gc.set_threshold(ALLOCATIONS)
    try:
        cli(standalone_mode=False)
        sys.stdout.flush()
    except click.UsageError as error:
        where = f" (see {error.ctx.command_path} --help)" if error.ctx else ""
        _fail(f"{_usage_message(error)}{where}", 2)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.Abort:
        _fail("interrupted", 130)
    except click.ClickException as error:
        _fail(error.format_message(), 1)
    except HeldError as error:
        _fail(str(error), 1, lines=True)
    except TokenfallError as error:
        _fail(str(error), 1)
    except BrokenPipeError:
        _end_at_closed_pipe()
    except OSError as error:
        place = error.filename or _place_of_write()
        _drop_output()
        _fail(f"cannot write {place}: {error.strerror or error}; free space or give access", 1)
    except Exception as error:
        _fail(_describe_fault(error), 1)


def _describe_fault(error: Exception) -> str:
    """Return one line on an error that nothing expected; its traceback is in a file, which a report of it needs."""
    reason = f"{type(error).__name__}: {error}"
    with tempfile.NamedTemporaryFile(
        "w", prefix="tokenfall-fault-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        traceback.print_exception(error, file=file)
    return f"met a fault of its own ({reason}): please report it with {file.name}"


def _end_at_closed_pipe() -> NoReturn:
    _drop_output()
    sys.exit(CLOSED_PIPE)


def _place_of_write() -> str:
    """Return what a write without a name may have been to: a pipe or a terminal cannot be full."""
    file = f"a file in {Home.from_environment().path}"
    never_full = sys.stdout.isatty() or stat.S_ISFIFO(os.fstat(sys.stdout.fileno()).st_mode)
    return file if never_full else f"the output or {file}"


def _drop_output() -> None:
    """Send stdout nowhere: Python flushes it once more as it ends, and would print another error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _usage_message(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption) and error.ctx:
        options = [name for parameter in error.ctx.command.params for name in parameter.opts if name.startswith("--")]
        return f"No such option {error.option_name!r}{suggestion(error.option_name, options)}"
    return error.format_message()


def _fail(reason: str, status: int, *, lines: bool = False) -> None:
    """Print a reason as one line, or each of its lines as one, and exit."""
    for line in reason.splitlines() if lines else [reason]:
        print(f"tokenfall: {visible(' '.join(line.split()))}", file=sys.stderr)
    sys.exit(status)
