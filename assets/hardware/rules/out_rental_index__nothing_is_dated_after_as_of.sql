-- no month starts after the as-of date
-- severity: error
SELECT accelerator, month FROM out_rental_index
WHERE month > (SELECT max(as_of) FROM _made)
