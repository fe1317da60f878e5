"""Tables about hardware and what runs on it."""

from assets.assets import table_asset
from assets.hardware.facts import (
    AcceleratorAliasRow,
    AcceleratorRow,
    HardwareResultRow,
    RentalRow,
    SoftwareGainRow,
    TechniqueGainRow,
)
from assets.making import Making


@table_asset(deps=["capture/facts/accelerators"], kinds=["csv"])
def core_accelerator(making: Making) -> None:
    """One row per accelerator released by the as-of date; form factors and coolings are kept apart."""
    making.from_facts("accelerators", AcceleratorRow)


@table_asset(deps=["capture/facts/accelerator_aliases", "core_accelerator"], kinds=["csv"])
def core_accelerator_alias(making: Making) -> None:
    """One row per exact string by which sources name an accelerator."""
    making.from_facts("accelerator_aliases", AcceleratorAliasRow, about=("accelerator_id", "core_accelerator"))


@table_asset(deps=["capture/facts/hardware_results", "core_accelerator"], kinds=["csv"])
def core_hardware_result(making: Making) -> None:
    """One row per MLPerf Inference result; drop those with `duplicate_of` or `coverage` = sample before counting."""
    making.from_facts("hardware_results", HardwareResultRow, about=("accelerator_id", "core_accelerator"))


@table_asset(deps=["capture/facts/accelerator_rental", "core_accelerator"], kinds=["csv"])
def core_rental_price(making: Making) -> None:
    """The median hourly price of one accelerator at one provider in one month."""
    making.from_facts("accelerator_rental", RentalRow, about=("accelerator_id", "core_accelerator"))


@table_asset(deps=["capture/facts/technique_gains"], kinds=["csv"])
def core_technique_gain(making: Making) -> None:
    """One measured gain of one serving technique."""
    making.from_facts("technique_gains", TechniqueGainRow)


@table_asset(deps=["capture/facts/software_gains", "core_accelerator"], kinds=["csv"])
def core_software_gain(making: Making) -> None:
    """The same accelerator on the same benchmark in a later release."""
    making.from_facts("software_gains", SoftwareGainRow, about=("accelerator_id", "core_accelerator"))
