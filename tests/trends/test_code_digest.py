"""The digest of code: what changes it, what does not, and that every Python computes the same."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from assets.trends import code_digest as module
from assets.trends.backtest import record_version
from assets.trends.code_digest import code_digest, module_trees, normalised
from assets.trends.methods.registry import NAMES

BEFORE = '''"""A module."""
import math

RATE = 0.5
"""A rate."""

def fall(usd: float, *, months: int = 12) -> str:
    """Fall."""
    return f"{usd * math.exp(-RATE * months):.2f} USD {{after}} " f"{months!r} months"
'''


def text(source: str) -> str:
    return normalised(ast.parse(source))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"""A module."""', '"""Another text.\n\nOf two paragraphs.\n"""'),
        ('"""A rate."""\n', ""),
        ('"""Fall."""', '"""Say how far."""'),
        ("RATE = 0.5", "RATE  =  .5  # a half"),
        ('f"{usd', "f'''{usd"),
        ("usd: float, *, months: int = 12", "\n    usd: float,\n    *,\n    months: int = 12,\n"),
        ('{{after}} " f"{months', "{{after}} {months"),
    ],
)
def test_docstrings_comments_and_layout_do_not_count(old: str, new: str) -> None:
    after = BEFORE.replace(old, new)
    if new.startswith("f'''"):
        after = after.replace('{{after}} "', "{{after}} '''")
    assert after != BEFORE
    assert text(after) == text(BEFORE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("0.5", "0.6"),
        ("0.5", "None"),
        ("0.5", "''"),
        (".2f", ".3f"),
        ("-RATE", "RATE"),
        ("12", "True"),
        (" USD ", " EUR "),
    ],
)
def test_every_change_of_the_code_counts(old: str, new: str) -> None:
    assert text(BEFORE.replace(old, new)) != text(BEFORE)


def test_none_and_an_empty_text_differ() -> None:
    assert text("x = None") != text("x = ''")
    assert text("x = 1") != text("x = True")


def test_a_forecast_depends_on_every_method_and_on_nothing_outside_trends() -> None:
    trees = module_trees(["assets.trends.backtest", *(f"assets.trends.methods.{name}" for name in NAMES)])
    assert {f"assets.trends.methods.{name}" for name in (*NAMES, "pool", "draws", "interface")} <= set(trees)
    assert {"assets.trends.record", "assets.trends.scores", "assets.trends.driver_estimates"} <= set(trees)
    assert [name for name in trees if not name.startswith("assets.trends")] == []
    assert record_version() == code_digest(trees)


def test_the_digest_follows_imports_and_changes_with_an_imported_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "assets"
    folder.mkdir()
    (folder / "first.py").write_text("def f():\n    from assets import second\n    import math\n", encoding="utf-8")
    (folder / "second.py").write_text("X = 1\n", encoding="utf-8")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    before = code_digest(["assets.first"])
    assert set(module_trees(["assets.first"])) == {"assets.first", "assets.second"}
    (folder / "second.py").write_text("# One.\nX = 1\n", encoding="utf-8")
    assert code_digest(["assets.first"]) == before
    (folder / "second.py").write_text("X = 2\n", encoding="utf-8")
    assert code_digest(["assets.first"]) != before


FALL = (
    "FunctionDef(name='fall',args=arguments(args=[arg(arg='usd',annotation=Name(id='float',ctx=Load()))],"
    "kwonlyargs=[arg(arg='months',annotation=Name(id='int',ctx=Load()))],kw_defaults=[int 12]),"
    "body=[Return(value=JoinedStr(FormattedValue(value=BinOp(left=Name(id='usd',ctx=Load()),op=Mult(),"
    "right=Call(func=Attribute(value=Name(id='math',ctx=Load()),attr='exp',ctx=Load()),"
    "args=[BinOp(left=UnaryOp(op=USub(),operand=Name(id='RATE',ctx=Load())),op=Mult(),"
    "right=Name(id='months',ctx=Load()))])),conversion=-1,format_spec=JoinedStr('.2f')),' USD {after} ',"
    "FormattedValue(value=Name(id='months',ctx=Load()),conversion=114),' months'))],"
    "returns=Name(id='str',ctx=Load()))"
)


def test_the_text_of_a_tree_is_the_same_on_every_python() -> None:
    assert normalised(ast.parse(BEFORE).body[-1]) == FALL
