"""What must hold of prices."""

from assets.data_rule import Rule, known_in, not_empty, unique_key
from assets.prices.bounds import HIGHEST_USD_PER_MTOK, LOWEST_CACHED_USD_PER_MTOK, LOWEST_USD_PER_MTOK

RULES = (
    not_empty("core_price_observation", blocking=False),
    known_in("core_price_observation", "model_id", "core_model"),
    Rule(
        "core_price_observation",
        "prices_are_plausible_usd_per_mtok",
        f"a price lies between ${LOWEST_USD_PER_MTOK} and ${HIGHEST_USD_PER_MTOK:,} per million tokens",
        f"""SELECT provider, provider_model_id, valid_from, input_usd_per_mtok, output_usd_per_mtok
           FROM core_price_observation
           WHERE input_usd_per_mtok NOT BETWEEN {LOWEST_USD_PER_MTOK} AND {HIGHEST_USD_PER_MTOK}
              OR output_usd_per_mtok NOT BETWEEN {LOWEST_USD_PER_MTOK} AND {HIGHEST_USD_PER_MTOK}
              OR cached_input_usd_per_mtok NOT BETWEEN {LOWEST_CACHED_USD_PER_MTOK} AND {HIGHEST_USD_PER_MTOK}""",
    ),
    unique_key(
        "core_price_observation",
        *("source", "provider", "model_id", "provider_model_id", "tier", "context_from_tokens", "valid_from"),
        "observed_at",
    ),
    Rule(
        "out_quarantine",
        "no_correction_is_idle",
        "every entry of corrections.yml meets the price that it expects",
        "SELECT row FROM out_quarantine WHERE source = 'facts/corrections'",
        blocking=False,
    ),
    unique_key(
        "core_price_confirmation",
        *("provider", "model_id", "provider_model_id", "tier", "confirmed_on", "read_from"),
    ),
    Rule(
        "core_price_confirmation",
        "confirmations_agree_with_a_price",
        "every confirmation shows the price that was in force on its day",
        """SELECT seen.provider, seen.provider_model_id, seen.tier, seen.confirmed_on, seen.input_usd_per_mtok,
                  seen.output_usd_per_mtok
           FROM core_price_confirmation AS seen
           WHERE NOT EXISTS (
               FROM out_price_history AS price
               WHERE price.provider = seen.provider AND price.model_id = seen.model_id
                 AND price.provider_model_id = seen.provider_model_id AND price.tier = seen.tier
                 AND price.valid_from <= seen.confirmed_on AND coalesce(price.valid_to > seen.confirmed_on, true)
                 AND abs(price.input_usd_per_mtok - seen.input_usd_per_mtok) <= price.input_usd_per_mtok * 0.005
                 AND abs(price.output_usd_per_mtok - seen.output_usd_per_mtok) <= price.output_usd_per_mtok * 0.005)""",
        blocking=False,
    ),
    not_empty("out_price_history", blocking=False),
    unique_key(
        "out_price_history",
        *("provider", "model_id", "provider_model_id", "tier", "context_from_tokens", "valid_from"),
    ),
    Rule(
        "out_price_history",
        "intervals_do_not_overlap",
        "at one time an offer has one price",
        """SELECT provider, provider_model_id, tier, valid_from, valid_to
           FROM out_price_history
           QUALIFY valid_to > lead(valid_from) OVER (
               PARTITION BY provider, model_id, provider_model_id, tier, context_from_tokens ORDER BY valid_from)
              OR valid_to <= valid_from""",
    ),
    Rule(
        "out_price_history",
        "cached_input_is_not_dearer",
        "a cached input token costs no more than a fresh one",
        """SELECT provider, provider_model_id, valid_from, input_usd_per_mtok, cached_input_usd_per_mtok
           FROM out_price_history WHERE cached_input_usd_per_mtok > input_usd_per_mtok""",
        blocking=False,
    ),
    Rule(
        "out_price_history",
        "no_jumps_over_5x",
        "no price moves more than five times at once",
        """SELECT provider, provider_model_id, valid_from, before, output_usd_per_mtok
           FROM (
               SELECT *, lag(output_usd_per_mtok) OVER (
                   PARTITION BY provider, model_id, provider_model_id, tier, context_from_tokens
                   ORDER BY valid_from) AS before
               FROM out_price_history)
           WHERE greatest(before / output_usd_per_mtok, output_usd_per_mtok / before) > 5""",
        blocking=False,
    ),
)
