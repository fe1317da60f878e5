-- The points of the chart of throughput per dollar, on the benchmark and scenario with the most priced ones. A star marks
-- an accelerator priced by sellers that do not state the form.
WITH shown AS (
    SELECT benchmark, scenario
    FROM out_throughput_per_dollar
    GROUP BY ALL
    HAVING count(mtok_per_usd) > 0
    ORDER BY count(mtok_per_usd) DESC, benchmark DESC, scenario
    LIMIT 1
)
SELECT
    out_throughput_per_dollar.released_on,
    coalesce(chip.name, accelerator) || CASE WHEN price_basis = 'unspecified' THEN '*' ELSE '' END AS accelerator,
    mtok_per_usd,
    n_providers,
    benchmark,
    scenario
FROM out_throughput_per_dollar
INNER JOIN shown USING (benchmark, scenario)
LEFT JOIN core_accelerator AS chip ON chip.accelerator_id = out_throughput_per_dollar.accelerator
ORDER BY 2, 1
