"""Put together what the page's scenario explorer computes with: offers, levels, uses, searches and chances.

The page's script repeats `assets/trends/find_frontier.sql` and `assets/forecasts/compare_with_targets.sql` for any use.
Money is in text or in whole billionths of a USD per million tokens, days are counted from 1970.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import duckdb

from assets.forecasts import headline
from assets.formats import day, everyday_money, seller
from assets.prices.trust import STALE_DAYS
from assets.reports.explorer_chances import explorer_chances
from warehouse import query
from warehouse.query import Row

HERE = Path(__file__).parent
EPOCH = date(1970, 1, 1)
ENGLISH_WORDS = {"dc82e0b1609c72ab06cc8f613115e48fcb1a1d4ecfaa6cc3a19b7c28e233f3d1": 231}
"""Number of words in the English text whose tokens are counted, by its SHA-256; see docs/tokenizers."""
USE_NAMES = {
    "chat": "A chat answer",
    "chat-median": "A shorter chat answer",
    "bare": "One question",
    "code": "Completing code",
    "grounded": "An answer from one web search",
    "agent": "An agent with three searches",
    "reasoning": "An answer after long reasoning",
    "semianalysis-2023": "ChatGPT as assumed in 2023",
}
"""Plain names of the published workloads; another one is called by its label."""
KINDS = {
    "full-cost": "All that a search costs its operator",
    "market-price": "Searches to buy, by their list price",
    "marginal-cost": "Only the electricity or computing of one query",
    "revenue": "What one search earns",
}
"""Plain names of the kinds of search costs."""
OFFER_COLUMNS = (
    *("model_id", "provider", "input_price", "cached_price", "output_price", "context_tokens", "start_day", "end_day"),
    *("confirmed_day", "is_stale"),
)


def gather_explorer(connection: duckdb.DuckDBPyConnection, as_of: date | None) -> Row | None:
    """Return all that the explorer needs, or None where no offer of a qualifying model is known."""
    if as_of is None:
        return None
    names = {"as_of": as_of, "level": headline.LEVEL}

    def rows(name: str) -> list[Row]:
        return query.rows(connection, HERE / f"{name}.sql", names)

    offers, models = rows("list_explorer_offers"), rows("list_explorer_models")
    if not offers:
        return None
    chances = explorer_chances(connection, as_of)
    places = {row["model_id"]: place for place, row in enumerate(models)}
    return {
        "as_of": (as_of - EPOCH).days,
        "stale_days": STALE_DAYS,
        "stale_times": headline.STALE_TIMES,
        "start": {"bar": headline.BAR, "use": headline.WORKLOAD, "target": headline.TARGET},
        "words": _words(query.rows(connection, HERE / "find_words_per_token.sql", names)),
        "bars": [_name_bar(row) for row in rows("list_explorer_bars")],
        "uses": [_name_use(row) for row in rows("list_explorer_workloads")],
        "targets": [_name_target(row, chances["targets"]) for row in rows("list_explorer_targets")],
        "models": [row["name"] for row in models],
        "reasoning": [places[row["model_id"]] for row in models if row["reasoning"]],
        "members": _members(rows("list_explorer_members"), places),
        **_offers(offers, places),
        "searches": [[row["usd"], row["start_day"], row["end_day"]] for row in rows("list_explorer_searches")],
        "chances": _by_name(rows("list_explorer_chances"), "bar", "workload", "target"),
        "paths": chances["paths"],
    }


def embed(explorer: Row) -> str:
    """Return the data as JSON that can stand in a script element: it holds no `<`, `>` or `&`."""
    text = json.dumps(explorer, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def list_presets(verdicts: Iterable[Row]) -> list[Row]:
    """Return one row for each published use at the headline's bar and target, for readers without scripts."""
    return [
        {
            "bar": row["bar_label"],
            "target": row["target_label"],
            "name": USE_NAMES.get(row["workload"], row["workload_label"]),
            "tokens_in": row["input_tokens"] + row["cached_input_tokens"],
            "tokens_out": row["output_tokens"],
            "searches": row["searches"],
            "cost": everyday_money(row["now_usd_per_query"], "uses"),
            "answer": _answer(row),
        }
        for row in verdicts
        if (row["bar"], row["target"]) == (headline.BAR, headline.TARGET)
    ]


def _answer(row: Row) -> str:
    if row["status"] == "not_crossed":
        return "not yet"
    text = f"since {day(row['crossed_on'])}" if row["holds_now"] else f"from {day(row['crossed_on'])}, not now"
    return f"{text} at the latest" if row["status"] == "crossed_before_first_look" else text


def _words(rows: list[Row]) -> Row | None:
    """Return words and tokens of the English text, or None where another text was counted."""
    words = ENGLISH_WORDS.get(rows[0]["text_sha256"]) if rows else None
    return {"words": words, "tokens": rows[0]["tokens"]} if words else None


def _name_bar(row: Row) -> Row:
    """Return a bar with its plain name and the index that measures it, as its label has them."""
    for joint in (" on the ", " on ", " by "):
        name, joined, measure = row["label"].partition(joint)
        if joined:
            return {"id": row["bar"], "name": name, "group": measure.split(",")[0]}
    return {"id": row["bar"], "name": row["label"], "group": "Other"}


def _name_use(row: Row) -> Row:
    counts = ("input_tokens", "cached_input_tokens", "output_tokens", "searches", "calls")
    return {
        "id": row["workload"],
        "name": USE_NAMES.get(row["workload"], row["label"]),
        "label": row["label"],
        "counts": [row[name] for name in counts],
        "by": row["answered_by"],
    }


def _name_target(row: Row, varying: Mapping[str, Row]) -> Row:
    steps = zip(row["usd"], row["start_days"], row["end_days"], strict=True)
    return {
        "id": row["target"],
        "name": row["label"],
        "group": KINDS.get(row["kind"], row["kind"]),
        "ended": (row["ended_on"] - EPOCH).days if row["ended_on"] else None,
        "steps": [list(step) for step in steps],
        **varying.get(row["target"], {}),
    }


def _members(rows: Iterable[Row], places: Mapping[str, int]) -> Row:
    members: Row = {}
    for row in rows:
        of_bound = members.setdefault(row["bar"], {}).setdefault(row["bound"], {})
        of_bound[row["answered_by"]] = [places[name] for name in row["model_ids"]]
    return members


def _offers(offers: list[Row], places: Mapping[str, int]) -> Row:
    """Return the offers by column, with sellers and prices as places in their lists."""
    sellers = list(dict.fromkeys(row["provider"] for row in offers))
    prices = sorted({row[name] for row in offers for name in OFFER_COLUMNS[2:5]} - {None})
    price_places = {None: None} | {price: place for place, price in enumerate(prices)}
    columns = {name: [row[name] for row in offers] for name in OFFER_COLUMNS}
    columns["model_id"] = [places[name] for name in columns["model_id"]]
    columns["provider"] = [sellers.index(name) for name in columns["provider"]]
    for name in OFFER_COLUMNS[2:5]:
        columns[name] = [price_places[price] for price in columns[name]]
    columns["is_stale"] = [place for place, row in enumerate(offers) if row["is_stale"]]
    return {"sellers": [seller(name) for name in sellers], "prices": prices, "offers": columns}


def _by_name(rows: Iterable[Row], *keys: str) -> Row:
    """Return the chances of rows in mappings by bar, workload and target."""
    nested: Row = {}
    for row in rows:
        inner = nested
        for key in keys[:-1]:
            inner = inner.setdefault(row[key], {})
        inner[row[keys[-1]]] = row["chances"]
    return nested
