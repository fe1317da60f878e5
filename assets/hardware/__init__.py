"""The cost of serving tokens: accelerators, benchmark releases, rental prices."""
