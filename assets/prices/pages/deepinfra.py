"""DeepInfra's price page: plain tables per kind of model; older and model pages write 'in $0.10 / out $0.30'.

Peculiar: '/ Mtoken'; the input cell may add the cached price ('$0.50 / $0.40 cached'); GPUs by the hour, pictures and
minutes of sound in tables beside.
"""

from __future__ import annotations

from assets.prices.pages.hosts import read_host
from assets.prices.pages.identity import ENGLISH
from assets.prices.price_page import PageReading, PricePage
from assets.prices.price_source import PriceSource


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not DeepInfra's price page.
    """
    return read_host(page, SOURCE.signature, SOURCE.must_have)


SOURCE = PriceSource(
    name="deepinfra",
    urls=("https://deepinfra.com/pricing",),
    signature=(r"deep ?infra", ENGLISH),
    must_have=(r"llama|qwen|deepseek|mixtral|mistral|gpt-oss|gemma|kimi|glm",),
    read=read,
    aliases=("deep-infra",),
)
