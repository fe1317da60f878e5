"""The ledger of registered forecasts: written before the event, chained by digests, scored by a rule fixed before."""
