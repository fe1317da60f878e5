-- Every captured score under the id of its model, with the reason where it is not used. A table that repeats the one
-- before it is no new snapshot; of several tables of one day the one captured last counts. The words of an effort that
-- are part of the model's id are no effort.
WITH content AS (
    SELECT
        source,
        capture_sha256,
        min(captured_at) AS first_captured_at,
        max(captured_at) AS captured_at
    FROM raw_page_capture
    WHERE counts AND captured_at::DATE <= $as_of AND starts_with(source, 'score/')
    GROUP BY source, capture_sha256
),
table_of AS (
    SELECT
        score.source,
        score.capture_sha256,
        score.benchmark,
        score.scale,
        coalesce(any_value(score.published_on), min(content.first_captured_at)::DATE) AS vintage,
        min(content.first_captured_at) AS first_captured_at,
        max(content.captured_at) AS captured_at,
        md5(string_agg(concat_ws(' ', name, score, score_low, score_high, usd_per_run), ';' ORDER BY name)) AS rows_digest
    FROM _score_row AS score
    INNER JOIN content ON content.source = score.source AND content.capture_sha256 = score.capture_sha256
    GROUP BY score.source, score.capture_sha256, score.benchmark, score.scale
),
newest_of_day AS (
    SELECT *
    FROM table_of
    QUALIFY row_number() OVER (PARTITION BY benchmark, scale, vintage ORDER BY captured_at DESC, capture_sha256) = 1
),
snapshot AS (
    SELECT *
    FROM newest_of_day
    QUALIFY rows_digest IS DISTINCT FROM lag(rows_digest) OVER (PARTITION BY benchmark, scale ORDER BY vintage)
),
linked AS (
    SELECT
        score.*,
        snapshot.vintage,
        snapshot.first_captured_at,
        alias.model_id,
        model.thinking,
        model.default_effort,
        CASE
            WHEN list_contains(string_split_regex(model.model_id, '[-. ]'), score.effort) THEN ''
            ELSE score.effort
        END AS stated_effort
    FROM _score_row AS score
    INNER JOIN snapshot
        ON snapshot.source = score.source
        AND snapshot.capture_sha256 = score.capture_sha256
        AND snapshot.benchmark = score.benchmark
        AND snapshot.scale = score.scale
    LEFT JOIN core_model_alias AS alias
        ON alias.alias = score.name
        AND alias.alias_source = substring(score.source, 7)
    LEFT JOIN core_model AS model ON model.model_id = alias.model_id
),
measured AS (
    SELECT
        *,
        CASE
            WHEN regexp_matches(stated_effort, '^(no-thinking|non-thinking|non-reasoning|instant|none)$') THEN 'none'
            WHEN regexp_matches(stated_effort, '^(thinking|reasoning)(-\d+k)?$|^\d+k$') THEN 'on'
            WHEN stated_effort = 'thinking-minimal' THEN 'minimal'
            WHEN stated_effort <> '' THEN regexp_replace(stated_effort, '-\d+k$', '')
            WHEN thinking = 'never' THEN 'none'
            -- One score for all efforts of a model.
            WHEN benchmark = 'eci' THEN 'shared'
            WHEN thinking = 'always' THEN 'on'
        END AS own_effort
    FROM linked
),
-- A model of adjustable effort was measured without thinking where its thinking variant has a row of its own.
beside AS (
    SELECT
        *,
        coalesce(own_effort, CASE
            WHEN bool_or(own_effort = 'on') OVER variant THEN 'none'
            WHEN bool_or(own_effort <> 'none') OVER variant AND default_effort = 'none' THEN 'none'
            WHEN bool_or(own_effort = 'none') OVER variant THEN 'on'
        END, 'unknown') AS score_effort
    FROM measured
    WINDOW variant AS (PARTITION BY benchmark, scale, vintage, model_id)
)
SELECT
    beside.source,
    beside.benchmark,
    beside.scale,
    beside.vintage,
    beside.name,
    beside.model_id,
    beside.stated_effort AS effort,
    beside.score_effort,
    beside.score,
    beside.score_low,
    beside.score_high,
    beside.usd_per_run,
    CASE
        WHEN beside.model_id IS NULL THEN 'no exact alias: the name is not in core_model_alias for this source'
        WHEN row_number() OVER (
            PARTITION BY beside.benchmark, beside.scale, beside.vintage, beside.model_id, beside.stated_effort
            ORDER BY beside.score DESC, beside.name
        ) > 1 THEN 'another name of the same model at the same effort has a higher score'
    END AS reason,
    beside.first_captured_at AS captured_at,
    coalesce(known.licence, 'not known any more') AS licence,
    beside.source_url,
    beside.capture_sha256
FROM beside
LEFT JOIN _score_source AS known ON known.source = beside.source
