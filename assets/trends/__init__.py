"""How the cost of an answer moves: observed series, trend methods and the paths they draw."""
