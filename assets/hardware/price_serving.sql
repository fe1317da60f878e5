-- Cost of a million output tokens of an open model on a rented accelerator: rental price / (throughput x utilisation).
-- The throughput is that known by the end of the month; a model that a benchmark does not run is represented by one of
-- its shape. The rent is that of the accelerator's own form or, in a month without one, that of sellers who do not
-- state the form, as price_basis records. The rent of another form is never used: such a month has no row.
WITH measured AS (
    SELECT
        m.model_id, m.measured_model_id, r.accelerator_id, r.scenario, r.benchmark, r.division, r.release,
        r.released_on, r.submitter, r.number_format, r.tokens_basis, r.coverage, r.result_id, r.source, r.source_url,
        r.capture_sha256, r.tokens_per_s_per_accelerator AS full_tokens_per_s,
        greatest(r.released_on, model.released_on) AS known_on
    FROM core_hardware_result AS r
    INNER JOIN core_benchmark_model AS m
        ON r.benchmark = m.benchmark AND r.division = m.division AND r.model_used IS NOT DISTINCT FROM m.model_used
    INNER JOIN core_model AS model ON m.model_id = model.model_id
    WHERE r.duplicate_of IS NULL AND r.availability IN ('available', 'preview')
        AND r.tokens_per_s_per_accelerator IS NOT NULL
        AND r.result_id NOT IN (SELECT result_id FROM core_hardware_outlier WHERE action = 'left_out')
),

known AS (
    SELECT measured.*, rented.month
    FROM measured INNER JOIN (SELECT DISTINCT month FROM out_rental_index) AS rented
        ON measured.known_on <= last_day(rented.month)
),

best AS (
    SELECT *, 'best' AS statistic, count(*) OVER same AS n
    FROM known
    WINDOW same AS (PARTITION BY month, model_id, measured_model_id, accelerator_id, scenario)
    QUALIFY row_number() OVER (
        PARTITION BY month, model_id, measured_model_id, accelerator_id, scenario
        ORDER BY full_tokens_per_s DESC, released_on, result_id
    ) = 1
),

-- Each submitter's best result in the latest release that was read in full: the level without tuning for the record.
latest AS (
    SELECT * FROM known
    WHERE coverage = 'complete' AND division = 'closed'
    QUALIFY released_on = max(released_on) OVER (
        PARTITION BY month, model_id, measured_model_id, accelerator_id, scenario
    )
),

by_submitter AS (
    SELECT
        month, model_id, measured_model_id, accelerator_id, scenario, division, release, submitter, source,
        capture_sha256, max(full_tokens_per_s) AS full_tokens_per_s,
        arg_max(benchmark, full_tokens_per_s) AS benchmark,
        arg_max(number_format, full_tokens_per_s) AS number_format,
        arg_max(tokens_basis, full_tokens_per_s) AS tokens_basis
    FROM latest GROUP BY ALL
),

typical AS (
    SELECT
        month, model_id, measured_model_id, accelerator_id, scenario, division, release,
        'median' AS statistic, median(full_tokens_per_s) AS full_tokens_per_s, count(*) AS n,
        string_agg(DISTINCT benchmark, '; ' ORDER BY benchmark) AS benchmark,
        string_agg(DISTINCT number_format, '; ' ORDER BY number_format) AS number_format,
        string_agg(DISTINCT tokens_basis, '; ' ORDER BY tokens_basis) AS tokens_basis,
        string_agg(DISTINCT source, '; ' ORDER BY source) AS source, min(capture_sha256) AS capture_sha256
    FROM by_submitter GROUP BY ALL
),

throughput AS (
    SELECT
        month, model_id, measured_model_id, accelerator_id, scenario, statistic, full_tokens_per_s, n,
        benchmark, division, release, submitter, number_format, tokens_basis, result_id, source, source_url,
        capture_sha256
    FROM best
    UNION ALL
    SELECT
        month, model_id, measured_model_id, accelerator_id, scenario, statistic, full_tokens_per_s, n,
        benchmark, division, release, NULL, number_format, tokens_basis, NULL, source, NULL, capture_sha256
    FROM typical
),

-- The cheapest standard output price of each seller at the month's end; the benchmarks count output tokens.
asked AS (
    SELECT rented.month, h.model_id, h.provider, min(h.output_usd_per_mtok) AS usd
    FROM out_price_history AS h INNER JOIN (SELECT DISTINCT month FROM out_rental_index) AS rented
        ON h.valid_from <= last_day(rented.month) AND coalesce(h.valid_to > last_day(rented.month), true)
    WHERE h.tier = 'standard'
    GROUP BY ALL
),

listed AS (
    SELECT month, model_id, min(usd) AS usd_low, median(usd)::DECIMAL(18, 9) AS usd_median, count(*) AS n_sellers
    FROM asked GROUP BY ALL
),

priced AS (
    SELECT
        t.model_id, t.measured_model_id, t.model_id <> t.measured_model_id AS is_proxy,
        t.accelerator_id AS accelerator, p.accelerator AS rental_accelerator, rent.price_basis, p.month AS date,
        p.term, p.kind AS rental_kind, p.usd_per_gpu_hour, p.n_providers, t.scenario, t.statistic, used.utilisation,
        t.full_tokens_per_s * used.utilisation AS tokens_per_s, t.full_tokens_per_s,
        1000000 / (3600 * t.full_tokens_per_s * used.utilisation) AS gpu_hours_per_mtok,
        p.low, p.high, l.usd_low AS list_usd_per_mtok_low, l.usd_median AS list_usd_per_mtok_median,
        coalesce(l.n_sellers, 0) AS n_sellers, t.n, t.benchmark, t.division, t.release, t.submitter,
        t.number_format, t.tokens_basis, t.result_id, t.source || '; ' || p.source AS source, t.source_url,
        t.capture_sha256
    FROM throughput AS t
    INNER JOIN _accelerator_rent AS rent ON t.accelerator_id = rent.accelerator_id
    INNER JOIN out_rental_index AS p ON rent.rental_accelerator = p.accelerator AND t.month = p.month
    LEFT JOIN listed AS l ON t.model_id = l.model_id AND t.month = l.month
    CROSS JOIN (VALUES (0.2), (0.4), (0.6), (1.0)) AS used (utilisation)
    QUALIFY rent.preference = min(rent.preference) OVER (PARTITION BY t.accelerator_id, t.month, p.term)
)

SELECT
    * EXCLUDE (gpu_hours_per_mtok, low, high),
    (usd_per_gpu_hour * gpu_hours_per_mtok)::DECIMAL(18, 9) AS usd_per_mtok,
    (low * gpu_hours_per_mtok)::DECIMAL(18, 9) AS usd_per_mtok_low,
    (high * gpu_hours_per_mtok)::DECIMAL(18, 9) AS usd_per_mtok_high,
    list_usd_per_mtok_median / (usd_per_gpu_hour * gpu_hours_per_mtok) AS margin
FROM priced
