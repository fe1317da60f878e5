-- every month has a price of at least one seller
-- severity: error
SELECT accelerator, month, term FROM out_rental_index
WHERE (accelerator, month, term) NOT IN (SELECT (accelerator_id, month, term) FROM core_rental_price)
