"""Every package that the compiler can read, and how it finds them: in folders given, or among what is installed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import distributions
from pathlib import Path

from assets.prices.compile.packages import azure_genai, llmledger, metergraph, model_prices, price_radar, rates, veqen
from assets.prices.compile.packages.package import Package
from assets.prices.compile.shown_price import ShownPrice
from warehouse.errors import TokenfallError

PACKAGES: dict[str, Package] = {
    module.PACKAGE.name: module.PACKAGE
    for module in (azure_genai, llmledger, metergraph, model_prices, price_radar, rates, veqen)
}


def read_packages(folders: Sequence[Path]) -> Iterator[tuple[str, list[ShownPrice]]]:
    """Yield name and version of each known package, and the prices it shows.

    Args:
        folders: Folders as an installer fills them (`pip install --target FOLDER`); none = the packages installed
            beside tokenfall.

    Raises:
        TokenfallError: A folder holds no package that the compiler knows, or a data file cannot be read.
    """
    for folder in folders:
        if not any(_known_in([str(folder)])):
            raise TokenfallError(f"{folder} holds none of the packages {', '.join(sorted(PACKAGES))}: check the folder")
    places = [_known_in([str(folder)]) for folder in folders] if folders else [_known_in(None)]
    for place in places:
        for package, version, path in place:
            source = f"{package.name} {version}"
            prices = list(package.read(path, source))
            if not prices:
                raise TokenfallError(f"{path} shows no price that can be read: the package has changed its form")
            yield source, prices


def _known_in(place: list[str] | None) -> Iterator[tuple[Package, str, Path]]:
    """The known packages of one folder (None = where Python looks), by name."""
    there = distributions() if place is None else distributions(path=place)
    for distribution in sorted(there, key=lambda distribution: distribution.name):
        if package := PACKAGES.get(distribution.name):
            yield package, distribution.version, Path(str(distribution.locate_file(package.file)))
