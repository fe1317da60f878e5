-- A day in words: 13 May 2024.
CREATE OR REPLACE MACRO day_in_words(day) AS strftime(day, '%-d %B %Y');

-- The answer in one row, also where there is no verdict.
CREATE OR REPLACE VIEW headline AS
WITH answer AS (
    SELECT
        'An AI answer as good as GPT-4' AS subject,
        'a Google search' AS search,
        published.as_of,
        verdict.* EXCLUDE (as_of),
        verdict.status = 'crossed_before_first_look' AS was_below,
        CASE WHEN verdict.usd_per_query < verdict.target_usd_per_query THEN 'cheaper than' ELSE 'as cheap as' END
            AS compared
    FROM internal._as_of AS published
    LEFT JOIN out_verdict AS verdict
        ON verdict.bar = 'eci>=gpt-4-0314'
        AND verdict.workload = 'chat'
        AND verdict.target = 'google-search-full-cost-semianalysis-2023'
)
SELECT
    'When did an AI answer as good as GPT-4 become cheaper than a Google search?' AS question,
    CASE
        WHEN as_of IS NULL THEN 'There is no answer yet: nothing has been computed.'
        WHEN status IS NULL THEN
            format(
                'There is no answer as of {}: no price of a model as good as GPT-4 was known, or no score of GPT-4 itself.',
                day_in_words(as_of)
            )
        WHEN status = 'not_crossed' THEN
            format('{} is not yet cheaper than {}: it costs {:.1f} times as much.', subject, search, now_ratio)
        WHEN was_below THEN
            format(
                '{} was already {} {} when both costs were first known, in {}',
                subject,
                compared,
                search,
                strftime(crossed_on, '%B %Y')
            )
            || CASE WHEN holds_now THEN '.' ELSE format('; on {} it is more expensive.', day_in_words(as_of)) END
        ELSE
            format('{} became {} {} in {}', subject, compared, search, strftime(crossed_on, '%B %Y'))
            || CASE WHEN holds_now THEN '.' ELSE format('; on {} it is more expensive again.', day_in_words(as_of)) END
    END AS answer,
    crossed_on,
    crossed_on_low,
    crossed_on_high,
    CASE WHEN crossed_on IS NOT NULL THEN usd_per_query END AS usd_then,
    now_usd_per_query AS usd_now,
    as_of
FROM answer;
