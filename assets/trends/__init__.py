"""Trends in the cost of an answer: observed series, trend methods and simulated paths."""
