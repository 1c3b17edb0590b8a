"""Sizes of files and functions, beside the limits of the house. `python -m tests.sizes` prints them.

A length is a number of physical lines, docstrings included; empty files are left out.
"""

from __future__ import annotations

import ast
import math
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("lti_tool", "xapi", "content", "tests")

FILE_MEDIAN, FILE_P95, FILE_MAX = 100, 250, 400
FUNCTION_P95, FUNCTION_MAX = 30, 50


@dataclass(frozen=True)
class Measure:
    """Something that has a length: a file, or a function in it."""

    name: str
    lines: int


@dataclass(frozen=True)
class Sizes:
    """The files and functions of one package."""

    package: str
    files: list[Measure]
    functions: list[Measure]

    def too_long(self) -> list[str]:
        """What is over a hard stop, one sentence each."""
        long_files = [(measure, FILE_MAX) for measure in self.files if measure.lines > FILE_MAX]
        long_functions = [
            (measure, FUNCTION_MAX) for measure in self.functions if measure.lines > FUNCTION_MAX
        ]
        return [f"{m.name}: {m.lines} lines, at most {limit}" for m, limit in long_files + long_functions]


def median(measures: list[Measure]) -> float:
    """The middle length, 0 for none."""
    return statistics.median(measure.lines for measure in measures) if measures else 0


def p95(measures: list[Measure]) -> int:
    """The length that 95 % do not exceed (nearest rank), 0 for none."""
    lengths = sorted(measure.lines for measure in measures)
    return lengths[math.ceil(0.95 * len(lengths)) - 1] if lengths else 0


def longest(measures: list[Measure]) -> int:
    """The greatest length, 0 for none."""
    return max((measure.lines for measure in measures), default=0)


def measure(folder: Path, package: str) -> Sizes:
    """Read every Python file under `folder`."""
    files: list[Measure] = []
    functions: list[Measure] = []
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(folder.parent).as_posix()
        if text.strip():
            files.append(Measure(name, len(text.splitlines())))
            functions += _functions(name, ast.parse(text))
    return Sizes(package, files, functions)


def measure_all() -> list[Sizes]:
    """Every package of the repository."""
    return [measure(ROOT / package, package) for package in PACKAGES]


def _functions(name: str, tree: ast.AST) -> Iterator[Measure]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Measure(f"{name}:{node.lineno} {node.name}()", (node.end_lineno or 0) - node.lineno + 1)


def table(all_sizes: list[Sizes]) -> Iterator[str]:
    """The printed table, limits last."""
    yield _row("package", "files", "median", "p95", "max", "functions", "median", "p95", "max")
    for sizes in all_sizes:
        yield _row(sizes.package, *_figures(sizes.files), *_figures(sizes.functions))
    yield _row("limits", "", FILE_MEDIAN, FILE_P95, FILE_MAX, "", "", FUNCTION_P95, FUNCTION_MAX)


def _figures(measures: list[Measure]) -> tuple[float, ...]:
    return len(measures), median(measures), p95(measures), longest(measures)


def _row(name: object, *cells: object) -> str:
    return f"{name:<10}" + "".join(f"{cell:>10}" for cell in cells)


def main() -> int:
    """Print the table and what is over a hard stop; 1 when something is."""
    all_sizes = measure_all()
    too_long = [sentence for sizes in all_sizes for sentence in sizes.too_long()]
    sys.stdout.write("\n".join([*table(all_sizes), *too_long]) + "\n")
    return 1 if too_long else 0


if __name__ == "__main__":
    sys.exit(main())
