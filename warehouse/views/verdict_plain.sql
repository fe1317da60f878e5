-- The verdicts in the columns that most questions need, in their published order.
CREATE OR REPLACE VIEW verdict_plain AS
SELECT bar, workload, target, status, crossed_on, now_usd_per_query AS usd_now,
    p_1y, p_5y, now_target_usd_per_query AS target_usd_now
FROM out_verdict
ORDER BY position;
