-- The latest on-demand price of each host and chip in the half year before each day on which hardware is looked at.
-- Chips with too little memory for a large model are left out, and PCIe and NVL parts: slower than those whose speed is
-- measured, and priced apart.
WITH day AS (
    SELECT DISTINCT unnest($days::DATE[]) AS day
),
-- The memory of a part of unstated variant is that of its family.
large AS (
    SELECT family FROM core_accelerator GROUP BY family HAVING max(memory_gb) >= $least_memory_gb
)
SELECT day.day, price.provider, accelerator.family AS chip, median(price.usd_per_gpu_hour::DOUBLE) AS usd_per_gpu_hour
FROM day
INNER JOIN core_rental_price AS price
    ON last_day(price.month) <= day.day
    AND last_day(price.month) > day.day - INTERVAL 183 DAYS
INNER JOIN core_accelerator AS accelerator ON accelerator.accelerator_id = price.accelerator_id
WHERE price.term = 'on-demand'
  AND accelerator.family IN (SELECT family FROM large)
  AND accelerator.name NOT LIKE '%PCIe%'
  AND (accelerator.name NOT LIKE '%NVL%' OR accelerator.name LIKE '%NVL72%')
GROUP BY day.day, price.provider, accelerator.family, price.month
QUALIFY price.month = max(price.month) OVER (PARTITION BY day.day, price.provider, accelerator.family)
ORDER BY day.day, accelerator.family, price.provider
