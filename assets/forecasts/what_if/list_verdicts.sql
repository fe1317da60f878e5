SELECT * FROM out_verdict ORDER BY position
