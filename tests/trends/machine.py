"""The same forecasts under other settings of the processor: the settings, the numbers, and how far apart they are.

`python -m tests.trends.machine OUT.npz [HOME [ORIGINS]]` writes the numbers of its process: those of a planted panel,
or of the record rebuilt from the published file of HOME, at the first ORIGINS of its origins.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from assets.trends.backtest import Origin, backtest, columns_of, origins_of
from assets.trends.family import fit_family
from assets.trends.methods.panel import Panel
from assets.trends.paths import seed_for
from assets.trends.record import record_at
from tests.benchmarks.published_panel import published_panel
from tests.trends.planted import small_panel
from warehouse.home import Home

ORIGINS = (date(2024, 6, 30), date(2025, 1, 31))
TABLES = ("forecasts", "events", "tallies")
ROOT = Path(__file__).parents[2]
Numbers = Mapping[str, np.ndarray]


def settings() -> dict[str, dict[str, str]]:
    """Environments by name: kernels of BLAS, vector instructions of numpy and of the C library, and threads.

    A name that this processor or this build does not know changes nothing.
    """
    configuration = np.show_config(mode="dicts") or {}
    vectors = list(configuration.get("SIMD Extensions", {}).get("found", []))
    wide = [name for name in vectors if name.startswith(("AVX512", "X86_V4"))]
    return {
        "as it is": {},
        "BLAS for Haswell, one thread": {"OPENBLAS_CORETYPE": "Haswell"} | _threads(1),
        "BLAS for Skylake, two threads": {"OPENBLAS_CORETYPE": "SkylakeX"} | _threads(2),
        "numpy without AVX-512": {"NPY_DISABLE_CPU_FEATURES": " ".join(wide)},
        "no vector instructions": {
            "OPENBLAS_CORETYPE": "Prescott",
            "NPY_DISABLE_CPU_FEATURES": " ".join(vectors),
            "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX512F",
        },
    }


def numbers_under(setting: Mapping[str, str], *arguments: str) -> Numbers:
    """Return the numbers of a fresh process in that environment."""
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "numbers.npz")
        command = [sys.executable, "-m", "tests.trends.machine", out, *arguments]
        subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, **setting})
        with np.load(out) as numbers:
            return dict(numbers)


def largest_differences(numbers: Numbers, others: Numbers) -> dict[str, float]:
    """Return the largest difference by column; infinite where texts differ, or the number of rows."""
    return {
        name: _difference(numbers[name], others[name]) if name in numbers and name in others else np.inf
        for name in sorted({*numbers, *others})
    }


def record_numbers(origins: Sequence[Origin]) -> dict[str, np.ndarray]:
    """Return every column of the rebuilt record, and the fingerprints by which its rows are kept."""
    record = list(backtest(origins))
    numbers = {"fingerprints": np.array([scored.fingerprint for scored in record])}
    for table in TABLES:
        columns = columns_of([row for scored in record for row in getattr(scored, table)])
        # Lists of quantiles become rows, because arrays of objects are not written.
        numbers |= {
            f"{table}: {name}": np.array(values.tolist()) if values.dtype == object else values
            for name, values in columns.items()
        }
    return numbers


def drawn_numbers(panel: Panel) -> dict[str, np.ndarray]:
    """Return the paths drawn by every method for every series."""
    record = record_at(panel.origin, ())
    return {
        f"paths: {bar} {workload} {name}": fit.draw(seed_for(bar, workload, name), 24, 200)
        for frontier in panel.series
        for bar, workload in [(frontier.bar, frontier.workload)]
        for name, fit in fit_family(frontier, panel, record).items()
    }


def _threads(count: int) -> dict[str, str]:
    return {"OPENBLAS_NUM_THREADS": str(count), "OMP_NUM_THREADS": str(count)}


def _difference(values: np.ndarray, others: np.ndarray) -> float:
    if values.shape != others.shape:
        return np.inf
    if values.dtype.kind not in "fib":
        return 0.0 if (values == others).all() else np.inf
    return float(np.max(np.abs(values.astype(np.float64) - others.astype(np.float64)), initial=0.0))


def main() -> None:
    """Write the numbers that this process comes to."""
    out, *rest = sys.argv[1:]
    if rest:
        home, *count = rest
        numbers = record_numbers(origins_of(*published_panel(Home(Path(home))))[: int(count[0]) if count else None])
    else:
        panel = small_panel()
        numbers = record_numbers(origins_of(panel, days=ORIGINS)) | drawn_numbers(panel)
    np.savez(out, allow_pickle=False, **numbers)


if __name__ == "__main__":
    main()
