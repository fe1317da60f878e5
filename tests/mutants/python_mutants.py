"""Mutants of Python files: the operators of mutmut, on every expression of a file.

mutmut itself changes functions alone; here constants of a module and functions with a decorator are changed too.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.mutants.mutant import Change, Mutant, as_mutants


def python_mutants(root: Path, path: Path) -> list[Mutant]:
    """Return all mutants of a file; `path` is below `root`.

    Raises:
        SystemExit: mutmut is not installed.
    """
    try:
        cst, operators = import_module("libcst"), import_module("mutmut.mutation.mutators").mutation_operators
    except ImportError:
        raise SystemExit("mutants need mutmut: make mutants installs it") from None
    wrapper = cst.MetadataWrapper(cst.parse_module((root / path).read_text(encoding="utf-8")))
    positions = wrapper.resolve(import_module("libcst.metadata").PositionProvider)
    return as_mutants(path, _changes(cst, wrapper.module, positions, operators))


def _changes(cst: Any, module: Any, positions: Any, operators: Any) -> Iterator[Change]:
    # What is read by type checkers alone, or is no code.
    left_out = (cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom)
    waiting = [module]
    while waiting:
        node = waiting.pop()
        if isinstance(node, left_out):
            continue
        waiting += reversed(node.children)
        for kind, operator in operators:
            if isinstance(node, kind):
                for changed in operator(node):
                    line = positions[node].start.line if node in positions else 0
                    codes = module.code_for_node(node), module.code_for_node(changed)
                    yield line, *codes, partial(_code, module, node, changed)


def _code(module: Any, node: Any, changed: Any) -> str:
    return module.deep_replace(node, changed).code
