-- Monthly medians of captured rental prices where the bundled facts have none; one list for each seller, chip and term:
-- list prices before instance prices before the lowest price of a marketplace, which may be spot.
WITH monthly AS (
    SELECT
        provider,
        accelerator_id,
        date_trunc('month', observed_at)::DATE AS month,
        term,
        source,
        basis,
        median(usd_per_gpu_hour) AS usd_per_gpu_hour,
        min(usd_per_gpu_hour) AS usd_per_gpu_hour_low,
        max(usd_per_gpu_hour) AS usd_per_gpu_hour_high,
        count(*) AS n,
        string_agg(DISTINCT accelerator, '; ' ORDER BY accelerator) AS accelerator,
        any_value(licence) AS licence,
        arg_max(source_url, captured_at) AS source_url,
        arg_max(capture_sha256, captured_at) AS capture_sha256
    FROM _captured_rental
    WHERE reason IS NULL
    GROUP BY ALL
)
SELECT monthly.*
FROM monthly
ANTI JOIN core_rental_price AS known
    ON known.provider = monthly.provider
    AND known.accelerator_id = monthly.accelerator_id
    AND known.month = monthly.month
    AND known.term = monthly.term
QUALIFY row_number() OVER (
    PARTITION BY monthly.provider, monthly.accelerator_id, monthly.month, monthly.term
    ORDER BY list_position(['list price', 'instance price / GPUs'], basis) NULLS LAST, n DESC, source
) = 1
