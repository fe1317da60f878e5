-- The stored rows of one captured release: a row is about all that it states.
SELECT row, row
FROM _release_row
WHERE source = $source AND digest = $digest
