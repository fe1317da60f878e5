"""How it runs: the Dagster entry point, the schedule, the command line."""
