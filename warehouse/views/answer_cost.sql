-- Cost of an answer and the models that may give it, for every query. Loaded before the other views, which use its
-- macros.

-- Millionths of a USD for the tokens of one use at the prices (USD per million) of one offer. A seller that lists no price
-- of cached input charges the price of input for it.
CREATE OR REPLACE MACRO token_micro_usd(
    input_tokens, cached_input_tokens, output_tokens, input_price, cached_input_price, output_price
) AS
    input_tokens * input_price
    + cached_input_tokens * coalesce(cached_input_price, input_price)
    + output_tokens * output_price;

-- Whether a model can answer in this way: `thinking` is never, adjustable, always, or NULL where it is unknown, and
-- then the model answers as it does by default.
CREATE OR REPLACE MACRO can_answer(answered_by, thinking, reasoning) AS
    answered_by = 'any'
    OR (answered_by = 'reasoning' AND coalesce(thinking <> 'never', reasoning))
    OR (answered_by = 'non-reasoning' AND coalesce(thinking <> 'always', NOT reasoning));

-- Whether a score measures a model when it answers in this way: it was measured with the same effort. A score of all
-- efforts of a model together, or of unknown effort, does not measure the model without thinking.
CREATE OR REPLACE MACRO is_measured_so(answered_by, score_effort, thinking) AS
    answered_by = 'any'
    OR (answered_by = 'non-reasoning' AND score_effort = 'none')
    OR (
        answered_by = 'reasoning'
        AND score_effort <> 'none'
        AND (score_effort <> 'unknown' OR coalesce(thinking = 'always', false))
    );

-- Whether a context window holds one call of a use whose tokens are spread evenly over its calls; an unknown window is
-- assumed to.
CREATE OR REPLACE MACRO window_holds(context_tokens, calls, input_tokens, cached_input_tokens, output_tokens) AS
    context_tokens IS NULL
    OR input_tokens::BIGINT + cached_input_tokens + output_tokens <= context_tokens::BIGINT * calls;

-- Only searches whose start is dated: a price first seen on an import day did not fall on that day.
CREATE OR REPLACE VIEW internal._search_price AS
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
