-- Every captured release that was read, with the version of the reader that read it.
SELECT source, digest, reader_version
FROM _release_reading
