"""The self-audit of the page readers: damage a page in many ways and count what its reader makes of the copies."""
