"""Lengths of time that several subjects count in."""

from __future__ import annotations

DAYS_PER_YEAR = 365.25
"""Days in a year of rates and ages. SQL writes it out: `forecasts/claims/*.sql`, `warehouse/views/rates_of_fall.sql`.

Fitted trends count in years of 365 days, as Epoch's published rates do: see `trends/series.py`.
"""
