-- Number of refused rows by reason, and how many of them were released since.
SELECT source, reason, count(*) AS refused, count(released_by) AS released
FROM out_quarantine
GROUP BY source, reason
ORDER BY refused DESC, source, reason
