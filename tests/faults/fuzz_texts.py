"""Seeds of the texts and feeds: right in form, with the marks that the parsers look for."""

from __future__ import annotations

import json

PRICES = (
    *(
        "$0.15 input, $0.60 output",
        "US$1,000.50 / 1M tokens",
        "¥4元 / 百万tokens",
        "1,000元",
        "from $3",
        "€0,15",
        "Free",
    ),
    *("$1.25 per 1M tokens (prompts <= 200k), $2.50 above", "2 cents", "-", "n/a", "Contact sales", "免费", "0.14"),
)
PERIODS = (
    *(
        "$1.50 through December 31, 2026, $2.00 starting January 1, 2027",
        "2026年5月5日起",
        "until 2026-03-01 at 00:00 UTC",
    ),
    *("before 1st of March 2026", "from 2026/1/1 to 2026/2/1", "05/06/2026", "until March 5"),
)
BANDS = (
    "> 200k tokens",
    "(32, 128]",
    "256K~1M",
    "32-128K",
    "up to 1 million",
    "0 < Token <= 32K",
    "[128k, +∞)",
    "200k+",
)
UNITS = (
    *(
        "per 1M input tokens",
        "/ 1,000 tokens per hour",
        "$4.50 / 1,000,000 tokens",
        "每百万tokens",
        "per image, per page",
    ),
    *("USD/MTok", "Price per 1K characters", "text / image / video per million tokens", "1K requests"),
)
MARKDOWN = (
    '# A\n\n## B\n<Tab title="x">\n| M | In | Out |\n|:--|---|--|\n'
    "| [![x](a.png)M](/d) | ~~\\$9~~ **$1**[^2] | a\\|b<br>$2<sup>1</sup> |\n"
    "</Tab>\ntext `a|b` &amp; <b>x</b>\n```\n| a |\n```\n",
    "<table>\n<tr><th>A</th><th>B</th></tr>\n<tr><td>1</td><td>2</td></tr>\n</table>\n\n| a | b |\n|---|\n| 1 | 2 |\n",
)
HTML = (
    "<!doctype html><html lang=en><h2>P</h2><table><thead><tr><th rowspan=2>M<th colspan=2>Price</tr><tr><th>In<th>Out"
    "</tr></thead><tr><td><a href='/m'>m-1</a><td>$1<sup>2</sup><td><s>$3</s> $2</tr></table><div role=tablist>"
    "<button role=tab aria-controls=p>T</button></div><div id=p role=tabpanel><table><tr><td>1</table></div>",
)
SCRIPTS = (
    'const PRICES = {id: "a", input: .5, /* c */ list: [1, \'b\', `c`,],}\nwindow._DATA = {"a": {"b": [1e-6, null]}}\n',
    "export let x: Y[] = [{a: undefined, b: -1_000.5e3}]; var z = {f: g(1)}",
)


def _encoded(*texts: str) -> tuple[bytes, ...]:
    return tuple(text.encode() for text in texts)


TEXTS = {
    **dict.fromkeys(("amounts", "bare_amount", "currencies", "is_absent"), _encoded(*PRICES)),
    "read_period": _encoded(*PERIODS),
    "read_band": _encoded(*BANDS),
    "unit": _encoded(*UNITS, *PRICES),
    "links": _encoded("gpt-4o"),
    "literals": _encoded(*SCRIPTS),
    "markdown": _encoded(*MARKDOWN),
    "html": _encoded(*HTML),
}
"""Seeds by the name of the parser."""


def feed_seeds() -> dict[str, tuple[bytes, ...]]:
    """Return a small body of each feed."""
    costs = {"input_cost_per_token": 1.5e-07, "output_cost_per_token": 6e-07, "cache_read_input_token_cost": 7.5e-08}
    litellm = {
        "gpt-4o-mini": {"litellm_provider": "openai", "mode": "chat", "source": "https://a.example", **costs},
        "groq/llama": {
            "litellm_provider": "groq",
            "mode": "chat",
            "input_cost_per_token_above_128k_tokens": 1e-6,
            **costs,
        },
        "azure/batch/m": {"litellm_provider": "azure", "mode": "batch", **costs},
    }
    pricing = {"prompt": "0.000000075", "completion": "0.0000003", "input_cache_read": "0.00000001875", "image": "0.1"}
    openrouter = {"data": [{"id": f"maker/m{i}", "hugging_face_id": "a/b", "pricing": pricing} for i in range(3)]}
    cost = {"input": 2.5, "output": 10, "cache_read": 1.25, "context_over_200k": {"input": 5, "output": 20}}
    models_dev = {"openai": {"id": "openai", "models": {"gpt-4o": {"id": "gpt-4o", "cost": cost}}}}
    row = {"id": "m", "vendor": "openai", "name": "M", "input": 2.5, "output": 10, "input_cached": None}
    prices = [{**row, "from_date": "2024-05-13", "to_date": None}, {**row, "from_date": None, "to_date": "2024-05-13"}]
    return {
        "litellm": _encoded(json.dumps(litellm)),
        "openrouter": _encoded(json.dumps(openrouter)),
        "models.dev": _encoded(json.dumps(models_dev)),
        "llm-prices": _encoded(json.dumps({"prices": prices})),
    }
