-- The rents that price an accelerator, best first by `preference`: those of its own form; else those of sellers that do
-- not state the form, of the same memory before unstated memory. Never those of another form.
CREATE OR REPLACE VIEW internal._accelerator_rent AS
SELECT
    part.accelerator_id,
    rented.accelerator_id AS rental_accelerator,
    CASE WHEN rented.accelerator_id = part.accelerator_id THEN 'own' ELSE 'unspecified' END AS price_basis,
    CASE
        WHEN rented.accelerator_id = part.accelerator_id THEN 1
        WHEN rented.memory_gb IS NOT NULL THEN 2
        ELSE 3
    END AS preference
FROM core_accelerator AS part
INNER JOIN core_accelerator AS rented ON rented.family = part.family
WHERE rented.accelerator_id = part.accelerator_id
   OR (
       rented.accelerator_id LIKE '%-unspecified'
       AND coalesce(rented.memory_gb = part.memory_gb, rented.memory_gb IS NULL)
   );
