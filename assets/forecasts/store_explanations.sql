-- Put the texts into the verdicts by their positions.
UPDATE out_verdict
SET explanation = text.explanation
FROM (SELECT unnest($positions) AS position, unnest($texts::VARCHAR[]) AS explanation) AS text
WHERE text.position = out_verdict.position
