-- How many observations each listing has.
SELECT source, count(*) AS observations
FROM _price_seen
WHERE is_listing
GROUP BY source
ORDER BY source
