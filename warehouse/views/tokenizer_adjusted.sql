-- Tokens that each model makes of the English text, over those of GPT-4's tokenizer: above 1, an answer takes more of them.
CREATE OR REPLACE VIEW internal._tokenizer_ratio AS
SELECT
    model.model_id,
    model.tokenizer,
    rate.tokens / reference.tokens AS tokens_vs_gpt_4
FROM core_model_tokenizer AS model
INNER JOIN core_tokenizer_rate AS rate ON rate.tokenizer = model.tokenizer AND rate.text_kind = 'english'
INNER JOIN core_model_tokenizer AS gpt_4 ON gpt_4.model_id = 'gpt-4-0314'
INNER JOIN core_tokenizer_rate AS reference ON reference.tokenizer = gpt_4.tokenizer AND reference.text_kind = 'english';

-- The frontier in GPT-4's tokens: a model that cuts the same text into more tokens costs more. Searches are not adjusted.
CREATE OR REPLACE VIEW frontier_tokenizer_adjusted AS
SELECT
    frontier.bar,
    frontier.workload,
    frontier.valid_from,
    frontier.valid_to,
    frontier.provider,
    frontier.model_id,
    frontier.usd_per_query,
    ratio.tokenizer,
    ratio.tokens_vs_gpt_4,
    (
        (frontier.usd_per_query - workload.searches * coalesce(frontier.search_usd_per_query, 0)) * ratio.tokens_vs_gpt_4
        + workload.searches * coalesce(frontier.search_usd_per_query, 0)
    )::DECIMAL(18, 12) AS usd_per_query_adjusted
FROM out_frontier AS frontier
INNER JOIN core_workload AS workload ON workload.workload = frontier.workload
LEFT JOIN internal._tokenizer_ratio AS ratio ON ratio.model_id = frontier.model_id
ORDER BY frontier.bar, frontier.workload, frontier.valid_from;
