"""What a web search costs, and what a query consists of."""
