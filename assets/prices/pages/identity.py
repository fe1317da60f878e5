"""Whose page a document is, and in which language: the lines that a provider's `signature` is looked for in.

What a page declares decides: its address (canonical, og:url), or else its title, its first heading and the address in a
comment before its content. Only a page that declares nothing ('# Pricing') is known by its first sentence, by the site
that most of its links lead to, by the models that most of its rows name, or by the headers of its tables. Words that
occur anywhere on a page identify nothing: sellers name each other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

ENGLISH = r"^language (?:en|unknown)$"
ENGLISH_OR_CHINESE = r"^language (?:en|zh|unknown)$"
CHINESE = r"^language zh$"
"""The last pattern of a signature: the languages in which the reader knows the labels."""
LANGUAGES = {ENGLISH: "English", ENGLISH_OR_CHINESE: "English or Chinese", CHINESE: "Chinese"}
"""What a message calls them."""

GENERIC = re.compile(
    r"(?:\b(?:pric\w*|costs?|billing|fees?|plans?|models?|apis?|overview|supported|available|serverless|inference|"
    r"services?|pay|as|you|go|explanation|rates?|limits?|docs?|documentation|products?|details|tokens?|llms?|usage|"
    r"standard|batch|data|chat|language|production|latest|flagship|text|generation|"
    r"and|the|our|for|of|on|demand|per|\d+[km])\b|模型|价格|产品|定价|计费|按量|付费|说明|概述|列表|推理|服务|与|和|[\W\d_])*",
    re.I,
)
"""Titles that name nobody."""
ADDRESS = re.compile(r"https?://[^\s\"'<>()\[\]]+")
FIRST_COMMENT = re.compile(r"\s*(?:<!doctype[^>]*>\s*)?(?:<!--(.*?)-->|\{/\*(.*?)\*/\})", re.S | re.I)
FIRST_CELLS = re.compile(r"<tr\b[^<>]*>\s*<t[dh]\b[^<>]*>(.*?)</t[dh]>|^[ \t]*\|([^|\n]+)\|", re.S | re.I | re.M)
HEADER_CELLS = re.compile(r"<th\b[^<>]*>(.*?)</th>", re.S | re.I)
HEADER_LINE = re.compile(r"^[ \t]*\|(.*)\|[ \t]*\n[ \t]*\|[ \t:|-]+\|[ \t]*$", re.M)
HEADINGS = re.compile(r"<h[1-6]\b[^<>]*>(.*?)</h[1-6]>|^#{1,6}[ \t]+([^\n]+)$", re.S | re.I | re.M)
CUSTOM_ELEMENTS = re.compile(r"<([a-z]+)-[a-z-]+\b")
INTRODUCTION = 200
MOST = 0.7

SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("other", re.compile(r"[\u0370-\u1fff]")),
)
MUCH_OF_A_SCRIPT = 0.1
COMMON_WORDS = {
    "en": "the of and to for in is are with or you your our this that on by be from at all",
    "id": "yang dan untuk dengan dari pada tidak ini atau adalah",
    "es": "el los las que para con una por del como",
    "fr": "les des et pour dans une est vous sur avec",
    "de": "der das und für mit ist nicht von ein werden",
    "pt": "os das para com uma não por dos em são",
    "it": "il gli di con una che sono della dei nel",
    "nl": "het een van voor met zijn niet wordt",
    "tr": "ve bir için ile olarak göre",
    "pl": "dla jest oraz nie przez się",
}
FEWEST_COMMON_WORDS = 5
FEWEST_DIFFERENT_WORDS = 3


def identity_of(text: str, visible: str) -> str:
    """Return what a page states about itself, one statement a line: 'address ...', 'title ...', 'language ...'.

    Args:
        text: The source of the page.
        visible: Its text without scripts and tags.
    """
    return "\n".join([*_identity(text, visible), f"language {language_of(text, visible)}"])


def lacks(identity: str, signature: Iterable[str]) -> list[str]:
    """Return the patterns of a signature that no line of what a page states about itself matches."""
    return [pattern for pattern in signature if not re.search(pattern, identity, re.I | re.M)]


def language_of(text: str, visible: str) -> str:
    """Return a language's code, 'other' for another script, or 'unknown' where a page neither declares nor shows it.

    The letters and common words of the page count before what it declares: a translated page may declare English.
    """
    letters = sum(map(str.isalpha, visible)) or 1
    for name, script in SCRIPTS:
        if len(script.findall(visible)) > MUCH_OF_A_SCRIPT * letters:
            return name
    words = Counter(re.findall(r"[^\W\d_]+", visible.lower()))
    counts = {name: sum(words[word] for word in common.split()) for name, common in COMMON_WORDS.items()}
    most = max(counts, key=counts.__getitem__)
    shown = sum(word in words for word in COMMON_WORDS[most].split())
    if most != "en" and counts[most] >= FEWEST_COMMON_WORDS and shown >= FEWEST_DIFFERENT_WORDS:
        return most
    declared = re.search(r"<html\b[^<>]*\blang=[\"']?([A-Za-z]+)", text[:5000])
    return declared[1].lower() if declared else "en" if counts["en"] >= FEWEST_COMMON_WORDS else "unknown"


def _identity(text: str, visible: str) -> list[str]:
    if hosts := _declared_hosts(text):
        return [f"address {host}" for host in hosts]
    declared = list(_declared(text))
    if all(GENERIC.fullmatch(line.split(" ", 1)[1]) for line in declared):
        declared += _evidence(text, visible)
    return declared


def _declared_hosts(text: str) -> list[str]:
    """The hosts of the page's own address: its canonical link and og:url."""
    tags = re.findall(r"<(?:link|meta)\b[^<>]*(?:canonical|og:url)[^<>]*>", text, re.I)
    return sorted({host for tag in tags for url in ADDRESS.findall(tag) if (host := urlsplit(url).hostname)})


def _declared(text: str) -> Iterator[str]:
    for title in re.findall(r"<title\b[^<>]*>(.*?)</title>", text[:200_000], re.S | re.I)[:1]:
        yield f"title {_plain(title)}"
    for site in re.findall(r"<meta\b[^<>]*og:site_name[^<>]*content=[\"']([^\"']*)", text, re.I)[:1]:
        yield f"title {_plain(site)}"
    if heading := next((title for title in _matches(HEADINGS, text)), ""):
        yield f"title {heading}"
    if comment := FIRST_COMMENT.match(text):
        yield from (f"address {urlsplit(url).hostname}" for url in ADDRESS.findall(comment[1] or comment[2]))


def _evidence(text: str, visible: str) -> Iterator[str]:
    """What shows whose page it is where it does not declare it."""
    yield f"introduction {' '.join(visible.split())[:INTRODUCTION]}"
    links = (_site(urlsplit(url).hostname or "") for url in ADDRESS.findall(text))
    names = (*_matches(FIRST_CELLS, text), *_matches(HEADINGS, text))
    models = (
        match[0].lower()
        for name in names
        if re.search(r"\d", name) and not GENERIC.fullmatch(name) and (match := re.match(r"[^\W\d_]+", name))
    )
    yield f"links {_most_common(links)}"
    yield f"elements {_most_common(CUSTOM_ELEMENTS.findall(text))}"
    yield f"models {_most_common(models)}"
    headers = {_plain(cell) for cell in HEADER_CELLS.findall(text)}
    headers |= {_plain(cell) for line in HEADER_LINE.findall(text) for cell in line.split("|")}
    yield from (f"column {header}" for header in sorted(headers))


def _most_common(values: Iterable[str]) -> str:
    """The most common values, as many as make up most of all."""
    counts = Counter(values)
    common: list[str] = []
    for value, _ in counts.most_common():
        if sum(counts[each] for each in common) >= MOST * counts.total():
            break
        common.append(value)
    return " ".join(common)


def _site(host: str) -> str:
    """The last two parts of a host: 'groq.com' for 'console.groq.com'."""
    return ".".join(host.lower().split(".")[-2:])


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    return (plain for match in pattern.finditer(text) if (plain := _plain(next(filter(None, match.groups()), ""))))


def _plain(markup: str) -> str:
    return " ".join(re.sub(r"[*_`\\]|<[^<>]*>|&\w+;", " ", markup).split())
