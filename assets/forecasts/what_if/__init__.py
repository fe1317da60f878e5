"""What-if: the verdict for a use that is in no table."""
