"""Measure and wrap text without a font file: the widths of Helvetica, which Arial and Liberation Sans share."""

from __future__ import annotations

BOLD = 1.08
"""A bold text is at most this much wider."""
UNKNOWN, WIDE = 667, 1000
"""Widths of a letter that is not listed: most scripts, and those whose letters are square."""
FIRST_SQUARE = "\u2e80"
_BY_WIDTH = {
    191: "'",
    222: "ijl",
    260: "|",
    278: " !,./:;I[\\]ft",
    333: "()-`r",
    334: "{}",
    355: '"',
    389: "*",
    469: "^",
    500: "Jckvxyzs",
    556: "#$0123456789?L_abdeghnopqu",
    584: "+<=>~",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1015: "@",
}
WIDTHS = {letter: width for width, letters in _BY_WIDTH.items() for letter in letters}
"""Width of each ASCII letter in thousandths of the size of the font."""


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line of text in pixels; `size` is the size of the font in pixels.

    >>> text_width("1 cent", 100)
    272.4
    """
    total = sum(WIDTHS.get(letter, UNKNOWN if letter < FIRST_SQUARE else WIDE) for letter in words)
    return total / 1000 * size * (BOLD if bold else 1)


def wrap(words: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Return the lines of a text, none wider than `width` pixels; a word that is too wide is cut into parts."""
    lines = [""]
    for word in _parts(words, width, size, bold=bold):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size, bold=bold) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return [line for line in lines if line]


def balance(words: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Return the lines of a text, as few as fit into `width` pixels, and about equally long."""
    lines = wrap(words, width, size, bold=bold)
    while width > size and len(narrower := wrap(words, width - size, size, bold=bold)) == len(lines):
        lines, width = narrower, width - size
    return lines


def shorten(words: str, width: float, size: float) -> str:
    """Return a text, cut and ended by an ellipsis where it is wider than `width` pixels."""
    if text_width(words, size) <= width:
        return words
    while words and text_width(f"{words}\N{HORIZONTAL ELLIPSIS}", size) > width:
        words = words[:-1]
    return f"{words.rstrip()}\N{HORIZONTAL ELLIPSIS}"


def _parts(words: str, width: float, size: float, *, bold: bool) -> list[str]:
    """Return the words, those that are too wide for a line in as many parts as it takes."""
    parts = []
    for word in words.split():
        part = ""
        for letter in word:
            if part and text_width(part + letter, size, bold=bold) > width:
                parts.append(part)
                part = ""
            part += letter
        parts.append(part)
    return parts
