"""Every subject's rules in the order of the subjects."""

import assets.capability.rules
import assets.forecasts.rules
import assets.hardware.rules
import assets.models.rules
import assets.prices.rules
import assets.reports.rules
import assets.search.rules
import assets.trends.rules

ALL_RULES = (
    *assets.models.rules.RULES,
    *assets.prices.rules.RULES,
    *assets.capability.rules.RULES,
    *assets.hardware.rules.RULES,
    *assets.search.rules.RULES,
    *assets.trends.rules.RULES,
    *assets.forecasts.rules.RULES,
    *assets.reports.rules.RULES,
)
