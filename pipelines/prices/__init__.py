"""Questions about prices: the price of a model on a date, and the cost of a usage log."""
