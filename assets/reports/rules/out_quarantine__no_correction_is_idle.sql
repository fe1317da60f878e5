-- every entry of corrections.yml matches a price that a source shows
-- severity: warning
SELECT row FROM out_quarantine WHERE source = 'facts/corrections'
