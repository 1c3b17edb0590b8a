"""What users of the package import."""

import ast
from pathlib import Path

import pytest

import xapi


def test_all_is_sorted_and_complete():
    imported = [
        name.name
        for node in ast.walk(ast.parse(Path(xapi.__file__).read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    ]
    assert xapi.__all__ == sorted(imported)
    assert all(hasattr(xapi, name) for name in xapi.__all__)


@pytest.mark.parametrize("path", sorted(Path(xapi.__file__).parent.rglob("*.py")), ids=lambda path: path.stem)
def test_every_public_name_is_documented(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "the module"
    undocumented = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert undocumented == []


def test_typed():
    assert (Path(xapi.__file__).parent / "py.typed").exists()
