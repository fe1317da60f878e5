-- Every captured table of scores that was read, with the version of the reader that read it.
SELECT source, capture_sha256, reader_version
FROM _score_reading
