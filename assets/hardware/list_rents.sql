-- Every seller's price of one form of an accelerator in a month. A form that the seller does not state is a form of its own.
SELECT accelerator_id AS accelerator, term, month, provider, usd_per_gpu_hour, basis, source
FROM core_rental_price
ORDER BY accelerator_id, term, month, provider
