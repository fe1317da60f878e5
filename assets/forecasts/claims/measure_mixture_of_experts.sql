-- Ratio of the tokens of a mixture of experts to those of a dense model of its size: Mixtral 8x7B over Llama 2 70B in
-- MLPerf, each pair from the same chip, release, submitter and scenario, up to the claim (2026-03-01). A dense model of
-- Mixtral's size is assumed to give tokens in inverse proportion to its parameters. The range is that of the pairs. The
-- sentence compares with all parameters over active ones, of models whose two sizes are known and differ; releases of
-- one developer with the same two sizes count once.
WITH size AS (
    SELECT DISTINCT organization, total_params_b, active_params_b
    FROM core_model
    WHERE total_params_b IS NOT NULL AND active_params_b IS NOT NULL AND released_on <= DATE '2026-03-01'
),
on_paper AS (
    SELECT
        count(*) FILTER (WHERE active_params_b < total_params_b) AS mixtures,
        count(*) AS designs,
        coalesce(
            median(total_params_b / active_params_b) FILTER (WHERE active_params_b < total_params_b), 'nan'::DOUBLE
        ) AS ratio
    FROM size
),
speed AS (
    SELECT release, accelerator_id, submitter, scenario, benchmark, max(tokens_per_s_per_accelerator) AS tokens_per_s
    FROM core_hardware_result
    WHERE benchmark IN ('mixtral-8x7b', 'llama2-70b-99')
      AND division = 'closed'
      AND availability IN ('available', 'preview')
      AND scenario IN ('offline', 'server')
      AND tokens_per_s_per_accelerator IS NOT NULL
      AND released_on <= DATE '2026-03-01'
      AND result_id NOT IN (SELECT result_id FROM core_hardware_outlier WHERE action = 'left_out')
    GROUP BY ALL
),
mixtral AS (
    SELECT total_params_b, active_params_b FROM core_model WHERE model_id = 'mixtral-8x7b-instruct'
),
dense AS (
    SELECT total_params_b FROM core_model WHERE model_id = 'llama-2-70b-chat'
),
pair AS (
    SELECT
        sparse.accelerator_id,
        sparse.tokens_per_s / plain.tokens_per_s AS times_tokens,
        times_tokens * mixtral.total_params_b / dense.total_params_b AS at_its_size
    FROM speed AS sparse
    INNER JOIN speed AS plain
        ON plain.release = sparse.release
        AND plain.accelerator_id = sparse.accelerator_id
        AND plain.submitter = sparse.submitter
        AND plain.scenario = sparse.scenario
        AND plain.benchmark = 'llama2-70b-99'
    CROSS JOIN mixtral
    CROSS JOIN dense
    WHERE sparse.benchmark = 'mixtral-8x7b'
)
SELECT
    exp(avg(ln(at_its_size))) AS measured,
    min(at_its_size) AS low,
    max(at_its_size) AS high,
    NULL AS interval_level,
    count(*) AS n,
    format(
        'Mixtral 8x7B gave {:.2f} times the tokens of the dense Llama 2 70B ({} pairs on {} chips, each with its own '
        'prompts), so {:.2f} times those of a dense model of its {:.0f} billion parameters, though it computes with only '
        '{:.0f} of them. On paper {} of {} designs of known size are mixtures and hold {:.1f} times what they compute with (median).',
        exp(avg(ln(times_tokens))),
        count(*),
        count(DISTINCT accelerator_id),
        exp(avg(ln(at_its_size))),
        (SELECT total_params_b FROM mixtral),
        (SELECT active_params_b FROM mixtral),
        (SELECT mixtures FROM on_paper),
        (SELECT designs FROM on_paper),
        (SELECT ratio FROM on_paper)
    ) AS evidence
FROM pair
HAVING count(*) > 0
