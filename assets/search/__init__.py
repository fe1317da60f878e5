"""What a web search costs, and what a query looks like."""
