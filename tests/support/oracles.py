"""Validators of xAPI that we did not write: Ralph's strict model, and the npm library of Learning Locker."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.support.gathered import Gathered

ROOT = Path(__file__).parents[2]
SUPPORT = Path(__file__).parent
RALPH_PYTHON = ROOT / ".ralph" / "bin" / "python"
NODE_FOLDER = ROOT / ".node"

Statements = Sequence[dict[str, Any]]
Oracle = Callable[[Statements], list[list[str]]]  # for each statement, what is wrong with it


def _asked(command: Sequence[object]) -> Oracle:
    def ask(statements: Statements) -> list[list[str]]:
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        done = subprocess.run(
            [str(part) for part in command],
            input=json.dumps(statements).encode(),
            capture_output=True,
            check=False,
            timeout=120,
            env=environment,
            cwd=SUPPORT,
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
        verdicts = json.loads(done.stdout)
        assert isinstance(verdicts, list)
        return verdicts

    return ask


@pytest.fixture(scope="session")
def ralph_model() -> Oracle:
    """`BaseXapiStatement` of Ralph 5.1.0."""
    if not RALPH_PYTHON.exists():
        pytest.fail("Ralph is not installed in .ralph: `make test` installs it")
    return _asked([RALPH_PYTHON, SUPPORT / "ralph_app" / "validate.py"])


@pytest.fixture(scope="session")
def npm_validator() -> Oracle:
    """`@learninglocker/xapi-validation` 3.0.0, where there is a Node.js to run it."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not on this machine: the npm validator cannot give its opinion")
    if not (NODE_FOLDER / "node_modules").exists():
        pytest.skip(
            "the npm validator is not installed in .node (`make test` tries to): no npm, or no network"
        )
    return _asked([node, SUPPORT / "node" / "validate.cjs", NODE_FOLDER])


class Judged:
    """How many statements each oracle accepted in this run; printed at its end."""

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered

    def record(self, oracle: str, verdicts: Sequence[Sequence[object]]) -> None:
        """Add the verdicts of one test."""
        good = sum(not verdict for verdict in verdicts)
        self._gathered.add("judged", oracle, good, len(verdicts))


@pytest.fixture(scope="session")
def judged(gathered: Gathered) -> Judged:
    """Where a test writes what an oracle said of its statements."""
    return Judged(gathered)
