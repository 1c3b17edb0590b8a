"""`parcours calibrate`: what the answers say of the items. It proposes, a person decides."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

import content
from lti_tool.calibrating.answers import Group, sittings
from lti_tool.calibrating.document import as_yaml
from lti_tool.calibrating.proposal import Proposal, propose
from lti_tool.cli_context import transaction, with_settings
from lti_tool.clock import utc_now
from lti_tool.config import Settings
from lti_tool.errors import OperatorError

SHOWN = 12


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path), help="Écrire la proposition dans ce fichier YAML, à relire."
)
@click.option("--min-answers", "least", type=click.IntRange(5), default=30, show_default=True,
              help="Réponses au moins pour qu’une épreuve soit calibrée.")  # fmt: skip
@click.option("--group", "kinds", multiple=True, type=click.Choice([one.value for one in Group]),
              default=[one.value for one in Group], show_default=True,
              help="Chercher les épreuves qui se comportent autrement d’un groupe à l’autre.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
@with_settings
def calibrate(
    settings: Settings, out: Path | None, least: int, kinds: tuple[str, ...], as_json: bool
) -> None:
    """Estimer la difficulté réelle des épreuves, d’après les réponses."""
    catalogue = content.load()
    click.echo("Lecture des réponses et calcul…", err=True)
    with transaction(settings) as session:
        found = sittings(session, catalogue)
    proposal = propose(catalogue, found, kinds, least, utc_now().date())
    if out is not None:
        _write(out, as_yaml(proposal.calibration))
    if as_json:
        click.echo(json.dumps(_as_json(proposal), ensure_ascii=False, indent=2))
        return
    for line in _lines(proposal, least, out):
        click.echo(line)


def _lines(proposal: Proposal, least: int, out: Path | None) -> Iterator[str]:
    made = proposal.calibration
    yield f"{made.attempts} tentative(s), {made.answers} réponse(s)."
    yield (
        f"{len(made.items)} épreuve(s) calibrée(s) ; {proposal.waiting} attendent d’avoir {least} réponses. "
        f"{len(proposal.groups)} comparaison(s) entre groupes."
    )
    if made.notes:
        yield f"À regarder ({len(made.notes)}) :"
        yield from (f"  {note}" for note in made.notes[:SHOWN])
    if len(made.notes) > SHOWN:
        yield f"  … et {len(made.notes) - SHOWN} autre(s), dans le fichier (--out) ou avec --json."
    if out is None:
        yield "Rien n’est écrit. Ajoutez « --out FICHIER » pour avoir la proposition à relire."
    else:
        yield f"Proposition écrite dans « {out} ». Sans effet tant que personne ne l’a relue et signée."


def _as_json(proposal: Proposal) -> dict[str, object]:
    return {
        **proposal.calibration.model_dump(by_alias=True, mode="json"),
        "en_attente": proposal.waiting,
        "variantes": [
            {"id": gap.item_id, "acquis": gap.skill.id, "ecart": round(gap.gap, 2), "z": round(gap.z, 1)}
            for gap in proposal.variants
        ],
        "groupes": [
            {
                "id": gap.item_id,
                "type": gap.kind,
                "groupe": gap.group,
                "reponses": gap.answers,
                "delta": round(gap.delta, 2),
                "erreur": round(gap.error, 2),
                "classe": gap.severity.value,
            }
            for gap in proposal.groups
        ],
    }


def _write(path: Path, text: str) -> None:
    """Never over a file that is there: somebody may have signed it.

    Raises:
        OperatorError: the file exists, or its folder does not.
    """
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise OperatorError(
            f"« {path} » existe déjà : choisissez un autre nom, il est peut-être signé."
        ) from error
    except OSError as error:
        raise OperatorError(f"Impossible d’écrire dans « {path} » : {error.strerror}.") from error
