"""The rules of the house, as tests: who may import whom, how long, how named, how silenced."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

from tests import sizes

ROOT = Path(__file__).parents[1]
SHIPPED = ("lti_tool", "xapi", "content")
VAGUE_NAMES = {"core", "common", "utils", "util", "helpers", "helper", "manager", "managers", "misc"}
SUPPRESSION = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover)")
# With its code, then a comment that gives the reason.
JUSTIFIED = re.compile(
    r"#\s*(noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*|type: ignore\[[a-z, -]+\]|pragma: no cover)\s+[#–-]\s*\S.*\w"
)
SUPPRESSIONS_PER_1000_LINES = 3


def sources(*packages: str) -> list[Path]:
    return sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))


def comments(path: Path) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def test_import_contracts_are_kept() -> None:
    # In a process of its own: import-linter disables every logger of the one it runs in.
    program = "from importlinter.cli import lint_imports_command as run; run()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_no_module_imports_itself_through_others() -> None:
    graph = grimp.build_graph(*SHIPPED, exclude_type_checking_imports=True, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}

    TopologicalSorter(imports).prepare()  # raises CycleError, which names the loop


@pytest.mark.parametrize("package", sizes.PACKAGES)
def test_nothing_is_over_a_hard_stop(package: str) -> None:
    assert sizes.measure(ROOT / package, package).too_long() == []


@pytest.mark.parametrize("package", SHIPPED)
def test_files_and_functions_stay_short(package: str) -> None:
    found = sizes.measure(ROOT / package, package)

    assert sizes.median(found.files) <= sizes.FILE_MEDIAN
    assert sizes.p95(found.files) <= sizes.FILE_P95
    assert sizes.p95(found.functions) <= sizes.FUNCTION_P95


def test_a_long_file_and_a_long_function_are_found(tmp_path: Path) -> None:
    (tmp_path / "long.py").write_text("def f():\n" + "    x = 1\n" * 450)

    found = sizes.measure(tmp_path, "sample").too_long()

    assert [sentence.split(": ")[1] for sentence in found] == [
        "451 lines, at most 400",
        "451 lines, at most 50",
    ]


def test_every_folder_says_what_it_holds() -> None:
    folders = {path.parent for path in sources(*SHIPPED)}
    silent = [
        folder.relative_to(ROOT).as_posix()
        for folder in folders
        if not ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
    ]

    assert sorted(silent) == []


def test_every_folder_of_tests_is_a_package() -> None:
    # Without it, pytest would import tests/unit/xapi in the place of xapi.
    folders = {path.parent for path in sources("tests")}

    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


def test_no_vague_name() -> None:
    names = {
        part for path in sources(*SHIPPED, "tests") for part in path.relative_to(ROOT).with_suffix("").parts
    }

    assert names & VAGUE_NAMES == set()


def test_suppressions_are_few_and_each_has_a_reason() -> None:
    files = sources(*SHIPPED)
    found = [
        (f"{path.relative_to(ROOT)}:{line}", text)
        for path in files
        for line, text in comments(path)
        if SUPPRESSION.search(text)
    ]
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)

    assert [place for place, text in found if not JUSTIFIED.search(text)] == []
    assert len(found) <= SUPPRESSIONS_PER_1000_LINES * lines / 1000


@pytest.mark.parametrize(
    ("comment", "justified"),
    [
        ("# noqa: S608  # the names are ours", True),
        ("# type: ignore[arg-type]  # pydantic validates it", True),
        ("# noqa: ARG002  # `now` is for others", True),
        ("# noqa: S608", False),
        ("# noqa: S608  #", False),
        ("# noqa", False),
        ("# type: ignore  # any reason", False),
    ],
)
def test_a_suppression_needs_its_code_and_its_reason(comment: str, justified: bool) -> None:
    assert SUPPRESSION.search(comment)
    assert bool(JUSTIFIED.search(comment)) is justified
