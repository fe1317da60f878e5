-- Every row of the table behind the page's section, in its order.
SELECT *
FROM out_energy_comparison
ORDER BY subject
