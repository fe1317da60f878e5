-- a search or an answer takes between a thousandth of a watt-hour and a kilowatt-hour, within its own range
-- severity: error
SELECT subject, low, watt_hours, high FROM core_energy_per_query
WHERE watt_hours NOT BETWEEN 0.001 AND 1000 OR watt_hours < low OR watt_hours > high
