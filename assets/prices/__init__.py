"""What a token costs: observations from facts, feeds and pages, and the history they make."""
