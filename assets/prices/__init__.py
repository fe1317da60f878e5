"""Token prices: observations from facts, feeds and pages, and the price history built from them."""
