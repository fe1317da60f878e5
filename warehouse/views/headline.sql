CREATE OR REPLACE VIEW headline AS
-- The answer in two rows: the headline verdict, and the target that is still open.
SELECT *
FROM out_verdict
WHERE bar = 'eci>=gpt-4-0314'
  AND workload = 'chat'
  AND target IN ('google-search-full-cost-semianalysis-2023', 'classic-search-electricity')
ORDER BY position
