"""The bundled facts about accelerators, MLPerf Inference results, GPU rental and measured techniques."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from warehouse.bundle import Day, FactRow, Positive, Usd

Count = Annotated[int, Field(ge=1)]


class AcceleratorRow(FactRow):
    """One accelerator in one form; special cooling or power has an id of its own; `family` groups the variants."""

    accelerator_id: str
    name: str
    vendor: str | None
    family: str
    released_on: Day | None
    memory_gb: Positive | None
    memory_bandwidth_tb_per_s: Positive | None = Field(alias="memory_bandwidth_tb_s")
    dense_fp16_tflops: Positive | None
    dense_fp8_tflops: Positive | None
    tdp_w: Positive | None
    list_price_usd: Usd | None
    spec_basis: str | None
    source_url: str | None

    @property
    def known_on(self) -> date | None:
        """Known from its release on."""
        return self.released_on


class AcceleratorAliasRow(FactRow):
    """One exact string by which sources name an accelerator."""

    alias: str
    accelerator_id: str
    used_by: str


class HardwareResultRow(FactRow):
    """One MLPerf Inference result; "per accelerator" is our derivation, not an MLPerf metric."""

    result_id: str
    release: str
    released_on: Day
    release_date_basis: str
    division: Literal["closed", "open", "network"]
    availability: str
    submitter: str
    system: str
    accelerator: str = Field(alias="accelerator_source_string")
    accelerator_id: str
    accelerators: Count
    benchmark: str
    model_used: str | None
    scenario: Literal["offline", "server", "interactive"]
    number_format: str | None
    number_format_as_filed: str | None
    software: str | None
    metric_unit: Literal["tokens/s", "samples/s", "queries/s"]
    value: Positive
    value_per_accelerator: Positive
    tokens_per_s_per_accelerator: Positive | None
    tokens_basis: str | None
    coverage: Literal["complete", "sample"]
    duplicate_of: str | None
    source_url: str
    note: str | None

    @property
    def known_on(self) -> date:
        """Known from the release's publication on."""
        return self.released_on


class HardwareOutlierRow(FactRow):
    """One result far from others of its chip and benchmark that was reviewed."""

    result_id: str
    action: Literal["kept", "left_out"]
    reason: str


class InferenceSweepRow(FactRow):
    """One point of an InferenceX sweep; `total_...` counts input and output tokens, the others output tokens."""

    model: str
    accelerator_id: str
    number_format: str | None
    framework: str | None
    speculative_decoding: str | None
    tensor_parallel: Count | None
    gpus: Count
    input_len: Count
    output_len: Count
    concurrency: Count
    tokens_per_s_per_accelerator: Positive
    total_tokens_per_s_per_accelerator: Positive
    tokens_per_s_per_user: Positive | None
    measured_on: Day
    licence: str
    source_url: str

    @property
    def known_on(self) -> date:
        """Known from the day of its measurement on, which is published the same night."""
        return self.measured_on


class RentalRow(FactRow):
    """The median hourly price of one accelerator at one provider in one month, USD per GPU hour."""

    provider: str
    accelerator_id: str
    month: Day
    usd_per_gpu_hour: Usd
    usd_per_gpu_hour_low: Usd | None = Field(alias="low")
    usd_per_gpu_hour_high: Usd | None = Field(alias="high")
    n: Count
    term: Literal["on-demand", "spot", "reserved"]
    source_url: str
    licence: str
    basis: str
    accelerator: str = Field(alias="source_strings")

    @property
    def known_on(self) -> date:
        """Known from the month's first day on (medians of a month in progress are of its days so far)."""
        return self.month


class BenchmarkModelRow(FactRow):
    """The model that a benchmark runs, and a model that it represents: itself, or one of the same shape."""

    benchmark: str
    model_used: str | None
    division: Literal["closed", "open"]
    measured_model_id: str
    model_id: str
    source_url: str
    note: str


class TechniqueGainRow(FactRow):
    """Factor by which one technique improved one metric."""

    gain_id: str
    technique_id: str
    metric: str
    factor: Positive | None
    low: Positive | None
    high: Positive | None
    baseline: str | None
    model: str | None
    hardware: str | None
    batch: str | None
    measured_on: Annotated[str, Field(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")] | None
    evidence: Literal["vendor", "authors", "independent"]
    source_url: str
    value_from: str | None
    value_to: str | None
    value_unit: str | None
    read: str
    note: str | None

    @property
    def known_on(self) -> date | None:
        """Known from the end of the day, month or year that is stated as the measurement's."""
        if self.measured_on is None:
            return None
        stated = [int(part) for part in self.measured_on.split("-")]
        year, month, day = (*stated, *(12, 31)[len(stated) - 1 :])
        return date(year, month, min(day, monthrange(year, month)[1]))


class SoftwareGainRow(FactRow):
    """How many times faster the same accelerator ran the same benchmark in a later release."""

    accelerator_id: str
    benchmark: str
    scenario: Literal["offline", "server", "interactive"]
    release_from: str
    release_to: str
    factor: Positive
    basis: Literal["best_of_closed", "same_submitter_same_size"]
    n: Count
    n_from: Count | None
    n_to: Count | None
    metric_unit: str
    best_from: Positive | None
    best_to: Positive | None
    submitter_from: str | None
    submitter_to: str | None
    accelerators_from: Count | None
    accelerators_to: Count | None
    number_format_from: str | None
    number_format_to: str | None
    availability_from: str | None
    availability_to: str | None
    coverage: Literal["complete", "sample"]
    same_format: Literal["yes", "no", "unknown"]
    adjacent: bool
