"""What pages are made of: grids from HTML and Markdown tables, units, money, dates. Shared by all readers.

Three parsers, each where it is the better tool. lxml reads tables into grids, with the headings, tabs and text around
them: tables have thousands of cells, and lxml builds the tree of the largest stored page (2.6 MB) seven times as fast
as BeautifulSoup; the walk that finds the tables passes their surroundings, and a second tree for those alone would make
reading 1.5 times as long. BeautifulSoup (`assets/html_page.py`) reads the rest of an HTML page: its title and visible
text, its scripts, and price cards, whose text runs across elements of any kind; a `SoupStrainer` keeps scripts or cards
alone. markdown-it-py reads Markdown and MDX, for prices and for releases of benchmarks. All stored pages together take
1.06 times as long to read as with lxml and regular expressions alone.
"""
