"""Which model an offer is of: by facts that name exactly this offer, never by a beginning or by likeness.

The first kind of evidence that names a model decides; where it names two different models, the offer is not linked.

1. `review`: a row of `model_links.csv` for this seller and id.
2. `facts`: the curated prices name the model of this seller's id. These two may hold from a day or until a day, because
   an id can name another model later (`deepseek-chat`).
3. `alias`: the seller's name of the model in `model_aliases.csv` or `page_names.csv`; first exactly, then without
   regard to case, punctuation, folders and the maker's name in front. An alias that says less than the model's id
   (`mistral-large` for `mistral-large-2402`) holds only exactly: the same words on a page may mean a later release.
4. `cell link`: the id in the link of the name's cell, compared in the same way.
5. `hugging face id`: the model's address at Hugging Face, the same at every seller; without regard to case.
6. `model id`: our own id of the model, compared like an alias.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

HUGGING_FACE = "huggingface"
"""Alias source of Hugging Face ids."""
WORD = re.compile(r"[a-z]+|[0-9]+")
PUNCTUATION = re.compile(r"[\s._:,()\[\]-]+")

Alias = tuple[str, str, str]
"""A name, who writes it, and the model."""
Offer = tuple[str, str]
"""A seller, and its id or name of a model."""
Matches = frozenset[tuple[str, str]]
"""Models, each with the string of the facts that names it."""
NONE: Matches = frozenset()


@dataclass(frozen=True)
class ModelLink:
    """The model of an offer and the evidence for it.

    `linked_by` is the kind of evidence; `evidence` is the string of the facts that names the model, or the review. The
    link holds from `valid_from` (inclusive) to `valid_to` (exclusive); None = without a limit.
    """

    model_id: str
    linked_by: str
    evidence: str
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Return whether the link holds on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


def name_key(name: str) -> str:
    """Return the words of a name: without folders, case and punctuation.

    >>> name_key("meta-llama/Llama-3.3-70B-Instruct")
    'llama-3-3-70b-instruct'
    >>> name_key("Claude Opus 4.7") == name_key("claude-opus-4-7")
    True
    >>> name_key("Command R+ 08-2024")
    'command-r-plus-08-2024'
    """
    return PUNCTUATION.sub("-", name.rpartition("/")[2].casefold().replace("+", " plus ")).strip("-")


class ModelLinker:
    """Links offers to models by the facts about names."""

    def __init__(
        self,
        makers: Mapping[str, str | None],
        aliases: Iterable[Alias],
        stated: Mapping[Offer, Sequence[ModelLink]] | None = None,
    ) -> None:
        """Index the facts.

        Args:
            makers: Each known model and its maker; None where the maker is not known.
            aliases: The names of these models.
            stated: The links of single offers that the facts state themselves.
        """
        self._stated = stated or {}
        known = list(aliases)
        own = [(model_id, "", model_id) for model_id in makers]
        self._exact = _index((source, name, model_id, name) for name, source, model_id in known)
        self._hugging_face = _index(
            (source, name.casefold(), model_id, name) for name, source, model_id in known if source == HUGGING_FACE
        )
        self._by_key = _index(
            (source, key, model_id, name)
            for name, source, model_id in [*known, *own]
            if not _says_less(name, model_id)
            for key in _keys(name, makers[model_id])
        )

    def links(self, seller: str, name: str, ids: Sequence[str] = (), lists: Sequence[str] = ()) -> Sequence[ModelLink]:
        """Return the links of one offer: none where its model is not known, several where the id changes its model.

        Args:
            seller: Our id of the seller.
            name: The seller's id or name of the model.
            ids: The ids in the links of the cells that held the name.
            lists: Lists that have ids of their own for this seller, such as `genai-prices:x-ai`.
        """
        if stated := self._stated.get((seller, name)):
            return stated
        for linked_by, matches in self._evidence([seller, *lists], name, ids):
            if matches:
                model_id, evidence = min(matches)
                return [ModelLink(model_id, linked_by, evidence)] if len(dict(matches)) == 1 else []
        return []

    def link_on(self, day: date, seller: str, name: str, ids: Sequence[str] = ()) -> ModelLink | None:
        """Return the link of an offer that holds on a day, or None."""
        return next((link for link in self.links(seller, name, ids) if link.holds_on(day)), None)

    def _evidence(self, sources: Sequence[str], name: str, ids: Sequence[str]) -> Iterator[tuple[str, Matches]]:
        """Yield each kind of evidence and the models that it names, the strongest first."""
        yield "alias", self._named(sources, [name])
        yield "cell link", self._named(sources, ids)
        for names in ([name], ids):
            yield "hugging face id", _union(self._hugging_face, [HUGGING_FACE], [text.casefold() for text in names])
        for names in ([name], ids):
            yield "model id", _union(self._by_key, [""], [name_key(text) for text in names])

    def _named(self, sources: Sequence[str], names: Sequence[str]) -> Matches:
        """Return the models that these names mean exactly, or else those that names of the same words mean."""
        return _union(self._exact, sources, names) or _union(self._by_key, sources, [name_key(name) for name in names])


def _says_less(name: str, model_id: str) -> bool:
    """Whether a name has only a part of the words of a model's id, such as `mistral-large` of `mistral-large-2402`.

    Such an id is the seller's word for its current release, and the same words on a page may mean a later one.
    """
    return Counter(WORD.findall(name_key(name))) < Counter(WORD.findall(name_key(model_id)))


def _keys(name: str, maker: str | None) -> set[str]:
    """Return the key of a name, and that of the name with its maker's name in front."""
    key = name_key(name)
    return {key} if maker is None else {key, f"{name_key(maker)}-{key}"}


def _index(entries: Iterable[tuple[str, str, str, str]]) -> dict[tuple[str, str], Matches]:
    """Return the models that each text of each source names, from (source, text, model, string of the facts)."""
    index: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for source, text, model_id, evidence in entries:
        index[source, text].add((model_id, evidence))
    return {key: frozenset(matches) for key, matches in index.items()}


def _union(index: Mapping[tuple[str, str], Matches], sources: Iterable[str], texts: Sequence[str]) -> Matches:
    return NONE.union(*(index.get((source, text), NONE) for source in sources for text in texts))
