-- What an answer of each workload is, in the fewest words that decide its cost.
SELECT
    workload,
    concat_ws(
        ' ',
        input_tokens || ' input',
        cached_input_tokens || ' cached',
        output_tokens || ' output',
        searches || ' searches',
        answered_by
    ) AS definition
FROM core_workload
ORDER BY workload
