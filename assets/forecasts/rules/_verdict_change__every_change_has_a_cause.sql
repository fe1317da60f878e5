-- every verdict of the history that changed says why
-- severity: error
SELECT bar, workload, target, as_of, cause_kind
FROM _verdict_change
WHERE (cause_kind IS NULL) <> (changed_because IS NULL)
   OR cause_kind NOT IN (
       'price', 'score', 'threshold', 'target', 'bar', 'forecast', 'facts', 'code', 'first', 'unexplained'
   )
   OR (cause_kind IS NULL AND last_day(as_of) <> as_of)
