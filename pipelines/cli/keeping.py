"""Commands that look after an installation: its health, copies of it, and building it again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pipelines.cli.options import FORMAT, Day, refuse_future
from pipelines.output import show
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.writable import refuse_unwritable


@click.command(short_help="Show what is wrong with this installation, and what to do.")
@click.option("--bytes", "bytes_too", is_flag=True, help="Read every captured page again and compare its digest.")
@FORMAT
def doctor(bytes_too: bool, shape: str) -> None:
    """Examine versions, disk, published file, sources, captures and ledgers; status 1 when something needs you.

    \b
    tokenfall doctor
    tokenfall doctor --bytes
    """
    from pipelines.doctor import examine
    from pipelines.settings import utc_today

    findings = examine(Home.from_environment(), utc_today(), bytes_too=bytes_too)
    if shape == "table":
        for finding in findings:
            print(f"{finding.subject}: {finding.state}")
            if finding.advice:
                print(f"    -> {finding.advice}")
    else:
        show([vars(finding) for finding in findings], shape)
    if needy := sum(1 for finding in findings if finding.advice):
        raise TokenfallError(f"{needy} of {len(findings)} lines need you")


@click.command(short_help="Copy what cannot be made again to a folder.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def backup(folder: Path) -> None:
    """Copy the database, captures, ledgers, editions and acknowledged alerts to FOLDER; only what changed is copied.

    SHA256SUMS in FOLDER names every file: `sha256sum -c SHA256SUMS` checks the copy.

    \b
    tokenfall backup /mnt/backup/tokenfall
    """
    from pipelines.backups import backup as copy

    print(f"copied {copy(Home.from_environment(), folder)} files to {folder}; SHA256SUMS names them")


@click.command(short_help="Put a copy made by backup into an empty home.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def restore(folder: Path) -> None:
    """Check the copy in FOLDER and put it into TOKENFALL_HOME, which must be empty; then `tokenfall run` publishes.

    \b
    tokenfall restore /mnt/backup/tokenfall
    tokenfall run --offline
    """
    from pipelines.backups import restore as put_back

    home = Home.from_environment()
    print(f"restored {put_back(folder, home)} files to {home.path}; publish with `tokenfall run --offline`")


@click.command(short_help="Build the database again from captures, ledger and facts; or a past edition.")
@click.option("--as-of", type=Day(), help="Use only what was known on this date (default: that of the published file).")
@click.option("--edition", "name", metavar="NAME", help="Make this edition again, and compare; --into says where.")
@click.option("--into", "folder", type=click.Path(path_type=Path, file_okay=False), help="A new folder for it.")
@click.option(
    "--code",
    type=click.Path(path_type=Path, file_okay=False),
    help="A checkout with a .venv, whose code and facts make the edition (default: those that are running).",
)
def rebuild(as_of: date | None, name: str | None, folder: Path | None, code: Path | None) -> None:
    """Build every table again from the captured bytes, their ledger and the facts, and publish; captures nothing new.

    The old database is deleted once the new one is published, and stays in place where that fails. What is published
    is of the date of the file that was published before; without one, or with one that cannot be read, of today.

    With --edition nothing of this home changes: a past edition is made again in the folder --into, and each difference
    is listed with its causes; status 1 where there is one. See docs/editions.md.

    \b
    tokenfall rebuild
    tokenfall rebuild --edition 2026-11-25 --into /tmp/again
    tokenfall rebuild --edition 2026-11-25 --into /tmp/again --code /tmp/tokenfall-then
    """
    from pipelines.event_log import logging_to
    from pipelines.progress import progress
    from pipelines.rebuilding import published_date
    from pipelines.rebuilding import rebuild as build_again
    from pipelines.settings import utc_today

    home = Home.from_environment()
    if name is None and (folder or code):
        raise click.UsageError("--into and --code belong to --edition")
    if name is not None:
        if as_of:
            raise click.UsageError("--as-of does not go with --edition, which has a date of its own")
        if folder is None:
            raise click.UsageError("--edition needs --into FOLDER")
        _rebuild_edition(home, name, folder, code)
        return
    day = as_of or published_date(home) or utc_today()
    refuse_future(day, "--as-of")
    refuse_unwritable(home.path, home.published.parent, home.reports, home.dagster)
    with logging_to(home, "rebuild"), progress() as on_step:
        outcome = build_again(home, day, on_step)
    print(f"rebuilt {len(outcome.built)} tables as of {day}, with {outcome.restored} attempts of the ledger")
    print(f"published {home.published}")


def _rebuild_edition(home: Home, name: str, folder: Path, code: Path | None) -> None:
    from pipelines.edition_rebuild import rebuild_edition

    rebuilt = rebuild_edition(home, name, folder, code)
    print(f"made again: {rebuilt.folder / 'index.html'}")
    for difference in rebuilt.differences:
        print(f"{difference.name}: {difference.what}; because of {', '.join(difference.causes)}")
    if rebuilt.differences:
        raise TokenfallError(f"{len(rebuilt.differences)} tables and files differ from edition {name}")
    print(f"every file is the same, byte for byte, as in edition {name}; tokenfall.duckdb is compared by its tables")
