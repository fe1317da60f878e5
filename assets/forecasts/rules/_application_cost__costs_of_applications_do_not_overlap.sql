-- one use has one cost at a time
-- severity: error
SELECT application, bar, valid_from FROM _application_cost
QUALIFY valid_to > lead(valid_from) OVER (PARTITION BY application, bar ORDER BY valid_from)
