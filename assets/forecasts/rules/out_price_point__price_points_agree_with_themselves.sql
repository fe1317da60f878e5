-- viable has a day on or before the as-of date and a cost within the budget; not viable has neither
-- severity: error
SELECT application, bar, status, viable_on, viable_usd_per_task FROM out_price_point
WHERE (status = 'viable') IS DISTINCT FROM (
          viable_on IS NOT NULL AND viable_on <= as_of AND viable_usd_per_task <= budget_usd)
   OR holds_now IS DISTINCT FROM (usd_per_task <= budget_usd)
   OR NOT (0 <= p_1y AND p_1y <= p_3y AND p_3y <= p_5y AND p_5y <= 1)
