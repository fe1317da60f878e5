-- The latest on-demand price of each host and chip in the half year before each of the given days. Hosts that do not
-- state the form of a part are separate from those that do. PCIe and NVL parts are left out: slower than those whose
-- speed is measured, and priced apart. So are parts with too little memory for a large model.
WITH day AS (
    SELECT DISTINCT unnest($days::DATE[]) AS day
),
-- A part without stated memory has the memory of its family.
part AS (
    SELECT
        accelerator_id,
        family AS chip,
        accelerator_id NOT LIKE '%-unspecified' AS stated
    FROM core_accelerator
    WHERE name NOT LIKE '%PCIe%' AND (name NOT LIKE '%NVL%' OR name LIKE '%NVL72%')
    QUALIFY coalesce(memory_gb, max(memory_gb) OVER (PARTITION BY family)) >= $least_memory_gb
)
SELECT
    day.day,
    price.provider,
    part.chip,
    part.stated,
    median(price.usd_per_gpu_hour::DOUBLE) AS usd_per_gpu_hour
FROM day
INNER JOIN core_rental_price AS price
    ON last_day(price.month) <= day.day
    AND last_day(price.month) > day.day - INTERVAL 183 DAYS
INNER JOIN part ON part.accelerator_id = price.accelerator_id
WHERE price.term = 'on-demand'
GROUP BY day.day, price.provider, part.chip, part.stated, price.month
QUALIFY price.month = max(price.month) OVER (PARTITION BY day.day, price.provider, part.chip, part.stated)
ORDER BY day.day, part.chip, price.provider, part.stated
