"""How to cite an edition: BibTeX with the characters escaped that LaTeX reads as commands."""

from __future__ import annotations

import re

from assets.reports import front
from assets.reports.edition.links import EditionLinks
from assets.reports.gather import ReportData

LATEX = {
    **{letter: f"\\{letter}" for letter in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def bibtex(data: ReportData, edition: EditionLinks | None) -> str:
    """Return the BibTeX entry of the page, with its permanent address where that is known."""
    name = edition.name if edition else data.as_of
    fields = {
        "author": "{tokenfall maintainers}",
        "title": f"{{{latex(front.finding(data))}}}",
        "year": str(data.as_of.year) if data.as_of else "",
        "note": f"Data as of {data.as_of}" if data.as_of else "",
        "howpublished": rf"\url{{{edition.permalink}}}" if edition and edition.permalink else "",
    }
    lines = [f"  {field} = {{{text}}}" for field, text in fields.items() if text]
    return "\n".join([f"@misc{{tokenfall{f'-{name}' if name else ''},", ",\n".join(lines), "}"])


def latex(text: str) -> str:
    r"""Return a text that LaTeX prints as it is.

    >>> latex("50% of $1")
    '50\\% of \\$1'
    """
    return re.sub(r"[&%$#_{}\\~^]", lambda match: LATEX[match[0]], text)
