"""What pages are made of: grids from HTML and Markdown tables, units, money, dates. Shared by all readers."""
