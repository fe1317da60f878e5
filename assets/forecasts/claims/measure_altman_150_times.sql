-- Times cheaper of GPT-4o at its launch in May 2024 than GPT-4 in March 2023, by list price at the maker (3:1 input to
-- output). The high end takes the smaller GPT-4o mini of July 2024 for it.
WITH first_price AS (
    SELECT
        CASE
            WHEN model_id LIKE 'gpt-4o-mini%' THEN 'small'
            WHEN model_id LIKE 'gpt-4o%' THEN 'new'
            ELSE 'old'
        END AS place,
        arg_min((3 * input_usd_per_mtok + output_usd_per_mtok)::DOUBLE / 4, valid_from) AS usd_per_mtok
    FROM out_price_history
    WHERE provider = 'openai'
      AND tier = 'standard'
      AND model_id IN ('gpt-4-0314', 'gpt-4o-2024-05-13', 'gpt-4o-mini', 'gpt-4o-mini-2024-07-18')
      AND valid_from <= DATE '2024-08-31'
    GROUP BY place
),
price AS (
    SELECT
        any_value(usd_per_mtok) FILTER (WHERE place = 'old') AS old,
        any_value(usd_per_mtok) FILTER (WHERE place = 'new') AS new,
        any_value(usd_per_mtok) FILTER (WHERE place = 'small') AS small,
        count(*) AS n
    FROM first_price
)
SELECT
    old / new AS measured,
    old / new AS low,
    coalesce(old / small, old / new) AS high,
    NULL AS interval_level,
    n,
    format(
        'GPT-4 ${:.2f} per million tokens, GPT-4o ${:.2f}: {:.0f} times cheaper. Only GPT-4o mini (${:.4f}), a smaller model '
        'of two months later, comes near: {:.0f} times.',
        old,
        new,
        old / new,
        coalesce(small, 'nan'::DOUBLE),
        coalesce(old / small, 'nan'::DOUBLE)
    ) AS evidence
FROM price
WHERE old IS NOT NULL AND new IS NOT NULL
