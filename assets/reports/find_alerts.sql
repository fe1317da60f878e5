-- Alerts: price events that captures showed in the last $days days, and sources in trouble.
SELECT
    concat_ws(' ', 'price', provider, provider_model_id, tier, context_from_tokens, date) AS key,
    concat(
        event, ' on ', date, ': ', coalesce(model_id, provider_model_id), ' at ', provider, CASE WHEN tier = 'standard' THEN '' ELSE ' (' || tier || ')' END,
        CASE WHEN input_usd_per_mtok_before IS NULL THEN ''
            ELSE ' from $' || (input_usd_per_mtok_before::DOUBLE) || '/$' || (output_usd_per_mtok_before::DOUBLE) END,
        CASE WHEN input_usd_per_mtok IS NULL THEN ''
            ELSE ' to $' || (input_usd_per_mtok::DOUBLE) || '/$' || (output_usd_per_mtok::DOUBLE) END,
        ' per million tokens, ', source_url, ' (capture ', capture_sha256[:12], ')'
    ) AS text
FROM out_price_event
WHERE (source LIKE 'page/%' OR source LIKE 'feed/%')
  AND observed_at::DATE > $as_of - $days
UNION ALL
SELECT
    concat_ws(' ', 'held', provider, provider_model_id, price_valid_from) AS key,
    concat(
        'held: ', any_value(source), ' alone shows ', any_value(model_id), ' at ', provider, ', up to ',
        round(max(times_cheaper))::INTEGER, ' times cheaper than the frontier; it waits for a second source, or for an '
        'entry in corrections.yml'
    ) AS text
FROM out_frontier_hold
GROUP BY provider, provider_model_id, price_valid_from
UNION ALL
SELECT
    -- What needs review is new when it differs; a failure stays the same until it is repaired.
    concat_ws(' ', 'source', source, status, CASE WHEN status LIKE 'needs review%' THEN error END) AS key,
    concat('source ', source, ' is ', status, CASE WHEN error IS NULL THEN '' ELSE ': ' || error END) AS text
FROM out_source
WHERE status SIMILAR TO '(failed|doubted|refused|stale|needs review).*'
ORDER BY key
