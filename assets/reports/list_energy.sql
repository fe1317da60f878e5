-- Every row of the verdict on energy, in its order.
SELECT *
FROM out_energy_verdict
ORDER BY position
