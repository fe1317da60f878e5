"""Every subject's rules in the order of the subjects."""

from assets.subjects import subject_modules

ALL_RULES = tuple(rule for module in subject_modules("rules") for rule in module.RULES)
