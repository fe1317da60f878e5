-- every bar of an application is a bar
-- severity: error
SELECT application, bar FROM (
    SELECT application, unnest(string_split(bars, ';')) AS bar FROM core_application)
WHERE bar NOT IN (SELECT bar FROM core_bar)
