-- What an answer costs, said once for every question that reckons it.

-- Millionths of a USD for the tokens of one use at the prices (USD per million) of one offer; a missing price of cached
-- input matters only to a use that has any.
CREATE OR REPLACE MACRO token_micro_usd(
    input_tokens, cached_input_tokens, output_tokens, input_price, cached_input_price, output_price
) AS
    input_tokens * input_price
    + CASE WHEN cached_input_tokens = 0 THEN 0 ELSE cached_input_tokens * cached_input_price END
    + output_tokens * output_price;

-- Whether a model may compete: one that reasons bills other tokens than a use that is answered without.
CREATE OR REPLACE MACRO may_answer(answered_by, reasoning) AS
    answered_by = 'any'
    OR (answered_by = 'reasoning' AND reasoning)
    OR (answered_by = 'non-reasoning' AND NOT reasoning);

-- From searches whose start is dated: a price first seen on an import day did not fall then.
CREATE OR REPLACE VIEW _search_price AS
WITH search_day AS (
    SELECT DISTINCT day
    FROM (SELECT unnest([valid_from, valid_to]) AS day FROM core_search_cost WHERE kind = 'market-price')
    WHERE day IS NOT NULL
)
SELECT
    day AS valid_from,
    lead(day) OVER (ORDER BY day) AS valid_to,
    (
        SELECT min(search.usd_per_query)
        FROM core_search_cost AS search
        WHERE search.kind = 'market-price'
          AND search.date_basis = 'dated'
          AND search.valid_from <= day
          AND (search.valid_to IS NULL OR search.valid_to > day)
    ) AS usd_per_query
FROM search_day;
