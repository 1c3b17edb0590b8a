"""A file that cannot be made is found by the check, with the name of the file."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

import content
from content.variants import realise
from content.variants.seeds import numbered
from lti_tool.cli import main
from lti_tool.workshop.built import DRAWS, FilesAreMade
from tests.unit.content.bench import ITEM, ITEMS_HEAD, changed, write_content

BODY = ITEM[ITEM.index("    donnees:") : ITEM.index("    retour")]
CALENDAR = changed(changed(ITEM, "format: choix", "format: fichier"), BODY, """\
    donnees:
      ressources:
        - noms: [reunion.ics]
          titre: Réunion
          evenements: [{titre: Réunion, jour: 2026-03-03, debut: "09:30", fin: "10:30"}]
      reponse: {type: nombre, aide: En chiffres.}
    controle: {attendu: 3}
""")  # fmt: skip


def check(root: Path, item: str) -> Result:
    write_content(root, items=ITEMS_HEAD + item)
    return CliRunner().invoke(main, ["content", "check", "--root", str(root)])


def test_a_file_that_can_be_made_is_no_finding(tmp_path: Path) -> None:
    result = check(tmp_path, CALENDAR)

    assert result.exit_code == 0, result.output


def test_a_file_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    result = check(tmp_path, changed(CALENDAR, "09:30", "tôt"))

    assert result.exit_code == 1
    assert "« reunion.ics » ne peut pas être fabriqué" in result.output
    assert "donnees.ressources.0" in result.output


def test_only_a_few_draws_are_made() -> None:
    rule, item = FilesAreMade(), content.load().items["formats-5-a"]
    broken = realise(item, numbered(1)).model_copy(deep=True)
    resource = broken.data.resources[0].model_copy(update={"names": ("photo.xyz",)})
    broken = broken.model_copy(update={"data": broken.data.model_copy(update={"resources": (resource,)})})

    assert sum(len(list(rule(broken))) for _ in range(10)) == DRAWS
