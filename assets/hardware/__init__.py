"""What a token costs to serve: accelerators, benchmark releases, rental."""
