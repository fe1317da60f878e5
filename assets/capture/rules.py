"""Data rules of the captures."""

from assets.data_rule import unique_key

RULES = (
    unique_key("raw_capture", "source"),
    unique_key("raw_page_capture", "source", "url", "captured_at"),
)
