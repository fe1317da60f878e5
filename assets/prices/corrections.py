"""Reviewed corrections (`corrections.yml`): which flagged price is right, and which accepted price is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, TypeAdapter, ValidationError

from assets.prices.facts import Tier
from warehouse.bundle import CORRECTIONS, Bundle, Usd
from warehouse.errors import TokenfallError


def _text(value: object) -> object:
    """Refuse amounts without quotes: YAML has already parsed them as floats."""
    if not isinstance(value, str):
        raise ValueError('write amounts in quotes, such as "0.15"')
    return value


class ExpectedPrice(BaseModel):
    """The price as the source shows it, USD per million tokens."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    input: Annotated[Usd, BeforeValidator(_text)]
    output: Annotated[Usd, BeforeValidator(_text)]


class Correction(BaseModel):
    """`release` = accept the price although it is flagged; `drop` = never accept it. Without `expect`, a withdrawal."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    provider: str
    model: str
    tier: Tier
    valid_from: date
    expect: ExpectedPrice | None
    action: Literal["release", "drop"]
    reason: str
    source: str

    @property
    def key(self) -> tuple[str, str, str, date, Decimal, Decimal]:
        """What a claim must equal for the correction to apply: offer, day and both amounts."""
        expected = (self.expect.input, self.expect.output) if self.expect else (Decimal(0), Decimal(0))
        return self.provider, self.model, self.tier, self.valid_from, *expected


def read_corrections(bundle: Bundle) -> dict[tuple[str, str, str, date, Decimal, Decimal], Correction]:
    """Return every correction of the bundle by its key.

    Raises:
        TokenfallError: An entry cannot be read; the message names entry and field.
    """
    import yaml

    path = bundle.path_of(CORRECTIONS)
    try:
        written = yaml.safe_load(bundle.bytes_of(CORRECTIONS))
        entries = TypeAdapter(list[Correction]).validate_python(written or [])
    except yaml.YAMLError as error:
        raise TokenfallError(f"{path} cannot be read: {str(error).splitlines()[0]}: correct the file") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        if not first["loc"]:
            raise TokenfallError(f"{path} is not a list of corrections: {first['msg']}: correct the file") from error
        entry, *field = first["loc"]
        where = ".".join(str(part) for part in field)
        raise TokenfallError(f"{path} entry {int(entry) + 1}, {where}: {first['msg']}: correct the file") from error
    return {entry.key: entry for entry in _distinct(path, entries)}


def _distinct(path: object, entries: Iterable[Correction]) -> list[Correction]:
    seen: dict[object, Correction] = {}
    for entry in entries:
        if entry.key in seen:
            raise TokenfallError(
                f"{path}: two entries for {entry.provider} {entry.model} of {entry.valid_from}: keep one"
            )
        seen[entry.key] = entry
    return list(seen.values())
