"""Commands that keep the bundled facts up to date: compare them with dated sources, and apply a reviewed proposal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pipelines.cli.options import Day
from warehouse.home import Home
from warehouse.writable import refuse_unwritable


@click.command("compile", short_help="Propose rows from captures and dated packages; changes no fact.")
@click.option(
    "--from",
    "folders",
    multiple=True,
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Read the packages in this folder (repeatable); default: those installed beside tokenfall.",
)
@click.option(
    "--out", "folder", type=click.Path(path_type=Path, file_okay=False), help="Default: TOKENFALL_HOME/proposal."
)
@click.option("--as-of", type=Day(), help="Leave out prices of later days (default: today, UTC).")
def compile_command(folders: tuple[Path, ...], folder: Path | None, as_of: date | None) -> None:
    """Compare the bundled prices with captures and dated packages, and write the differences as files to review.

    \b
    tokenfall facts compile
    tokenfall facts compile --from pkgs --out proposal
    """
    home = Home.from_environment()
    refuse_unwritable(out := folder or home.path / "proposal")
    from assets.prices.compile.compile import compile_facts, write_proposal
    from assets.prices.compile.packages.genai import read_installed
    from assets.prices.compile.packages.registry import read_packages
    from pipelines.answers import read_captured_prices
    from pipelines.settings import utc_today
    from warehouse.bundle import Bundle

    sources = [*read_captured_prices(home), read_installed(), *read_packages(folders)]
    compilation = compile_facts(Bundle(), sources, as_of or utc_today())
    write_proposal(compilation, out)
    strong = sum(row["evidence"] == "strong" for row in compilation.changes)
    print(
        f"{len(compilation.changes)} proposed changes ({strong} with strong evidence), "
        f"{len(compilation.confirmations)} new confirmations from {len(sources)} sources"
    )
    print(f"review {out}, then: tokenfall facts apply {out}")


@click.command(short_help="Write the accepted rows of a reviewed proposal into the facts.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
def apply(folder: Path) -> None:
    """Write the rows of FOLDER/proposal.csv whose decision is `accept`, and its confirmations, into warehouse/facts.

    \b
    tokenfall facts apply data/proposal
    """
    from assets.prices.compile.apply import apply_proposal
    from warehouse.bundle import Bundle

    applied = apply_proposal(Bundle(), folder)
    print(f"{applied.accepted} changes accepted, {applied.refused} refused, {applied.undecided} undecided")
    print(f"{applied.confirmed} confirmations added, {applied.unconfirmed} dropped: they show another price now")


@click.group(no_args_is_help=False, short_help="Compare the bundled facts with dated sources.")
def facts() -> None:
    """Compare the bundled prices with dated sources, and write what a review accepted.

    \b
    tokenfall facts compile
    """


facts.add_command(compile_command)
facts.add_command(apply)
