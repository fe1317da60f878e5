"""Roles, tiers and bands of columns and headings, read from their text and never from their position."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from assets.prices.facts import Tier
from assets.reading.context import Band, read_band

Role = Literal["model", "input", "cached", "output", "context", "modality", "unit"]

IGNORED = re.compile(
    r"writ|creat|structured|function|json|capabilit|support|\bcount\b|per tool|tool (?:use|choice)|storage|store|"
    r"training|batch size|max(?:imum)?[\s.]*(?:output|completion|input|token)|"
    r"(?:output|input) (?:limit|length|modal|type|token limit)|"
    r"speed|rate limit|latency|t/sec|tokens?/s|创建|存储|训练|输入模态|输出模态|最大|限流|长度限制|审核|"
    r"(?<!非)音频|(?<!non-)\baudio|(?<!/ )\bvideo\b|\bimage\b(?! /)|saving|discount|折扣|原价|original|list price|"
    r"写入|estimated|per (?:image|second|minute|hour)",
    re.I,
)
ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("modality", re.compile(r"^modality|^modalit|模态|^type of tokens", re.I)),
    ("unit", re.compile(r"^(?:billing )?unit$|计费单位|^单位", re.I)),
    ("input", re.compile(r"未命中|cache miss|uncached|non-?cached", re.I)),
    ("cached", re.compile(r"cach(?:e|ing)|命中|缓存", re.I)),
    (
        "context",
        re.compile(
            r"\bcontext\b(?!.*(?:input|output))|^condition|^pricing tiers?|tokens? per request|"
            r"输入\s*tokens?\s*(?:数|范围)|条件|上下文|阶梯|输入长度|prompt length|input length|^tier$",
            re.I,
        ),
    ),
    ("output", re.compile(r"\boutput|\bcompletion|generated tokens|输出|^(?:tokens )?out$", re.I)),
    ("input", re.compile(r"\binput|\bprompt|输入|^(?:tokens )?in$", re.I)),
    ("model", re.compile(r"\bmodels?\b|模型|\bapi (?:id|name)\b|^name$", re.I)),
)
MODEL_RANK = re.compile(r"(?P<first>api|string|\bid\b|code|编码)|(?P<second>name|名称|^models?$|^模型$)", re.I)
NOT_OURS = re.compile(
    r"fast mode|fine[- ]?tun|training|provisioned|reserved|dedicated|data residency|regional|transcri|speech|"
    r"微调|精调|训练|预留|保障包|embedding|rerank|moderation|image generation|video|music|"
    r"realtime|(?:audio|image) tokens",
    re.I,
)
TIERS: tuple[tuple[Tier, re.Pattern[str]], ...] = (
    ("batch", re.compile(r"\bbatch|批量|批处理|离线推理", re.I)),
    ("flex", re.compile(r"\bflex\b", re.I)),
    ("priority", re.compile(r"\bpriority\b", re.I)),
    ("off-peak", re.compile(r"off[- ]peak|低谷|错峰|优惠时段|非高峰", re.I)),
    ("peak", re.compile(r"(?<!off[- ])\bpeak\b|(?<!非)高峰", re.I)),
    ("standard", re.compile(r"\bstandard\b|\bon[- ]demand\b|标准时段|在线推理", re.I)),
)


class Ambiguous(ValueError):
    """A heading or header that can be read two ways."""


@dataclass(frozen=True)
class ColumnGroup:
    """Which price a price column holds besides its role: its tier (None = the table's) and its band of prompt lengths.

    `is_long` marks 'long context' without a stated threshold.
    """

    tier: Tier | None = None
    band: Band | None = None
    is_long: bool = False


@dataclass(frozen=True)
class Columns:
    """Where a table's roles are; `prices` maps (group, role) to a column.

    `unknown` are the headers of price columns of an unknown tier: beside columns that are labelled 'Standard'.
    """

    model: int | None
    context: int | None
    modality: int | None
    unit: int | None
    prices: dict[tuple[ColumnGroup, Role], int]
    unknown: tuple[str, ...] = ()


def role_of(header: str) -> Role | None:
    """Return the role of a header text, or None."""
    if IGNORED.search(header):
        return None
    # '/' joins header rows; the last row is closest to the cells
    for text in (header.rsplit(" / ", 1)[-1], header):
        for role, pattern in ROLES:
            if pattern.search(text):
                return role
    return None


def is_price_header(text: str) -> bool:
    """Return whether a header names an input, cached input or output price."""
    return role_of(text) in ("input", "cached", "output")


def is_model_header(text: str) -> bool:
    """Return whether a header names models."""
    return role_of(text) == "model"


def tier_of(text: str) -> Tier | None:
    """Return the tier that a text names, or None; two tiers raise Ambiguous."""
    named = [tier for tier, pattern in TIERS if pattern.search(text)]
    if len(named) > 1:
        raise Ambiguous(f"two tiers in {text[:60]!r}")
    return named[0] if named else None


def tier_word(text: str) -> str:
    """Return the word of a text that names its tier; the text must name one."""
    return next(match[0] for _, pattern in TIERS if (match := pattern.search(text)))


def bind(headers: tuple[str, ...], ignore: re.Pattern[str] | None = None) -> Columns:
    """Return which column has which role.

    Args:
        headers: The header text of every column.
        ignore: Headers of columns to leave out.

    Raises:
        Ambiguous: Two columns read as the same price, or as the name of the model.
    """
    by_role: dict[Role, list[int]] = {}
    prices: dict[tuple[ColumnGroup, Role], int] = {}
    for i, header in enumerate(headers):
        role = None if ignore and ignore.search(header) else role_of(header)
        if role in ("input", "cached", "output"):
            key = (_group(header), role)
            if key in prices:
                raise Ambiguous(f"two columns read as {role}: {headers[prices[key]]!r} and {header!r}")
            prices[key] = i
        elif role:
            by_role.setdefault(role, []).append(i)
    unknown = [key for key in prices if key[0].tier is None and (replace(key[0], tier="standard"), key[1]) in prices]
    return Columns(
        model=_model_column(by_role.get("model", []), headers),
        context=_only(by_role, "context"),
        modality=_only(by_role, "modality"),
        unit=_only(by_role, "unit"),
        prices={key: at for key, at in prices.items() if key not in unknown},
        unknown=tuple(headers[prices[key]] for key in unknown),
    )


def _group(header: str) -> ColumnGroup:
    band = (
        read_band(header, bare=1000 if "k" in header.lower() or "千" in header else None)
        if re.search(r"[<>≤≥~\[(（]\s*[=\d]|\bover\b|\bup to\b", header)
        else None
    )
    is_long = band is None and bool(re.search(r"long context|长上下文", header, re.I))
    return ColumnGroup(tier_of(header), band and replace(band, rest=""), is_long=is_long)


def _only(by_role: dict[Role, list[int]], role: Role) -> int | None:
    columns = by_role.get(role, [])
    return columns[0] if len(columns) == 1 else None


def _model_column(columns: list[int], headers: tuple[str, ...]) -> int | None:
    if len(columns) < 2:
        return columns[0] if columns else None
    for rank in ("first", "second"):
        ranked = [i for i in columns if (m := MODEL_RANK.search(headers[i])) and m[rank]]
        if len(ranked) == 1:
            return ranked[0]
        if ranked:
            break
    raise Ambiguous(f"which column names the model: {[headers[i] for i in columns]}")
