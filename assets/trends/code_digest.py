"""Compute a digest of the code that a result depends on, equal on every machine and version of Python.

Docstrings, comments and formatting do not change it. Any other change of the syntax tree, such as a renamed variable,
does.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = "assets"


def code_digest(names: Iterable[str]) -> str:
    """Return the SHA-256 of these modules and of all modules of this package that they import, directly or not.

    Args:
        names: Dotted names of modules.
    """
    trees = module_trees(names)
    texts = (f"{name}\n{normalised(trees[name])}" for name in sorted(trees))
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def module_trees(names: Iterable[str]) -> dict[str, ast.Module]:
    """Return the syntax tree of each of these modules, and of every module of the package that they import."""
    trees: dict[str, ast.Module] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        path = _path_of(name)
        if path and name not in trees:
            trees[name] = ast.parse(path.read_text(encoding="utf-8"))
            waiting.extend(_imports_of(trees[name]))
    return trees


def normalised(node: object) -> str:
    """Return a syntax tree as text without docstrings and positions.

    `ast.dump` and `ast.unparse` would do, but their text differs between versions of Python: this text holds the node
    classes and the fields that are set, and joins the pieces of each literal text in an f-string.
    """
    if isinstance(node, ast.Constant):
        return f"{type(node.value).__name__} {node.value!a}"
    if isinstance(node, ast.JoinedStr):
        return f"JoinedStr({','.join(_text_pieces(node))})"
    if isinstance(node, ast.AST):
        fields = ((name, value) for name, value in ast.iter_fields(node) if value is not None and value != [])
        return f"{type(node).__name__}({','.join(f'{name}={normalised(value)}' for name, value in fields)})"
    if isinstance(node, list):
        return f"[{','.join(normalised(part) for part in node if not _is_docstring(part))}]"
    return ascii(node)


def _text_pieces(node: ast.JoinedStr) -> Iterator[str]:
    """Yield the pieces of an f-string with adjacent texts joined, as versions of Python split them differently."""
    text = ""
    for piece in node.values:
        if isinstance(piece, ast.Constant):
            text += str(piece.value)
            continue
        yield from ([ascii(text)] if text else [])
        yield normalised(piece)
        text = ""
    yield from ([ascii(text)] if text else [])


def _is_docstring(node: object) -> bool:
    """Return whether a statement is a string alone: a docstring, including that of a constant."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _imports_of(tree: ast.Module) -> Iterator[str]:
    """Every name that may be a module of the package and is imported anywhere in a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _path_of(name: str) -> Path | None:
    """The file of a module of the package; None for every other name."""
    if name.split(".", maxsplit=1)[0] != PACKAGE:
        return None
    stem = ROOT.joinpath(*name.split("."))
    return next((path for path in (stem.with_suffix(".py"), stem / "__init__.py") if path.exists()), None)
