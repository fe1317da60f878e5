-- The names of models most like a given one, the most like first: those that begin alike, then by similarity. Letters and
-- digits alone are compared; of names that are the same then, our own id stands before ids of sellers and aliases.
WITH named AS (
    SELECT model_id AS name, 1 AS preference FROM core_model
    UNION ALL
    SELECT unnest([model, provider_model_id]), 2 FROM out_price_vintage
    UNION ALL
    SELECT alias, 3 FROM core_model_alias
),
compared AS (
    SELECT
        arg_min(name, (preference, name)) AS name,
        regexp_replace(lower(name), '[^a-z0-9]', '', 'g') AS letters,
        regexp_replace(lower($name), '[^a-z0-9]', '', 'g') AS asked
    FROM named
    GROUP BY letters
)
SELECT name
FROM compared
WHERE jaro_winkler_similarity(letters, asked) >= $alike
ORDER BY
    starts_with(letters, asked) AND asked <> '' DESC,
    jaro_winkler_similarity(letters, asked) DESC,
    length(name),
    name
LIMIT 3
