SELECT *
FROM out_energy_comparison
ORDER BY subject
