"""When a cost meets a target: forecasts, first passage, verdicts."""
