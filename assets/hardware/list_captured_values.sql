-- Value and number of accelerators of each captured result, for comparison with the bundled result of the same id.
SELECT result_id, value, accelerators
FROM _captured_result
WHERE accelerators IS NOT NULL
