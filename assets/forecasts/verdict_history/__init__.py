"""The verdicts as they stood on each day, and why one differs from the day before."""
