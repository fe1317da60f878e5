-- Published rates of the drivers beside ours, and the shares of the headline's fall that are left over.
SELECT check_id, unit, published, measured, low, high, interval_level, period_from, period_to, n, method, study, source_url
FROM out_driver_check
WHERE bar IS NULL OR bar = $bar
ORDER BY
    list_position(
        [
            'densing-law', 'price-of-progress', 'price-of-progress-on-sale', 'algorithms-of-the-split',
            'hardware-per-dollar', 'market-of-the-split', 'market-without-software', 'residual-share',
            'residual-share-open-sizes', 'residual-share-all-parameters'
        ],
        check_id
    )
