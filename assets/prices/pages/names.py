"""The models that a name cell names, without badges and notes, and the seller's id in its link."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from assets.prices.pages.columns import TIERS, Ambiguous
from assets.reading.context import Band, read_band
from assets.reading.grids import Cell

HARMLESS = re.compile(
    r"deprecated|legacy|retired.*|new|preview|beta|recommended|latest|popular|retiring.*|limited availability|"
    r"新品|最新|推荐|[\d年月日.\s-]*(?:即将)?下线|hot|热门",
    re.I,
)
SEPARATOR = re.compile(r"(?:\s+/\s+|\s*,\s+|\s*、\s*|\s+and\s+|\s+&\s+|\n)(?![^()\n]*\))")
SYMBOLS = "\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2900-\u297f\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff"
AROUND = re.compile(rf"^[\s{SYMBOLS}]+|[\s{SYMBOLS}]+$")
ROUTE = re.compile(r"^(?:.*/)?(?:models?|model-detail|model-library|library|catalog)/(?=.)", re.I)
ID = re.compile(r"[\w.:-]+/[\w.:/-]+|[a-z\d.]+(?:-[a-z\d.]+)+")
VERSION = re.compile(r"\d+(?:\.\d+)*")
PRECISION = re.compile(r"(?:nv|mx)?(?:fp|bf|int)\d+", re.I)
TIER_WORD = re.compile("|".join(pattern.pattern for _, pattern in TIERS) + r"|\bfast\b|\blong\b|\bcached?\b", re.I)


def model_names(cell: Cell) -> tuple[list[str], Band | None]:
    """Return the models that a name cell names, and the band of prompt lengths in its parentheses.

    Badges, arrows and harmless notes ('(deprecated)', 'New') are dropped.

    Raises:
        Ambiguous: A note may change the price, or there is no name.
    """
    text, band = _without_badges(cell), None
    for note in re.findall(r"[(（]([^()（）]*)[)）]", text):
        note_band = read_band(note) if re.search(r"[<>≤≥]", note) else None
        if note_band or HARMLESS.fullmatch(note.strip()):
            text, band = re.sub(r"[ \t]*[(（]" + re.escape(note) + r"[)）]", "", text), note_band or band
    parts = [AROUND.sub("", part) for part in SEPARATOR.split(text)]
    parts = _whole_names([part for part in parts if part and not HARMLESS.fullmatch(part)])
    parts = [part for part in parts if part not in ids_beside(parts)]
    if not parts or any(not re.search(r"[^\W\d_]", part) or re.search(r"[$¥€\ufffd]", part) for part in parts):
        raise Ambiguous(f"no model name: {text[:60]!r}")
    stem = re.match(r"[^\W\d_]+", parts[0])
    if any(not (stem and part.startswith(stem[0]) and re.search(r"\d", part)) for part in parts[1:]):
        raise Ambiguous(f"the name cell holds more than a name: {cell.line[:80]!r}")
    return parts, band


def linked_id(name: str, cell: Cell) -> str | None:
    """Return the seller's id of a model: in the address that its name links to, or on a line below it; or None.

    >>> linked_id("Qwen3-14B", Cell("Qwen3-14B", links=("/Qwen/Qwen3-14B?tab=1",)))
    'Qwen/Qwen3-14B'
    >>> linked_id("GPT OSS 9", Cell("GPT OSS 9\\nopenai/gpt-oss-9")), linked_id("Claude 3", Cell("", links=("/old",)))
    ('openai/gpt-oss-9', None)
    """
    paths = [ROUTE.sub("", unquote(urlsplit(link).path).strip("/")) for link in cell.links]
    wanted = _squeezed(name)
    for path in (*paths, *ids_beside([name, *cell.text.split("\n")])):
        last = _squeezed(path.rsplit("/", 1)[-1])
        if wanted and (wanted in _squeezed(path) or (len(last) > 3 and re.search(r"\d", last) and last in wanted)):
            return path
    return None


def ids_beside(parts: list[str]) -> list[str]:
    """Return the parts of a name cell that repeat its first part as an id ('Llama 9 70B', 'meta-llama/Llama-9-70B').

    A dated form of a name that is an id itself ('gpt-9', 'gpt-9-2026-01-01') is a name of its own.
    """
    if not parts or re.fullmatch(r"[a-z\d.-]+", parts[0]):
        return []
    return [part for part in parts[1:] if ID.fullmatch(part) and _squeezed(parts[0]) in _squeezed(part)]


def _without_badges(cell: Cell) -> str:
    """The text of a cell without the elements beside its link that do not belong to the model's name.

    What names a tier, a number or a part of the linked id stays: it may change the price.
    """
    ids = "".join(_squeezed(urlsplit(link).path) for link in cell.links)
    badges = {line for line in cell.asides if _is_badge(line, ids)}
    return "\n".join(line for line in cell.text.split("\n") if line not in badges)


def _is_badge(line: str, ids: str) -> bool:
    word = _squeezed(line)
    if not word or not ids or len(word) < 3 or word in ids:
        return not word
    return bool(PRECISION.fullmatch(line)) or not (re.search(r"\d", line) or TIER_WORD.search(line))


def _whole_names(parts: list[str]) -> list[str]:
    """Complete names that share a beginning: 'Claude Sonnet 4.5 / 4' is 'Claude Sonnet 4.5' and 'Claude Sonnet 4'."""
    stem = re.fullmatch(r"(.*[^\W\d_]\W*?)\d+(?:\.\d+)*", parts[0]) if parts else None
    return [f"{stem[1]}{part}" if stem and VERSION.fullmatch(part) else part for part in parts]


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
