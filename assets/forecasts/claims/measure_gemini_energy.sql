-- The energy of a median Gemini prompt over that of a Google search, each as its operator published it; the range takes in
-- a ChatGPT query.
WITH answer AS (
    SELECT subject, watt_hours::DOUBLE AS watt_hours, author
    FROM core_energy_per_query
    WHERE subject IN ('gemini-median-prompt', 'chatgpt-average-query') AND published_on <= DATE '2025-08-21'
),
search AS (
    SELECT watt_hours::DOUBLE AS watt_hours, author FROM core_energy_per_query WHERE subject = 'google-search-2009'
)
SELECT
    any_value(answer.watt_hours / search.watt_hours) FILTER (WHERE subject = 'gemini-median-prompt') AS measured,
    min(answer.watt_hours / search.watt_hours) AS low,
    max(answer.watt_hours / search.watt_hours) AS high,
    NULL AS interval_level,
    count(*) AS n,
    format(
        '{} against {:.2f} Wh for a search ({}). No newer figure for a search was found, and nobody else measured these.',
        string_agg(format('{:.2f} Wh for {}', answer.watt_hours, answer.subject), ', ' ORDER BY answer.watt_hours),
        any_value(search.watt_hours),
        any_value(search.author)
    ) AS evidence
FROM answer
CROSS JOIN search
HAVING count(*) > 0
