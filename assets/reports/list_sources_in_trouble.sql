-- The sources that an operator has to look at, those that gave rows before first; the statuses are those of find_alerts.sql.
SELECT source, status, error
FROM out_source
WHERE status SIMILAR TO '(failed|doubted|refused|stale|needs review).*'
ORDER BY last_success_at DESC NULLS LAST, source
