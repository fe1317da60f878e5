"""Prices of renting one GPU for an hour, from three public collections of list prices.

Daily snapshots (adriannutiu), summaries of one marketplace (tugot17) and a hand-kept list of instances
(the-full-stack); each reader was tried on a real file. SQL links the names to accelerators.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from assets.capture.collect import LiveSource
from assets.hardware.releases.files import csv_rows, parse_json, positive, read_text, stated
from assets.hardware.releases.release_source import RAW, RELEASE, ReleaseSource
from warehouse.errors import TokenfallError

SNAPSHOTS = f"{RAW}/adriannutiu/gpu-rental-prices/main/data"
FIRST_SNAPSHOT = date(2026, 7, 5)
TRACKER = f"{RAW}/tugot17/gpu-price-tracker/main/data/summary"
TRACKED = (
    "A100_80GB_PCIe",
    "A100_80GB_SXM4",
    "B200_180GB",
    "GH200_96GB",
    "H100_80GB_PCIe",
    "H100_80GB_SXM5",
    "H200_141GB",
)
"""Accelerators for which the tracker keeps a history of its marketplace."""
INSTANCES = f"{RAW}/the-full-stack/website/main/docs/cloud-gpus/cloud-gpus.csv"

LATEST_SNAPSHOT = LiveSource(f"{RELEASE}rental/adriannutiu", f"{SNAPSHOTS}/latest.json", "json", "CC BY 4.0")

COLUMNS = ("provider", "accelerator", "usd_per_gpu_hour", "gpus_per_instance", "term", "observed_at")

Term = Literal["on-demand", "spot", "reserved"]

TERMS: Mapping[str, Term] = {
    "on-demand": "on-demand",
    "ondemand": "on-demand",
    "secure": "on-demand",
    "community": "on-demand",
    "spot": "spot",
    "interruptible": "spot",
    "preemptible": "spot",
    "reserved": "reserved",
}
"""A snapshot's kinds of offer. Serverless is billed by the second of use and is no rental: left out."""

PROVIDERS = {
    "lambdalabs": "lambda",
    "ovh": "ovhcloud",
    "oblivus-cloud": "oblivus",
    "latitude.sh": "latitude",
    "oracle": "oci",
    "oracle-cloud": "oci",
}
"""Our name of a seller, by its name in a collection."""

CSV_HEADER = frozenset({"Cloud", "GPU Type", "GPUs", "On-demand"})
CSV_TERMS: Mapping[str, Term] = {"On-demand": "on-demand", "Spot": "spot", "Reserved": "reserved"}
CSV_FIGURES = frozenset({*CSV_TERMS, "GPUs"})


@dataclass(frozen=True)
class RentalPrice:
    """One price in USD per GPU and hour.

    `gpus_per_instance` is the smallest number of GPUs rented at this price, None = not stated. `observed_at` is when
    the collection saw it (UTC), None = not stated. `basis` is what kind of price it is.
    """

    provider: str
    accelerator: str
    usd_per_gpu_hour: Decimal
    gpus_per_instance: int | None
    term: Term
    observed_at: datetime | None
    basis: str


PricesOrProblems = Iterator[RentalPrice | str]
"""Prices, and a line for each thing that is left out, in the order of the file."""


def read_rental(path: Path, captured_on: date | None) -> tuple[list[RentalPrice], list[str]]:
    """Return the prices of one file, and one line for each thing left out.

    Args:
        path: A file of any of the three collections.
        captured_on: Day of the prices in a file that states no time itself.

    Raises:
        TokenfallError: The file is of none of the collections, or holds no price.
    """
    text = read_text(path, "a snapshot, a summary or a list of GPU rental prices")
    prices, problems = [], []
    for price in _format(text, path, captured_on):
        if isinstance(price, str):
            problems.append(f"{path}: {price}")
        else:
            prices.append(price)
    if not prices:
        raise TokenfallError(f"{path}: no rental price in it{f': {problems[0]}' if problems else ''}")
    return prices, problems


def _format(text: str, path: Path, captured_on: date | None) -> PricesOrProblems:
    if text.lstrip()[0] not in "[{":
        return _instances(text, path, captured_on)
    lines = [line for line in text.splitlines() if line.strip()]
    if path.suffix == ".jsonl" or (len(lines) > 1 and '"by_provider"' in lines[0]):
        return _summaries(lines, path)
    body = parse_json(text, str(path))
    if isinstance(body, dict) and isinstance(body.get("offers"), list):
        return _offers(body)
    if isinstance(body, dict) and "by_provider" in body:
        return _summary(body, "line 1")
    raise TokenfallError(f"{path}: expected `offers` or `by_provider`: not a known collection of rental prices")


def _offers(body: Mapping[str, Any]) -> PricesOrProblems:
    for number, filed in enumerate(body["offers"], 1):
        offer = filed if isinstance(filed, dict) else {}
        kind = str(offer.get("kind")).lower()
        provider, gpu, usd = stated(offer.get("provider")), stated(offer.get("gpu")), positive(offer.get("usd_hr"))
        if kind == "serverless":
            yield f"offer {number}: {provider} {gpu} is serverless, not a rental: left out"
        elif kind not in TERMS:
            yield f"offer {number}: the kind {offer.get('kind')!r} is not known: left out"
        elif provider is None or gpu is None or usd is None:
            yield f"offer {number}: no provider, chip or positive price ({offer.get('usd_hr')!r}): left out"
        else:
            observed_at = _time(offer.get("fetched_at")) or _time(body.get("generated_at")) or _time(body.get("date"))
            min_gpus = positive(offer.get("min_gpus"))
            yield RentalPrice(
                provider=_provider(provider) + ("-community" if kind == "community" and provider == "runpod" else ""),
                accelerator=gpu,
                usd_per_gpu_hour=usd,
                gpus_per_instance=int(min_gpus) if min_gpus else None,
                term=TERMS[kind],
                observed_at=observed_at,
                basis="list price",
            )


def _summaries(lines: list[str], path: Path) -> PricesOrProblems:
    for number, line in enumerate(lines, 1):
        try:
            body = parse_json(line, f"line {number}")
        except TokenfallError as error:
            if number == 1:
                raise TokenfallError(f"{path} {error}") from error
            yield str(error)
            continue
        yield from _summary(body if isinstance(body, dict) else {}, f"line {number}")


def _summary(body: Mapping[str, Any], place: str) -> PricesOrProblems:
    """Return the cheapest offer per provider; the marketplace's summary does not separate spot from on-demand."""
    sellers, gpu, observed_at = body.get("by_provider"), stated(body.get("gpu_type")), _time(body.get("timestamp"))
    if not isinstance(sellers, dict) or gpu is None or observed_at is None:
        yield f"{place}: no by_provider, gpu_type or timestamp: left out"
        return
    socket = stated(body.get("socket_type"))
    for seller, prices in sellers.items():
        usd = positive(prices.get("min")) if isinstance(prices, dict) else None
        if usd is None:
            yield f"{place}: {seller} has no positive lowest price: left out"
            continue
        accelerator = f"{gpu}_{socket}" if socket else gpu
        basis = "marketplace minimum, may include spot"
        yield RentalPrice(_provider(seller), accelerator, usd, None, "on-demand", observed_at, basis)


def _instances(text: str, path: Path, captured_on: date | None) -> PricesOrProblems:
    """Return instance prices divided by GPUs; the list's own rounded Per-GPU column is used only as a check."""
    observed_at = _time(captured_on)
    for line, row in csv_rows(text, str(path), CSV_HEADER, CSV_FIGURES):
        provider, gpu, gpus = stated(row.get("Cloud")), stated(row.get("GPU Type")), positive(row.get("GPUs"))
        if provider is None or gpu is None or gpus is None or gpus != int(gpus):
            yield f"line {line}: no cloud, chip or whole number of GPUs, or not as wide as the header: left out"
            continue
        if not any(stated(row.get(column)) for column in CSV_TERMS):
            yield f"line {line}: {provider} {gpu} has no instance price (Per-GPU alone is misfiled in places): left out"
        for column, term in CSV_TERMS.items():
            if (amount := stated(row.get(column))) is None:
                continue
            usd = positive(amount.lstrip("$"))
            if usd is None:
                yield f"line {line}: {column} {amount!r} is not a positive price: left out"
                continue
            per_gpu = usd / gpus
            shown = positive(row.get("Per-GPU"))
            if term == "on-demand" and shown and abs(per_gpu / shown - 1) > Decimal("0.02"):
                yield f"line {line}: {provider} {gpu}: {usd} for {gpus} GPUs, but {shown} per GPU: the first is taken"
            yield RentalPrice(_provider(provider), gpu, per_gpu, int(gpus), term, observed_at, "instance price / GPUs")


def _provider(name: str) -> str:
    slug = re.sub(r"[\s_]+", "-", name.lower())
    return PROVIDERS.get(slug, slug)


def _time(value: object) -> datetime | None:
    """A stated time in UTC; a bare day is its first second; a time without a zone is meant in UTC."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def snapshots_of(first: date, until: date) -> list[LiveSource]:
    """Return the daily snapshots of one month of rental prices that the collection has, by the month's first day.

    Args:
        first: First day of the month.
        until: Last day to ask for.
    """
    days = [first + timedelta(day) for day in range(31) if (first + timedelta(day)).month == first.month]
    return [
        replace(LATEST_SNAPSHOT, url=f"{SNAPSHOTS}/snapshots/{day.isoformat()}.json")
        for day in days
        if FIRST_SNAPSHOT <= day <= until
    ]


SOURCE = ReleaseSource(
    kind="rental",
    files=(
        LATEST_SNAPSHOT,
        LiveSource(f"{RELEASE}rental/the-full-stack", INSTANCES, "csv", "MIT"),
        *(LiveSource(f"{RELEASE}rental/tugot17/{chip}", f"{TRACKER}/{chip}.jsonl", "text", "MIT") for chip in TRACKED),
    ),
    columns=COLUMNS,
    read=read_rental,
)
