-- a factor is positive, within its interval, and of at least one result
-- severity: error
SELECT * FROM out_technique_gain WHERE (factor <= 0 OR low > factor OR high < factor OR n < 1) AND factor IS NOT NULL
