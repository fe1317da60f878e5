-- an accelerator is priced by rents of its own form, or by those of sellers that do not state the form
-- severity: error
SELECT DISTINCT accelerator, rental_accelerator, price_basis FROM out_serving_cost
WHERE (accelerator, rental_accelerator, price_basis) NOT IN (
    SELECT (accelerator_id, rental_accelerator, price_basis) FROM _accelerator_rent)
