"""Why a verdict differs from the one before: the price, score or search that changed, in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from assets.forecasts.verdict_history.snapshot import INCLUDED_SEARCH, Offer, Price, Snapshot, count_changes
from assets.formats import day, dollars, percent, seller
from warehouse.query import Row

NOT_CROSSED = "not_crossed"
NO_VERDICT = "no_verdict"
"""Status of a row of the history from which on there is no verdict any more."""


class Cause(NamedTuple):
    """Why a verdict changed.

    `kind` is price, score, threshold, target or bar for an input of the verdict; forecast where only chances moved,
    first for the first row; facts or code where these differ and no input does; unexplained where nothing differs.
    """

    kind: str
    sentence: str


@dataclass(frozen=True)
class Comparison:
    """Two days of the history and the names to call things by.

    Attributes:
        before: What the verdicts of the earlier day were computed from.
        after: The same for the later day.
        names: What models, bars and targets are called, by id.
    """

    before: Snapshot
    after: Snapshot
    names: Mapping[str, str]

    def cause_of(self, row: Row) -> Cause | None:
        """Return why a row of `find_changed_verdicts.sql` differs from the history's last row; None if it is equal."""
        if row["was_status"] in {None, NO_VERDICT}:
            return self._first(row)
        if row["status"] == NO_VERDICT:
            causes = self._ended(row)
        elif row["crossing_differs"] and {row["status"], row["was_status"]} != {NOT_CROSSED}:
            causes = self._crossing_moved(row)
        elif row["offer_differs"]:
            causes = self._offer_moved(row)
        elif row["target_differs"]:
            causes = self._target_moved(row["target"], self.before.day, self.after.day)
        elif row["chances_differ"]:
            causes = self._chances_moved(row)
        else:
            return None
        return next(causes, None) or self._without_an_input()

    def _first(self, row: Row) -> Cause:
        """Return why there is a verdict where there was none."""
        cost = self.after.target_cost(row["target"], self.after.day)
        if cost and row["target"] not in self.before.targets:
            name, usd = self.names[row["target"]], dollars(cost.usd_per_query)
            return Cause("target", f"The cost of this search became known: {name}, {usd} from {day(cost.valid_from)}.")
        if not self.before.has_bar(row["bar"]):
            return Cause("bar", f"The first scores for this bar became known: {self._name(row['bar'])}.")
        offer = (row["now_provider"], row["now_model_id"])
        return next(self._joined(row, offer, self.before.day, self.after.day), None) or self._without_an_input()

    def _ended(self, row: Row) -> Iterator[Cause]:
        if not self.after.has_bar(row["bar"]):
            yield Cause("bar", f"This bar is no longer used: {self._name(row['bar'])}.")
        if row["target"] not in self.after.targets:
            yield Cause("target", f"{self._name(row['target'])} is no longer one of the searches.")
        if row["was_now_model_id"] is not None:
            offer = (row["was_now_provider"], row["was_now_model_id"])
            yield from self._left(row, offer, self.before.day, self.after.day)

    def _crossing_moved(self, row: Row) -> Iterator[Cause]:
        """Yield what moved the crossing: what its new offer brought, what ended its old one, or the search's cost."""
        new_day, old_day = row["crossed_on"], row["was_crossed_on"]
        causes = []
        if new_day is not None:
            offer = (row["provider"], row["model_id"])
            causes.append(self._joined(row, offer, min(new_day, self.before.day), new_day))
            causes.append(self._target_moved(row["target"], min(new_day, self.before.day), new_day))
        if old_day is not None:
            offer = (row["was_provider"], row["was_model_id"])
            gone = [
                self._left(row, offer, old_day, old_day),
                self._target_moved(row["target"], old_day, old_day),
            ]
            moved_later = new_day is None or new_day > old_day
            causes = [*gone, *causes] if moved_later else [*causes, *gone]
        yield from chain.from_iterable(causes)

    def _offer_moved(self, row: Row) -> Iterator[Cause]:
        """Yield what moved today's cheapest offer: where the cost fell, first what the new offer brought."""
        days = (self.before.day, self.after.day)
        joined = self._joined(row, (row["now_provider"], row["now_model_id"]), *days)
        if row["was_now_usd_per_query"] is None:
            yield from joined
            return
        left = self._left(row, (row["was_now_provider"], row["was_now_model_id"]), *days)
        fell = row["now_usd_per_query"] < row["was_now_usd_per_query"]
        yield from joined if fell else left
        yield from left if fell else joined
        if row["searches"]:
            yield from self._target_moved(INCLUDED_SEARCH, *days)

    def _joined(self, row: Row, offer: Offer, old_day: date, new_day: date) -> Iterator[Cause]:
        """Yield what made an offer count or cheaper: its price or its score."""
        old = {price.terms: price for price in self.before.prices_of(offer, old_day)}
        new = {price.terms: price for price in self.after.prices_of(offer, new_day)}
        for terms in sorted(new.keys() - old.keys(), key=lambda terms: (terms[1] + terms[3], terms[0])):
            sentence = self._price_began(new[terms], [price for price in old.values() if price.terms not in new])
            scored = self._score_moved(row, offer[1], qualifies=True)
            yield Cause("price", f"{sentence}." if not scored else f"{sentence}. {scored.sentence}")
        if scored := self._score_moved(row, offer[1], qualifies=True):
            yield scored
        for price in [price for terms, price in new.items() if terms in old and old[terms].is_stale > price.is_stale]:
            confirmed = day(price.last_confirmed_on)
            yield Cause(
                "price", f"A source confirmed {self._offer(price)} on {confirmed}: the price is no longer stale."
            )

    def _left(self, row: Row, offer: Offer, old_day: date, new_day: date) -> Iterator[Cause]:
        """Yield what made an offer no longer count or more expensive: its score or its price."""
        if scored := self._score_moved(row, offer[1], qualifies=False):
            yield scored
        old = {price.terms: price for price in self.before.prices_of(offer, old_day)}
        new = {price.terms: price for price in self.after.prices_of(offer, new_day)}
        for terms in sorted(old.keys() - new.keys(), key=lambda terms: (terms[1] + terms[3], terms[0])):
            follower = next((price for price in new.values() if price.provider_model_id == terms[0]), None)
            if follower and follower.terms not in old:
                yield Cause("price", f"{self._price_began(follower, [old[terms]])}.")
            else:
                yield Cause("price", self._price_ended(old[terms]))
        for price in [price for terms, price in new.items() if terms in old and price.is_stale > old[terms].is_stale]:
            confirmed = day(price.last_confirmed_on)
            yield Cause("price", f"No source has confirmed {self._offer(price)} since {confirmed}: the price is stale.")

    def _price_began(self, price: Price, replaced: list[Price]) -> str:
        """Return in words that a price began, fell, rose or became known, without a full stop."""
        earlier = next((old for old in replaced if old.provider_model_id == price.provider_model_id), None)
        since = f"{day(price.valid_from)} ({price.origin})"
        name, at = self._name(price.model_id), seller(price.provider)
        if earlier:
            change = f"{price.change_from(earlier)} the price of {name} from {earlier.amounts} to {price.amounts}"
            return f"{at} {change} per million tokens on {since}"
        if price.valid_from > self.before.day:
            return f"{at} began to sell {name} at {price.amounts} per million tokens on {since}"
        return f"A price of {name} at {at} became known: {price.amounts} per million tokens from {since}"

    def _price_ended(self, price: Price) -> str:
        later = self.after.prices.get((price.provider, price.model_id), ())
        ended = next((row for row in later if row.terms == price.terms and row.valid_to), None)
        if ended and ended.valid_to:
            return f"The price of {self._offer(price)} ended on {day(ended.valid_to)} ({ended.origin})."
        return f"A price of {self._offer(price)} from {day(price.valid_from)} no longer counts ({price.origin})."

    def _score_moved(self, row: Row, model_id: str, *, qualifies: bool) -> Cause | None:
        """Return why a model now qualifies, or no longer does; None where it did so before as well."""
        key = (row["bar"], row["answered_by"], model_id)
        old, new = self.before.scores.get(key), self.after.scores.get(key)
        was, now = bool(old and old.qualifies), bool(new and new.qualifies)
        if was == now or now != qualifies:
            return None
        verb = "now qualifies" if now else "no longer qualifies"
        name = f"{self._name(model_id)} {verb} for {self._name(row['bar'])}"
        if new is None:
            return Cause("score", f"{name}: its score no longer counts.")
        figures = f"its score is {new.score:.2f} and the bar {new.threshold:.2f}"
        if old is None:
            return Cause("score", f"{name}: {figures} (first score, {day(new.vintage)}).")
        kind = "threshold" if old.score == new.score else "score"
        return Cause(kind, f"{name}: {figures} ({old.score:.2f} and {old.threshold:.2f} before).")

    def _target_moved(self, target: str, old_day: date, new_day: date) -> Iterator[Cause]:
        old, new = self.before.target_cost(target, old_day), self.after.target_cost(target, new_day)
        if old and new and old.usd_per_query != new.usd_per_query:
            name = "A search within an answer" if target == INCLUDED_SEARCH else self._name(target)
            usd = f"{dollars(new.usd_per_query)} instead of {dollars(old.usd_per_query)}"
            yield Cause("target", f"{name} costs {usd} from {day(new.valid_from)}.")

    def _chances_moved(self, row: Row) -> Iterator[Cause]:
        """Yield the change of the chance that moved most, where anything that forecasts use has changed."""
        years = max((1, 3, 5), key=lambda years: abs((row[f"p_{years}y"] or 0) - (row[f"was_p_{years}y"] or 0)))
        old, new = row[f"was_p_{years}y"], row[f"p_{years}y"]
        count = "years" if years > 1 else "year"
        moved = f"from {_chance(old)} to {_chance(new)} within {years} {count}"
        if row["was_as_of"] < self.before.day:
            reason = "forecasts follow the date, all prices and all scores"
            yield Cause("forecast", f"Only the chance moved since {day(row['was_as_of'])}, {moved}: {reason}.")
        elif any(self.changed_inputs):
            prices, scores, targets = self.changed_inputs
            changed = f"prices {prices}, qualifying models {scores}, costs of a search {targets}"
            since = f"Forecasts use all inputs; changed since {day(self.before.day)}: {changed}"
            yield Cause("forecast", f"Only the chance moved, {moved}. {since}.")
        elif self._same_version:
            yield Cause("forecast", f"Only the chance moved, {moved}, with the date; no price or score has changed.")

    @cached_property
    def changed_inputs(self) -> tuple[int, int, int]:
        """The numbers of prices, qualifying models and costs of a search that differ between the two days."""
        return count_changes(self.before, self.after)

    @property
    def _same_version(self) -> bool:
        before, after = self.before, self.after
        return (before.code_version, before.facts_sha256) == (after.code_version, after.facts_sha256)

    def _without_an_input(self) -> Cause:
        """Return the code or the bundled facts as the cause, or that there is none."""
        before, after = self.before, self.after
        none = f"no price, score or cost of a search of this verdict differs from {day(before.day)}"
        code = f"the code changed (version {before.code_version[:8]} to {after.code_version[:8]})"
        facts = f"the bundled facts changed (now as of {day(after.facts_as_of)})"
        if before.facts_sha256 != after.facts_sha256:
            both = before.code_version != after.code_version
            return Cause("facts", _sentence(f"{facts} and {code}; {none}" if both else f"{facts}; {none}"))
        if before.code_version != after.code_version:
            return Cause("code", _sentence(f"{code}; {none}"))
        return Cause("unexplained", _sentence(f"unexplained: {none}, nor do code and facts"))

    def _name(self, id_: str) -> str:
        return self.names.get(id_, id_)

    def _offer(self, price: Price) -> str:
        return f"{self._name(price.model_id)} at {seller(price.provider)} ({price.amounts})"


def _chance(probability: float | None) -> str:
    return "no forecast" if probability is None else percent(probability)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
