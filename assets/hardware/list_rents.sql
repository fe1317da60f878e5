-- Every seller's price of an accelerator in a month, under the family that joins variants which sellers do not state.
SELECT a.family AS accelerator, r.term, r.month, r.provider, r.accelerator_id, r.usd_per_gpu_hour, r.basis, r.source
FROM core_rental_price AS r INNER JOIN core_accelerator AS a USING (accelerator_id)
ORDER BY a.family, r.term, r.month, r.provider, r.accelerator_id
