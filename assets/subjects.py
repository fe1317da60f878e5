"""The subjects, which are the folders of this package, in the order in which data goes through them."""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

SUBJECTS = (
    "capture",
    "reading",
    "models",
    "prices",
    "capability",
    "hardware",
    "search",
    "trends",
    "forecasts",
    "reports",
)
"""A subject may import and read what comes before it in this order, and nothing that comes after it."""


def subject_modules(name: str) -> list[ModuleType]:
    """Return the modules of this name, such as `assets` or `rules`, of every subject that has one, in order."""
    names = [f"{__package__}.{subject}.{name}" for subject in SUBJECTS]
    return [import_module(module) for module in names if find_spec(module)]
