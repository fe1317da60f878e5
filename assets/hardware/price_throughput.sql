-- Tokens per dollar of on-demand rental: the best result of each chip, benchmark and release over a rental price. The
-- price is the median over providers in the month nearest to the release, at most a year away, of the chip's own form;
-- where there is none, of sellers that do not state the form (recorded in price_basis), never of another form. Prices
-- more than three times off the family's own median (fractions of a chip, old list prices) are left out. Without a
-- price there is no figure.
WITH best AS (
    SELECT
        evidence.release,
        evidence.released_on,
        evidence.accelerator_id,
        evidence.benchmark,
        evidence.scenario,
        max(evidence.value_per_accelerator) AS tokens_per_s,
        count(*) AS n
    FROM _hardware_evidence AS evidence
    WHERE evidence.metric_unit = 'tokens/s'
    GROUP BY ALL
),
price AS (
    SELECT accelerator_id, provider, month, usd_per_gpu_hour
    FROM core_rental_price
    INNER JOIN core_accelerator USING (accelerator_id)
    WHERE term = 'on-demand'
    QUALIFY usd_per_gpu_hour BETWEEN
        median(usd_per_gpu_hour) OVER (PARTITION BY family) / 3
        AND median(usd_per_gpu_hour) OVER (PARTITION BY family) * 3
),
monthly AS (
    SELECT
        best.release,
        best.accelerator_id,
        price.month,
        rent.price_basis,
        rent.preference,
        median(price.usd_per_gpu_hour) AS usd_per_gpu_hour,
        count(DISTINCT price.provider) AS n_providers,
        abs(date_diff('day', best.released_on, price.month)) AS days_away
    FROM (SELECT DISTINCT release, released_on, accelerator_id FROM best) AS best
    INNER JOIN _accelerator_rent AS rent USING (accelerator_id)
    INNER JOIN price ON price.accelerator_id = rent.rental_accelerator
    GROUP BY ALL
    HAVING days_away <= 365
),
nearest AS (
    SELECT *
    FROM monthly
    QUALIFY row_number() OVER (PARTITION BY release, accelerator_id ORDER BY preference, days_away, month) = 1
)
SELECT
    best.release,
    best.released_on,
    best.accelerator_id AS accelerator,
    best.benchmark,
    best.scenario,
    best.tokens_per_s AS tokens_per_s_per_accelerator,
    best.n,
    nearest.usd_per_gpu_hour,
    nearest.month AS price_month,
    nearest.price_basis,
    nearest.n_providers,
    best.tokens_per_s * 3600 / 1e6 / nearest.usd_per_gpu_hour AS mtok_per_usd
FROM best
LEFT JOIN nearest USING (release, accelerator_id)
ORDER BY best.released_on, accelerator, best.benchmark, best.scenario
