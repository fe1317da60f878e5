"""Commands on the ledger of registered forecasts."""

from __future__ import annotations

import re

import click

from pipelines.cli.options import FORMAT
from pipelines.output import show
from warehouse.errors import TokenfallError
from warehouse.home import Home

DIGEST = re.compile(r"[0-9a-f]{64}")


@click.command("register", short_help="Register the forecasts of today, once.")
def register_command() -> None:
    """Write the published forecasts of today, and the values of those that are due, into the ledger.

    `tokenfall run` does so itself. The first registration of a day stands, also where others are published now.

    \b
    tokenfall forecasts register
    """
    from pipelines.registering import register_today
    from pipelines.settings import utc_today

    print(register_today(Home.from_environment(), utc_today()))


@click.command(short_help="Check that the ledger is as it was registered.")
@click.option("--head", metavar="DIGEST", help="SHA-256 of a file of the ledger, as it was published.")
def verify(head: str | None) -> None:
    """Check every file and line of the ledger and the digests that chain them; status 1 when something was changed.

    The digests alone cannot show that a file was changed and everything after it registered anew. The digest of a later
    file that somebody else has kept can: give it as --head.

    \b
    tokenfall forecasts verify
    """
    from assets.forecasts.registered.verify import count_forecasts
    from assets.forecasts.registered.verify import verify as find_faults
    from pipelines.registering import ledger_of
    from warehouse.chain import digest

    if head is not None and not DIGEST.fullmatch(head.lower()):
        raise click.BadParameter(f"{head!r} is not a SHA-256 digest of 64 hexadecimal digits", param_hint="'--head'")
    ledger = ledger_of(Home.from_environment())
    faults = find_faults(ledger, head.lower() if head else None)
    if faults:
        for fault in faults[1:]:
            click.echo(f"tokenfall: {ledger.folder / fault.where}: {fault.text}", err=True)
        raise TokenfallError(f"{ledger.folder / faults[0].where}: {faults[0].text}")
    sets = ledger.sets()
    number = f"{len(sets)} {'set' if len(sets) == 1 else 'sets'} with {count_forecasts(sets)} records"
    print(f"{number} are as they were registered: {ledger.folder}")
    print(f"head {digest(sets[-1].data)} ({sets[-1].path.name})")


@click.command("score", short_help="Score the registered forecasts that are due.")
@FORMAT
def score_command(shape: str) -> None:
    """Score the registered forecasts that are due: means by kind, months ahead and method.

    JSON and CSV have each forecast with its value. The rule is in docs/registered-forecasts.md.

    \b
    tokenfall forecasts score
    tokenfall forecasts score --format csv
    """
    from assets.forecasts.registered.scored import COLUMNS
    from pipelines.registering import score_forecasts, summarize

    scored = score_forecasts(Home.from_environment())
    if shape != "table":
        show([forecast.row() for forecast in scored], shape, names=COLUMNS)
    elif scored:
        show(list(summarize(scored)), shape, columns=("kind", "months", "method", "scored", "crps", "brier", "in_80"))
    else:
        print("no registered forecast is due yet")


@click.group(short_help="Register today's forecasts, and verify and score the ledger of registered ones.")
def forecasts() -> None:
    """The ledger of forecasts that were registered before the event.

    \b
    tokenfall forecasts verify
    """


forecasts.add_command(register_command)
forecasts.add_command(verify)
forecasts.add_command(score_command)
