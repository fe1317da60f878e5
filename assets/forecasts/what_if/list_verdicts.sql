-- The verdicts of the scenario in their order.
SELECT * FROM out_verdict ORDER BY position
