"""`parcours content stats`: the same figures to read and for a script."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from lti_tool.cli import main
from tests.unit.content.bench import write_content


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["content", "stats", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_table_says_what_is_covered_and_what_is_missing(tmp_path: Path) -> None:
    output = run("--root", str(write_content(tmp_path)))

    assert "Épreuves                     1 (et 0 retirées)" in output
    assert "Acquis                       1 sur 2 (50 %)" in output
    assert "4.1" in output
    assert "essai                      1 sur 1 (100 %)" in output


def test_the_json_has_every_item_and_every_missing_skill() -> None:
    figures = json.loads(run("--json"))

    assert figures["topics"]["total"] == 70
    assert figures["skills"]["total"] == 403
    assert figures["common_core"]["total"] == 141
    assert len(figures["pathways"]) == 18
    assert len(figures["variants"]["by_item"]) == figures["items"]
    core = next(one for one in figures["pathways"] if one["id"] == "socle-commun")
    assert core["skills"] - len(core["without_item"]) == figures["common_core"]["count"]


def test_content_that_cannot_be_read_is_said_in_french(tmp_path: Path) -> None:
    root = write_content(tmp_path, items="licence: CC-BY-SA-4.0\nepreuves: [\n")
    result = CliRunner().invoke(main, ["content", "stats", "--root", str(root)])

    assert result.exit_code == 2
    assert "items/4.1/jardin.yaml, ligne" in result.output
