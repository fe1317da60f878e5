"""Compile proposed facts: compare dated sources with the bundled prices, and write what differs for a review."""
