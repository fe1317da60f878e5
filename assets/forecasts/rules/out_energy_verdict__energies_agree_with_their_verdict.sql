-- a ratio of energies lies in its interval, and the status follows from the chance
-- severity: error
SELECT subject, search, status, ratio_low, ratio, ratio_high, p_no_more FROM out_energy_verdict
WHERE NOT (0 < ratio_low AND ratio_low <= ratio AND ratio <= ratio_high)
   OR NOT (0 <= p_no_more AND p_no_more <= 1)
   OR NOT (watt_hours_low <= watt_hours AND watt_hours <= watt_hours_high)
   OR status <> CASE
       WHEN p_no_more >= 0.9 THEN 'takes-no-more'
       WHEN p_no_more <= 0.1 THEN 'takes-more'
       ELSE 'undecided'
   END
