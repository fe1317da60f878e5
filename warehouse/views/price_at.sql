-- The prices of a model on a date, as they were known on another date: one row for each offer, at its lowest context band.
-- A NULL seller is every seller, a NULL tier is standard, a NULL date the as-of date of the published file. There is no
-- row where no price holds. The last confirmation is one that was known then.
--
-- Planning takes most of the time of so small an answer: there are no windows, subqueries or sorting here,
-- and no end that may be NULL.
CREATE OR REPLACE MACRO price_at(model, seller, tier, "at", known) AS TABLE
SELECT
    price.model_id,
    price.provider,
    price.provider_model_id,
    price.tier,
    price.context_from_tokens,
    price.input_usd_per_mtok,
    price.cached_input_usd_per_mtok,
    price.output_usd_per_mtok,
    price.valid_from,
    price.valid_to,
    price.ended_by,
    price.date_basis,
    CASE WHEN known < price.last_confirmed_on THEN price.observed_at::DATE ELSE price.last_confirmed_on END
        AS last_confirmed_on,
    price.observed_at,
    price.n_sources,
    price.source,
    price.source_url,
    price.capture_sha256
FROM out_price_vintage AS price
WHERE price.model_number = md5_number_lower(model)
  AND price.model = model
  AND (seller IS NULL OR price.provider = seller)
  AND price.tier = coalesce(tier, 'standard')
  AND price.is_lowest_band
  AND ("at" IS NOT NULL OR price.in_force)
  AND ("at" IS NULL OR (price.valid_from <= "at" AND price.valid_before > "at"))
  AND (known IS NOT NULL OR price.known_to IS NULL)
  AND (known IS NULL OR (price.known_from <= known AND price.known_before > known));
