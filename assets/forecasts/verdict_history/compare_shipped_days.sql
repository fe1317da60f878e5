-- Whether the recomputed days of the history are those of the shipped file, before this home's first published day.
WITH shipped AS (
    SELECT *
    FROM read_parquet($file)
    WHERE as_of < coalesce((SELECT min(as_of) FROM _verdict_day WHERE basis = 'published'), DATE '9999-12-31')
),
stored AS (
    SELECT * FROM _verdict_day WHERE basis = $basis
)
SELECT
    NOT EXISTS (SELECT * FROM shipped EXCEPT SELECT * FROM stored)
    AND NOT EXISTS (SELECT * FROM stored EXCEPT SELECT * FROM shipped)
