-- What a simulation keeps of each day: the world, what the product believed, and what it reported.
CREATE TABLE IF NOT EXISTS morning (
    day DATE, is_whole BOOLEAN, seconds DOUBLE, status INTEGER, message VARCHAR, warehouse_bytes BIGINT, home_bytes BIGINT
);
CREATE TABLE IF NOT EXISTS world (
    day DATE, provider VARCHAR, provider_model_id VARCHAR, name VARCHAR, model_id VARCHAR, is_known BOOLEAN, tier VARCHAR,
    input DECIMAL(18, 9), cached DECIMAL(18, 9), output DECIMAL(18, 9)
);
CREATE TABLE IF NOT EXISTS seller (day DATE, provider VARCHAR, is_shown BOOLEAN);
CREATE TABLE IF NOT EXISTS belief (
    day DATE, provider VARCHAR, provider_model_id VARCHAR, model_id VARCHAR, tier VARCHAR,
    input DECIMAL(18, 9), cached DECIMAL(18, 9), output DECIMAL(18, 9), source VARCHAR, valid_from DATE
);
CREATE TABLE IF NOT EXISTS attempt (day DATE, source VARCHAR, provider VARCHAR, outcome VARCHAR, reason VARCHAR);
CREATE TABLE IF NOT EXISTS page (
    day DATE, source VARCHAR, provider VARCHAR, happening VARCHAR, shown INTEGER, matched INTEGER, wrong INTEGER
);
CREATE TABLE IF NOT EXISTS alert (day DATE, key VARCHAR, text VARCHAR, provider VARCHAR, is_true BOOLEAN);
CREATE TABLE IF NOT EXISTS price_event (
    day DATE, event VARCHAR, date DATE, provider VARCHAR, provider_model_id VARCHAR, tier VARCHAR,
    input DECIMAL(18, 9), output DECIMAL(18, 9), source VARCHAR
);
CREATE TABLE IF NOT EXISTS verdict (
    day DATE, bar VARCHAR, workload VARCHAR, target VARCHAR, status VARCHAR, crossed_on DATE, usd_per_query DOUBLE,
    provider VARCHAR, model_id VARCHAR, p_1y DOUBLE
);
CREATE OR REPLACE VIEW page_with_alert AS
SELECT
    page.*,
    EXISTS (
        SELECT 1 FROM alert WHERE alert.day = page.day AND starts_with(alert.key, 'source ' || page.source || ' ')
    ) AS has_alert
FROM page;
-- An alert of the nightly audit is about a reader, whatever its page shows today. That offers are gone is true where the
-- seller stopped selling one on that day.
CREATE OR REPLACE VIEW judged_alert AS
SELECT
    *,
    CASE
        WHEN is_true THEN 'true'
        WHEN key LIKE '% offers are gone%' AND EXISTS (
            SELECT 1
            FROM world
            WHERE world.day = alert.day - 1
              AND world.provider = alert.provider
              AND NOT EXISTS (
                  SELECT 1
                  FROM world AS today
                  WHERE today.day = alert.day
                    AND (today.provider, today.provider_model_id) = (world.provider, world.provider_model_id)
              )
        ) THEN 'true'
        WHEN key SIMILAR TO '.* needs review(, unverified)? its reader misreads damaged copies.*' THEN 'about a reader'
        ELSE 'false'
    END AS judgement
FROM alert;
