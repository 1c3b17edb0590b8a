"""`calibrages/`: read when it is there, used when it is signed, said when it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

import content
from content import InvalidContentError, Severity
from tests.unit.content.bench import write_content

CALIBRATION = """\
calibrage:
  fait_le: 2026-11-24
  relu_par: {by}
  relu_le: {on}
  modele: un modèle
  tentatives: 40
  reponses: 400
  a_regarder: []
  epreuves:
    - id: {item}
      version: 1
      reponses: 40
      reussite: 0.5
      niveau: 1
      difficulte: 1.4
      difficulte_ecart: 0.2
      hasard: 0.18
"""


def root_with(
    tmp_path: Path, *, name: str = "2026-11", by: str = "", on: str = "", item: str = "jardin-1-a"
) -> Path:
    root = write_content(tmp_path) if not (tmp_path / "referentiel.yaml").exists() else tmp_path
    (root / "calibrages").mkdir(exist_ok=True)
    text = CALIBRATION.format(by=by, on=on, item=item)
    (root / "calibrages" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return root


def warnings(root: Path) -> list[str]:
    return [
        problem.message
        for problem in content.check(content.load(root))
        if problem.severity is Severity.WARNING and problem.file.startswith("calibrages/")
    ]


def test_nothing_is_in_use_without_a_signature(tmp_path: Path) -> None:
    catalogue = content.load(root_with(tmp_path))

    assert list(catalogue.calibrations) == ["2026-11"]
    assert catalogue.calibration_in_use is None
    assert "sans effet avant" in warnings(tmp_path)[0]


def test_the_last_signed_one_is_in_use(tmp_path: Path) -> None:
    root_with(tmp_path, name="2026-11", by="Camille", on="2026-11-25")
    root_with(tmp_path, name="2026-12", by="Camille", on="2026-12-25")
    root_with(tmp_path, name="2027-01")
    catalogue = content.load(tmp_path)

    assert catalogue.calibration_in_use == "2026-12"
    found = catalogue.calibrations["2026-12"].of("jardin-1-a", 1)
    assert found is not None
    assert found.difficulty == 1.4
    assert catalogue.calibrations["2026-12"].of("jardin-1-a", 2) is None
    assert len(warnings(tmp_path)) == 1  # the one of 2027 waits for its reader


def test_an_item_that_is_gone_is_said(tmp_path: Path) -> None:
    root = root_with(tmp_path, by="Camille", on="2026-11-25", item="jardin-1-z")

    assert "son niveau annoncé sert à la place" in warnings(root)[0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"by": "Camille"}, "laissez les deux vides"),
        ({"on": "2026-11-25"}, "laissez les deux vides"),
        ({"by": "Camille", "on": "2026-11-01"}, "doit suivre"),
        ({"item": "[1]"}, ""),
    ],
)
def test_a_file_that_is_not_right_stops_the_content(
    tmp_path: Path, changes: dict[str, str], words: str
) -> None:
    root = root_with(tmp_path, **changes)

    with pytest.raises(InvalidContentError) as caught:
        content.load(root)
    assert words in caught.value.problems[0].message
    assert caught.value.problems[0].file == "calibrages/2026-11.yaml"
