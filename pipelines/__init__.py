"""Running the project: the Dagster entry point, the schedule, the command line."""
